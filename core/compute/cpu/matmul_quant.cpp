// Quantised weights on the CPU: packing, and products that follow Compute (backend.h).
#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <vector>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

// Eight 4-bit codes in order → those of k … k+3 in the low halves of four bytes, those of k+4 … k+7 in the high ones.
static uint32_t interleave(uint32_t codes) {
    const auto spread = [](uint32_t four) {
        four = (four | four << 8) & 0x00ff00ffu;
        return (four | four << 4) & 0x0f0f0f0fu;
    };
    return spread(codes & 0xffffu) | spread(codes >> 16) << 4;
}

// One row's codes of one group, as bytes of the file's order, beyond the row's end filled as code 0.
static void copy_group(const std::byte* row, int64_t row_bytes, int64_t group, int64_t k, DType dtype, uint32_t* words) {
    const int64_t bytes = dtype == DType::Q4 ? 32 : 64, left = std::min(bytes, row_bytes - group * bytes);
    if (left < bytes) std::memset(words, dtype == DType::Q4 ? 0x88 : 0, static_cast<size_t>(bytes));
    std::memcpy(words, row + group * bytes, static_cast<size_t>(left));
    if (dtype == DType::Q4 && left < bytes && k % 2 != 0) {  // the half byte after an odd row says nothing
        auto* last = reinterpret_cast<uint8_t*>(words) + left - 1;
        *last = static_cast<uint8_t>((*last & 0x0f) | 0x80);
    }
}

// Rows of one panel, kernels.h's order.
static void pack_panel(const QuantisedTensor& w, int64_t panel, std::byte* to) {
    const int64_t n = w.shape[0], k = w.shape[1], groups = quant_groups(k), row_bytes = code_row_bytes(w.dtype, k);
    const int64_t code_bytes = quant_code_bytes(w.dtype), words_of_group = w.dtype == DType::Q4 ? 8 : 16;
    std::memset(to, w.dtype == DType::Q4 ? 0x88 : 0, static_cast<size_t>(groups * quant_group_bytes(w.dtype)));
    for (int64_t g = 0; g < groups; ++g, to += quant_group_bytes(w.dtype)) {
        auto* scales = reinterpret_cast<uint16_t*>(to + code_bytes);
        std::memset(scales, 0, static_cast<size_t>(kQuantPanel) * 2);
        for (int64_t r = 0; r < std::min(kQuantPanel, n - panel * kQuantPanel); ++r) {
            const int64_t row = panel * kQuantPanel + r;
            uint32_t words[16];
            copy_group(w.codes + row * row_bytes, row_bytes, g, k, w.dtype, words);
            auto* out = reinterpret_cast<uint32_t*>(to) + r;
            for (int64_t i = 0; i < words_of_group; ++i) out[i * kQuantPanel] = w.dtype == DType::Q4 ? interleave(words[i]) : words[i];
            std::memcpy(scales + r, w.scales + (row * groups + g) * 2, 2);
        }
    }
}

Tensor CpuBackend::pack_quantised(const QuantisedTensor& w) {
    assert(is_quantised(w.dtype) && w.shape.rank() == 2);
    const int64_t n = w.shape[0], k = w.shape[1], panels = (n + kQuantPanel - 1) / kQuantPanel;
    const int64_t panel_bytes = quant_groups(k) * quant_group_bytes(w.dtype);
    Tensor packed{.dtype = w.dtype, .layout = Layout::packed, .shape = w.shape};
    packed.storage = pool_.allocate_permanent(static_cast<size_t>(panels * panel_bytes));
    auto* to = cpu_data<std::byte>(packed);
    for_ranges(panels, static_cast<double>(panel_bytes), [&](int64_t first, int64_t last) {
        for (int64_t p = first; p < last; ++p) pack_panel(w, p, to + p * panel_bytes);
    });
    return packed;
}

// Time of one product on one core in nanoseconds, the slower side.
static double product_cost(CpuLevel level, Compute compute, int64_t rows) {
    if (compute == Compute::f32) return level == CpuLevel::scalar ? 0.4 : level == CpuLevel::avx2 ? 0.05 : 0.03;
    switch (level) {
        case CpuLevel::scalar: return 1;
        case CpuLevel::avx2: return 0.02;
        case CpuLevel::avx512: return 0.02;
        default: return rows <= 4 ? 0.04 : level == CpuLevel::amx ? 0.002 : 0.006;
    }
}

// Blocks of rows whose codes stay in a core's cache while panels pass, times blocks of panels.
struct QuantCut {
    int64_t row_blocks = 1, panel_blocks = 1;
};
static QuantCut cut_quantised(int64_t rows, int64_t panels, int64_t row_bytes, int threads, double nanoseconds) {
    constexpr double kWorthSharing = 6e3, kChunk = 100e3;
    constexpr int64_t kCachedRows = 512 << 10;  // bytes
    if (nanoseconds < kWorthSharing) return {};
    QuantCut cut;
    cut.row_blocks = std::clamp<int64_t>((rows * row_bytes + kCachedRows - 1) / kCachedRows, 1, (rows + 31) / 32);
    const double wanted = nanoseconds / kChunk / static_cast<double>(cut.row_blocks);
    cut.panel_blocks = std::clamp<int64_t>(static_cast<int64_t>(wanted), std::min<int64_t>(panels, 2 * threads), panels);
    return cut;
}

QuantInput CpuBackend::quant_input(int64_t rows, int64_t k, DType of_weights) {
    const int64_t groups = quant_groups(k), digits = quant_digits(of_weights);
    QuantInput x{.codes = allocate(DType::F32, Shape{digits * rows, groups * 16}), .scales = allocate(DType::F32, Shape{2 * rows, groups}), .of = {}, .groups = groups};
    x.of.high = cpu_data<int8_t>(x.codes);
    x.of.low = digits == 2 ? x.of.high + rows * groups * 64 : nullptr;
    x.of.scale = cpu_data<float>(x.scales);
    x.of.shift = cpu_data<int32_t>(x.scales) + rows * groups;
    return x;
}

QuantInput CpuBackend::quantised(const Tensor& x, DType of_weights) {
    const int64_t rows = x.rows(), k = rows ? x.shape.elements() / rows : 0;
    const QuantInput to = quant_input(rows, k, of_weights);
    for_ranges(rows, 0.15 * static_cast<double>(k), [&](int64_t first, int64_t last) {
        for (int64_t r = first; r < last; ++r)
            kernels_.quantise_x(cpu_data<float>(x) + r * k, k, quant_digits(of_weights), quant_offset(of_weights), to.row(r));
    });
    return to;
}

Tensor CpuBackend::matmul_quantised(const Tensor& x, const Tensor& w, const Tensor& bias) {
    const int64_t rows = x.rows();
    assert(x.shape.elements() == rows * w.shape[1] && (!bias || (bias.dtype == DType::F32 && bias.shape.elements() == w.shape[0])));
    if (rows == 0 || w.shape[0] == 0) return allocate(DType::F32, Shape{rows, w.shape[0]});
    if (few(rows, w)) return few_products(quantised(x, w.dtype), rows, std::array{Product{w, bias}}, {}).front();
    if (compute_ == Compute::bf16) return quant_product(quantised(x, w.dtype), {}, rows, w, bias);
    return quant_product({}, x, rows, w, bias);
}

// `x` are codes, or, in exact arithmetic, `values` are F32.
Tensor CpuBackend::quant_product(const QuantInput& x, const Tensor& values, int64_t rows, const Tensor& w, const Tensor& bias) {
    const int64_t n = w.shape[0], k = w.shape[1], panels = (n + kQuantPanel - 1) / kQuantPanel;
    const bool exact = static_cast<bool>(values);
    Tensor y = allocate(DType::F32, Shape{rows, n});
    const Tensor scratch = exact ? Tensor{} : allocate(DType::F32, Shape{threads_.size(), quant_scratch_bytes(k) / 4});
    const QuantBlock all{.x = {}, .w = cpu_data<std::byte>(w), .w_dtype = w.dtype, .bias = bias ? cpu_data<float>(bias) : nullptr,
                         .y = cpu_data<float>(y), .y_stride = n, .k = k, .n = n};
    const QuantCut cut = cut_quantised(rows, panels, exact ? k * 4 : quant_groups(k) * 64 * quant_digits(w.dtype), threads_.size(),
                                       static_cast<double>(rows * n * k) * product_cost(level_, compute_, rows));
    const auto kernel = exact ? kernels_.matmul_dequantised : kernels_.matmul_quant;
    threads_.parallel_for(cut.row_blocks * cut.panel_blocks, [&](int64_t chunk, int thread) {
        // Neighbouring chunks share rows when there are many, weights otherwise.
        const int64_t row_block = chunk / cut.panel_blocks, panel_block = chunk % cut.panel_blocks;
        QuantBlock b = all;
        b.row0 = rows * row_block / cut.row_blocks;
        b.row1 = rows * (row_block + 1) / cut.row_blocks;
        b.panel0 = panels * panel_block / cut.panel_blocks;
        b.panel1 = panels * (panel_block + 1) / cut.panel_blocks;
        if (exact) {
            b.values = cpu_data<float>(values) + b.row0 * k;
        } else {
            b.x = x.row(b.row0);
            b.scratch = cpu_data<std::byte>(scratch) + thread * quant_scratch_bytes(k);
        }
        kernel(b);
    });
    return y;
}

// -- quantising

void quantise(const HostTensor& w, DType to, std::span<std::byte> codes, std::span<uint16_t> scales) {
    const int64_t n = w.shape.rank() ? w.shape[0] : 0, k = n ? w.shape.elements() / n : 0;
    const int64_t groups = quant_groups(k), row_codes = code_row_bytes(to, k);
    assert(static_cast<int64_t>(codes.size()) == n * row_codes && static_cast<int64_t>(scales.size()) == n * groups);
    const Kernels& kernels = best_kernels();
    ThreadPool threads(usable_cores());
    std::vector<std::vector<float>> rows(static_cast<size_t>(threads.size()), std::vector<float>(static_cast<size_t>(k)));
    constexpr int64_t kRowsPerChunk = 16;
    threads.parallel_for((n + kRowsPerChunk - 1) / kRowsPerChunk, [&](int64_t chunk, int thread) {
        float* row = rows[static_cast<size_t>(thread)].data();
        for (int64_t r = chunk * kRowsPerChunk; r < std::min(n, (chunk + 1) * kRowsPerChunk); ++r) {
            kernels.widen(w.data + static_cast<size_t>(r * k) * dtype_size(w.dtype), w.dtype, row, k);
            kernels.quantise_w(row, k, to, reinterpret_cast<uint8_t*>(codes.data()) + r * row_codes, scales.data() + r * groups);
        }
    });
}

}  // namespace lectern
