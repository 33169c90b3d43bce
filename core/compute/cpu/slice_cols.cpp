#include <cassert>
#include <cstring>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

Tensor CpuBackend::slice_cols(const Tensor& x, int64_t first, int64_t count) {
    const OpTimer timer(times_, "slice_cols");
    const int64_t cols = x.cols(), rows = cols ? x.shape.elements() / cols : 0;
    assert(x.layout == Layout::plain && first >= 0 && count >= 0 && first + count <= cols);
    Tensor y = allocate(x.dtype, Shape{rows, count});
    const size_t size = dtype_size(x.dtype), bytes = static_cast<size_t>(count) * size;
    const std::byte* px = cpu_data<std::byte>(x) + static_cast<size_t>(first) * size;
    std::byte* py = cpu_data<std::byte>(y);
    for_ranges(rows, 0.2 * static_cast<double>(count), [&](int64_t from, int64_t to) {
        for (int64_t r = from; r < to; ++r)
            std::memcpy(py + static_cast<size_t>(r) * bytes, px + static_cast<size_t>(r * cols) * size, bytes);
    });
    return y;
}

}  // namespace lectern
