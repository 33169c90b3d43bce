// Qwen2.5-VL's vision tower and merger: patches of any number of pictures → rows to splice into the text.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/model.h"
#include "core/model/qwen2_5_vl/config.h"
#include "core/model/vision_block.h"
#include "core/weights/weight_table.h"

namespace lectern::qwen2_5_vl {

class VisionTower {
   public:
    explicit VisionTower(const VisionConfig& config);

    // Adds every weight with its place in this tower, under the published names ("visual.…"). The tower must not move until
    // they are loaded. `checkpoint` decides between spellings: patch kernel [out, channel, frame, y, x] or channel last;
    // q, k, v and gate, up fused or apart.
    void list_weights(WeightTable& table, const Checkpoint& checkpoint);

    // [Σ patches / merged, out_hidden_size], rows in raster order of units, picture after picture.
    Tensor forward(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const;

    std::vector<VisionAttention> attention_map(std::span<const ImagePatches* const> images) const;

   private:
    struct Input;  // rows of all pictures together, in window order
    void list_block(WeightTable& table, const Checkpoint& checkpoint, size_t number);
    int64_t group_patches() const;
    Tensor run(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const;
    Input pack(Backend& be, std::span<const ImagePatches* const> images) const;
    Tensor merge(Backend& be, const Tensor& x) const;

    VisionConfig config_;
    Linear patch_embed_;  // [hidden_size, patch_values], no bias
    std::vector<VisionBlock> blocks_;
    RmsNorm ln_q_;     // [hidden_size]
    Linear merger_0_;  // [hidden_size · merged, hidden_size · merged]
    Linear merger_2_;  // [out_hidden_size, hidden_size · merged]
};

}  // namespace lectern::qwen2_5_vl
