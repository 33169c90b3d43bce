#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

// Rows of x as the kernels of such weights read them.
Tensor VulkanBackend::input_rows(const Tensor& x, const Tensor& w, bool vector) {
    assert(x.dtype == DType::F32 && x.layout == Layout::plain && x.shape.elements() == x.rows() * w.shape[1]);
    if (multiplies_codes(w.dtype)) return quantise_rows(x, w.dtype);
    if (!vector && multiplies_fragments(w.dtype)) return halve_rows(x, w.dtype);
    const Tensor rows = x.reshape(Shape{x.rows(), w.shape[1]});
    // The matrix-vector kernel trusts that rows of a multiple of four values begin at sixteen bytes.
    const bool askew = vector && w.shape[1] % 4 == 0 && x.offset % 16 != 0;
    return askew ? slice_cols(rows, 0, w.shape[1]) : rows;
}

// y = residual + (from·wᵀ + bias), or, with `up`, residual + silu(from·wᵀ + bias) ∘ (from·upᵀ + up_bias), which the
// matrix-vector kernel alone can do. `from` as input_rows gives it.
Tensor VulkanBackend::multiply(const Tensor& from, const Tensor& w, const Ending& end) {
    struct Params {
        uint32_t rows, cols, k, stride, y_stride, first_col;
    };
    struct VectorParams {
        Params p;
        uint32_t up_cols = 0, third_cols = 0;  // of several matrices: multiply_together
    };
    assert(w.layout == Layout::packed);
    const int64_t rows = from.rows(), n = w.shape[0], k = w.shape[1], row_bytes = packed_row_bytes(w.dtype, k);
    assert(!end.bias || (end.bias.dtype == DType::F32 && end.bias.shape.elements() == n));
    assert(!end.up || (end.up.dtype == w.dtype && end.up.shape == w.shape && rows <= kVectorRows));
    Tensor y = allocate(DType::F32, Shape{rows, n});
    if (rows == 0 || n == 0) return y;

    const bool vector = rows <= kVectorRows;
    const bool scaled = !vector && w.dtype == DType::BF16 && multiplies_fragments(w.dtype);
    const auto [tile_rows, tile_cols] = tile_of(w.dtype);
    const uint32_t outputs = vector_outputs(end.up ? 2 : 1), unit = weight_unit(w.dtype);
    const int64_t most_cols = rows_per_binding(row_bytes, vector ? int64_t{65535} * outputs : n);
    const int64_t most_rows = rows_per_binding(std::max(from.cols(), n) * 4, 65535 * tile_rows);
    // The matrix-vector kernel is made for `step` rows; should they not fit one binding, each goes alone.
    const int64_t step = !vector ? most_rows : most_rows < rows ? 1 : rows;
    const Program& program = matrix_program(w, vector ? step : 0, end);
    for (int64_t row = 0; row < rows; row += step)
        for (int64_t col = 0; col < n; col += most_cols) {
            const int64_t m = std::min(step, rows - row), cols = std::min(most_cols, n - col);
            const Params params{u32(m), u32(cols), u32(k), u32(row_bytes / unit), u32(n), u32(col)};
            const Binding to = bind_rows(y, row, m), in = bind_input(from.slice_rows(row, m));
            const Binding weights = bind_weights(w, col, cols), bias = end.bias ? bind(end.bias) : in;
            const Binding residual = end.residual ? bind_rows(end.residual.reshape(y.shape), row, m) : in;
            const auto products = static_cast<double>(m * cols) * static_cast<double>(k) * (end.up ? 2 : 1);
            const Work work{2 * products, static_cast<double>(cols * row_bytes * (end.up ? 2 : 1) + m * (k + cols) * 4)};
            if (vector)
                commands_.dispatch(program, {groups_for(cols, outputs)}, VectorParams{params},
                                   {to, in, weights, bias, residual, end.up ? bind_weights(end.up, col, cols) : weights,
                                    end.up_bias ? bind(end.up_bias) : in, weights},
                                   work);
            else if (scaled)
                commands_.dispatch(program, {groups_for(cols, tile_cols), groups_for(m, tile_rows)}, params,
                                   {to, in, weights, bias, residual, bind_scales(w, col, cols)}, work);
            else
                commands_.dispatch(program, {groups_for(cols, tile_cols), groups_for(m, tile_rows)}, params,
                                   {to, in, weights, bias, residual}, work);
        }
    return y;
}

// Whether one dispatch can make all products of so many rows: two or three matrices that differ in their rows alone.
bool VulkanBackend::fit_together(int64_t rows, std::span<const Product> products) const {
    if (rows == 0 || rows > kVectorRows || products.size() < 2 || products.size() > 3) return false;
    const Product& first = products[0];
    int64_t cols = 0, groups = 0;
    for (const Product& p : products) {
        if (p.w.dtype != first.w.dtype || p.w.shape[1] != first.w.shape[1] || p.w.shape[0] == 0) return false;
        if (static_cast<bool>(p.bias) != static_cast<bool>(first.bias)) return false;
        if (p.w.shape[0] * packed_row_bytes(p.w.dtype, p.w.shape[1]) > binding_bytes()) return false;
        cols += p.w.shape[0];
        groups += groups_for(p.w.shape[0], vector_outputs(1));
    }
    return groups <= 65535 && rows * cols * 4 <= binding_bytes() && rows * first.w.shape[1] * 4 <= binding_bytes();
}

// The products of a few rows in one dispatch; `from` as input_rows gives it. Their results lie one behind the other.
std::vector<Tensor> VulkanBackend::multiply_together(const Tensor& from, std::span<const Product> products) {
    struct Params {
        uint32_t rows, cols, k, stride, y_stride, first_col, up_cols, third_cols;
    };
    const Product &first = products[0], &second = products[1], &last = products.back();
    const int64_t rows = from.rows(), k = first.w.shape[1], row_bytes = packed_row_bytes(first.w.dtype, k);
    const uint32_t outputs = vector_outputs(1);
    std::vector<Tensor> y;
    int64_t cols = 0;
    uint32_t groups = 0;
    for (const Product& p : products) {
        assert(p.w.layout == Layout::packed && (!p.bias || p.bias.shape.elements() == p.w.shape[0]));
        cols += p.w.shape[0];
        groups += groups_for(p.w.shape[0], outputs);
    }
    const Tensor all = allocate(DType::F32, Shape{rows * cols});
    int64_t begin = 0;
    for (const Product& p : products) {
        y.push_back(all.slice_rows(begin, rows * p.w.shape[0]).reshape(Shape{rows, p.w.shape[0]}));
        begin += rows * p.w.shape[0];
    }
    const auto weights = [&](const Product& p) { return bind_weights(p.w, 0, p.w.shape[0]); };
    const auto bias = [&](const Product& p) { return p.bias ? bind(p.bias) : bind_input(from); };
    const Params params{u32(rows), u32(first.w.shape[0]), u32(k), u32(row_bytes / weight_unit(first.w.dtype)), 0, 0,
                        u32(second.w.shape[0]), u32(last.w.shape[0])};
    const Program& program = matrix_program(first.w, rows, {.bias = first.bias}, u32(static_cast<int64_t>(products.size())));
    commands_.dispatch(program, {groups}, params,
                       {bind(all), bind_input(from), weights(first), bias(first), bias(last), weights(second),
                        bias(second), weights(last)},
                       {2.0 * static_cast<double>(rows * cols) * static_cast<double>(k),
                        static_cast<double>(cols * row_bytes + rows * (k + cols) * 4)});
    return y;
}

Tensor VulkanBackend::matmul(const Tensor& x, const Tensor& w, const Tensor& bias) {
    return multiply(input_rows(x, w, x.rows() <= kVectorRows), w, {.bias = bias});
}

Tensor VulkanBackend::matmul_add(const Tensor& x, const Tensor& w, const Tensor& bias, const Tensor& residual) {
    return multiply(input_rows(x, w, x.rows() <= kVectorRows), w, {.bias = bias, .residual = residual});
}

std::vector<Tensor> VulkanBackend::matmul_each(const Tensor& x, std::span<const Product> products) {
    if (fit_together(x.rows(), products)) return multiply_together(input_rows(x, products[0].w, true), products);
    std::vector<Tensor> y;
    Tensor from;
    for (size_t i = 0; i < products.size(); ++i) {
        const Tensor& w = products[i].w;
        if (i == 0 || w.dtype != products[i - 1].w.dtype) from = input_rows(x, w, x.rows() <= kVectorRows);
        y.push_back(multiply(from, w, {.bias = products[i].bias}));
    }
    return y;
}

Tensor VulkanBackend::gated_mlp(const Tensor& x, const GatedMlp& mlp, const Tensor& residual) {
    const bool alike = mlp.gate.dtype == mlp.up.dtype && mlp.gate.shape == mlp.up.shape;
    if (x.rows() > kVectorRows || !alike) return Backend::gated_mlp(x, mlp, residual);
    const Tensor middle = multiply(input_rows(x, mlp.gate, true), mlp.gate,
                                   {.bias = mlp.gate_bias, .up = mlp.up, .up_bias = mlp.up_bias});
    return multiply(input_rows(middle, mlp.down, true), mlp.down, {.bias = mlp.down_bias, .residual = residual});
}

}  // namespace lectern
