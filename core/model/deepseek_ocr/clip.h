// The second stage of DeepSeek-OCR: CLIP's tower, which is given SAM's features instead of pixels.
#pragma once

#include <string>
#include <vector>

#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/deepseek_ocr/config.h"
#include "core/model/model.h"
#include "core/weights/weight_table.h"

namespace lectern::deepseek_ocr {

struct ClipBlock {
    LayerNorm layer_norm1, layer_norm2;  // [width]
    Linear q, k, v, out_proj;            // the thirds of qkv_proj and out_proj, [width, width]
    Linear fc1, fc2;                     // [mlp_dim, width] and back
};

class ClipTower {
 public:
    explicit ClipTower(const ClipConfig& config);
    void list_weights(WeightTable& table);
    void make_tables(Backend& be);

    // features [views · side², width] → the same, without the class rows.
    Tensor forward(Backend& be, const Tensor& features, int64_t views, int64_t side, const std::string& trace_name,
                   const TraceSink* trace) const;

 private:
    Tensor embed(Backend& be, const Tensor& features, int64_t views, int64_t side) const;
    Tensor attention(Backend& be, const ClipBlock& b, const Tensor& x, const Spans& spans) const;

    ClipConfig config_;
    Tensor class_embedding_;     // [width]
    Tensor position_embedding_;  // F32, (side² + 1)·width values: only until make_tables
    std::vector<float> positions_;
    LayerNorm pre_layrnorm_;  // sic
    std::vector<ClipBlock> layers_;
};

}  // namespace lectern::deepseek_ocr
