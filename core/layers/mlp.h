// Gated MLP: (silu(x·Wgᵀ) ∘ (x·Wuᵀ))·Wdᵀ.
#pragma once

#include "core/layers/linear.h"

namespace lectern {

// Long inputs go through in tiles of rows, so that the wide middle needs little memory; results are the same.
Tensor gated_mlp(Backend& be, const Tensor& x, const Linear& gate, const Linear& up, const Linear& down);

}  // namespace lectern
