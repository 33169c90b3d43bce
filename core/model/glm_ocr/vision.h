// GLM-OCR's vision tower and merger: patches of any number of pictures → rows to splice into the text.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/glm_ocr/config.h"
#include "core/model/model.h"
#include "core/weights/weight_table.h"

namespace lectern::glm_ocr {

struct VisionBlock {
    RmsNorm norm1, norm2;                  // [hidden_size]
    Linear q, k, v;                        // the three thirds of attn.qkv, [hidden_size, hidden_size] each
    RmsNorm q_norm, k_norm;                // [head_dim], the same for every head
    Linear proj;                           // [hidden_size, hidden_size]
    Linear gate_proj, up_proj, down_proj;  // [intermediate_size, hidden_size] twice, and back
};

class VisionTower {
 public:
    explicit VisionTower(const VisionConfig& config);

    // Adds every weight with its place in this tower. The tower must not move until they are loaded.
    // `merger_size`: width of the merger's middle.
    void list_weights(WeightTable& table, int64_t merger_size);

    // [Σ patches / merged, out_hidden_size], rows in raster order of merged blocks, picture after picture.
    Tensor forward(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const;

    std::vector<VisionAttention> attention_map(std::span<const ImagePatches* const> images) const;

 private:
    struct Input;  // rows of all pictures together
    Input pack(Backend& be, std::span<const ImagePatches* const> images) const;
    Tensor attention(Backend& be, const VisionBlock& b, const Tensor& x, const Input& input) const;
    Tensor merge(Backend& be, const Tensor& x) const;

    VisionConfig config_;
    Linear patch_embed_;  // [hidden_size, patch_values]
    std::vector<VisionBlock> blocks_;
    RmsNorm post_layernorm_;                                       // [hidden_size]
    Linear downsample_;                                            // [out_hidden_size, merged · hidden_size]
    Linear merger_proj_;                                           // [out_hidden_size, out_hidden_size]
    LayerNorm post_projection_norm_;                               // [out_hidden_size]
    Linear merger_gate_proj_, merger_up_proj_, merger_down_proj_;  // [merger_size, out_hidden_size] twice, and back
};

}  // namespace lectern::glm_ocr
