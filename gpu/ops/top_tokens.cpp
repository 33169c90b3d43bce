#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

constexpr int64_t kBlock = 1024;  // values that one workgroup chooses from

TopTokens VulkanBackend::top_tokens(const Tensor& logits, int64_t k) {
    struct Params {
        uint32_t n, k, blocks, parts;
    };
    const int64_t rows = logits.rows(), n = logits.cols();
    assert(logits.dtype == DType::F32 && k >= 1 && k <= 64 && k <= n);
    TopTokens best{allocate(DType::I32, Shape{rows, k}), allocate(DType::F32, Shape{rows, k}),
                   allocate(DType::F32, Shape{rows})};
    const uint32_t group = device_.tuning().row_group;
    const int64_t most = rows_per_binding(n * 4);
    for (int64_t row = 0; row < rows; row += most) {
        const int64_t count = std::min(most, rows - row), parts = groups_for(n, kBlock);
        const Binding lse = bind_rows(best.log_sum_exp, row, count);
        const Tensor sums = allocate(DType::F32, Shape{count, parts, 2});
        Tensor keys = logits.slice_rows(row, count), ids = keys;  // ids are read from the second pass on
        bool first = true;
        for (int64_t values = n;;) {
            const int64_t blocks = groups_for(values, kBlock);
            const bool last = blocks == 1;
            const Tensor to_ids =
                last ? best.ids.slice_rows(row, count) : allocate(DType::I32, Shape{count, blocks, k});
            const Tensor to_keys =
                last ? best.values.slice_rows(row, count) : allocate(DType::F32, Shape{count, blocks, k});
            const Program& program = programs_.get(
                "top_tokens", {{"group", group}, {"block", kBlock}, {"first_pass", first}, {"last_pass", last}});
            commands_.dispatch(program, {u32(blocks), u32(count)}, Params{u32(values), u32(k), u32(blocks), u32(parts)},
                               {bind(to_ids), bind(to_keys), lse, bind(keys), bind(ids), bind(sums)},
                               {static_cast<double>(count * values) * 12, static_cast<double>(count * values) * 8});
            if (last) break;
            keys = to_keys;
            ids = to_ids;
            values = blocks * k;
            first = false;
        }
    }
    return best;
}

}  // namespace lectern
