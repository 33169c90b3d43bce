// InstalledModelModel: the models on this computer, what each needs and whether that is here.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

namespace lectern {

// What the page of models says of one; gathered away from the GUI thread.
struct ModelFacts {
    QString name, family;
    QString problem;    // why it cannot be used; a sentence, empty when it can
    QString tasks;      // what it can be asked for
    qint64 bytes = 0;   // of weights on disk
    qint64 needed = 0;  // bytes of memory for a letter page; 0: not known
    int dpi = 0;        // that it wants
    bool inBox = false;
};

class InstalledModelModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("ModelCatalog owns it")
 public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        FamilyRole,
        SizeRole,
        NeedRole,
        FitRole,
        FitTextRole,
        TasksRole,
        InBoxRole
    };
    enum class Fit { Fits, Tight, TooLarge, Broken };
    Q_ENUM(Fit)

    using QAbstractListModel::QAbstractListModel;

    void show(std::vector<ModelFacts> models, qint64 memory);  // bytes there are for them
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

 private:
    Fit fitOf(const ModelFacts& model) const;
    QString fitText(const ModelFacts& model) const;

    std::vector<ModelFacts> m_models;
    qint64 m_memory = 0;
};

}  // namespace lectern
