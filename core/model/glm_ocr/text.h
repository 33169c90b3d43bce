// GLM-OCR's text decoder: GLM-4 blocks with norms before and after each part, M-RoPE, paged keys and values; and the
// next-token-prediction layer some files bring along, one more block that guesses what comes after the next token.
#pragma once

#include <string>
#include <vector>

#include "core/layers/kv_cache.h"
#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/glm_ocr/config.h"
#include "core/model/model.h"
#include "core/weights/weight_table.h"

namespace lectern::glm_ocr {

struct TextLayer {
    RmsNorm input_layernorm, post_self_attn_layernorm;     // [hidden_size], before and after attention
    RmsNorm post_attention_layernorm, post_mlp_layernorm;  // [hidden_size], before (!) and after the MLP
    Linear q_proj;              // [q_dim, hidden_size]; each head's rotary pairs lie half a head apart
    Linear k_proj;              // [kv_dim, hidden_size], likewise
    Linear v_proj;              // [kv_dim, hidden_size]
    Linear o_proj;              // [hidden_size, q_dim]
    Linear gate_proj, up_proj;  // the halves of gate_up_proj, [intermediate_size, hidden_size] each
    Linear down_proj;           // [hidden_size, intermediate_size]
};

struct NextTokenLayer {
    RmsNorm enorm, hnorm;  // [hidden_size]: of the next token's embedding, of the decoder's last state
    Linear eh_proj;        // [hidden_size, 2 · hidden_size], embedding first
    TextLayer block;
    RmsNorm head_norm;  // [hidden_size]; the head itself is the decoder's
};

class TextModel {
 public:
    // `next_token_layer`: the checkpoint has one.
    TextModel(const TextConfig& config, bool tied, bool next_token_layer);

    // Adds every weight with its place in this model. The model must not move until they are loaded.
    void list_weights(WeightTable& table);

    bool has_next_token_layer() const { return has_next_; }
    // Pools of the KvCache: the blocks', then the next-token layer's.
    int64_t cache_layers() const { return config_.num_hidden_layers + (has_next_ ? 1 : 0); }

    // See VisionLanguageModel::forward and forward_with_states.
    Tensor forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                   const TraceSink* trace, Tensor* states) const;
    // See VisionLanguageModel::draft.
    Tensor draft(Backend& be, const TokenBatch& batch, const Tensor& image_rows, const Tensor& states, KvCache& cache,
                 Tensor* next_states) const;

 private:
    struct Rows;  // the batch's positions and slots on the device
    Rows make_rows(Backend& be, const TokenBatch& batch) const;
    Tensor attention(Backend& be, const TextLayer& l, const Tensor& x, const Rows& rows, Tensor& keys,
                     Tensor& values) const;
    Tensor block(Backend& be, const TextLayer& l, Tensor x, const Rows& rows, KvCache& cache, int64_t layer,
                 const TraceSink* trace) const;
    void list_layer(WeightTable& table, const std::string& name, const std::string& field, TextLayer& l) const;
    void list_next_token_layer(WeightTable& table);

    TextConfig config_;
    bool tied_, has_next_;
    Tensor embed_tokens_;  // [vocab_size, hidden_size]
    std::vector<TextLayer> layers_;
    RmsNorm norm_;    // [hidden_size]
    Linear lm_head_;  // [vocab_size, hidden_size]
    NextTokenLayer next_;
};

}  // namespace lectern::glm_ocr
