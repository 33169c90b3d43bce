#include "core/layers/mrope.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <vector>

#include "core/layers/rope.h"

namespace lectern {

Tensor mrope_table(Backend& be, std::span<const int32_t> positions, std::span<const int64_t> section, int64_t head_dim,
                   double theta) {
    const auto half = static_cast<size_t>(head_dim / 2);
    const size_t axes = section.size();
    const int64_t pairs = std::accumulate(section.begin(), section.end(), int64_t{0});
    assert(positions.size() % axes == 0 && pairs <= head_dim / 2);
    const std::vector<float> f = rope_frequencies(2 * pairs, theta);
    const size_t rows = positions.size() / axes;
    std::vector<float> table(rows * 2 * half);
    for (size_t r = 0; r < rows; ++r) {
        float* cos_out = table.data() + r * 2 * half;
        size_t k = 0;
        for (size_t axis = 0; axis < axes; ++axis)
            for (int64_t i = 0; i < section[axis]; ++i, ++k)
                put_rope_angle(cos_out + k, cos_out + half + k, positions[axes * r + axis], f[k]);
        std::fill(cos_out + k, cos_out + half, 1.0f);  // the sines are 0 already
    }
    return be.upload_floats(table, Shape{static_cast<int64_t>(rows), head_dim});
}

}  // namespace lectern
