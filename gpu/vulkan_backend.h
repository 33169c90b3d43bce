// VulkanBackend: the five nouns and the op declarations. Each op is in ops/<op>.cpp, its kernel in shaders/<op>.comp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gpu/commands.h"
#include "gpu/device.h"
#include "gpu/gpu.h"
#include "gpu/memory.h"
#include "gpu/packed.h"
#include "gpu/program.h"
#include "gpu/transfer.h"

namespace lectern {

class VulkanBackend final : public GpuBackend {
 public:
    explicit VulkanBackend(const VulkanOptions& options);
    ~VulkanBackend() override;

    std::string name() const override;
    Compute compute() const override { return compute_; }
    bool runs_behind() const override { return true; }
    void set_stop(std::stop_token stop) override { commands_.set_stop(std::move(stop)); }
    DeviceInfo device_info() const override { return device_.physical().info; }
    int64_t memory_held() const override { return static_cast<int64_t>(memory_.held()); }
    bool lost() const override { return commands_.lost(); }
    int64_t submissions() const override { return commands_.submissions(); }
    GpuCounts counts() const override { return commands_.counts(); }
    ProgramCounts programs() const override { return programs_.counts(); }
    std::string cache_note() const override { return programs_.note(); }
    DeviceLimits measure_limits() override;
    std::vector<OpTime> op_times() override;
    std::vector<std::string> validation_messages() override { return instance_.validation_messages(); }

    Tensor allocate(DType dtype, Shape shape) override;
    Tensor upload(const HostTensor& values) override;
    Tensor upload_f32(const HostTensor& values) override;
    Tensor pack_weight(const HostTensor& w) override;
    Tensor upload_table(std::shared_ptr<const RowSource> rows) override;
    Tensor pack_quantised(const QuantisedTensor& w) override;
    void read(const Tensor& x, std::span<std::byte> out) override;
    std::unique_ptr<Fetch> fetch(std::span<const Tensor> tensors) override;

    Tensor matmul(const Tensor& x, const Tensor& w, const Tensor& bias) override;
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
    Tensor matmul_add(const Tensor& x, const Tensor& w, const Tensor& bias, const Tensor& residual) override;
    std::vector<Tensor> matmul_each(const Tensor& x, std::span<const Product> products) override;
    Tensor gated_mlp(const Tensor& x, const GatedMlp& mlp, const Tensor& residual) override;
    Tensor expert_gated(const Tensor& x, const Tensor& gate, const Tensor& up, int64_t n,
                        const Routing& routing) override;
    Tensor rope_to_cache(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& table, const Tensor& places,
                         int64_t head_dim, Tensor& keys, Tensor& values) override;

 private:
    // Spans as the attention shader reads them, kept from call to call: every layer of a forward has the same.
    struct AttentionPlan {
        Spans spans;
        AttentionShape shape;
        int64_t rows = 0, most_rows = 0, tile = 0;
        Tensor span_table, items, pages, combine_items;  // I32
        struct Window {                                  // rows of q and y that one binding can show, and their items
            int64_t first_row = 0, rows = 0, first_item = 0, items = 0, first_combine = 0, combines = 0;
        };
        std::vector<Window> windows;
        int64_t slots = 0;
        bool covers_all = true;
    };
    const AttentionPlan& plan_attention(const Spans& spans, const AttentionShape& shape, int64_t rows,
                                        uint32_t queries, int64_t most_rows);

    // Where the op has to cut. Each window keeps every operand within one binding and `most` within one grid dimension.
    int64_t binding_bytes() const { return device_.binding_bytes() - static_cast<int64_t>(Memory::kAlignment); }
    int64_t rows_per_binding(int64_t widest_row_bytes, int64_t most = 65535) const;
    Tensor elementwise(std::string_view shader, const Tensor& a, const Tensor& b, double flops);
    // -- products with packed weights
    static constexpr int64_t kVectorRows = 8;  // up to so many rows go through the matrix-vector kernels
    // Of experts also up to so many places for each: the kernel reads an expert anew for every one of its places, but a
    // tile with so few would be mostly empty.
    static constexpr int64_t kVectorPlaces = 4;
    static bool by_vector(const Routing& routing) {
        return routing.ids.rows() <= kVectorRows || routing.rows.rows() <= kVectorPlaces * routing.experts();
    }
    // Weights kept as codes meet rows in codes, which quantise_rows makes.
    bool multiplies_codes(DType of_weights) const { return is_quantised(of_weights) && compute_ == Compute::bf16; }
    Tensor quantise_rows(const Tensor& x, DType of_weights);
    // Many rows meet F16 and BF16 weights in cooperative matrices, for which halve_rows makes them F16. BF16 weights then
    // have a scale for each row behind them.
    bool multiplies_fragments(DType of_weights) const;
    Tensor halve_rows(const Tensor& x, DType of_weights);
    void scale_weights(const Tensor& w);
    Binding bind_scales(const Tensor& w, int64_t first_row, int64_t rows) const;
    std::pair<int64_t, int64_t> tile_of(DType of_weights) const;
    // What follows a product in the same kernel; empty tensors: nothing.
    struct Ending {
        Tensor bias = {}, residual = {};
        Tensor up = {}, up_bias = {};  // a second matrix like w, whose product the first one's silu multiplies
    };
    Tensor input_rows(const Tensor& x, const Tensor& w, bool vector);
    Tensor multiply(const Tensor& from, const Tensor& w, const Ending& end);
    bool fit_together(int64_t rows, std::span<const Product> products) const;
    std::vector<Tensor> multiply_together(const Tensor& from, std::span<const Product> products);
    Tensor multiply_experts(const Tensor& x, const Tensor& w, const Tensor& up, int64_t n, const Routing& routing,
                            bool placed);
    // With 0 rows: of tiles. `matrices`: products that the kernel makes side by side.
    const Program& matrix_program(const Tensor& w, int64_t vector_rows, const Ending& end, uint32_t matrices = 1);
    const Program& expert_program(const Tensor& w, bool vector, bool placed, bool gated);
    std::vector<Constant> matrix_sizes(const Tensor& w, bool vector, uint32_t matrices) const;
    std::string matrix_shader(bool vector, DType of_weights, bool experts) const;
    uint32_t vector_group(DType of_weights, int64_t k) const;
    uint32_t vector_outputs(uint32_t matrices) const;  // columns of a workgroup that multiplies with so many
    uint32_t weight_unit(DType of_weights) const;  // bytes that kernels count rows of weights in
    Binding bind_weights(const Tensor& w, int64_t first_row, int64_t rows) const;
    static Binding bind_input(const Tensor& x);  // rows of F32, or of codes
    void normalise(std::string_view shader, const Tensor& y, const Tensor& x, const Tensor& w, const Tensor* b,
                   float eps);
    // rehearsal.cpp: programs are built by a thread while weights load.
    class Rehearsal;
    void announce_products(DType dtype);
    void announce_usual();

    class LateValues;
    void clear_fault();
    void check_fault();
    void report_fault(std::span<const std::byte> words);

    Compute compute_;
    Instance instance_;
    Device device_;
    Timeline timeline_;
    Memory memory_;
    Transfer transfer_;
    Programs programs_;
    Commands commands_;
    Tensor fault_;  // I32 [3], seen by the host: whether an op met a wrong index, the index, the rows there are
    std::unique_ptr<AttentionPlan> plan_;
    bool rehearsing_ = false;
    uint32_t announced_ = 0;  // bit n: DType n
};

// The whole of x, or some of its rows.
Binding bind(const Tensor& x);
inline Binding bind_rows(const Tensor& x, int64_t first, int64_t count) {
    return bind(x.slice_rows(first, count));
}
// Some elements of x, counted from its first.
Binding bind_elements(const Tensor& x, int64_t first, int64_t count);

inline uint32_t u32(int64_t n) {
    return static_cast<uint32_t>(n);
}
inline uint32_t groups_for(int64_t n, int64_t per_group) {
    return static_cast<uint32_t>((n + per_group - 1) / per_group);
}

}  // namespace lectern
