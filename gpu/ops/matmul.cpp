#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

Tensor VulkanBackend::matmul(const Tensor& x, const Tensor& w, const Tensor& bias) {
    struct Params {
        uint32_t rows, cols, k, stride, y_stride, first_col;
    };
    assert(x.dtype == DType::F32 && x.layout == Layout::plain && w.layout == Layout::packed);
    const int64_t rows = x.rows(), n = w.shape[0], k = w.shape[1], row_bytes = packed_row_bytes(w.dtype, k);
    assert(x.shape.elements() == rows * k && (!bias || (bias.dtype == DType::F32 && bias.shape.elements() == n)));
    Tensor y = allocate(DType::F32, Shape{rows, n});
    if (rows == 0 || n == 0) return y;

    const Tuning& t = device_.tuning();
    const bool vector = rows <= kVectorRows, codes = multiplies_codes(w.dtype);
    const Tensor from = codes ? quantise_rows(x, w.dtype) : x.reshape(Shape{rows, k});
    const int64_t most_cols = rows_per_binding(row_bytes, vector ? int64_t{65535} * t.matvec_outputs : n);
    const int64_t most_rows = rows_per_binding(std::max(from.cols(), n) * 4, int64_t{65535} * t.matmul_rows);
    // The matrix-vector kernel is made for `step` rows; should they not fit one binding, each goes alone.
    const int64_t step = !vector ? most_rows : most_rows < rows ? 1 : rows;
    const Program& program = matrix_program(w, false, vector ? step : 0, bias ? 1 : 0);
    const uint32_t unit = weight_unit(w.dtype);
    for (int64_t row = 0; row < rows; row += step)
        for (int64_t col = 0; col < n; col += most_cols) {
            const int64_t m = std::min(step, rows - row), cols = std::min(most_cols, n - col);
            const Params params{u32(m), u32(cols), u32(k), u32(row_bytes / unit), u32(n), u32(col)};
            const Binding to = bind_rows(y, row, m), in = bind_input(from.slice_rows(row, m));
            const Groups groups = vector ? Groups{groups_for(cols, t.matvec_outputs)}
                                         : Groups{groups_for(cols, t.matmul_cols), groups_for(m, t.matmul_rows)};
            const auto products = static_cast<double>(m * cols) * static_cast<double>(k);
            commands_.dispatch(program, groups, params, {to, in, bind_weights(w, col, cols), bias ? bind(bias) : in},
                               {2 * products, static_cast<double>(cols * row_bytes + m * (k + cols) * 4)});
        }
    return y;
}

}  // namespace lectern
