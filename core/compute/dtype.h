// Element types of tensors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lectern {

enum class DType : uint8_t { F32, F16, BF16, I32 };

constexpr size_t dtype_size(DType t) {
    return t == DType::F32 || t == DType::I32 ? 4 : 2;
}
constexpr const char* dtype_name(DType t) {
    switch (t) {
        case DType::F32: return "F32";
        case DType::F16: return "F16";
        case DType::BF16: return "BF16";
        case DType::I32: return "I32";
    }
    return "?";
}

}  // namespace lectern
