#include "app/region_request.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/document/region_parts.h"

namespace lectern {

static Category categoryOf(const Region& old, const Region& found, const RegionRequest& request) {
    switch (request.task) {
        case Task::table:
            return Category::Table;
        case Task::formula:
            return Category::Formula;
        case Task::picture:
            return Category::Picture;
        case Task::text: {
            const bool words = old.category != Category::Table && old.category != Category::Formula &&
                               old.category != Category::Picture;
            return words ? old.category : Category::Text;
        }
        default:
            return request.drawn ? found.category : old.category;
    }
}

Region readingResult(const Region& old, const Page& read, const RegionRequest& request) {
    Region result = joined(read.regions);
    if (read.regions.empty()) {
        result.state = RegionState::unread;
        result.warnings = {
            QCoreApplication::translate("RegionRequest", "Nothing was found to read here.").toStdString()};
    }
    if (read.state == PageState::stopped && result.state == RegionState::reading) result.state = RegionState::stopped;
    // Several kinds of region in one: the largest says what it is.
    auto largest = std::max_element(read.regions.begin(), read.regions.end(),
                                    [](const Region& a, const Region& b) { return a.box.area() < b.box.area(); });
    const Region& found = largest == read.regions.end() ? old : *largest;
    const Category wanted = categoryOf(old, found, request);
    const bool fits = result.kind == ContentKind::html_table ? wanted == Category::Table
                      : wanted == Category::Formula          ? true
                                                             : wanted != Category::Table;
    if (fits) {
        result.category = wanted;
        if (wanted == Category::Formula) result.kind = ContentKind::latex;
        if (wanted == Category::Picture) result.kind = ContentKind::picture;
    } else {
        recategorise(result, wanted);
    }
    result.level = wanted == old.category ? old.level : result.level;
    return result;
}

}  // namespace lectern
