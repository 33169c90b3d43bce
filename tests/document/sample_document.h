// A document that uses every field, for tests of JSON and exporters.
#pragma once

#include "core/document/document.h"

namespace lectern {

inline Region sample_region(int64_t id, Category category, std::string content, Rect box) {
    Region r;
    r.id = id;
    r.order = id - 1;
    r.box = box;
    r.category = category;
    r.content = std::move(content);
    r.state = RegionState::read;
    return r;
}

inline Document sample_document() {
    Document d;
    d.source = {.name = "Müller & Söhne.pdf", .sha256 = std::string(64, 'a'), .metadata = {{"author", "A. \"B\" C"}, {"title", "T"}}};
    Page page{.number = 3, .width = 595.276, .height = 842, .rotation = 90, .dpi = 150, .skew = -0.75,
              .state = PageState::warnings, .reader = "reader-tiny", .seconds = 1.25};
    Region title = sample_region(1, Category::Title, "Größe über alles", {72, 72.125, 300, 96});
    title.level = 1;
    title.confidence = 0.9876;
    title.lines = {{.box = title.box, .text = title.content, .confidence = 0.9876,
                    .words = {{.box = {72, 72, 140, 96}, .text = "Größe", .confidence = 0.5}, {.box = {144, 72, 180, 96}, .text = "über"}}}};
    Region table = sample_region(2, Category::Table, "<table><tr><td>1</td></tr></table>", {72, 100, 500, 200});
    table.kind = ContentKind::html_table;
    table.origin = Origin::user;
    table.edited = table.locked = true;
    Region doubtful = sample_region(7, Category::Text, "", {0, 0, 1, 1});
    doubtful.order = 2;
    doubtful.state = RegionState::unread;
    doubtful.warnings = {"The line could not be read with confidence and was left out: “x”."};
    doubtful.cut = " and “so” on\nand so on";
    page.regions = {title, table, doubtful};
    page.warnings = {"The picture's file ends before the picture does."};
    Page failed{.number = 4, .width = 10, .height = 20, .state = PageState::failed, .failure = "Could not draw the page."};
    Page waiting{.number = 5, .width = 10, .height = 20};
    d.pages = {page, failed, waiting};
    return d;
}

}  // namespace lectern
