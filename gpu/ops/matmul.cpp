#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

constexpr int64_t kVectorRows = 8;  // up to so many rows of x go through the matrix-vector kernel

static std::string_view shader_for(bool vector, DType dtype) {
    if (dtype == DType::F32) return vector ? "matvec_f32" : "matmul_f32";
    if (dtype == DType::F16) return vector ? "matvec_f16" : "matmul_f16";
    return vector ? "matvec_bf16" : "matmul_bf16";
}

Tensor VulkanBackend::matmul(const Tensor& x, const Tensor& w, const Tensor& bias) {
    struct Params {
        uint32_t rows, cols, k, stride, y_stride, first_col;
    };
    assert(x.dtype == DType::F32 && x.layout == Layout::plain && w.layout == Layout::packed);
    const int64_t rows = x.rows(), n = w.shape[0], k = w.shape[1], stride = padded_cols(k),
                  size = static_cast<int64_t>(dtype_size(w.dtype));
    assert(x.shape.elements() == rows * k && (!bias || (bias.dtype == DType::F32 && bias.shape.elements() == n)));
    Tensor y = allocate(DType::F32, Shape{rows, n});
    if (rows == 0 || n == 0) return y;

    const Tuning& t = device_.tuning();
    const bool vector = rows <= kVectorRows;
    const uint32_t round_x = compute_ == Compute::bf16 && w.dtype == DType::BF16, has_bias = bias ? 1 : 0;
    const Program& program =
        vector
            ? programs_.get(shader_for(true, w.dtype), {{"group", t.matvec_group},
                                                        {"outputs", t.matvec_outputs},
                                                        {"x_rows", u32(rows)},
                                                        {"round_x", round_x},
                                                        {"has_bias", has_bias}})
            : programs_.get(shader_for(false, w.dtype),
                            {{"group", t.matmul_rows / t.matmul_thread_rows * (t.matmul_cols / t.matmul_thread_cols)},
                             {"tile_rows", t.matmul_rows},
                             {"tile_cols", t.matmul_cols},
                             {"depth", t.matmul_depth},
                             {"thread_rows", t.matmul_thread_rows},
                             {"thread_cols", t.matmul_thread_cols},
                             {"round_x", round_x},
                             {"has_bias", has_bias}});

    const Tensor from = x.reshape(Shape{rows, k});
    const int64_t most_cols = rows_per_binding(stride * size, vector ? int64_t{65535} * t.matvec_outputs : n);
    const int64_t most_rows = rows_per_binding(std::max(k, n) * 4, int64_t{65535} * t.matmul_rows);
    auto* weights = static_cast<VulkanStorage*>(w.storage.get());
    // The matrix-vector kernel is made for `rows` rows; should they not fit one binding, each goes alone.
    const int64_t step = vector && most_rows < rows ? 1 : most_rows;
    const Program& single = vector && step == 1 && rows > 1
                                ? programs_.get(shader_for(true, w.dtype), {{"group", t.matvec_group},
                                                                            {"outputs", t.matvec_outputs},
                                                                            {"x_rows", 1},
                                                                            {"round_x", round_x},
                                                                            {"has_bias", has_bias}})
                                : program;
    for (int64_t row = 0; row < rows; row += step)
        for (int64_t col = 0; col < n; col += most_cols) {
            const int64_t m = std::min(step, rows - row), cols = std::min(most_cols, n - col);
            const Params params{u32(m), u32(cols), u32(k), u32(stride), u32(n), u32(col)};
            const Binding to = bind_rows(y, row, m), in = bind_rows(from, row, m);
            const Binding wb{weights, static_cast<uint64_t>(col * stride * size),
                             static_cast<uint64_t>(cols * stride * size), static_cast<uint32_t>(size)};
            const Groups groups = vector ? Groups{groups_for(cols, t.matvec_outputs)}
                                         : Groups{groups_for(cols, t.matmul_cols), groups_for(m, t.matmul_rows)};
            const auto products = static_cast<double>(m * cols) * static_cast<double>(k);
            commands_.dispatch(single, groups, params, {to, in, wb, bias ? bind(bias) : in},
                               {2 * products, static_cast<double>(cols * stride * size + m * (k + cols) * 4)});
        }
    return y;
}

}  // namespace lectern
