#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

Tensor CpuBackend::rope(const Tensor& x, const Tensor& table, const Tensor& positions, int64_t head_dim) {
    const OpTimer timer(times_, "rope");
    const int64_t rows = x.rows(), cols = x.cols();
    assert(x.dtype == DType::F32 && table.dtype == DType::F32 && positions.dtype == DType::I32);
    assert(head_dim % 2 == 0 && cols % head_dim == 0 && table.cols() == head_dim && positions.shape.elements() == rows);
    Tensor y = allocate(DType::F32, x.shape);
    const float *px = cpu_data<float>(x), *angles = cpu_data<float>(table);
    const int32_t* p = cpu_data<int32_t>(positions);
    float* py = cpu_data<float>(y);
    for_ranges(rows, 0.3 * static_cast<double>(cols), [&](int64_t first, int64_t last) {
        for (int64_t r = first; r < last; ++r) {
            assert(p[r] >= 0 && p[r] < table.rows());
            const float* cos = angles + p[r] * head_dim;
            kernels_.rope(px + r * cols, cos, cos + head_dim / 2, py + r * cols, cols / head_dim, head_dim);
        }
    });
    return y;
}

}  // namespace lectern
