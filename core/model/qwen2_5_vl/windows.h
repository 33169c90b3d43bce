// The order of patches inside Qwen2.5-VL's tower: window after window, so that a window's patches are neighbours.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/compute/backend.h"
#include "core/image/patches.h"
#include "core/model/qwen2_5_vl/config.h"

namespace lectern::qwen2_5_vl {

// A unit is the patches of one token; units are numbered in raster order, picture after picture.
struct WindowOrder {
    std::vector<int32_t> units;     // [Σ units]: place in window order → number of the unit that stands there
    std::vector<int32_t> patches;   // [Σ patches]: the same for the rows of patches
    std::vector<int32_t> raster;    // [Σ units]: number of a unit → its place in window order
    Spans windows;                  // each window for itself, rows in window order
};

// Windows of window_units × window_units units from the top left, in raster order; those at the right and bottom edge are
// smaller. Units stand in raster order inside their window. Frames and pictures have windows of their own.
WindowOrder window_order(std::span<const ImagePatches* const> images, const VisionConfig& config);

}  // namespace lectern::qwen2_5_vl
