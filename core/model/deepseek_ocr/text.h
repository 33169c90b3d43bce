// The decoder of both versions: plain multi-head attention, and from the second layer on a mixture of experts.
#pragma once

#include <string>
#include <vector>

#include "core/layers/kv_cache.h"
#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/deepseek_ocr/config.h"
#include "core/model/model.h"
#include "core/weights/weight_table.h"

namespace lectern::deepseek_ocr {

// What one token's way through a layer's second half needs.
struct Experts {
    Linear gate;                                 // F32 [n_routed_experts, hidden_size]
    Tensor gate_proj, up_proj, down_proj;        // stacks: [moe_intermediate_size, hidden_size] twice, and back
    Linear shared_gate, shared_up, shared_down;  // [shared_dim, hidden_size] twice, and back
};

struct TextLayer {
    RmsNorm input_layernorm, post_attention_layernorm;  // [hidden_size]
    Linear q_proj, k_proj, v_proj, o_proj;              // no biases
    Linear gate_proj, up_proj, down_proj;               // dense layers
    Experts experts;                                    // the others
};

class TextModel {
 public:
    explicit TextModel(const TextConfig& config);

    // Adds every weight with its place in this model, which must not move until they are loaded.
    void list_weights(WeightTable& table);
    void make_tables(Backend& be);  // rotary angles of every position

    // See VisionLanguageModel::forward.
    Tensor forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                   const TraceSink* trace) const;

 private:
    struct Rows;  // the batch's positions and slots on the device
    void list_layer(WeightTable& table, size_t index);
    Tensor attention(Backend& be, const TextLayer& l, const Tensor& x, const Rows& rows, Tensor& keys,
                     Tensor& values) const;
    Tensor mixture(Backend& be, const Experts& e, const Tensor& x, const std::string& name,
                   const TraceSink* trace) const;
    Tensor mlp(Backend& be, size_t index, const Tensor& x, const std::string& name, const TraceSink* trace) const;
    bool dense(size_t layer) const { return static_cast<int64_t>(layer) < config_.first_k_dense_replace; }

    TextConfig config_;
    Tensor embed_tokens_;  // [vocab_size, hidden_size]
    std::vector<TextLayer> layers_;
    RmsNorm norm_;    // [hidden_size]
    Linear lm_head_;  // [vocab_size, hidden_size]
    Tensor rope_;     // [max_position_embeddings, head_dim]
};

}  // namespace lectern::deepseek_ocr
