// Norms with their weights.
#pragma once

#include "core/compute/backend.h"

namespace lectern {

struct RmsNorm {
    Tensor weight;  // F32 [width]
};

struct LayerNorm {
    Tensor weight, bias;  // F32 [width]
};

inline Tensor rms_norm(Backend& be, const Tensor& x, const RmsNorm& n, double eps) {
    return be.rms_norm(x, n.weight, static_cast<float>(eps));
}

inline Tensor layer_norm(Backend& be, const Tensor& x, const LayerNorm& n, double eps) {
    return be.layer_norm(x, n.weight, n.bias, static_cast<float>(eps));
}

}  // namespace lectern
