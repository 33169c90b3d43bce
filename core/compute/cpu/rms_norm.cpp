#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

Tensor CpuBackend::rms_norm(const Tensor& x, const Tensor& w, float eps) {
    const OpTimer timer(times_, "rms_norm");
    const int64_t cols = x.cols(), rows = cols ? x.shape.elements() / cols : 0;
    assert(x.dtype == DType::F32 && w.dtype == DType::F32 && w.shape.elements() == cols);
    Tensor y = allocate(DType::F32, x.shape);
    const float *px = cpu_data<float>(x), *pw = cpu_data<float>(w);
    float* py = cpu_data<float>(y);
    for_ranges(rows, 0.3 * static_cast<double>(cols), [&](int64_t first, int64_t last) {
        kernels_.rms_norm(px + first * cols, pw, py + first * cols, last - first, cols, eps);
    });
    return y;
}

}  // namespace lectern
