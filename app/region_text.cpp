#include "app/region_text.h"

#include <sstream>

#include "core/export/exporter.h"

namespace lectern {

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
