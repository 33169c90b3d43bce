// The text a PDF brings along against what was read from its picture.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/document/document.h"

namespace lectern {

// A word of the file's own text, in its reading order.
struct LayerWord {
    Rect box;  // points, on the page as shown
    std::string text;  // UTF-8, as the file has it
};

// One place where the two differ. Either text may be empty: words the reading lacks, words the file lacks.
struct LayerDifference {
    int64_t region = 0;  // 0: words of the file that no region covers
    Rect box;            // of the file's words; where it has none, the region
    std::string layer;   // words of the file
    std::string read;    // words of the reading
    // Where `read` stands in the region's content, bytes; of tables and formulas both are 0.
    size_t from = 0, length = 0;
    bool operator==(const LayerDifference&) const = default;
};

// What the file's own text and the reading of one page say against each other.
struct LayerReport {
    size_t words = 0;  // of the file on this page; 0: it brings no text
    std::vector<LayerDifference> differences;  // region by region, then words outside all of them
    bool operator==(const LayerReport&) const = default;
};

// Quotes, dashes, ligatures, soft hyphens and words broken at a line's end are the same in either spelling. Pictures
// and regions a person left out of exports are not compared.
LayerReport compare_text_layer(const std::vector<LayerWord>& words, const Page& page);

}  // namespace lectern
