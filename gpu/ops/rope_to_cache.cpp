#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

Tensor VulkanBackend::rope_to_cache(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& table,
                                    const Tensor& places, int64_t head_dim, Tensor& keys, Tensor& values) {
    struct Params {
        uint32_t n, per_row, q_cols, kv_cols, head_dim, table_rows, rows_in_all, first_row, first_slot, slots;
    };
    const int64_t rows = q.rows(), q_cols = q.cols(), kv_cols = k.cols(), slots = keys.rows();
    const auto size = static_cast<int64_t>(dtype_size(keys.dtype));
    assert(q.dtype == DType::F32 && k.dtype == DType::F32 && v.dtype == DType::F32 && places.dtype == DType::I32);
    assert(keys.dtype == values.dtype && (keys.dtype == DType::F32 || keys.dtype == DType::BF16));
    assert(k.rows() == rows && v.shape == k.shape && keys.cols() == kv_cols && values.shape == keys.shape);
    assert(head_dim % 2 == 0 && q_cols % head_dim == 0 && kv_cols % head_dim == 0 && table.cols() == head_dim);
    assert(places.shape.elements() == 2 * rows);
    Tensor y = allocate(DType::F32, q.shape);
    if (rows == 0) return y;
    rows_per_binding(static_cast<int64_t>(table.bytes()));  // the table and the places are bound as a whole
    rows_per_binding(static_cast<int64_t>(places.bytes()));
    const uint32_t group = device_.tuning().elementwise_group;
    const Program& program =
        programs_.get(keys.dtype == DType::F32 ? "rope_to_cache_f32" : "rope_to_cache_bf16", {{"group", group}});
    const int64_t per_row = q_cols / 2 + 2 * (kv_cols * size / 4);
    const int64_t most = rows_per_binding(std::max(q_cols, kv_cols) * 4, std::max<int64_t>(1, int64_t{65535} * group / per_row));
    const int64_t most_slots = rows_per_binding(kv_cols * size, slots);
    for (int64_t row = 0; row < rows; row += most)
        for (int64_t slot = 0; slot < slots; slot += most_slots) {  // a large pool is shown piece by piece
            const int64_t count = std::min(most, rows - row), shown = std::min(most_slots, slots - slot), n = count * per_row;
            const Params params{u32(n),          u32(per_row), u32(q_cols), u32(kv_cols), u32(head_dim),
                                u32(table.rows()), u32(rows),    u32(row),    u32(slot),    u32(shown)};
            commands_.dispatch(
                program, {groups_for(n, group)}, params,
                {bind_rows(y, row, count), bind_rows(keys, slot, shown), bind_rows(values, slot, shown),
                 bind_rows(q, row, count), bind_rows(k, row, count), bind_rows(v, row, count), bind(table), bind(places)},
                {3.0 * static_cast<double>(count * (q_cols + kv_cols)),
                 static_cast<double>(count * (8 * q_cols + 2 * (4 + size) * kv_cols))});
        }
    return y;
}

}  // namespace lectern
