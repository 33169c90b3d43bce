#include "app/models/help_article_model.h"

namespace lectern {

void HelpArticleModel::show(const HelpTopic* topic) {
    beginResetModel();
    m_topic = topic;
    endResetModel();
}

int HelpArticleModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_topic ? 0 : static_cast<int>(m_topic->blocks.size());
}

QVariant HelpArticleModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const HelpBlock& block = m_topic->blocks[static_cast<size_t>(index.row())];
    switch (role) {
        case KindRole:
            return static_cast<int>(block.kind);
        case LevelRole:
            return block.level;
        case Qt::DisplayRole:
        case PlainRole:
            return block.plain;
        case MarkupRole:
            return block.markup;
    }
    return {};
}

QHash<int, QByteArray> HelpArticleModel::roleNames() const {
    return {{KindRole, "kind"}, {LevelRole, "level"}, {PlainRole, "plain"}, {MarkupRole, "markup"}};
}

}  // namespace lectern
