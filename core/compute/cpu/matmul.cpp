#include <algorithm>
#include <cassert>
#include <cstring>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

// Rows [panel·16, …) of w, rearranged as kernels.h describes.
template <class T, int Group>
static void pack_panel(const T* w, T* to, int64_t rows, int64_t k, int64_t padded) {
    for (int64_t i = 0; i < padded; i += Group)
        for (int64_t n = 0; n < kPanel; ++n)
            for (int64_t j = i; j < i + Group; ++j) *to++ = n < rows && j < k ? w[n * k + j] : T{};
}

Tensor CpuBackend::pack_weight(const HostTensor& w) {
    assert(w.shape.rank() >= 1 && w.dtype != DType::I32);
    const int64_t n = w.shape[0], k = n ? w.shape.elements() / n : 0;
    const int64_t panels = (n + kPanel - 1) / kPanel, padded = padded_k(w.dtype, k);
    const int64_t panel_values = kPanel * padded;
    const size_t size = dtype_size(w.dtype);
    Tensor packed{.dtype = w.dtype, .layout = Layout::packed, .shape = Shape{n, k}};
    packed.storage = pool_.allocate_permanent(static_cast<size_t>(panels * panel_values) * size);
    std::byte* to = cpu_data<std::byte>(packed);
    for_ranges(panels, static_cast<double>(panel_values), [&](int64_t first, int64_t last) {
        for (int64_t p = first; p < last; ++p) {
            const std::byte* from = w.data + static_cast<size_t>(p * kPanel * k) * size;
            std::byte* panel = to + static_cast<size_t>(p * panel_values) * size;
            const int64_t rows = std::min(kPanel, n - p * kPanel);
            // Values are moved as bits; a mapped checkpoint may not be aligned to more than their size.
            if (w.dtype == DType::F32)
                pack_panel<uint32_t, 1>(reinterpret_cast<const uint32_t*>(from), reinterpret_cast<uint32_t*>(panel), rows, k, padded);
            else if (w.dtype == DType::F16)
                pack_panel<uint16_t, 1>(reinterpret_cast<const uint16_t*>(from), reinterpret_cast<uint16_t*>(panel), rows, k, padded);
            else
                pack_panel<uint16_t, 2>(reinterpret_cast<const uint16_t*>(from), reinterpret_cast<uint16_t*>(panel), rows, k, padded);
        }
    });
    return packed;
}

Tensor CpuBackend::rounded_activations(const Tensor& x, int64_t stride, DType as) {
    const int64_t rows = x.rows(), k = x.cols();
    Tensor y = allocate(as, Shape{rows, stride});
    const float* from = cpu_data<float>(x);
    for_ranges(rows, 0.1 * static_cast<double>(k), [&](int64_t first, int64_t last) {
        for (int64_t r = first; r < last; ++r) {
            if (as == DType::BF16) {
                uint16_t* to = cpu_data<uint16_t>(y) + r * stride;
                kernels_.round_bf16(from + r * k, to, k);
                std::fill(to + k, to + stride, uint16_t{0});
            } else {
                kernels_.round_bf16_f32(from + r * k, cpu_data<float>(y) + r * stride, k);
            }
        }
    });
    return y;
}

// Time of one multiplication and addition on one core, in nanoseconds: rough, and the slower side.
static double product_cost(CpuLevel level) {
    switch (level) {
        case CpuLevel::scalar: return 0.1;
        case CpuLevel::avx2: return 0.025;
        default: return 0.012;
    }
}

// How a product is cut: blocks of rows times blocks of panels, a panel block's weights staying in the core's cache
// while the row blocks pass.
struct Cut {
    int64_t row_blocks = 1, panel_blocks = 1;
};
static Cut cut_product(int64_t rows, int64_t panels, int64_t k, int threads, double cost) {
    const double total = static_cast<double>(rows * panels * kPanel * k) * cost;
    constexpr double kWorthSharing = 6e3, kBlock = 400e3;  // nanoseconds
    if (total < kWorthSharing) return {};
    Cut cut;
    const int64_t row_blocks = (rows + 95) / 96;
    const auto wanted = std::max<int64_t>(threads > 1 ? 2 * threads : 1, static_cast<int64_t>(total / kBlock));
    cut.row_blocks = std::min(row_blocks, wanted);
    const int64_t most_panels = std::max<int64_t>(1, panels / (rows < 8 ? 4 : 2));
    cut.panel_blocks = std::clamp<int64_t>((wanted + cut.row_blocks - 1) / cut.row_blocks, 1, most_panels);
    return cut;
}

Tensor CpuBackend::matmul(const Tensor& x, const Tensor& w, const Tensor& bias) {
    assert(x.dtype == DType::F32 && x.layout == Layout::plain && w.layout == Layout::packed);
    const int64_t rows = x.rows(), n = w.shape[0], k = w.shape[1];
    assert(x.shape.elements() == rows * k && (!bias || (bias.dtype == DType::F32 && bias.shape.elements() == n)));
    Tensor y = allocate(DType::F32, Shape{rows, n});

    const bool rounded = compute_ == Compute::bf16 && w.dtype == DType::BF16;
    const bool dots = rounded && kernels_.matmul_bf16;
    MatmulBlock all{.w = cpu_data<std::byte>(w), .w_dtype = w.dtype, .bias = bias ? cpu_data<float>(bias) : nullptr,
                    .y = cpu_data<float>(y), .k = k, .n = n};
    Tensor activations = x;
    all.x_stride = k;
    if (rounded) {
        all.x_stride = dots ? padded_k(DType::BF16, k) : k;
        activations = rounded_activations(x.reshape(Shape{rows, k}), all.x_stride, dots ? DType::BF16 : DType::F32);
    }
    all.x = cpu_data<std::byte>(activations);

    const int64_t panels = (n + kPanel - 1) / kPanel;
    const Cut cut = cut_product(rows, panels, k, threads_.size(), product_cost(level_));
    const auto kernel = dots ? kernels_.matmul_bf16 : kernels_.matmul;
    threads_.parallel_for(rows && panels ? cut.row_blocks * cut.panel_blocks : 0, [&](int64_t chunk, int) {
        const int64_t row_block = chunk % cut.row_blocks, panel_block = chunk / cut.row_blocks;
        MatmulBlock b = all;
        b.row0 = rows * row_block / cut.row_blocks;
        b.row1 = rows * (row_block + 1) / cut.row_blocks;
        b.panel0 = panels * panel_block / cut.panel_blocks;
        b.panel1 = panels * (panel_block + 1) / cut.panel_blocks;
        kernel(b);
    });
    return y;
}

}  // namespace lectern
