#include "app/models/export_format_model.h"

#include "core/export/exporter.h"

namespace lectern {

static QString idOf(const Exporter& exporter) {
    return QString::fromStdString(exporter.id());
}

QStringList ExportFormatModel::chosen() const {
    QStringList ids;
    for (const auto& exporter : exporters())
        if (m_chosen.contains(idOf(*exporter))) ids << idOf(*exporter);
    return ids;
}

void ExportFormatModel::choose(const QStringList& ids) {
    m_chosen = QSet<QString>(ids.begin(), ids.end());
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ChosenRole});
    Q_EMIT chosenChanged();
}

void ExportFormatModel::setChosen(int row, bool isChosen) {
    if (row < 0 || row >= rowCount()) return;
    const QString id = idOf(*exporters()[static_cast<size_t>(row)]);
    if (m_chosen.contains(id) == isChosen) return;
    if (isChosen)
        m_chosen.insert(id);
    else
        m_chosen.remove(id);
    Q_EMIT dataChanged(index(row), index(row), {ChosenRole});
    Q_EMIT chosenChanged();
}

int ExportFormatModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(exporters().size());
}

QVariant ExportFormatModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Exporter& exporter = *exporters()[static_cast<size_t>(index.row())];
    switch (role) {
        case FormatIdRole:
            return idOf(exporter);
        case Qt::DisplayRole:
        case LabelRole:
            return QString::fromStdString(exporter.label());
        case ExtensionRole:
            return QString::fromStdString(exporter.extension());
        case ChosenRole:
            return m_chosen.contains(idOf(exporter));
    }
    return {};
}

QHash<int, QByteArray> ExportFormatModel::roleNames() const {
    return {{FormatIdRole, "formatId"}, {LabelRole, "label"}, {ExtensionRole, "extension"}, {ChosenRole, "chosen"}};
}

}  // namespace lectern
