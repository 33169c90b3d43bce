// Products of a few rows with quantised weights, the steps of decoding: their time is that of reading the weights. The
// input becomes codes once for all products that share it, chunks are small and go over those products together, and
// what follows a product is done by the chunk that made it, so that a layer has few points where threads wait.
#include <algorithm>
#include <array>
#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

constexpr int64_t kFewRows = 4;  // one tile of the kernel

bool CpuBackend::few(int64_t rows, const Tensor& w) const {
    return rows >= 1 && rows <= kFewRows && is_quantised(w.dtype) && compute_ == Compute::bf16 &&
           w.shape.elements() > 0;
}

// Panels [panel0, panel1) of one product.
struct FewChunk {
    size_t product;
    int64_t panel0, panel1;
};

static int64_t panels_of(const Tensor& w) {
    return (w.shape[0] + kQuantPanel - 1) / kQuantPanel;
}
static int64_t panel_bytes(const Tensor& w) {
    return quant_groups(w.shape[1]) * quant_group_bytes(w.dtype);
}

// The kernel reads four panels side by side; fewer only where threads would have nothing to do.
static void cut(const Tensor& w, size_t product, int threads, int64_t least, std::vector<FewChunk>& chunks) {
    constexpr int64_t kChunkBytes = 128 << 10;
    const int64_t panels = panels_of(w), bytes = panel_bytes(w);
    const int64_t unit = std::max<int64_t>(least, panels >= 16 * threads ? 4 : panels >= 8 * threads ? 2 : 1);
    const int64_t step = threads == 1 ? panels : unit * std::max<int64_t>(1, kChunkBytes / (unit * bytes));
    for (int64_t p = 0; p < panels; p += step) chunks.push_back({product, p, std::min(panels, p + step)});
}

static QuantBlock block_of(const QuantInput& x, int64_t rows, const Tensor& w, const Tensor& bias, float* y,
                           const FewChunk& c) {
    return {.x = x.of,
            .w = cpu_data<std::byte>(w),
            .w_dtype = w.dtype,
            .bias = bias ? cpu_data<float>(bias) : nullptr,
            .y = y,
            .k = w.shape[1],
            .n = w.shape[0],
            .row0 = 0,
            .row1 = rows,
            .panel0 = c.panel0,
            .panel1 = c.panel1};
}

// `residual` is that of the only product.
std::vector<Tensor> CpuBackend::few_products(const QuantInput& x, int64_t rows, std::span<const Product> products,
                                             const Tensor& residual) {
    std::vector<Tensor> y;
    std::vector<FewChunk> chunks;
    for (size_t i = 0; i < products.size(); ++i) {
        y.push_back(allocate(DType::F32, Shape{rows, products[i].w.shape[0]}));
        cut(products[i].w, i, threads_.size(), 1, chunks);
    }
    threads_.parallel_for(static_cast<int64_t>(chunks.size()), [&](int64_t i, int) {
        const FewChunk& c = chunks[static_cast<size_t>(i)];
        const Product& p = products[c.product];
        float* out = cpu_data<float>(y[c.product]);
        kernels_.matmul_quant(block_of(x, rows, p.w, p.bias, out, c));
        if (!residual) return;
        const int64_t n = p.w.shape[0], first = c.panel0 * kQuantPanel, last = std::min(n, c.panel1 * kQuantPanel);
        for (int64_t at = first; at < rows * n; at += n)
            kernels_.add(cpu_data<float>(residual) + at, out + at, out + at, last - first);
    });
    return y;
}

Tensor CpuBackend::few_gated_mlp(const Tensor& x, const GatedMlp& mlp, const Tensor& residual) {
    const int64_t rows = x.rows(), middle = mlp.gate.shape[0];
    assert(mlp.up.shape == mlp.gate.shape && mlp.down.shape[1] == middle &&
           x.shape.elements() == rows * mlp.gate.shape[1]);
    const QuantInput in = quantised(x, mlp.gate.dtype), out = quant_input(rows, middle, mlp.down.dtype);
    const Tensor gate = allocate(DType::F32, Shape{rows, middle}), up = allocate(DType::F32, gate.shape);
    float *pg = cpu_data<float>(gate), *pu = cpu_data<float>(up);
    std::vector<FewChunk> chunks;
    cut(mlp.gate, 0, threads_.size(), kQuantGroup / kQuantPanel, chunks);  // whole groups of what `down` reads
    threads_.parallel_for(static_cast<int64_t>(chunks.size()), [&](int64_t i, int) {
        const FewChunk& c = chunks[static_cast<size_t>(i)];
        kernels_.matmul_quant(block_of(in, rows, mlp.gate, mlp.gate_bias, pg, c));
        kernels_.matmul_quant(block_of(in, rows, mlp.up, mlp.up_bias, pu, c));
        const int64_t first = c.panel0 * kQuantPanel, count = std::min(middle, c.panel1 * kQuantPanel) - first,
                      group = first / kQuantGroup;
        for (int64_t r = 0; r < rows; ++r) {
            float* of_row = pg + r * middle + first;
            kernels_.swiglu(of_row, pu + r * middle + first, of_row, count);
            const QuantRows all = out.row(r);
            const QuantRows to{all.high + group * 64, all.low ? all.low + group * 64 : nullptr, all.scale + group,
                               all.shift + group};
            kernels_.quantise_x(of_row, count, quant_digits(mlp.down.dtype), quant_offset(mlp.down.dtype), to);
        }
    });
    return few_products(out, rows, std::array{Product{mlp.down, mlp.down_bias}}, residual).front();
}

}  // namespace lectern
