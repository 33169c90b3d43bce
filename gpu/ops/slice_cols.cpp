#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

Tensor VulkanBackend::slice_cols(const Tensor& x, int64_t first, int64_t count) {
    struct Params {
        uint32_t n, count, cols, first;
    };
    const int64_t cols = x.cols(), rows = cols ? x.shape.elements() / cols : 0,
                  size = static_cast<int64_t>(dtype_size(x.dtype));
    assert(x.layout == Layout::plain && first >= 0 && count >= 0 && first + count <= cols);
    Tensor y = allocate(x.dtype, Shape{rows, count});
    if (count == 0) return y;
    const uint32_t group = device_.tuning().elementwise_group;
    const Program& program = programs_.get(size == 4 ? "slice_cols_32" : "slice_cols_16", {{"group", group}});
    const Tensor from = x.reshape(Shape{rows, cols});
    int64_t most = rows_per_binding(cols * size, std::max<int64_t>(1, int64_t{65535} * group / count));
    if (size == 2 && rows > most)
        most = std::max<int64_t>(most / 2 * 2, 2);  // two elements share a word, two windows must not
    for (int64_t row = 0; row < rows; row += most) {
        const int64_t part = std::min(most, rows - row), n = part * count;
        const Params params{u32(n), u32(count), u32(cols), u32(first)};
        commands_.dispatch(program, {groups_for(n, group)}, params,
                           {bind_rows(y, row, part), bind_rows(from, row, part)},
                           {0, 2.0 * static_cast<double>(n * size)});
    }
    return y;
}

}  // namespace lectern
