// Linear: y = x·Wᵀ + b.
#pragma once

#include <algorithm>
#include <array>

#include "core/compute/backend.h"

namespace lectern {

struct Linear {
    Tensor weight;  // packed [out, in]
    Tensor bias;    // F32 [out], or empty
};

inline Tensor linear(Backend& be, const Tensor& x, const Linear& l) {  // x [rows, in] → [rows, out]
    return be.matmul(x, l.weight, l.bias);
}

// linear(x) of each: const auto [q, k, v] = linears(be, x, q_proj, k_proj, v_proj);
template <class... Linears>
std::array<Tensor, sizeof...(Linears)> linears(Backend& be, const Tensor& x, const Linears&... l) {
    const Product products[] = {{l.weight, l.bias}...};
    std::array<Tensor, sizeof...(Linears)> y;
    std::ranges::move(be.matmul_each(x, products), y.begin());
    return y;
}

// residual + linear(x)
inline Tensor linear_add(Backend& be, const Tensor& x, const Linear& l, const Tensor& residual) {
    return be.matmul_add(x, l.weight, l.bias, residual);
}

}  // namespace lectern
