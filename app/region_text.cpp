#include "app/region_text.h"

#include <QVariantMap>
#include <sstream>

#include "core/document/table.h"
#include "core/export/exporter.h"

namespace lectern {

QVariantList tableCells(const std::string& html) {
    QVariantList cells;
    for (const TableCell& cell : table_from_html(html).cells)
        cells << QVariantMap{{QStringLiteral("row"), cell.row},
                             {QStringLiteral("column"), cell.column},
                             {QStringLiteral("rowSpan"), cell.row_span},
                             {QStringLiteral("columnSpan"), cell.column_span},
                             {QStringLiteral("header"), cell.header},
                             {QStringLiteral("text"), QString::fromStdString(cell.text)}};
    return cells;
}

QString markdownOf(const Region& region) {
    const Exporter* markdown = find_exporter("markdown");
    if (!markdown) return QString::fromStdString(region.content);
    Document document;
    document.pages.emplace_back().regions.push_back(region);
    std::ostringstream out;
    markdown->write(document, {}, {.stream = out, .stem = "page", .add_image = {}});
    return QString::fromStdString(out.str()).trimmed();
}

}  // namespace lectern
