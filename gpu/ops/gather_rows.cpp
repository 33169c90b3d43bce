#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

static const char* shader_for(DType dtype) {
    return dtype == DType::F32 ? "gather_rows_f32" : dtype == DType::BF16 ? "gather_rows_bf16" : "gather_rows_f16";
}

Tensor VulkanBackend::gather_rows(const Tensor& x, const Tensor& index) {
    struct Params {
        uint32_t n, cols, first, rows, table_rows;
    };
    assert(index.dtype == DType::I32 && x.dtype != DType::I32 && x.layout == Layout::plain);
    const int64_t rows = index.shape.elements(), cols = x.cols(), table_rows = x.rows();
    Tensor y = allocate(DType::F32, Shape{rows, cols});
    if (rows == 0 || cols == 0) return y;
    const uint32_t group = device_.tuning().elementwise_group;
    const Program& program = programs_.get(shader_for(x.dtype), {{"group", group}});
    const Tensor flat = index.reshape(Shape{rows});
    const int64_t most = rows_per_binding(cols * 4, std::max<int64_t>(1, int64_t{65535} * group / cols));
    const int64_t most_table = rows_per_binding(cols * static_cast<int64_t>(dtype_size(x.dtype)), table_rows);
    for (int64_t first = 0; first < rows; first += most)
        for (int64_t row = 0; row < table_rows; row += most_table) {  // a large table is shown piece by piece
            const int64_t count = std::min(most, rows - first), n = count * cols,
                          shown = std::min(most_table, table_rows - row);
            const Params params{u32(n), u32(cols), u32(row), u32(shown), u32(table_rows)};
            commands_.dispatch(
                program, {groups_for(n, group)}, params,
                {bind_rows(y, first, count), bind_rows(x, row, shown), bind_rows(flat, first, count), bind(fault_)},
                {0, 8.0 * static_cast<double>(n)});
        }
    return y;
}

}  // namespace lectern
