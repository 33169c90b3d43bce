// The Qwen2 text decoder, as dots.ocr and Qwen2.5-VL have it: paged keys and values, positions on one axis or three.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/layers/kv_cache.h"
#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/model.h"
#include "core/model/qwen2_config.h"
#include "core/weights/weight_table.h"

namespace lectern {

struct Qwen2Layer {
    RmsNorm input_layernorm, post_attention_layernorm;  // [hidden_size]
    Linear q_proj;                                      // [q_dim, hidden_size]
    Linear k_proj, v_proj;                              // [kv_dim, hidden_size]
    Linear o_proj;                                      // [hidden_size, q_dim]
    Linear gate_proj, up_proj, down_proj;               // [intermediate_size, hidden_size] twice, and back
};

class Qwen2Decoder {
   public:
    explicit Qwen2Decoder(const Qwen2Config& config);

    // Adds every weight with its place in this model, under the published names ("model.layers.0…", "lm_head.weight").
    // The decoder must not move until they are loaded. `checkpoint` decides between spellings of the same weights: q, k, v
    // and gate, up apart or fused.
    void list_weights(WeightTable& table, const Checkpoint& checkpoint);

    // See VisionLanguageModel::forward.
    Tensor forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache, const TraceSink* trace) const;

   private:
    struct Rows;  // the batch's rotary angles and slots on the device
    void list_layer(WeightTable& table, const Checkpoint& checkpoint, size_t number, bool qkv_bias);
    Tensor attention(Backend& be, const Qwen2Layer& l, const Tensor& x, const Rows& rows, Tensor& keys, Tensor& values) const;

    Qwen2Config config_;
    Tensor embed_tokens_;  // [vocab_size, hidden_size]
    std::vector<Qwen2Layer> layers_;
    RmsNorm norm_;    // [hidden_size]
    Linear lm_head_;  // [vocab_size, hidden_size]
};

// Spellings of other savers → the published ones, for the decoder's weights: "model.language_model.", "language_model.model."
// and the like become "model.". Names of other parts come back unchanged.
std::string rename_qwen2(std::string_view found);

}  // namespace lectern
