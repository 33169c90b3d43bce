// rms_norm and layer_norm: sums over a row in four interleaved vectors, always in the same order.
#include "core/compute/cpu/kernels/level.h"
#include "core/compute/cpu/kernels/simd.h"

namespace lectern::LECTERN_LEVEL {

// Σ x, or Σ (x − shift)².
template <bool Squares>
LECTERN_INLINE float row_sum(const float* x, int64_t cols, float shift) {
    VecF sum[4] = {};
    int64_t c = 0;
    for (; c + 4 * kWidth <= cols; c += 4 * kWidth)
#pragma GCC unroll 4
        for (int i = 0; i < 4; ++i) {
            const VecF v = load(x + c + i * kWidth) - shift;
            sum[i] += Squares ? v * v : v;
        }
    for (; c < cols; c += kWidth) {
        const int64_t left = cols - c;
        const VecF v = (left >= kWidth ? load(x + c) : load_first(x + c, left, shift)) - shift;
        sum[0] += Squares ? v * v : v;
    }
    return sum_lanes((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

void rms_norm(const float* x, const float* w, float* y, int64_t rows, int64_t cols, float eps) {
    for (int64_t r = 0; r < rows; ++r, x += cols, y += cols) {
        const float scale = 1.0f / __builtin_sqrtf(row_sum<true>(x, cols, 0) / static_cast<float>(cols) + eps);
        int64_t c = 0;
        for (; c + kWidth <= cols; c += kWidth) store(y + c, load(x + c) * scale * load(w + c));
        for (; c < cols; ++c) y[c] = x[c] * scale * w[c];
    }
}

void layer_norm(const float* x, const float* w, const float* b, float* y, int64_t rows, int64_t cols, float eps) {
    for (int64_t r = 0; r < rows; ++r, x += cols, y += cols) {
        const float mean = row_sum<false>(x, cols, 0) / static_cast<float>(cols);
        const float variance = row_sum<true>(x, cols, mean) / static_cast<float>(cols);
        const float scale = 1.0f / __builtin_sqrtf(variance + eps);
        int64_t c = 0;
        for (; c + kWidth <= cols; c += kWidth)
            store(y + c, (load(x + c) - mean) * scale * load(w + c) + load(b + c));
        for (; c < cols; ++c) y[c] = (x[c] - mean) * scale * w[c] + b[c];
    }
}

}  // namespace lectern::LECTERN_LEVEL
