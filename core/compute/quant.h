// Quantised weights: symmetric groups of 64 values along the input dimension (the last of a row may be short), each with
// one F16 scale. value = code · scale; Q8 codes are −127 … 127, Q4 codes −8 … 7.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/compute/tensor.h"

namespace lectern {

constexpr int64_t kQuantGroup = 64;  // values that share a scale
constexpr int64_t quant_groups(int64_t k) { return (k + kQuantGroup - 1) / kQuantGroup; }  // of a row of k values

constexpr bool is_quantised(DType t) { return t == DType::Q8 || t == DType::Q4; }  // kept as codes and scales
constexpr DType quant_dtype(Quant q) { return q == Quant::int4 ? DType::Q4 : DType::Q8; }  // q is not none

// Bytes of one row's codes as files hold them: one per value, or two values a byte, the even one in the low half as
// code + 8, rows beginning at whole bytes.
constexpr int64_t code_row_bytes(DType t, int64_t k) { return t == DType::Q4 ? (k + 1) / 2 : k; }

// A quantised matrix in host memory that belongs to somebody else.
struct QuantisedTensor {
    DType dtype = DType::Q8;  // Q8 or Q4
    Shape shape;                        // [N, K]
    const std::byte* codes = nullptr;   // N · code_row_bytes(K), any address
    const std::byte* scales = nullptr;  // F16 [N, quant_groups(K)], any address
};

// Quantises w [N, K] (or [N, …], flattened; F32, F16 or BF16) on all cores: codes.size() == N · code_row_bytes,
// scales.size() == N · quant_groups. Q8 scales by the largest value of a group; Q4 tries several scales and keeps the one with
// the smallest square error. The same bits on every machine. A group with values that are not finite gets such a scale.
void quantise(const HostTensor& w, DType to, std::span<std::byte> codes, std::span<uint16_t> scales);

}  // namespace lectern
