// Gated MLP: (silu(x·Wgᵀ) ∘ (x·Wuᵀ))·Wdᵀ.
#pragma once

#include "core/layers/linear.h"

namespace lectern {

// `residual`, when given, is added last.
Tensor gated_mlp(Backend& be, const Tensor& x, const Linear& gate, const Linear& up, const Linear& down,
                 const Tensor& residual = {});

}  // namespace lectern
