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

// Time of one multiplication and addition on one core, in nanoseconds: rough, and the slower side.
static double product_cost(CpuLevel level, bool bf16) {
    switch (level) {
        case CpuLevel::scalar: return 0.1;
        case CpuLevel::avx2: return 0.025;
        case CpuLevel::amx: return bf16 ? 0.0015 : 0.012;
        default: return 0.012;
    }
}

// With few rows the weights must be read, whatever is computed on the way: bytes a core reads in a nanosecond.
static constexpr double kReadPerCore = 12;

// Where panel block `block` of `blocks` begins: at whole tiles of the kernels, which read up to eight panels side by side.
static int64_t panel_begin(int64_t panels, int64_t block, int64_t blocks) {
    constexpr int64_t kTilePanels = 8;
    const int64_t at = panels * block / blocks;
    return block < blocks && panels >= kTilePanels * blocks ? at / kTilePanels * kTilePanels : at;
}

// How a product is cut: blocks of rows times blocks of panels. A panel block's weights stay in the core's cache while
// the row blocks pass; few rows are cut by panels only.
struct Cut {
    int64_t row_blocks = 1, panel_blocks = 1;
};
static Cut cut_product(int64_t rows, int64_t panels, int64_t panel_bytes, int64_t rows_per_block, int threads,
                       double nanoseconds) {
    constexpr double kWorthSharing = 6e3, kChunk = 50e3;
    constexpr int64_t kFewRows = 96, kCachedWeights = 1 << 20;
    if (nanoseconds < kWorthSharing) return {};
    const auto wanted = std::max<int64_t>(threads > 1 ? 2 * threads : 1, static_cast<int64_t>(nanoseconds / kChunk));
    if (rows <= kFewRows) return {1, std::clamp<int64_t>(wanted, 1, std::max<int64_t>(1, panels / (rows == 1 ? 8 : 4)))};
    Cut cut;
    cut.panel_blocks = std::clamp<int64_t>((panels * panel_bytes + kCachedWeights - 1) / kCachedWeights, 1, panels);
    const int64_t fewest = (rows + rows_per_block - 1) / rows_per_block;
    cut.row_blocks = std::clamp<int64_t>(2 * threads / cut.panel_blocks, fewest, (rows + 31) / 32);
    return cut;
}

// rows of x rounded to BF16: as bits, padded with zeros to `stride`, or kept as F32 values.
void CpuBackend::round_rows(const float* x, int64_t rows, int64_t k, std::byte* to, int64_t stride, bool as_bits) const {
    for (int64_t r = 0; r < rows; ++r, x += k) {
        if (as_bits) {
            auto* bits = reinterpret_cast<uint16_t*>(to) + r * stride;
            kernels_.round_bf16(x, bits, k);
            std::fill(bits + k, bits + stride, uint16_t{0});
        } else {
            kernels_.round_bf16_f32(x, reinterpret_cast<float*>(to) + r * stride, k);
        }
    }
}

Tensor CpuBackend::matmul(const Tensor& x, const Tensor& w, const Tensor& bias) {
    assert(x.dtype == DType::F32 && x.layout == Layout::plain && w.layout == Layout::packed);
    const OpTimer timer(times_, x.rows() == 1 ? "matmul, 1 row" : "matmul", product_flops(x.rows(), w), weight_bytes(w));
    if (is_quantised(w.dtype)) return matmul_quantised(x, w, bias);
    const int64_t rows = x.rows(), n = w.shape[0], k = w.shape[1], panels = (n + kPanel - 1) / kPanel;
    assert(x.shape.elements() == rows * k && (!bias || (bias.dtype == DType::F32 && bias.shape.elements() == n)));
    if (tiled(rows, w)) return tile_matmul(x, w, bias, {});
    Tensor y = allocate(DType::F32, Shape{rows, n});

    const bool rounded = compute_ == Compute::bf16 && w.dtype == DType::BF16;
    const bool dots = rounded && kernels_.matmul_bf16;
    const int64_t padded = padded_k(w.dtype, k), panel_bytes = padded * kPanel * static_cast<int64_t>(dtype_size(w.dtype));
    const bool k_blocks = dots && level_ == CpuLevel::amx && amx_k_block(padded) < padded;
    const Cut cut = cut_product(rows, panels, k_blocks ? amx_k_block(padded) * kPanel * 4 : panel_bytes,
                                k_blocks ? 1024 : 128, threads_.size(),
                                std::max(static_cast<double>(rows * n * k) * product_cost(level_, dots),
                                         static_cast<double>(panels * panel_bytes) / kReadPerCore));
    MatmulBlock all{.x_stride = dots ? padded : k, .w = cpu_data<std::byte>(w), .w_dtype = w.dtype,
                    .bias = bias ? cpu_data<float>(bias) : nullptr, .y = cpu_data<float>(y), .k = k, .n = n};

    // Rounded rows: with one panel block each chunk rounds its own into its thread's scratch, otherwise all beforehand.
    const int64_t row_bytes = all.x_stride * (dots ? 2 : 4);
    const int64_t block_rows = (rows + cut.row_blocks - 1) / cut.row_blocks;
    const bool inside = rounded && cut.panel_blocks == 1;
    const float* px = cpu_data<float>(x);
    Tensor scratch;
    if (rounded) {
        scratch = allocate(DType::F32, Shape{inside ? threads_.size() * block_rows : rows, (row_bytes + 3) / 4});
        if (!inside)
            for_ranges(rows, 0.1 * static_cast<double>(k), [&](int64_t first, int64_t last) {
                round_rows(px + first * k, last - first, k, cpu_data<std::byte>(scratch) + first * row_bytes, all.x_stride, dots);
            });
    }
    const auto kernel = dots ? kernels_.matmul_bf16 : kernels_.matmul;
    threads_.parallel_for(rows && panels ? cut.row_blocks * cut.panel_blocks : 0, [&](int64_t chunk, int thread) {
        const int64_t row_block = chunk % cut.row_blocks, panel_block = chunk / cut.row_blocks;
        MatmulBlock b = all;
        b.row0 = rows * row_block / cut.row_blocks;
        b.row1 = rows * (row_block + 1) / cut.row_blocks;
        b.panel0 = panel_begin(panels, panel_block, cut.panel_blocks);
        b.panel1 = panel_begin(panels, panel_block + 1, cut.panel_blocks);
        b.x = px + b.row0 * k;
        if (inside) {
            std::byte* own = cpu_data<std::byte>(scratch) + thread * block_rows * row_bytes;
            round_rows(px + b.row0 * k, b.row1 - b.row0, k, own, all.x_stride, dots);
            b.x = own;
        } else if (rounded) {
            b.x = cpu_data<std::byte>(scratch) + b.row0 * row_bytes;
        }
        kernel(b);
    });
    return y;
}

}  // namespace lectern
