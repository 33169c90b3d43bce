#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

Tensor CpuBackend::gelu(const Tensor& x) {
    const OpTimer timer(times_, "gelu");
    assert(x.dtype == DType::F32);
    Tensor y = allocate(DType::F32, x.shape);
    const float* px = cpu_data<float>(x);
    float* py = cpu_data<float>(y);
    for_ranges(x.shape.elements(), 1.5, [&](int64_t first, int64_t last) {
        kernels_.gelu(px + first, py + first, last - first);
    });
    return y;
}

}  // namespace lectern
