// Tables: from a grid of rules, and from text standing in aligned columns.
#pragma once

#include <vector>

#include "core/layout/gutters.h"
#include "core/layout/layout.h"
#include "core/layout/lines.h"
#include "core/layout/rules.h"

namespace lectern {

struct FoundTable {
    Box box;
    int rows = 0, columns = 0;
    std::vector<LayoutCell> cells;  // row by row; `lines` are indices of text lines
};

// Grids of drawn rules. A single frame is no table.
std::vector<FoundTable> ruled_tables(const std::vector<Rule>& rules, const std::vector<TextLine>& lines, double dpi);

// Tables without vertical rules: at least three rows of pieces over gutters that part no columns of running text. Lines
// with `taken` set belong to other tables.
std::vector<FoundTable> open_tables(const std::vector<Gutter>& gutters, const std::vector<TextLine>& lines,
                                    const std::vector<Rule>& rules, const std::vector<bool>& taken);

}  // namespace lectern
