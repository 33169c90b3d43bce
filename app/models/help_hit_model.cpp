#include "app/models/help_hit_model.h"

namespace lectern {

void HelpHitModel::show(std::vector<HelpHit> hits) {
    beginResetModel();
    m_hits = std::move(hits);
    endResetModel();
    Q_EMIT countChanged();
}

QVariant HelpHitModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const HelpHit& hit = m_hits[static_cast<size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case TitleRole:
            return hit.title;
        case DetailRole:
            return hit.detail;
        case TargetRole:
            return hit.target;
    }
    return {};
}

QHash<int, QByteArray> HelpHitModel::roleNames() const {
    return {{TitleRole, "title"}, {DetailRole, "detail"}, {TargetRole, "target"}};
}

}  // namespace lectern
