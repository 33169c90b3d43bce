// CpuBackend: storage and the op declarations. Each op is in <op>.cpp, its inner loops in kernels/<op>.cpp.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/compute/backend.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/compute/cpu/kernels/kernels.h"
#include "core/compute/cpu/storage_pool.h"
#include "core/compute/cpu/thread_pool.h"

namespace lectern {

// From its making to its end, one op's time; nothing without `times`.
class OpTimer {
   public:
    OpTimer(CpuOpTimes* times, const char* op, double flops = 0, double bytes = 0);
    ~OpTimer();
    OpTimer(const OpTimer&) = delete;
    OpTimer& operator=(const OpTimer&) = delete;

   private:
    CpuOpTimes* times_;
    const char* op_;
    double flops_, bytes_;
    std::chrono::steady_clock::time_point start_;
};

inline double product_flops(int64_t rows, const Tensor& w) { return 2.0 * static_cast<double>(rows * w.shape.elements()); }
inline double weight_bytes(const Tensor& w) {  // groups of 64 codes share a 16-bit scale
    const double each = w.dtype == DType::Q4 ? 0.53125 : w.dtype == DType::Q8 ? 1.03125 : static_cast<double>(dtype_size(w.dtype));
    return each * static_cast<double>(w.shape.elements());
}

// Rows of activations in codes, for products with quantised weights.
struct QuantInput {
    Tensor codes, scales;
    QuantRows of;  // the first row
    int64_t groups = 0;
    QuantRows row(int64_t r) const {
        return {of.high + r * groups * 64, of.low ? of.low + r * groups * 64 : nullptr, of.scale + r * groups, of.shift + r * groups};
    }
};

class CpuBackend final : public Backend {
   public:
    explicit CpuBackend(const CpuOptions& options);

    std::string name() const override;
    Compute compute() const override { return compute_; }
    void set_stop(std::stop_token stop) override { threads_.set_stop(std::move(stop)); }
    CpuLevel level() const { return level_; }
    const StoragePool& storage_pool() const { return pool_; }

    Tensor allocate(DType dtype, Shape shape) override;
    Tensor upload(const HostTensor& values) override;
    Tensor upload_f32(const HostTensor& values) override;
    Tensor pack_weight(const HostTensor& w) override;
    Tensor upload_table(std::shared_ptr<const RowSource> rows) override;
    Tensor pack_quantised(const QuantisedTensor& w) override;
    void read(const Tensor& x, std::span<std::byte> out) override;

    Tensor matmul(const Tensor& x, const Tensor& w, const Tensor& bias) override;
    Tensor matmul_add(const Tensor& x, const Tensor& w, const Tensor& bias, const Tensor& residual) override;
    std::vector<Tensor> matmul_each(const Tensor& x, std::span<const Product> products) override;
    Tensor gated_mlp(const Tensor& x, const GatedMlp& mlp, const Tensor& residual) override;
    Tensor add(const Tensor& a, const Tensor& b) override;
    Tensor rms_norm(const Tensor& x, const Tensor& w, float eps) override;
    Tensor layer_norm(const Tensor& x, const Tensor& w, const Tensor& b, float eps) override;
    Tensor rope(const Tensor& x, const Tensor& table, const Tensor& positions, int64_t head_dim) override;
    Tensor swiglu(const Tensor& gate, const Tensor& up) override;
    Tensor gelu(const Tensor& x) override;
    Tensor quick_gelu(const Tensor& x) override;
    Tensor gather_rows(const Tensor& x, const Tensor& index) override;
    void scatter_rows(Tensor& x, const Tensor& rows, const Tensor& index) override;
    Tensor slice_cols(const Tensor& x, int64_t first, int64_t count) override;
    Tensor attention(const Tensor& q, const Tensor& k, const Tensor& v, const Spans& spans,
                     const AttentionShape& shape, const AttentionBias* bias) override;
    TopTokens top_tokens(const Tensor& logits, int64_t k) override;
    Routing route(const Tensor& logits, int64_t k) override;
    Tensor expert_matmul(const Tensor& x, const Tensor& w, int64_t n, const Routing& routing, bool placed) override;
    Tensor combine_experts(const Tensor& x, const Routing& routing) override;

   private:
    // Calls body(first, last) for pieces of [0, count); `cost` is the rough time of one item in nanoseconds on one
    // core: small work stays on this thread, a piece of large work takes about a tenth of a millisecond.
    template <class Body>
    void for_ranges(int64_t count, double cost, Body&& body);
    // Every query of a span sees all its keys: whole heads in BF16 tiles.
    void dense_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Spans& spans, const AttentionShape& shape,
                         const AttentionBias* bias, Tensor& y);
    // Spans in a BF16 cache, in BF16 tiles.
    void cached_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Spans& spans, const AttentionShape& shape, Tensor& y);
    Tensor expert_matmul_quantised(const Tensor& x, const Tensor& w, int64_t n, const Routing& routing, bool placed);
    Tensor matmul_quantised(const Tensor& x, const Tensor& w, const Tensor& bias);
    QuantInput quant_input(int64_t rows, int64_t k, DType of_weights);  // not filled
    QuantInput quantised(const Tensor& x, DType of_weights);
    Tensor quant_product(const QuantInput& x, const Tensor& values, int64_t rows, const Tensor& w, const Tensor& bias);
    Tensor quant_gated_mlp(const Tensor& x, const GatedMlp& mlp, const Tensor& residual);
    // The steps of decoding, bound by reading the weights: quant_rows.cpp.
    bool few(int64_t rows, const Tensor& w) const;
    std::vector<Tensor> few_products(const QuantInput& x, int64_t rows, std::span<const Product> products, const Tensor& residual);
    // Products of many rows by tiles: product.cpp.
    bool tiled(int64_t rows, const Tensor& w) const;
    Tensor pack_rows(const float* x, int64_t rows, int64_t k);
    void run_tiles(const TileProduct& product, int64_t rows);
    Tensor tile_matmul(const Tensor& x, const Tensor& w, const Tensor& bias, const Tensor& residual);
    void round_rows(const float* x, int64_t rows, int64_t k, std::byte* to, int64_t stride, bool as_bits) const;

    StoragePool pool_;
    ThreadPool threads_;
    Compute compute_;
    CpuLevel level_;
    const Kernels& kernels_;
    CpuOpTimes* times_;
};

const Kernels& best_kernels();  // of this machine

// Where a tensor's values are.
template <class T>
T* cpu_data(const Tensor& x) {
    return reinterpret_cast<T*>(static_cast<CpuStorage*>(x.storage.get())->data + x.offset);
}

template <class Body>
void CpuBackend::for_ranges(int64_t count, double cost, Body&& body) {
    constexpr double kPiece = 100e3, kWorthSharing = 8e3;  // nanoseconds
    const double total = static_cast<double>(count) * cost;
    int64_t pieces = 1;
    if (total > kWorthSharing)
        pieces = std::max<int64_t>(threads_.size(), static_cast<int64_t>(total / kPiece));
    pieces = std::clamp<int64_t>(pieces, count > 0 ? 1 : 0, std::max<int64_t>(count, 0));
    threads_.parallel_for(pieces, [&](int64_t piece, int) { body(count * piece / pieces, count * (piece + 1) / pieces); });
}

}  // namespace lectern
