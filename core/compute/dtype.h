// Element types of tensors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lectern {

// Q8 and Q4 are quantised matmul weights (core/compute/quant.h); no tensor of another kind has them.
enum class DType : uint8_t { F32, F16, BF16, I32, Q8, Q4 };

// What becomes of a text decoder's matrices: kept as they are, or 8 or 4 bits a value in groups of 64.
enum class Quant : uint8_t { none, int8, int4 };

constexpr const char* quant_name(Quant q) {
    return q == Quant::none ? "none" : q == Quant::int8 ? "int8" : "int4";
}

// Bytes of one element; quantised weights have no such size.
constexpr size_t dtype_size(DType t) {
    return t == DType::F32 || t == DType::I32 ? 4 : 2;
}
constexpr const char* dtype_name(DType t) {
    switch (t) {
        case DType::F32: return "F32";
        case DType::F16: return "F16";
        case DType::BF16: return "BF16";
        case DType::I32: return "I32";
        case DType::Q8: return "int8";
        case DType::Q4: return "int4";
    }
    return "?";
}

}  // namespace lectern
