// White between pieces of text that stand side by side: the gutter of two columns, or cells of one row?
#pragma once

#include <vector>

#include "core/layout/lines.h"

namespace lectern {

// Two pieces of one row, next to each other.
struct SidePair {
    int left = 0, right = 0;  // indices of lines
};

// Rows of such pairs below one another with common white between them.
struct Gutter {
    std::vector<SidePair> rows;      // top to bottom
    int x0 = 0, x1 = 0;              // the common white
    int y0 = 0, y1 = 0;              // of the rows
    int reach_y0 = 0, reach_y1 = 0;  // of the white, up to the lines that cross it
    double em = 0;
    bool columns = false;  // between columns of running text: never read across
};

std::vector<Gutter> find_gutters(const std::vector<TextLine>& lines, const Walls& walls);

// Pieces to be read as one line, although far apart: entry and page number of a contents list, a mark or number and the
// text beside it. One group number per line, for merge_lines.
std::vector<int> row_groups(const std::vector<TextLine>& lines, const std::vector<Blob>& blobs,
                            const std::vector<Gutter>& gutters);

}  // namespace lectern
