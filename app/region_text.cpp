#include "app/region_text.h"

#include <sstream>

#include "core/export/exporter.h"

namespace lectern {

QString markdownOf(const Region& region) {
    return markdownOf(std::vector<Region>{region});
}

QString markdownOf(const std::vector<Region>& regions) {
    const Exporter* markdown = find_exporter("markdown");
    Document document;
    document.pages.emplace_back().regions = regions;
    std::ostringstream out;
    markdown->write(document, {}, {.stream = out, .stem = "page", .add_image = {}});
    return QString::fromStdString(out.str()).trimmed();
}

}  // namespace lectern
