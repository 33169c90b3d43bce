#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

void CpuBackend::scatter_rows(Tensor& x, const Tensor& rows, const Tensor& index) {
    const OpTimer timer(times_, "scatter_rows");
    assert(index.dtype == DType::I32 && rows.dtype == DType::F32 && x.dtype != DType::I32 && x.layout == Layout::plain);
    const int64_t count = index.shape.elements(), cols = x.cols();
    assert(rows.shape.elements() == count * cols);
    std::byte* px = cpu_data<std::byte>(x);
    const float* pr = cpu_data<float>(rows);
    const int32_t* pi = cpu_data<int32_t>(index);
    const auto row_bytes = static_cast<size_t>(cols) * dtype_size(x.dtype);
    for_ranges(count, 0.2 * static_cast<double>(cols), [&](int64_t first, int64_t last) {
        for (int64_t r = first; r < last; ++r) {
            assert(pi[r] >= 0 && pi[r] < x.rows());
            kernels_.narrow(pr + r * cols, x.dtype, px + static_cast<size_t>(pi[r]) * row_bytes, cols);
        }
    });
}

}  // namespace lectern
