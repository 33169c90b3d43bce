#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

Tensor VulkanBackend::rope(const Tensor& x, const Tensor& table, const Tensor& positions, int64_t head_dim) {
    struct Params {
        uint32_t n, pairs, half_dim, table_rows;
    };
    const int64_t rows = x.rows(), cols = x.cols(), pairs = cols / 2;
    assert(x.dtype == DType::F32 && table.dtype == DType::F32 && positions.dtype == DType::I32);
    assert(head_dim % 2 == 0 && cols % head_dim == 0 && table.cols() == head_dim && positions.shape.elements() == rows);
    rows_per_binding(static_cast<int64_t>(table.bytes()));  // the table is bound as a whole
    Tensor y = allocate(DType::F32, x.shape);
    const uint32_t group = device_.tuning().elementwise_group;
    const Program& program = programs_.get("rope", {{"group", group}});
    const int64_t most = rows_per_binding(cols * 4, std::max<int64_t>(1, int64_t{65535} * group / pairs));
    const Tensor flat = positions.reshape(Shape{rows});
    for (int64_t first = 0; first < rows; first += most) {
        const int64_t count = std::min(most, rows - first), n = count * pairs;
        const Params params{u32(n), u32(pairs), u32(head_dim / 2), u32(table.rows())};
        commands_.dispatch(
            program, {groups_for(n, group)}, params,
            {bind_rows(y, first, count), bind_rows(x, first, count), bind(table), bind_rows(flat, first, count)},
            {6.0 * static_cast<double>(n), 16.0 * static_cast<double>(n)});
    }
    return y;
}

}  // namespace lectern
