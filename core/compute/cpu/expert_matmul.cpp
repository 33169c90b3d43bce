// One product per expert that has rows, all in one job: with few rows every chunk reads a few panels of one expert,
// with many a chunk's panels stay in the core's cache while the expert's rows pass.
#include <algorithm>
#include <cassert>
#include <cstring>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

// Places [first, last) of one expert times its panels [panel0, panel1).
struct ExpertChunk {
    int64_t expert, first, last, panel0, panel1;
};

static int64_t active_experts(const int32_t* first, int64_t experts) {
    int64_t active = 0;
    for (int64_t e = 0; e < experts; ++e) active += first[e + 1] > first[e];
    return active;
}

static std::vector<ExpertChunk> cut_experts(const int32_t* first, int64_t experts, int64_t panels, int64_t panel_bytes,
                                            int threads) {
    constexpr int64_t kFewRows = 32, kMostRows = 512, kCachedWeights = 1 << 20;
    // With few rows weights set the pace: small chunks, so that no thread waits long for the last, of whole tiles of
    // the kernels, which read up to four panels side by side.
    constexpr int64_t kTilePanels = 4, kChunkBytes = 128 << 10;
    const int64_t few =
        threads == 1 ? panels : kTilePanels * std::max<int64_t>(1, kChunkBytes / (kTilePanels * panel_bytes));
    const int64_t cached = std::clamp<int64_t>(kCachedWeights / panel_bytes, 1, panels);
    const bool enough = active_experts(first, experts) * panels >= 4 * threads * cached;
    const int64_t many = threads == 1 || enough ? cached : std::min(few, cached);
    std::vector<ExpertChunk> chunks;
    for (int64_t e = 0; e < experts; ++e)
        for (int64_t row = first[e]; row < first[e + 1]; row += kMostRows) {
            const int64_t last = std::min<int64_t>(first[e + 1], row + kMostRows),
                          step = last - row > kFewRows ? many : few;
            for (int64_t p = 0; p < panels; p += step) chunks.push_back({e, row, last, p, std::min(panels, p + step)});
        }
    return chunks;
}

Tensor CpuBackend::expert_matmul_quantised(const Tensor& x, const Tensor& w, int64_t n, const Routing& routing,
                                           bool placed) {
    const int64_t experts = routing.experts(), places = routing.rows.rows(), k = w.shape[1];
    Tensor y = allocate(DType::F32, Shape{places, n});
    const bool exact = compute_ == Compute::f32;
    const int32_t *source = cpu_data<int32_t>(routing.rows), *first = cpu_data<int32_t>(routing.first);
    const float* px = cpu_data<float>(x);
    QuantBlock all{.x = {},
                   .values = px,
                   .w = nullptr,
                   .w_dtype = w.dtype,
                   .bias = nullptr,
                   .y = cpu_data<float>(y),
                   .y_stride = n,
                   .k = k,
                   .n = n};
    QuantInput codes;  // of rows in the order of the places
    Tensor scratch, own;
    if (!exact) {
        codes = quant_input(places, k, w.dtype);
        scratch = allocate(DType::F32, Shape{threads_.size(), quant_scratch_bytes(k) / 4});
    } else if (!placed) {
        own = allocate(DType::F32, Shape{places, k});
        all.values = cpu_data<float>(own);
    }
    if (!exact || !placed)
        for_ranges(places, 0.15 * static_cast<double>(k), [&](int64_t begin, int64_t end) {
            for (int64_t p = begin; p < end; ++p) {
                const float* row = px + (placed ? p : source[p]) * k;
                if (exact)
                    std::memcpy(cpu_data<float>(own) + p * k, row, static_cast<size_t>(k) * 4);
                else
                    kernels_.quantise_x(row, k, quant_digits(w.dtype), quant_offset(w.dtype), codes.row(p));
            }
        });
    const int64_t panels = expert_rows(n) / kQuantPanel, panel_bytes = quant_groups(k) * quant_group_bytes(w.dtype);
    const auto active = static_cast<double>(active_experts(first, experts) * panels * panel_bytes);
    const OpTimer timer(times_, places == routing.ids.cols() ? "experts, 1 row" : "experts",
                        2.0 * static_cast<double>(places * n * k), active);
    const std::vector<ExpertChunk> chunks = cut_experts(first, experts, panels, panel_bytes, threads_.size());
    const auto kernel = exact ? kernels_.matmul_dequantised : kernels_.matmul_quant;
    threads_.parallel_for(static_cast<int64_t>(chunks.size()), [&](int64_t i, int thread) {
        const ExpertChunk& c = chunks[static_cast<size_t>(i)];
        QuantBlock b = all;
        b.w = cpu_data<std::byte>(w) + c.expert * panels * panel_bytes;
        b.row0 = c.first;
        b.row1 = c.last;
        b.panel0 = c.panel0;
        b.panel1 = c.panel1;
        b.values += c.first * k;
        if (!exact) {
            b.x = codes.row(c.first);
            b.scratch = cpu_data<std::byte>(scratch) + thread * quant_scratch_bytes(k);
        }
        kernel(b);
    });
    return y;
}

Tensor CpuBackend::expert_matmul(const Tensor& x, const Tensor& w, int64_t n, const Routing& routing, bool placed) {
    const int64_t experts = routing.experts(), places = routing.rows.rows(), k = w.shape[1];
    assert(x.dtype == DType::F32 && x.layout == Layout::plain && x.cols() == k && w.layout == Layout::packed);
    assert(w.shape[0] == experts * expert_rows(n) && x.rows() == (placed ? places : routing.ids.rows()));
    if (is_quantised(w.dtype)) return expert_matmul_quantised(x, w, n, routing, placed);
    Tensor y = allocate(DType::F32, Shape{places, n});

    const bool rounded = compute_ == Compute::bf16 && w.dtype == DType::BF16;
    const bool dots = rounded && kernels_.matmul_bf16;
    const int64_t stride = dots ? padded_k(w.dtype, k) : k, row_bytes = stride * (dots ? 2 : 4);
    const int32_t *source = cpu_data<int32_t>(routing.rows), *first = cpu_data<int32_t>(routing.first);
    const float* px = cpu_data<float>(x);
    Tensor own;  // rows in the order of the places, as the kernel reads them
    if (rounded || !placed) {
        own = allocate(DType::F32, Shape{places, (row_bytes + 3) / 4});
        for_ranges(places, 0.1 * static_cast<double>(k), [&](int64_t begin, int64_t end) {
            for (int64_t p = begin; p < end; ++p) {
                const float* from = px + (placed ? p : source[p]) * k;
                std::byte* to = cpu_data<std::byte>(own) + p * row_bytes;
                if (rounded)
                    round_rows(from, 1, k, to, stride, dots);
                else
                    std::memcpy(to, from, static_cast<size_t>(row_bytes));
            }
        });
    }
    const std::byte* rows = own ? cpu_data<std::byte>(own) : reinterpret_cast<const std::byte*>(px);
    const int64_t panels = (n + kPanel - 1) / kPanel,
                  stack_panels = expert_rows(n) / kPanel;  // those beyond n are empty
    const int64_t panel_bytes = padded_k(w.dtype, k) * kPanel * static_cast<int64_t>(dtype_size(w.dtype));
    const auto active = static_cast<double>(active_experts(first, experts) * panels * panel_bytes);
    const OpTimer timer(times_, places == routing.ids.cols() ? "experts, 1 row" : "experts",
                        2.0 * static_cast<double>(places * n * k), active);
    const std::vector<ExpertChunk> chunks = cut_experts(first, experts, panels, panel_bytes, threads_.size());
    const auto kernel = dots ? kernels_.matmul_bf16 : kernels_.matmul;
    threads_.parallel_for(static_cast<int64_t>(chunks.size()), [&](int64_t i, int) {
        const ExpertChunk& c = chunks[static_cast<size_t>(i)];
        kernel({.x = rows + c.first * row_bytes,
                .x_stride = stride,
                .w = cpu_data<std::byte>(w) + c.expert * stack_panels * panel_bytes,
                .w_dtype = w.dtype,
                .bias = nullptr,
                .y = cpu_data<float>(y),
                .k = k,
                .n = n,
                .row0 = c.first,
                .row1 = c.last,
                .panel0 = c.panel0,
                .panel1 = c.panel1});
    });
    return y;
}

}  // namespace lectern
