// Markdown that models write for one region → the document's plain content.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/document/document.h"

namespace lectern {

struct MarkdownText {  // a region's Markdown, taken apart
    std::string content;  // as Region::content has it
    int64_t level = 0;  // as Region::level
};

// Heading marks and list bullets become the level, delimiters around a formula and pairs of ** go, tables stay HTML.
MarkdownText plain_from_markdown(Category category, std::string_view text);

}  // namespace lectern
