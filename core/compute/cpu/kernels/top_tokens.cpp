// The best tokens of one row: one pass for the maximum, one for Σ exp(x − max) and the candidates above the k-th best.
#include "core/compute/cpu/kernels/level.h"
#include "core/compute/cpu/kernels/simd.h"

namespace lectern::LECTERN_LEVEL {

// NaN counts as −∞.
LECTERN_INLINE float known(float v) { return v == v ? v : -__builtin_inff(); }

struct Best {
    int64_t k, count = 0;
    int32_t* ids;
    float* values;
    // Ids arrive in rising order, so an equal value goes behind those already there.
    void add(int32_t id, float value) {
        if (count == k && !(value > values[k - 1])) return;
        int64_t at = count < k ? count++ : k - 1;
        for (; at > 0 && value > values[at - 1]; --at) {
            values[at] = values[at - 1];
            ids[at] = ids[at - 1];
        }
        values[at] = value;
        ids[at] = id;
    }
};

LECTERN_INLINE bool any_lane(VecI mask) {
    int32_t lanes = 0;
    for (int i = 0; i < kWidth; ++i) lanes |= mask[i];
    return lanes != 0;
}

static float row_max(const float* x, int64_t n) {
    VecF best[4];
    for (VecF& b : best) b = splat(-__builtin_inff());
    int64_t i = 0;
    for (; i + 4 * kWidth <= n; i += 4 * kWidth)
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) best[j] = larger(load(x + i + j * kWidth), best[j]);  // NaN > best is false
    float max = max_lanes(larger(larger(best[0], best[1]), larger(best[2], best[3])));
    for (; i < n; ++i) max = x[i] > max ? x[i] : max;
    return max;
}

void top_tokens(const float* x, int64_t n, int64_t k, int32_t* ids, float* values, float* log_sum_exp) {
    const float max = row_max(x, n);
    Best best{.k = k, .ids = ids, .values = values};
    VecF sum = {}, known_lanes = {};
    double total = 0;
    // The running sum is emptied now and then, so that its rounding does not grow with the vocabulary.
    constexpr int64_t kEmptied = 64 * kWidth;
    int64_t i = 0;
    for (; i + kWidth <= n; i += kWidth) {
        const VecF v = load(x + i);
        const VecI is_known = v == v;
        sum += is_known ? exp(v - max) : splat(0);
        known_lanes = is_known ? splat(1) : known_lanes;
        if (best.count < k || any_lane(v > values[k - 1]))
            for (int j = 0; j < kWidth; ++j) best.add(static_cast<int32_t>(i + j), known(v[j]));
        if ((i + kWidth) % kEmptied == 0) {
            total += sum_lanes(sum);
            sum = VecF{};
        }
    }
    bool anything = sum_lanes(known_lanes) > 0;
    total += sum_lanes(sum);
    for (; i < n; ++i) {
        best.add(static_cast<int32_t>(i), known(x[i]));
        if (x[i] != x[i]) continue;
        total += exp(splat(x[i] - max))[0];
        anything = true;
    }
    if (!anything)
        *log_sum_exp = __builtin_nanf("");
    else if (max == __builtin_inff() || max == -__builtin_inff())
        *log_sum_exp = max;
    else
        *log_sum_exp = static_cast<float>(static_cast<double>(max) + __builtin_log(total));
}

}  // namespace lectern::LECTERN_LEVEL
