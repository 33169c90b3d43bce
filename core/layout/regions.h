// Lines, tables and pictures → regions in reading order.
#pragma once

#include <vector>

#include "core/layout/layout.h"
#include "core/layout/line_boxes.h"
#include "core/layout/rules.h"
#include "core/layout/tables.h"

namespace lectern {

// What was found on one page, in pixels of its straightened picture.
struct PageParts {
    PixPtr ink;  // without rules
    std::vector<Rule> rules;
    std::vector<Blob> blobs;
    std::vector<TextLine> lines;
    std::vector<FoundTable> tables;
    std::vector<Box> pictures;
    double dpi = 200;
};

std::vector<LayoutRegion> make_regions(const PageParts& parts, const LineLimits& limits);

}  // namespace lectern
