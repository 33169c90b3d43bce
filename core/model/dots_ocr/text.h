// dots.ocr's text decoder: Qwen2 with one-dimensional positions, paged keys and values.
#pragma once

#include <vector>

#include "core/layers/kv_cache.h"
#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/dots_ocr/config.h"
#include "core/model/model.h"
#include "core/weights/weight_table.h"

namespace lectern::dots_ocr {

struct TextLayer {
    RmsNorm input_layernorm, post_attention_layernorm;  // [hidden_size]
    Linear q_proj;                                      // [q_dim, hidden_size]
    Linear k_proj, v_proj;                              // [kv_dim, hidden_size]
    Linear o_proj;                                      // [hidden_size, q_dim]
    Linear gate_proj, up_proj, down_proj;               // [intermediate_size, hidden_size] twice, and back
};

class TextModel {
   public:
    explicit TextModel(const Config& config);

    // Adds every weight with its place in this model. The model must not move until they are loaded.
    // `qkv_bias`: q, k and v have biases.
    void list_weights(WeightTable& table, bool qkv_bias);
    void make_tables(Backend& be);  // rotary angles of every position

    // See VisionLanguageModel::forward.
    Tensor forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache, const TraceSink* trace) const;

   private:
    struct Rows;  // the batch's positions and slots on the device
    Tensor embed(Backend& be, const TokenBatch& batch, const Tensor& image_rows) const;
    Tensor attention(Backend& be, const TextLayer& l, const Tensor& x, const Rows& rows, Tensor& keys, Tensor& values) const;

    Config config_;
    Tensor embed_tokens_;  // [vocab_size, hidden_size]
    std::vector<TextLayer> layers_;
    RmsNorm norm_;    // [hidden_size]
    Linear lm_head_;  // [vocab_size, hidden_size]
    Tensor rope_;     // [max_position_embeddings, head_dim]
};

}  // namespace lectern::dots_ocr
