// The block of dots.ocr's and Qwen2.5-VL's vision towers: attention inside spans, then a gated MLP, each behind an RMS
// norm.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/model.h"

namespace lectern {

struct VisionBlock {
    RmsNorm norm1, norm2;   // [width]
    Linear q, k, v;         // the three thirds of attn.qkv, [width, width] each; one product and its slices take longer
    Linear proj;            // [width, width]
    Linear gate, up, down;  // [middle, width] twice, and back; dots.ocr's fc1, fc3, fc2
};

// What the rows of all pictures have in common in every block.
struct VisionRows {
    Tensor rope;       // [rows, head_dim]
    Tensor positions;  // I32 0 … rows-1: row r of the rope table is row r's
    AttentionShape shape;
    double eps = 0;
    // More rows than this go through in pieces, so that only x, keys and values are as long as the pictures: a letter
    // page at 200 dpi (19,276 rows of 1,536) needs 0.25 GB less. The bits are the same.
    int64_t rows_together = 8192;
};

// `x` [rows, width] must be nobody else's: long ones change in place. The two sums go to `trace` as name.attn,
// name.mlp.
Tensor vision_block(Backend& be, const VisionBlock& b, Tensor x, const VisionRows& rows, const Spans& spans,
                    const TraceSink* trace, const std::string& name);

// y = f(x), where `merged` rows of x become one of y [·, width], in the same pieces.
Tensor in_pieces(Backend& be, const Tensor& x, int64_t merged, int64_t width, int64_t rows_together,
                 const std::function<Tensor(const Tensor& piece)>& f);

}  // namespace lectern
