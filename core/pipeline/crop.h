// crop: a region's or line's pixels, with a margin.
#pragma once

#include "core/document/geometry.h"
#include "core/image/image.h"

namespace lectern {

struct Margin {
    double x = 0, y = 0;  // pixels on each side; negative: cut off
};

// `box` in pixels of `page`. What lies outside the page is filled with the crop's own paper colour (the median of its
// pixels), so a line at the edge of a grey scan gets no white bar. Empty when the box does not meet the page.
Image crop(const Image& page, const Rect& box, Margin margin = {});

// The margin line readers are given around a line's box: part of the line's height, see crop.cpp for how it was found.
Margin line_margin(const Rect& box);

}  // namespace lectern
