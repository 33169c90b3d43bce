// Categories from size, place and neighbours; text is not known here (see refine.h).
#pragma once

#include <vector>

#include "core/layout/layout.h"
#include "core/layout/lines.h"

namespace lectern {

// What a region looks like, beside LayoutRegion.
struct RegionLook {
    double em = 0;        // size of its print, pixels
    double weight = 0;    // stroke width over size of the print
    bool marker = false;  // begins with a list mark
    int rows = 0;         // text lines (cuts of over-long ones not counted)
};

struct PageLook {
    int width = 0, height = 0;  // pixels
    double dpi = 200;
    std::vector<Box> short_rules;  // that can stand above footnotes
};

// Sets `category` and `level`; Picture and Table are given. Regions are in reading order, looks go with them.
void set_categories(std::vector<LayoutRegion>& regions, const std::vector<RegionLook>& looks, const PageLook& page);

}  // namespace lectern
