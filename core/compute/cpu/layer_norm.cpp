#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

Tensor CpuBackend::layer_norm(const Tensor& x, const Tensor& w, const Tensor& b, float eps) {
    const OpTimer timer(times_, "layer_norm");
    const int64_t cols = x.cols(), rows = cols ? x.shape.elements() / cols : 0;
    assert(x.dtype == DType::F32 && w.dtype == DType::F32 && b.dtype == DType::F32);
    assert(w.shape.elements() == cols && b.shape.elements() == cols);
    Tensor y = allocate(DType::F32, x.shape);
    const float *px = cpu_data<float>(x), *pw = cpu_data<float>(w), *pb = cpu_data<float>(b);
    float* py = cpu_data<float>(y);
    for_ranges(rows, 0.4 * static_cast<double>(cols), [&](int64_t first, int64_t last) {
        kernels_.layer_norm(px + first * cols, pw, pb, py + first * cols, last - first, cols, eps);
    });
    return y;
}

}  // namespace lectern
