#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

Tensor CpuBackend::add(const Tensor& a, const Tensor& b) {
    const OpTimer timer(times_, "add");
    assert(a.dtype == DType::F32 && b.dtype == DType::F32 && a.shape == b.shape);
    Tensor y = allocate(DType::F32, a.shape);
    const float *pa = cpu_data<float>(a), *pb = cpu_data<float>(b);
    float* py = cpu_data<float>(y);
    for_ranges(a.shape.elements(), 0.2, [&](int64_t first, int64_t last) {
        kernels_.add(pa + first, pb + first, py + first, last - first);
    });
    return y;
}

}  // namespace lectern
