// SAM's image encoder: windowed and global attention with positions of rows and columns in the scores, then three
// convolutions that leave a sixteenth of the patches.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/image/patches.h"
#include "core/layers/convolution.h"
#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/deepseek_ocr/config.h"
#include "core/model/model.h"
#include "core/weights/weight_table.h"

namespace lectern::deepseek_ocr {

struct SamBlock {
    LayerNorm norm1, norm2;            // [width]
    Linear q, k, v, proj;              // the thirds of attn.qkv and attn.proj, [width, width]
    Linear lin1, lin2;                 // [mlp_dim, width] and back
    Tensor rel_pos_h, rel_pos_w;       // F32, (2·table − 1)·head_dim values: only until make_tables
    std::vector<float> rows, columns;  // the same, for global blocks
    Linear row_table, column_table;    // [2·window − 1, head_dim], last entry first; of windowed blocks
};

class SamEncoder {
 public:
    explicit SamEncoder(const SamConfig& config);
    // Adds every weight with its place in this encoder, which must not move until they are loaded.
    void list_weights(WeightTable& table);
    void make_tables(Backend& be);

    // Views of one size → [Σ (grid / 4)², net_3], view after view. Traced as <trace_name>.patch_embed, … (one view).
    Tensor forward(Backend& be, std::span<const ImageView* const> views, const std::string& trace_name,
                   const TraceSink* trace) const;

 private:
    struct Geometry;
    struct Tables {
        Linear rows, columns;  // [2·side − 1, head_dim]
        int64_t side = 0;
    };
    Geometry make_geometry(Backend& be, int64_t views, int64_t grid) const;
    Linear pack_table(Backend& be, const std::vector<float>& table, int64_t side) const;
    Tables tables(Backend& be, const SamBlock& b, int64_t block, int64_t grid) const;
    Tensor embed(Backend& be, std::span<const ImageView* const> views) const;
    Tensor attention(Backend& be, const SamBlock& b, const Tensor& x, const Tables& tables, const Spans& spans) const;
    Tensor block(Backend& be, size_t index, const Tensor& x, Geometry& geometry) const;

    SamConfig config_;
    Linear patch_embed_;  // [width, patch_values]
    Tensor pos_embed_;    // F32, grid²·width values: only until make_tables
    std::vector<float> positions_;
    std::vector<SamBlock> blocks_;
    Linear neck_0_, neck_2_, net_2_, net_3_;
    LayerNorm neck_1_, neck_3_;
    bool bf16_tables_ = false;  // the file's dtype, in bf16 arithmetic
};

}  // namespace lectern::deepseek_ocr
