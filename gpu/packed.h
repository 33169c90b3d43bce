// How packed weights and rows of codes lie on the device (gpu/shaders/weight.glsl, quant.glsl, dot.glsl).
#pragma once

#include <cstdint>

#include "core/compute/quant.h"

namespace lectern {

// The next multiple of `unit` from n on.
constexpr int64_t round_up_to(int64_t n, int64_t unit) {
    return (n + unit - 1) / unit * unit;
}

// Bytes of one row of packed weights, a multiple of 16. Floats: padded with zeros to 8 elements. Quantised: the codes
// of all groups, each filled up to 64, then the groups' F16 scales.
constexpr int64_t packed_row_bytes(DType t, int64_t k) {
    if (!is_quantised(t)) return round_up_to(k, 8) * static_cast<int64_t>(dtype_size(t));
    return quant_groups(k) * code_row_bytes(t, kQuantGroup) + round_up_to(quant_groups(k) * 2, 16);
}

// Words of one row of x in codes, a multiple of 4: two digits of 8 bits a value for Q8, one for Q4; then F32 scales.
constexpr int64_t code_row_words(DType of_weights, int64_t k) {
    return quant_groups(k) * (of_weights == DType::Q8 ? 32 : 16) + round_up_to(quant_groups(k), 4);
}

// Words of one row of x for cooperative matrices, a multiple of 4: F16 in one part for BF16 weights, in two for F16.
constexpr int64_t half_row_words(DType of_weights, int64_t k) {
    return round_up_to(k, 32) / 2 * (of_weights == DType::F16 ? 2 : 1) + 4;
}

}  // namespace lectern
