#include "core/layers/mlp.h"

namespace lectern {

Tensor gated_mlp(Backend& be, const Tensor& x, const Linear& gate, const Linear& up, const Linear& down, const Tensor& residual) {
    return be.gated_mlp(x, {gate.weight, up.weight, down.weight, gate.bias, up.bias, down.bias}, residual);
}

}  // namespace lectern
