#include "app/region_clip.h"

#include <QMimeData>

#include "core/document/document_json.h"
#include "core/document/table.h"

namespace lectern {

// Cells stand where they begin; a cell's own breaks would break the row.
static QString rowsOf(const std::string& html) {
    const Table table = table_from_html(html);
    QStringList rows;
    for (int row = 0; row < table.rows; ++row) {
        QStringList cells;
        for (int column = 0; column < table.columns; ++column) {
            const TableCell* cell = table.at(row, column);
            const bool begins = cell && cell->row == row && cell->column == column;
            cells << (begins ? QString::fromStdString(cell->text).simplified() : QString());
        }
        rows << cells.join(u'\t');
    }
    return rows.join(u'\n');
}

QString plainTextOf(const Region& region) {
    return region.kind == ContentKind::html_table ? rowsOf(region.content) : QString::fromStdString(region.content);
}

QString plainTextOf(const std::vector<Region>& regions) {
    QStringList parts;
    for (const Region& r : regions)
        if (!r.content.empty()) parts << plainTextOf(r);
    return parts.join(QStringLiteral("\n\n"));
}

QString tablesAsHtml(const std::vector<Region>& regions) {
    std::string html;
    for (const Region& r : regions)
        if (r.kind == ContentKind::html_table) html += table_to_html(table_from_html(r.content));
    return QString::fromStdString(html);
}

QMimeData* mimeDataOf(const std::vector<Region>& regions) {
    Document document;
    document.pages.emplace_back().regions = regions;
    auto* data = new QMimeData;  // the clipboard takes it
    data->setData(QLatin1String(kRegionsFormat), QByteArray::fromStdString(document_to_json(document)));
    data->setText(plainTextOf(regions));
    if (regions.size() == 1 && regions[0].kind == ContentKind::html_table) data->setHtml(tablesAsHtml(regions));
    return data;
}

std::vector<Region> regionsFrom(const QMimeData& data) {
    if (!data.hasFormat(QLatin1String(kRegionsFormat))) return {};
    const QByteArray json = data.data(QLatin1String(kRegionsFormat));
    Document document = document_from_json({json.constData(), static_cast<size_t>(json.size())}, "the clipboard");
    return document.pages.empty() ? std::vector<Region>{} : std::move(document.pages[0].regions);
}

}  // namespace lectern
