// dots.ocr's vision tower and merger: patches of any number of pictures → rows to splice into the text.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/dots_ocr/config.h"
#include "core/model/model.h"
#include "core/model/vision_block.h"
#include "core/weights/weight_table.h"

namespace lectern::dots_ocr {

class VisionTower {
   public:
    explicit VisionTower(const VisionConfig& config);

    // Adds every weight with its place in this tower. The tower must not move until they are loaded.
    // `channel_last`: the patch kernel is stored [embed_dim, y, x, channel].
    void list_weights(WeightTable& table, bool channel_last);

    // [Σ patches / merged, hidden_size], rows in raster order of merged blocks, picture after picture.
    Tensor forward(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const;

    std::vector<VisionAttention> attention_map(std::span<const ImagePatches* const> images) const;

   private:
    struct Input;  // rows of all pictures together
    int64_t group_patches() const;
    Tensor run(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const;
    Input pack(Backend& be, std::span<const ImagePatches* const> images) const;
    Tensor merge(Backend& be, const Tensor& x) const;

    VisionConfig config_;
    Linear patchifier_proj_;   // [embed_dim, patch_values]
    RmsNorm patchifier_norm_;  // [embed_dim]
    std::vector<VisionBlock> blocks_;
    RmsNorm post_trunk_norm_;  // [embed_dim], only with post_norm
    LayerNorm ln_q_;           // [embed_dim]
    Linear merger_0_;          // [embed_dim · merged, embed_dim · merged]
    Linear merger_2_;          // [hidden_size, embed_dim · merged]
};

}  // namespace lectern::dots_ocr
