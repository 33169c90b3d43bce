// What cooperative matrices need: rows of x as scaled F16, and scales for rows of BF16 weights (halve_rows.comp says
// why).
#include <algorithm>

#include "gpu/vulkan_backend.h"

namespace lectern {

// x F32 [R, k] → I32 [R, half_row_words]
Tensor VulkanBackend::halve_rows(const Tensor& x, DType of_weights) {
    struct Params {
        uint32_t k, row_words;
    };
    const int64_t rows = x.rows(), k = rows ? x.shape.elements() / rows : 0, words = half_row_words(of_weights, k);
    const Tensor from = x.reshape(Shape{rows, k}), y = allocate(DType::I32, Shape{rows, words});
    const Program& program = programs_.get(
        "halve_rows", {{"group", device_.tuning().row_group}, {"parts", of_weights == DType::F16 ? 2u : 1u}});
    const int64_t most = rows_per_binding(std::max(k, words) * 4);
    for (int64_t first = 0; first < rows; first += most) {
        const int64_t count = std::min(most, rows - first);
        const auto elements = static_cast<double>(count * k);
        commands_.dispatch(program, {u32(count)}, Params{u32(k), u32(words)},
                           {bind_rows(y, first, count), bind_rows(from, first, count)}, {6 * elements, 6 * elements});
    }
    return y;
}

// Writes the scales behind the packed rows.
void VulkanBackend::scale_weights(const Tensor& w) {
    struct Params {
        uint32_t row_words;
    };
    const int64_t rows = w.shape[0], row_bytes = packed_row_bytes(w.dtype, w.shape[1]);
    const Program& program = programs_.get("weight_scales", {{"group", device_.tuning().row_group}});
    const int64_t most = rows_per_binding(row_bytes);
    for (int64_t first = 0; first < rows; first += most) {
        const int64_t count = std::min(most, rows - first);
        Binding from = bind_weights(w, first, count);
        from.element = 4;
        commands_.dispatch(program, {u32(count)}, Params{u32(row_bytes / 4)}, {bind_scales(w, first, count), from},
                           {0, static_cast<double>(count * row_bytes)});
    }
}

}  // namespace lectern
