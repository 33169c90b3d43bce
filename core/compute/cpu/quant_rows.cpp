// Products with quantised weights of a few rows, the steps of decoding, whose time is that of reading the weights: the input
// becomes codes once for all products that share it, chunks are small and go over those products together, and what follows
// a product is done by the chunk that made it, so that a layer has few points where threads wait. And the gated MLP.
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
            .y_stride = w.shape[0],
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

// Any number of rows: the middle becomes codes while it is in the cache, and is never written out.
Tensor CpuBackend::quant_gated_mlp(const Tensor& x, const GatedMlp& mlp, const Tensor& residual) {
    constexpr int64_t kCachedCodes = 384 << 10, kPanels = 4;
    const int64_t rows = x.rows(), k = mlp.gate.shape[1], middle = mlp.gate.shape[0];
    assert(mlp.up.shape == mlp.gate.shape && mlp.down.shape[1] == middle && x.shape.elements() == rows * k);
    const QuantInput in = quantised(x, mlp.gate.dtype), out = quant_input(rows, middle, mlp.down.dtype);
    std::vector<FewChunk> chunks;  // whole groups of what `down` reads
    int64_t block_rows = rows;
    if (rows <= kFewRows) {
        cut(mlp.gate, 0, threads_.size(), kQuantGroup / kQuantPanel, chunks);
    } else {
        block_rows = std::max<int64_t>(32, kCachedCodes / (in.groups * 64 * quant_digits(mlp.gate.dtype)) / 32 * 32);
        for (int64_t p = 0; p < panels_of(mlp.gate); p += kPanels) chunks.push_back({0, p, std::min(panels_of(mlp.gate), p + kPanels)});
    }
    block_rows = std::min(block_rows, rows);
    const int64_t blocks = (rows + block_rows - 1) / block_rows, width = (chunks.front().panel1 - chunks.front().panel0) * kQuantPanel;
    const auto count = static_cast<int64_t>(chunks.size());
    const Tensor room = allocate(DType::F32, Shape{threads_.size(), 2 * block_rows * width + quant_scratch_bytes(k) / 4});
    threads_.parallel_for(blocks * count, [&](int64_t i, int thread) {
        const FewChunk& c = chunks[static_cast<size_t>(i % count)];
        const int64_t row0 = i / count * block_rows, here = std::min(block_rows, rows - row0), first = c.panel0 * kQuantPanel;
        auto* scratch = cpu_data<std::byte>(room) + thread * static_cast<int64_t>(room.bytes()) / threads_.size();
        auto* gate = reinterpret_cast<float*>(scratch + quant_scratch_bytes(k));
        const auto multiply = [&](const Tensor& w, const Tensor& bias, float* y) {
            QuantBlock b{.x = in.row(row0), .w = cpu_data<std::byte>(w) + c.panel0 * panel_bytes(w), .w_dtype = w.dtype,
                         .bias = bias ? cpu_data<float>(bias) + first : nullptr, .y = y, .y_stride = width, .scratch = scratch, .k = k,
                         .n = middle - first, .row0 = 0, .row1 = here, .panel0 = 0, .panel1 = c.panel1 - c.panel0};
            kernels_.matmul_quant(b);
        };
        multiply(mlp.gate, mlp.gate_bias, gate);
        multiply(mlp.up, mlp.up_bias, gate + block_rows * width);
        const int64_t columns = std::min(middle, c.panel1 * kQuantPanel) - first, group = first / kQuantGroup;
        for (int64_t r = 0; r < here; ++r) {
            float* of_row = gate + r * width;
            kernels_.swiglu(of_row, of_row + block_rows * width, of_row, columns);
            const QuantRows all = out.row(row0 + r);
            const QuantRows to{all.high + group * 64, all.low ? all.low + group * 64 : nullptr, all.scale + group, all.shift + group};
            kernels_.quantise_x(of_row, columns, quant_digits(mlp.down.dtype), quant_offset(mlp.down.dtype), to);
        }
    });
    if (rows <= kFewRows) return few_products(out, rows, std::array{Product{mlp.down, mlp.down_bias}}, residual).front();
    const Tensor y = quant_product(out, {}, rows, mlp.down, mlp.down_bias);
    return residual ? add(residual, y) : y;
}

}  // namespace lectern
