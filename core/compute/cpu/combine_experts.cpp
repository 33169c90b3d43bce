#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

Tensor CpuBackend::combine_experts(const Tensor& x, const Routing& routing) {
    const OpTimer timer(times_, "combine_experts");
    const int64_t rows = routing.ids.rows(), k = routing.ids.cols(), cols = x.cols();
    assert(x.dtype == DType::F32 && x.rows() == rows * k);
    Tensor y = allocate(DType::F32, Shape{rows, cols});
    const float *px = cpu_data<float>(x), *weights = cpu_data<float>(routing.weights);
    const int32_t* places = cpu_data<int32_t>(routing.places);
    float* py = cpu_data<float>(y);
    for_ranges(rows, 0.2 * static_cast<double>(k * cols), [&](int64_t first, int64_t last) {
        for (int64_t r = first; r < last; ++r)
            kernels_.combine(px, places + r * k, weights + r * k, k, py + r * cols, cols);
    });
    return y;
}

}  // namespace lectern
