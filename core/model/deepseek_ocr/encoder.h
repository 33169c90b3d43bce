// The second stage of DeepSeek-OCR-2: a small language model that reads SAM's features, all of which see each other,
// and then its learned queries, each of which sees the features and the queries before it.
#pragma once

#include <string>
#include <vector>

#include "core/layers/linear.h"
#include "core/layers/norm.h"
#include "core/model/deepseek_ocr/config.h"
#include "core/model/model.h"
#include "core/weights/weight_table.h"

namespace lectern::deepseek_ocr {

struct EncoderLayer {
    RmsNorm input_layernorm, post_attention_layernorm;  // [dim]
    Linear q_proj, k_proj, v_proj, o_proj;
    Linear gate_proj, up_proj, down_proj;
};

class QueryEncoder {
 public:
    explicit QueryEncoder(const EncoderConfig& config);
    void list_weights(WeightTable& table);
    void make_tables(Backend& be);

    // features [views · rows, dim], rows as many as one of the two sets of queries → the queries' rows, as many.
    Tensor forward(Backend& be, const Tensor& features, int64_t views, const std::string& trace_name,
                   const TraceSink* trace) const;

 private:
    struct Rows;
    Tensor attention(Backend& be, const EncoderLayer& l, const Tensor& x, const Rows& rows) const;

    EncoderConfig config_;
    Tensor query_768_, query_1024_;  // F32, rows · dim values
    std::vector<EncoderLayer> layers_;
    RmsNorm norm_;
    Tensor rope_;  // [2 · most rows, head_dim]
};

}  // namespace lectern::deepseek_ocr
