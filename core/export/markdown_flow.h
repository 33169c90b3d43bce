// What is written, in order: the main flow of each page, paragraphs joined over breaks, footnotes tied to their marks.
#pragma once

#include <string>
#include <vector>

#include "core/document/document.h"

namespace lectern {

struct FlowItem {
    const Region* region = nullptr;
    std::string content;     // cleaned; may hold note references, see below
    bool note = false;       // a footnote whose mark was found: written at the page's end as definition `label`
    std::string label;       // "p3-1"
    std::string tag;         // of a formula: its number, "3.4"
};

struct FlowPage {
    const Page* page = nullptr;
    std::string printed;          // the page number its foot or head shows, where that is all it shows
    std::vector<FlowItem> items;  // page heads and feet are left out
};

// A paragraph that goes on after a page's or a column's end is joined to its beginning there, and one that ends within a word to
// the next. A hyphen at the break goes or stays as inside a paragraph (core/document/join.h), the whole document being the
// evidence. The number beside a formula becomes its tag.
std::vector<FlowPage> make_flow(const Document& document);

// Turns the references held in escaped text into "[^p3-1]".
std::string with_note_references(std::string text);

}  // namespace lectern
