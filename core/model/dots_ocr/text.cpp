#include "core/model/dots_ocr/text.h"

#include <cmath>

#include "core/layers/mlp.h"
#include "core/layers/rope.h"

namespace lectern::dots_ocr {

struct TextModel::Rows {
    Tensor positions;  // I32 [rows]
    Tensor slots;      // I32 [rows]
    const Spans& spans;
};

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

TextModel::TextModel(const Config& config) : config_(config), layers_(static_cast<size_t>(config.num_hidden_layers)) {}

void TextModel::list_weights(WeightTable& table, bool qkv_bias) {
    const int64_t width = config_.hidden_size, hidden = config_.intermediate_size;
    const auto add = [&table](const std::string& name, std::vector<int64_t> shape, const std::string& field, WeightUse use,
                              std::vector<Tensor*> into) {
        table.push_back({name, std::move(shape), "text." + field, use, std::move(into)});
    };
    const auto norm = [&](const std::string& name, const std::string& field, RmsNorm& n) {
        add(name + ".weight", {width}, field + ".weight", WeightUse::vector, {&n.weight});
    };

    add("model.embed_tokens.weight", {config_.vocab_size, width}, "embed_tokens", WeightUse::table, {&embed_tokens_});
    for (size_t i = 0; i < layers_.size(); ++i) {
        TextLayer& l = layers_[i];
        const std::string layer = "layers." + std::to_string(i) + ".", fields = "layers[" + std::to_string(i) + "].";
        const auto dense = [&](const std::string& part, const char* leaf, int64_t out, int64_t in, bool bias, Linear& w) {
            const std::string name = "model." + layer + part + leaf, field = fields + leaf;
            add(name + ".weight", {out, in}, field + ".weight", WeightUse::matmul, {&w.weight});
            if (bias) add(name + ".bias", {out}, field + ".bias", WeightUse::vector, {&w.bias});
        };
        norm("model." + layer + "input_layernorm", fields + "input_layernorm", l.input_layernorm);
        norm("model." + layer + "post_attention_layernorm", fields + "post_attention_layernorm", l.post_attention_layernorm);
        dense("self_attn.", "q_proj", config_.q_dim(), width, qkv_bias, l.q_proj);
        dense("self_attn.", "k_proj", config_.kv_dim(), width, qkv_bias, l.k_proj);
        dense("self_attn.", "v_proj", config_.kv_dim(), width, qkv_bias, l.v_proj);
        dense("self_attn.", "o_proj", width, config_.q_dim(), false, l.o_proj);
        dense("mlp.", "gate_proj", hidden, width, false, l.gate_proj);
        dense("mlp.", "up_proj", hidden, width, false, l.up_proj);
        dense("mlp.", "down_proj", width, hidden, false, l.down_proj);
    }
    norm("model.norm", "norm", norm_);
    const std::string head = config_.tie_word_embeddings ? "model.embed_tokens.weight" : "lm_head.weight";
    add(head, {config_.vocab_size, width}, "lm_head.weight", WeightUse::matmul, {&lm_head_.weight});
}

void TextModel::make_tables(Backend& be) {
    rope_ = rope_table(be, config_.max_position_embeddings, config_.head_dim, config_.rope_theta);
}

// Embeddings of the ids, and picture rows where the batch says so.
Tensor TextModel::embed(Backend& be, const TokenBatch& batch, const Tensor& image_rows) const {
    Tensor x = be.gather_rows(embed_tokens_, be.upload_ids(batch.ids));  // [rows, hidden_size]
    std::vector<int32_t> from, to;
    for (size_t r = 0; r < batch.image_row.size(); ++r) {
        if (batch.image_row[r] < 0) continue;
        from.push_back(batch.image_row[r]);
        to.push_back(static_cast<int32_t>(r));
    }
    if (!to.empty()) be.scatter_rows(x, be.gather_rows(image_rows, be.upload_ids(from)), be.upload_ids(to));
    return x;
}

// Writes the new keys and values to their slots, then attends to all the spans name.
Tensor TextModel::attention(Backend& be, const TextLayer& l, const Tensor& x, const Rows& rows, Tensor& keys, Tensor& values) const {
    const int64_t d = config_.head_dim;
    const Tensor q = be.rope(linear(be, x, l.q_proj), rope_, rows.positions, d);         // [rows, q_dim]
    be.scatter_rows(keys, be.rope(linear(be, x, l.k_proj), rope_, rows.positions, d), rows.slots);  // [rows, kv_dim]
    be.scatter_rows(values, linear(be, x, l.v_proj), rows.slots);                        // [rows, kv_dim]
    const AttentionShape shape{config_.num_attention_heads, config_.num_key_value_heads, d,
                               static_cast<float>(1 / std::sqrt(static_cast<double>(d)))};
    return linear(be, be.attention(q, keys, values, rows.spans, shape), l.o_proj);
}

Tensor TextModel::forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                          const TraceSink* trace) const {
    const double eps = config_.rms_norm_eps;
    const Rows rows{be.upload_ids(batch.positions), be.upload_ids(batch.slots), batch.spans};
    Tensor x = embed(be, batch, image_rows);
    emit(trace, "text.inputs_embeds", x);
    for (size_t i = 0; i < layers_.size(); ++i) {
        const TextLayer& l = layers_[i];
        const auto layer = static_cast<int64_t>(i);
        const std::string name = "text.layers." + std::to_string(i);
        Tensor h = attention(be, l, rms_norm(be, x, l.input_layernorm, eps), rows, cache.keys(layer), cache.values(layer));
        emit(trace, name + ".attn", h);
        x = be.add(x, h);
        h = gated_mlp(be, rms_norm(be, x, l.post_attention_layernorm, eps), l.gate_proj, l.up_proj, l.down_proj);
        emit(trace, name + ".mlp", h);
        x = be.add(x, h);
        emit(trace, name, x);
    }
    if (trace != nullptr) emit(trace, "text.norm", rms_norm(be, x, norm_, eps));
    if (batch.logits_rows.empty()) return {};
    x = be.gather_rows(x, be.upload_ids(batch.logits_rows));        // [wanted, hidden_size]
    return linear(be, rms_norm(be, x, norm_, eps), lm_head_);       // [wanted, vocab_size]
}

}  // namespace lectern::dots_ocr
