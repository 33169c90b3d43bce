#include "core/layers/rope.h"

#include <algorithm>
#include <cmath>

namespace lectern {

// Each step rounded to F32.
std::vector<float> rope_frequencies(int64_t dim, double theta) {
    std::vector<float> f(static_cast<size_t>(dim / 2));
    for (size_t k = 0; k < f.size(); ++k) {
        const float exponent = static_cast<float>(2 * k) / static_cast<float>(dim);
        f[k] = 1.0f / static_cast<float>(std::pow(theta, static_cast<double>(exponent)));
    }
    return f;
}

void put_rope_angle(float* cos_out, float* sin_out, int64_t position, float frequency) {
    const double angle = static_cast<float>(position) * frequency;
    *cos_out = static_cast<float>(std::cos(angle));
    *sin_out = static_cast<float>(std::sin(angle));
}

Tensor rope_table(Backend& be, int64_t positions, int64_t head_dim, double theta) {
    const std::vector<float> f = rope_frequencies(head_dim, theta);
    std::vector<float> table(static_cast<size_t>(positions * head_dim));
    for (int64_t p = 0; p < positions; ++p) {
        float* row = table.data() + p * head_dim;
        for (size_t k = 0; k < f.size(); ++k) put_rope_angle(row + k, row + f.size() + k, p, f[k]);
    }
    return be.upload_floats(table, Shape{positions, head_dim});
}

Tensor rope_table_2d(Backend& be, std::span<const PatchPosition> patches, int64_t head_dim, double theta) {
    const std::vector<float> f = rope_frequencies(head_dim / 2, theta);  // head_dim/4 per axis
    const size_t quarter = f.size();
    int32_t last = 0;
    for (const PatchPosition& p : patches) last = std::max({last, p.row, p.column});

    std::vector<float> axis(static_cast<size_t>(last + 1) * 2 * quarter);  // of one coordinate: cos, then sin
    for (int32_t p = 0; p <= last; ++p) {
        float* row = axis.data() + static_cast<size_t>(p) * 2 * quarter;
        for (size_t k = 0; k < quarter; ++k) put_rope_angle(row + k, row + quarter + k, p, f[k]);
    }

    std::vector<float> table(patches.size() * 4 * quarter);
    for (size_t i = 0; i < patches.size(); ++i) {
        const float* of_row = axis.data() + static_cast<size_t>(patches[i].row) * 2 * quarter;
        const float* of_column = axis.data() + static_cast<size_t>(patches[i].column) * 2 * quarter;
        float* out = table.data() + i * 4 * quarter;
        for (const float* half : {of_row, of_column, of_row + quarter, of_column + quarter})  // cos, cos, sin, sin
            out = std::copy(half, half + quarter, out);
    }
    return be.upload_floats(table, Shape{static_cast<int64_t>(patches.size()), head_dim});
}

}  // namespace lectern
