// HelpHitModel: a list of places in the guide: its contents, what a search found, or where a topic leads.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

namespace lectern {

struct HelpHit {
    QString title;   // of the topic, or of a link
    QString detail;  // the words around what was found; empty in lists of contents
    QString target;  // "dpi", "dpi#a-second-number", or "dpi@12": its twelfth block
};

class HelpHitModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("HelpGuide owns it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
    enum Role { TitleRole = Qt::UserRole + 1, DetailRole, TargetRole };

    using QAbstractListModel::QAbstractListModel;

    void show(std::vector<HelpHit> hits);
    const std::vector<HelpHit>& hits() const { return m_hits; }
    int count() const { return static_cast<int>(m_hits.size()); }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
    void countChanged();

 private:
    std::vector<HelpHit> m_hits;
};

}  // namespace lectern
