// Text lines → blocks (lines of one column without a break) → paragraphs.
#pragma once

#include <vector>

#include "core/layout/lines.h"

namespace lectern {

struct TextBlock {
    Box box;
    std::vector<int> lines;  // indices, top to bottom
};

// Lines below one another in one column, of like size and spacing.
std::vector<TextBlock> find_blocks(const std::vector<TextLine>& lines, const std::vector<Box>& barriers);

// How a line begins: a short piece, a wider gap, the text.
struct Lead {
    int mark_width = 0;   // pixels
    int text_x0 = 0;      // where the second piece begins
    bool bullet = false;  // the piece is one small blob at middle height: a bullet or a dash
};
Lead lead_of(const TextLine& line, const std::vector<Blob>& blobs);

struct Paragraph {
    TextBlock block;
    bool marked = false;  // begins with a list mark
};

// Splits a block at paragraph ends: indents, list marks, short last lines, wider spacing.
std::vector<Paragraph> split_paragraphs(const TextBlock& block, const std::vector<TextLine>& lines,
                                        const std::vector<Blob>& blobs);

}  // namespace lectern
