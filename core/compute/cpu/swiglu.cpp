#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

Tensor CpuBackend::swiglu(const Tensor& gate, const Tensor& up) {
    const OpTimer timer(times_, "swiglu");
    assert(gate.dtype == DType::F32 && up.dtype == DType::F32 && gate.shape == up.shape);
    Tensor y = allocate(DType::F32, gate.shape);
    const float *pg = cpu_data<float>(gate), *pu = cpu_data<float>(up);
    float* py = cpu_data<float>(y);
    for_ranges(gate.shape.elements(), 0.8, [&](int64_t first, int64_t last) {
        kernels_.swiglu(pg + first, pu + first, py + first, last - first);
    });
    return y;
}

}  // namespace lectern
