#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

Tensor CpuBackend::quick_gelu(const Tensor& x) {
    const OpTimer timer(times_, "quick_gelu");
    assert(x.dtype == DType::F32);
    Tensor y = allocate(DType::F32, x.shape);
    const float* px = cpu_data<float>(x);
    float* py = cpu_data<float>(y);
    for_ranges(x.shape.elements(), 0.8, [&](int64_t first, int64_t last) {
        kernels_.quick_gelu(px + first, py + first, last - first);
    });
    return y;
}

}  // namespace lectern
