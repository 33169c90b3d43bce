// Linear: y = x·Wᵀ + b.
#pragma once

#include "core/compute/backend.h"

namespace lectern {

struct Linear {
    Tensor weight;  // packed [out, in]
    Tensor bias;    // F32 [out], or empty
};

inline Tensor linear(Backend& be, const Tensor& x, const Linear& l) {
    return be.matmul(x, l.weight, l.bias);
}

// residual + linear(x)
inline Tensor linear_add(Backend& be, const Tensor& x, const Linear& l, const Tensor& residual) {
    return be.matmul_add(x, l.weight, l.bias, residual);
}

}  // namespace lectern
