// Answers that are a page of Markdown: blocks become regions without a place, as they arrive.
#pragma once

#include <memory>

#include "core/model/model.h"

namespace lectern {

// Headings, paragraphs, list items, HTML and pipe tables, display formulas, pictures (![…](…) and <img>…</img>), page numbers
// and watermarks (<page_number>, <watermark>). A YAML front matter is not text: what it says about the page becomes a warning
// where it matters. A code fence around the page is dropped.
std::unique_ptr<OutputParser> make_markdown_parser();

// The same page as the text `natural_text` of one JSON object, the page's other properties as in a front matter.
std::unique_ptr<OutputParser> make_page_json_parser();

}  // namespace lectern
