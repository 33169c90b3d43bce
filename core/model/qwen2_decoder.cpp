#include "core/model/qwen2_decoder.h"

#include <numeric>

#include "core/layers/mrope.h"
#include "core/model/decoder_parts.h"
#include "core/model/residual.h"

namespace lectern {

struct Qwen2Decoder::Rows {
    Tensor rope;    // F32 [rows, head_dim]: each row's own angles
    Tensor places;  // I32 [2 · rows]
    const Spans& spans;
};

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

std::string rename_qwen2(std::string_view found) {
    std::string name(found);
    const auto replace_prefix = [&name](std::string_view from, std::string_view to) {
        if (!name.starts_with(from)) return false;
        name.replace(0, from.size(), to);
        return true;
    };
    while (replace_prefix("model.language_model.model.", "model.") || replace_prefix("model.language_model.lm_head.", "lm_head.") ||
           replace_prefix("model.language_model.", "model.") || replace_prefix("language_model.model.", "model.") ||
           replace_prefix("language_model.lm_head.", "lm_head.") || replace_prefix("model.lm_head.", "lm_head.")) {
    }
    return name;
}

Qwen2Decoder::Qwen2Decoder(const Qwen2Config& config)
    : config_(config), layers_(static_cast<size_t>(config.num_hidden_layers)) {}

void Qwen2Decoder::list_layer(WeightTable& table, const Checkpoint& checkpoint, size_t number, bool qkv_bias) {
    Qwen2Layer& l = layers_[number];
    const int64_t width = config_.hidden_size, hidden = config_.intermediate_size, q = config_.q_dim(), kv = config_.kv_dim();
    const std::string layer = "model.layers." + std::to_string(number) + ".";
    const std::string fields = "text.layers[" + std::to_string(number) + "].";
    const auto norm = [&](const char* leaf, RmsNorm& n) {
        table.push_back({layer + leaf + ".weight", {width}, fields + leaf + ".weight", WeightUse::vector, {&n.weight}});
    };
    // One weight and perhaps its bias for one target, or for several that lie in it one after the other.
    const auto dense = [&](const std::string& part, const std::string& leaf, const std::string& field, std::vector<int64_t> out,
                           int64_t in, bool bias, const std::vector<Linear*>& into) {
        const int64_t rows = std::accumulate(out.begin(), out.end(), int64_t{0});
        std::vector<Tensor*> weights, biases;
        for (Linear* w : into) weights.push_back(&w->weight), biases.push_back(&w->bias);
        table.push_back({layer + part + leaf + ".weight", {rows, in}, fields + field + ".weight", WeightUse::matmul, weights, {}, out});
        if (bias) table.push_back({layer + part + leaf + ".bias", {rows}, fields + field + ".bias", WeightUse::vector, biases, {}, out});
    };
    const auto fused = [&](const char* name) { return checkpoint.find(layer + name + ".weight") != nullptr; };

    norm("input_layernorm", l.input_layernorm);
    norm("post_attention_layernorm", l.post_attention_layernorm);
    if (fused("self_attn.qkv_proj")) {
        dense("self_attn.", "qkv_proj", "q_proj|k_proj|v_proj", {q, kv, kv}, width, qkv_bias, {&l.q_proj, &l.k_proj, &l.v_proj});
    } else {
        dense("self_attn.", "q_proj", "q_proj", {q}, width, qkv_bias, {&l.q_proj});
        dense("self_attn.", "k_proj", "k_proj", {kv}, width, qkv_bias, {&l.k_proj});
        dense("self_attn.", "v_proj", "v_proj", {kv}, width, qkv_bias, {&l.v_proj});
    }
    dense("self_attn.", "o_proj", "o_proj", {width}, q, false, {&l.o_proj});
    if (fused("mlp.gate_up_proj")) {
        dense("mlp.", "gate_up_proj", "gate_proj|up_proj", {hidden, hidden}, width, false, {&l.gate_proj, &l.up_proj});
    } else {
        dense("mlp.", "gate_proj", "gate_proj", {hidden}, width, false, {&l.gate_proj});
        dense("mlp.", "up_proj", "up_proj", {hidden}, width, false, {&l.up_proj});
    }
    dense("mlp.", "down_proj", "down_proj", {width}, hidden, false, {&l.down_proj});
}

void Qwen2Decoder::list_weights(WeightTable& table, const Checkpoint& checkpoint) {
    const auto has = [&](const char* name) { return checkpoint.find(name) != nullptr; };
    // The public classes always make these biases; a file of a model without them is taken at its word.
    const bool qkv_bias = config_.attention_bias || has("model.layers.0.self_attn.q_proj.bias") || has("model.layers.0.self_attn.qkv_proj.bias");
    const std::vector<int64_t> rows_of_words{config_.vocab_size, config_.hidden_size};
    table.push_back({"model.embed_tokens.weight", rows_of_words, "text.embed_tokens", WeightUse::table, {&embed_tokens_}});
    for (size_t i = 0; i < layers_.size(); ++i) list_layer(table, checkpoint, i, qkv_bias);
    table.push_back({"model.norm.weight", {config_.hidden_size}, "text.norm.weight", WeightUse::vector, {&norm_.weight}});
    const std::string head = config_.tie_word_embeddings ? "model.embed_tokens.weight" : "lm_head.weight";
    table.push_back({head, rows_of_words, "text.lm_head.weight", WeightUse::matmul, {&lm_head_.weight}});
}

// Writes the new keys and values to their slots, then attends to all the spans name; before o_proj.
Tensor Qwen2Decoder::attention(Backend& be, const Qwen2Layer& l, const Tensor& x, const Rows& rows, Tensor& keys, Tensor& values) const {
    const auto [q, k, v] = linears(be, x, l.q_proj, l.k_proj, l.v_proj);  // [rows, q_dim], [rows, kv_dim] twice
    return cached_attention(be, q, k, v, {rows.rope, rows.places, rows.spans},
                            {config_.num_attention_heads, config_.num_key_value_heads, config_.head_dim}, keys, values);
}

Tensor Qwen2Decoder::forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                          const TraceSink* trace) const {
    const double eps = config_.rms_norm_eps;
    const Rows rows{mrope_table(be, batch.positions, config_.rope_section, config_.head_dim, config_.rope_theta),
                    upload_places(be, batch), batch.spans};
    Tensor x = embed_tokens(be, embed_tokens_, batch, image_rows);
    emit(trace, "text.inputs_embeds", x);
    for (size_t i = 0; i < layers_.size(); ++i) {
        const Qwen2Layer& l = layers_[i];
        const auto layer = static_cast<int64_t>(i);
        const std::string name = "text.layers." + std::to_string(i);
        const Tensor seen = attention(be, l, rms_norm(be, x, l.input_layernorm, eps), rows, cache.keys(layer), cache.values(layer));
        x = add_linear(be, x, seen, l.o_proj, trace, name + ".attn");
        const Tensor normed = rms_norm(be, x, l.post_attention_layernorm, eps);
        x = add_gated_mlp(be, x, normed, l.gate_proj, l.up_proj, l.down_proj, trace, name + ".mlp");
        emit(trace, name, x);
    }
    if (trace != nullptr) emit(trace, "text.norm", rms_norm(be, x, norm_, eps));
    if (batch.logits_rows.empty()) return {};
    x = be.gather_rows(x, be.upload_ids(batch.logits_rows));        // [wanted, hidden_size]
    return linear(be, rms_norm(be, x, norm_, eps), lm_head_);       // [wanted, vocab_size]
}

}  // namespace lectern
