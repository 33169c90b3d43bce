// Norms with their weights.
#pragma once

#include "core/compute/backend.h"

namespace lectern {

struct RmsNorm {  // x / rms(x) ∘ weight
    Tensor weight;  // F32 [width]
};

struct LayerNorm {  // (x - mean) / deviation ∘ weight + bias
    Tensor weight, bias;  // F32 [width]
};

// x [rows, width] → the same; eps is added to the mean square.
inline Tensor rms_norm(Backend& be, const Tensor& x, const RmsNorm& n, double eps) {
    return be.rms_norm(x, n.weight, static_cast<float>(eps));
}

// x [rows, width] → the same; eps is added to the variance.
inline Tensor layer_norm(Backend& be, const Tensor& x, const LayerNorm& n, double eps) {
    return be.layer_norm(x, n.weight, n.bias, static_cast<float>(eps));
}

}  // namespace lectern
