// ExportFormatModel: the formats of core/export's table, with the choice made for each.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QSet>
#include <QStringList>

namespace lectern {

class ExportFormatModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(QStringList chosen READ chosen NOTIFY chosenChanged)
 public:
    enum Role { FormatIdRole = Qt::UserRole + 1, LabelRole, ExtensionRole, ChosenRole };

    using QAbstractListModel::QAbstractListModel;

    QStringList chosen() const;  // ids, in the table's order
    void choose(const QStringList& ids);
    Q_INVOKABLE void setChosen(int row, bool chosen);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
    void chosenChanged();

 private:
    QSet<QString> m_chosen;
};

}  // namespace lectern
