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

// Splits a block at paragraph ends: indents, hanging marks, short last lines, wider spacing.
std::vector<TextBlock> split_paragraphs(const TextBlock& block, const std::vector<TextLine>& lines);

}  // namespace lectern
