#include "core/model/deepseek_ocr/encoder.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/layers/mlp.h"
#include "core/layers/rope.h"

namespace lectern::deepseek_ocr {

static constexpr double kEps = 1e-6, kRopeTheta = 1e6;  // constants of the published code

struct QueryEncoder::Rows {
    Tensor positions;  // 0 … 2m−1 in each view
    Spans spans;
};

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

QueryEncoder::QueryEncoder(const EncoderConfig& config)
    : config_(config), layers_(static_cast<size_t>(config.layers)) {}

void QueryEncoder::list_weights(WeightTable& table) {
    const EncoderConfig& c = config_;
    const int64_t q_dim = c.heads * c.head_dim, kv_dim = c.kv_heads * c.head_dim;
    const auto add = [&](const std::string& name, std::vector<int64_t> shape, const std::string& field, WeightUse use,
                         Tensor& into) {
        table.push_back({"model.qwen2_model." + name, std::move(shape), "vision.encoder." + field, use, {&into}});
    };
    add("query_768.weight", {c.small, c.dim}, "query_768", WeightUse::vector, query_768_);
    add("query_1024.weight", {c.large, c.dim}, "query_1024", WeightUse::vector, query_1024_);
    for (size_t i = 0; i < layers_.size(); ++i) {
        EncoderLayer& l = layers_[i];
        const std::string name = "model.model.layers." + std::to_string(i) + ".",
                          field = "layers[" + std::to_string(i) + "].";
        const auto dense = [&](const std::string& part, const std::string& leaf, int64_t out, int64_t in, bool bias,
                               Linear& w) {
            add(name + part + leaf + ".weight", {out, in}, field + leaf + ".weight", WeightUse::matmul, w.weight);
            if (bias) add(name + part + leaf + ".bias", {out}, field + leaf + ".bias", WeightUse::vector, w.bias);
        };
        add(name + "input_layernorm.weight", {c.dim}, field + "input_layernorm.weight", WeightUse::vector,
            l.input_layernorm.weight);
        add(name + "post_attention_layernorm.weight", {c.dim}, field + "post_attention_layernorm.weight",
            WeightUse::vector, l.post_attention_layernorm.weight);
        dense("self_attn.", "q_proj", q_dim, c.dim, true, l.q_proj);
        dense("self_attn.", "k_proj", kv_dim, c.dim, true, l.k_proj);
        dense("self_attn.", "v_proj", kv_dim, c.dim, true, l.v_proj);
        dense("self_attn.", "o_proj", c.dim, q_dim, false, l.o_proj);
        dense("mlp.", "gate_proj", c.intermediate, c.dim, false, l.gate_proj);
        dense("mlp.", "up_proj", c.intermediate, c.dim, false, l.up_proj);
        dense("mlp.", "down_proj", c.dim, c.intermediate, false, l.down_proj);
    }
    add("model.model.norm.weight", {c.dim}, "norm.weight", WeightUse::vector, norm_.weight);
}

void QueryEncoder::make_tables(Backend& be) {
    rope_ = rope_table(be, 2 * std::max(config_.small, config_.large), config_.head_dim, kRopeTheta);
}

Tensor QueryEncoder::attention(Backend& be, const EncoderLayer& l, const Tensor& x, const Rows& rows) const {
    const int64_t d = config_.head_dim;
    const Tensor q = be.rope(linear(be, x, l.q_proj), rope_, rows.positions, d);  // [rows, heads · d]
    const Tensor k = be.rope(linear(be, x, l.k_proj), rope_, rows.positions, d);  // [rows, kv_heads · d]
    const AttentionShape shape{config_.heads, config_.kv_heads, d,
                               static_cast<float>(1 / std::sqrt(static_cast<double>(d)))};
    return linear(be, be.attention(q, k, linear(be, x, l.v_proj), rows.spans, shape), l.o_proj);
}

Tensor QueryEncoder::forward(Backend& be, const Tensor& features, int64_t views, const std::string& trace_name,
                             const TraceSink* trace) const {
    const int64_t m = features.rows() / views;
    assert(m == config_.small || m == config_.large);
    const Tensor queries = (m == config_.small ? query_768_ : query_1024_).reshape(Shape{m, config_.dim});
    Rows rows;
    rows.spans.causal = true;
    std::vector<int32_t> positions, of_features, of_queries, query;
    for (int64_t view = 0; view < views; ++view) {
        const auto first = static_cast<int32_t>(2 * view * m), n = static_cast<int32_t>(m);
        rows.spans.spans.push_back({.first_row = first, .rows = n, .first_key = first, .keys = n, .prefix = n});
        rows.spans.spans.push_back({.first_row = first + n, .rows = n, .first_key = first, .keys = 2 * n, .prefix = n});
        for (int32_t i = 0; i < 2 * n; ++i) {
            positions.push_back(i);
            (i < n ? of_features : of_queries).push_back(first + i);
            if (i >= n) query.push_back(i - n);
        }
    }
    rows.positions = be.upload_ids(positions);
    Tensor z = be.allocate(DType::F32, Shape{2 * views * m, config_.dim});
    be.scatter_rows(z, features, be.upload_ids(of_features));
    be.scatter_rows(z, be.gather_rows(queries, be.upload_ids(query)), be.upload_ids(of_queries));
    for (size_t i = 0; i < layers_.size(); ++i) {
        const EncoderLayer& l = layers_[i];
        z = be.add(z, attention(be, l, rms_norm(be, z, l.input_layernorm, kEps), rows));
        z = be.add(
            z, gated_mlp(be, rms_norm(be, z, l.post_attention_layernorm, kEps), l.gate_proj, l.up_proj, l.down_proj));
        emit(trace, trace_name + ".blocks." + std::to_string(i), z);
    }
    return rms_norm(be, be.gather_rows(z, be.upload_ids(of_queries)), norm_, kEps);
}

}  // namespace lectern::deepseek_ocr
