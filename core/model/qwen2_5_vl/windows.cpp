#include "core/model/qwen2_5_vl/windows.h"

#include <algorithm>

namespace lectern::qwen2_5_vl {

// One frame of rows × columns units, the first of which has number `base`.
static void append_frame(WindowOrder& order, int32_t base, int32_t rows, int32_t columns, int32_t side, int32_t merged) {
    for (int32_t top = 0; top < rows; top += side)
        for (int32_t left = 0; left < columns; left += side) {
            const int32_t bottom = std::min(rows, top + side), right = std::min(columns, left + side);
            const auto first = static_cast<int32_t>(order.units.size()) * merged;
            const int32_t patches = (bottom - top) * (right - left) * merged;
            order.windows.spans.push_back({.first_row = first, .rows = patches, .first_key = first, .keys = patches});
            for (int32_t y = top; y < bottom; ++y)
                for (int32_t x = left; x < right; ++x) order.units.push_back(base + y * columns + x);
        }
}

WindowOrder window_order(std::span<const ImagePatches* const> images, const VisionConfig& config) {
    const auto merge = static_cast<int32_t>(config.spatial_merge_size), merged = static_cast<int32_t>(config.merged());
    const auto side = static_cast<int32_t>(config.window_units());
    WindowOrder order;
    int32_t base = 0;
    for (const ImagePatches* image : images) {
        const auto rows = static_cast<int32_t>(image->grid_h) / merge, columns = static_cast<int32_t>(image->grid_w) / merge;
        for (int64_t t = 0; t < image->grid_t; ++t, base += rows * columns) append_frame(order, base, rows, columns, side, merged);
    }
    order.raster.resize(order.units.size());
    for (size_t place = 0; place < order.units.size(); ++place) {
        const int32_t unit = order.units[place];
        order.raster[static_cast<size_t>(unit)] = static_cast<int32_t>(place);
        for (int32_t i = 0; i < merged; ++i) order.patches.push_back(unit * merged + i);
    }
    return order;
}

}  // namespace lectern::qwen2_5_vl
