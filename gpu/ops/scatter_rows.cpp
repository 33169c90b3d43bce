#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

static const char* shader_for(DType dtype) {
    return dtype == DType::F32 ? "scatter_rows_f32" : dtype == DType::BF16 ? "scatter_rows_bf16" : "scatter_rows_f16";
}

void VulkanBackend::scatter_rows(Tensor& x, const Tensor& rows, const Tensor& index) {
    struct Params {
        uint32_t n, words, cols, first, table_rows;
    };
    assert(index.dtype == DType::I32 && rows.dtype == DType::F32 && x.dtype != DType::I32 && x.layout == Layout::plain);
    const int64_t count = index.shape.elements(), cols = x.cols(), table_rows = x.rows();
    assert(rows.shape.elements() == count * cols);
    if (count == 0 || cols == 0) return;
    // Words a row of 16-bit values can touch: one more than it fills, when it begins or ends within one.
    const int64_t words = x.dtype == DType::F32 ? cols : cols / 2 + 1;
    const uint32_t group = device_.tuning().elementwise_group;
    const Program& program = programs_.get(shader_for(x.dtype), {{"group", group}});
    const Tensor flat = index.reshape(Shape{count}), from = rows.reshape(Shape{count, cols});
    const int64_t most = rows_per_binding(cols * 4, std::max<int64_t>(1, int64_t{65535} * group / words));
    const int64_t most_table = rows_per_binding(cols * static_cast<int64_t>(dtype_size(x.dtype)), table_rows);
    for (int64_t first = 0; first < count; first += most)
        for (int64_t row = 0; row < table_rows; row += most_table) {
            const int64_t part = std::min(most, count - first), n = part * words,
                          shown = std::min(most_table, table_rows - row);
            const Params params{u32(n), u32(words), u32(cols), u32(row), u32(shown)};
            commands_.dispatch(program, {groups_for(n, group)}, params,
                               {bind_rows(x, row, shown), bind_rows(from, first, part), bind_rows(flat, first, part)},
                               {0, 6.0 * static_cast<double>(part * cols)});
        }
}

}  // namespace lectern
