#include "core/model/deepseek_ocr/text.h"

#include <algorithm>
#include <numeric>

#include "core/layers/mlp.h"
#include "core/layers/rope.h"
#include "core/model/decoder_parts.h"

namespace lectern::deepseek_ocr {

struct TextModel::Rows {
    Tensor places;  // I32 [2 · rows]
    const Spans& spans;
};

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

TextModel::TextModel(const TextConfig& config)
    : config_(config), layers_(static_cast<size_t>(config.num_hidden_layers)) {}

void TextModel::list_layer(WeightTable& table, size_t index) {
    TextLayer& l = layers_[index];
    const TextConfig& c = config_;
    const int64_t width = c.hidden_size;
    const std::string layer = "model.layers." + std::to_string(index) + ".",
                      fields = "text.layers[" + std::to_string(index) + "].";
    const auto norm = [&](const std::string& leaf, RmsNorm& n) {
        table.push_back({layer + leaf + ".weight", {width}, fields + leaf + ".weight", WeightUse::vector, {&n.weight}});
    };
    const auto matrix = [&](const std::string& part, const std::string& leaf, int64_t out, int64_t in, Linear& w,
                            const std::string& field) {
        table.push_back(
            {layer + part + leaf + ".weight", {out, in}, fields + field + ".weight", WeightUse::matmul, {&w.weight}});
    };
    norm("input_layernorm", l.input_layernorm);
    norm("post_attention_layernorm", l.post_attention_layernorm);
    matrix("self_attn.", "q_proj", c.q_dim(), width, l.q_proj, "q_proj");
    matrix("self_attn.", "k_proj", c.kv_dim(), width, l.k_proj, "k_proj");
    matrix("self_attn.", "v_proj", c.kv_dim(), width, l.v_proj, "v_proj");
    matrix("self_attn.", "o_proj", width, c.q_dim(), l.o_proj, "o_proj");
    if (dense(index)) {
        matrix("mlp.", "gate_proj", c.intermediate_size, width, l.gate_proj, "gate_proj");
        matrix("mlp.", "up_proj", c.intermediate_size, width, l.up_proj, "up_proj");
        matrix("mlp.", "down_proj", width, c.intermediate_size, l.down_proj, "down_proj");
        return;
    }
    Experts& e = l.experts;
    table.push_back({layer + "mlp.gate.weight",
                     {c.n_routed_experts, width},
                     fields + "gate.weight",
                     WeightUse::matmul_f32,
                     {&e.gate.weight}});
    const auto stack = [&](const std::string& leaf, int64_t out, int64_t in, Tensor& into) {
        for (int64_t n = 0; n < c.n_routed_experts; ++n)
            table.push_back({layer + "mlp.experts." + std::to_string(n) + "." + leaf + ".weight",
                             {out, in},
                             fields + "experts." + leaf + "[" + std::to_string(n) + "]",
                             WeightUse::experts,
                             {&into}});
    };
    stack("gate_proj", c.moe_intermediate_size, width, e.gate_proj);
    stack("up_proj", c.moe_intermediate_size, width, e.up_proj);
    stack("down_proj", width, c.moe_intermediate_size, e.down_proj);
    matrix("mlp.shared_experts.", "gate_proj", c.shared_dim(), width, e.shared_gate, "shared_gate");
    matrix("mlp.shared_experts.", "up_proj", c.shared_dim(), width, e.shared_up, "shared_up");
    matrix("mlp.shared_experts.", "down_proj", width, c.shared_dim(), e.shared_down, "shared_down");
}

void TextModel::list_weights(WeightTable& table) {
    const std::vector<int64_t> words{config_.vocab_size, config_.hidden_size};
    table.push_back({"model.embed_tokens.weight", words, "text.embed_tokens", WeightUse::table, {&embed_tokens_}});
    for (size_t i = 0; i < layers_.size(); ++i) list_layer(table, i);
    table.push_back(
        {"model.norm.weight", {config_.hidden_size}, "text.norm.weight", WeightUse::vector, {&norm_.weight}});
    table.push_back({"lm_head.weight", words, "text.lm_head.weight", WeightUse::matmul, {&lm_head_.weight}});
}

void TextModel::make_tables(Backend& be) {
    rope_ = rope_table(be, config_.max_position_embeddings, config_.head_dim, config_.rope_theta);
}

// Writes the new keys and values to their slots, then attends to all the spans name.
Tensor TextModel::attention(Backend& be, const TextLayer& l, const Tensor& x, const Rows& rows, Tensor& keys,
                            Tensor& values) const {
    const auto [q, k, v] = linears(be, x, l.q_proj, l.k_proj, l.v_proj);  // [rows, q_dim], [rows, kv_dim] twice
    const Tensor seen = cached_attention(be, q, k, v, {rope_, rows.places, rows.spans},
                                         {config_.num_attention_heads, config_.num_key_value_heads, config_.head_dim}, keys, values);
    return linear(be, seen, l.o_proj);
}

// Σ over the chosen experts of their softmax weight, not renormalised, times their output; and the shared one's.
Tensor TextModel::mixture(Backend& be, const Experts& e, const Tensor& x, const std::string& name,
                          const TraceSink* trace) const {
    const int64_t wide = config_.moe_intermediate_size;
    const Routing routing = be.route(linear(be, x, e.gate), config_.num_experts_per_tok);
    emit(trace, name + ".experts", routing.ids);
    Tensor y = be.expert_gated(x, e.gate_proj, e.up_proj, wide, routing);      // [choices, wide]
    y = be.expert_matmul(y, e.down_proj, config_.hidden_size, routing, true);  // [choices, hidden_size]
    return be.add(be.combine_experts(y, routing), gated_mlp(be, x, e.shared_gate, e.shared_up, e.shared_down));
}

Tensor TextModel::mlp(Backend& be, size_t index, const Tensor& x, const std::string& name,
                      const TraceSink* trace) const {
    constexpr int64_t kRowsTogether = 2048;  // each goes to several experts, whose results stand side by side
    const TextLayer& l = layers_[index];
    if (dense(index)) return gated_mlp(be, x, l.gate_proj, l.up_proj, l.down_proj);
    if (x.rows() <= kRowsTogether || trace != nullptr) return mixture(be, l.experts, x, name, trace);
    Tensor y = be.allocate(DType::F32, x.shape);
    for (int64_t first = 0; first < x.rows(); first += kRowsTogether) {
        const int64_t rows = std::min(kRowsTogether, x.rows() - first);
        std::vector<int32_t> places(static_cast<size_t>(rows));
        std::iota(places.begin(), places.end(), static_cast<int32_t>(first));
        be.scatter_rows(y, mixture(be, l.experts, x.slice_rows(first, rows), name, trace), be.upload_ids(places));
    }
    return y;
}

Tensor TextModel::forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                          const TraceSink* trace) const {
    const double eps = config_.rms_norm_eps;
    const Rows rows{upload_places(be, batch, batch.positions), batch.spans};
    Tensor x = embed_tokens(be, embed_tokens_, batch, image_rows);
    emit(trace, "text.inputs_embeds", x);
    for (size_t i = 0; i < layers_.size(); ++i) {
        const TextLayer& l = layers_[i];
        const auto layer = static_cast<int64_t>(i);
        const std::string name = "text.layers." + std::to_string(i);
        Tensor h =
            attention(be, l, rms_norm(be, x, l.input_layernorm, eps), rows, cache.keys(layer), cache.values(layer));
        emit(trace, name + ".attn", h);
        x = be.add(x, h);
        h = mlp(be, i, rms_norm(be, x, l.post_attention_layernorm, eps), name, trace);
        emit(trace, name + ".mlp", h);
        x = be.add(x, h);
        emit(trace, name, x);
    }
    if (trace != nullptr) emit(trace, "text.norm", rms_norm(be, x, norm_, eps));
    if (batch.logits_rows.empty()) return {};
    x = be.gather_rows(x, be.upload_ids(batch.logits_rows));   // [wanted, hidden_size]
    return linear(be, rms_norm(be, x, norm_, eps), lm_head_);  // [wanted, vocab_size]
}

}  // namespace lectern::deepseek_ocr
