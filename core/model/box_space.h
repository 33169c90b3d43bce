// BoxSpace: from the pixels a model speaks of to the pixels of the picture it was given.
#pragma once

#include <cstdint>
#include <span>

#include "core/document/document.h"

namespace lectern {

// A picture of picture_width × picture_height pixels was given to the model as model_width × model_height.
struct BoxSpace {
    int64_t picture_width = 0, picture_height = 0;
    int64_t model_width = 0, model_height = 0;
};

// x0, y0, x1, y1 in the model's pixels → the picture's, corners sorted, clamped; what was wrong with them becomes the region's
// warnings. Empty when they make no usable box.
Rect place_box(const BoxSpace& space, std::span<const double> numbers, Region& region);

}  // namespace lectern
