// The two steps by which every block adds to its residual; what is added is shown to the trace, when there is one.
#pragma once

#include <string>

#include "core/layers/linear.h"
#include "core/layers/mlp.h"
#include "core/model/model.h"

namespace lectern {

// x + linear(y)
inline Tensor add_linear(Backend& be, const Tensor& x, const Tensor& y, const Linear& l, const TraceSink* trace, const std::string& name) {
    if (trace == nullptr) return linear_add(be, y, l, x);
    const Tensor h = linear(be, y, l);
    (*trace)(name, h);
    return be.add(x, h);
}

// x + gated_mlp(y)
inline Tensor add_gated_mlp(Backend& be, const Tensor& x, const Tensor& y, const Linear& gate, const Linear& up, const Linear& down,
                            const TraceSink* trace, const std::string& name) {
    if (trace == nullptr) return gated_mlp(be, y, gate, up, down, x);
    const Tensor h = gated_mlp(be, y, gate, up, down);
    (*trace)(name, h);
    return be.add(x, h);
}

}  // namespace lectern
