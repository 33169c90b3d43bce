#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

Tensor VulkanBackend::combine_experts(const Tensor& x, const Routing& routing) {
    struct Params {
        uint32_t n, cols, k;
    };
    const int64_t rows = routing.ids.rows(), k = routing.ids.cols(), cols = x.cols();
    assert(x.dtype == DType::F32 && x.rows() == rows * k);
    Tensor y = allocate(DType::F32, Shape{rows, cols});
    if (rows == 0 || cols == 0) return y;
    rows_per_binding(static_cast<int64_t>(x.bytes()));  // places may be anywhere in it
    const uint32_t group = device_.tuning().elementwise_group;
    const Program& program = programs_.get("combine_experts", {{"group", group}});
    const int64_t most = rows_per_binding(cols * 4, std::max<int64_t>(1, int64_t{65535} * group / cols));
    for (int64_t row = 0; row < rows; row += most) {
        const int64_t part = std::min(most, rows - row), n = part * cols;
        const auto elements = static_cast<double>(n);
        commands_.dispatch(program, {groups_for(n, group)}, Params{u32(n), u32(cols), u32(k)},
                           {bind_rows(y, row, part), bind(x), bind_rows(routing.places, row, part),
                            bind_rows(routing.weights, row, part)},
                           {2 * elements * static_cast<double>(k), 4 * elements * static_cast<double>(k + 1)});
    }
    return y;
}

}  // namespace lectern
