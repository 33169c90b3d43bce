#include "core/model/glm_ocr/text.h"

#include <algorithm>
#include <cassert>

#include "core/layers/mlp.h"
#include "core/layers/mrope.h"
#include "core/model/decoder_parts.h"

namespace lectern::glm_ocr {

struct TextModel::Rows {
    Tensor rope;    // F32 [rows, head_dim]: each row's own angles
    Tensor places;  // I32 [2 · rows]
    const Spans& spans;
};

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

TextModel::TextModel(const TextConfig& config, bool tied, bool next_token_layer)
    : config_(config),
      tied_(tied),
      has_next_(next_token_layer),
      layers_(static_cast<size_t>(config.num_hidden_layers)) {}

// GLM turns neighbours (2i, 2i + 1) together, Backend::rope values half a head apart (i, i + d/2). A head's first half
// here holds the even ones, its second the odd ones: keys and queries alike, so their products are the same. Pairs that
// do not turn (rotary_dim < head_dim) have the angle 0.
static std::vector<int32_t> rotary_order(int64_t head_dim) {
    const auto half = static_cast<size_t>(head_dim / 2);
    std::vector<int32_t> order(2 * half);
    for (size_t i = 0; i < half; ++i) {
        order[i] = static_cast<int32_t>(2 * i);
        order[half + i] = static_cast<int32_t>(2 * i + 1);
    }
    return order;
}

void TextModel::list_layer(WeightTable& table, const std::string& name, const std::string& field, TextLayer& l) const {
    const int64_t width = config_.hidden_size, hidden = config_.intermediate_size;
    const auto norm = [&](const char* leaf, RmsNorm& n) {
        table.push_back({name + leaf + ".weight", {width}, field + leaf + ".weight", WeightUse::vector, {&n.weight}});
    };
    const auto dense = [&](const char* part, const char* leaf, int64_t out, int64_t in, std::vector<Tensor*> into,
                           std::vector<int32_t> order = {}) {
        table.push_back({name + part + leaf + ".weight",
                         {out, in},
                         field + leaf + ".weight",
                         WeightUse::matmul,
                         std::move(into),
                         std::move(order)});
    };
    norm("input_layernorm", l.input_layernorm);
    norm("post_self_attn_layernorm", l.post_self_attn_layernorm);
    norm("post_attention_layernorm", l.post_attention_layernorm);
    norm("post_mlp_layernorm", l.post_mlp_layernorm);
    dense("self_attn.", "q_proj", config_.q_dim(), width, {&l.q_proj.weight}, rotary_order(config_.head_dim));
    dense("self_attn.", "k_proj", config_.kv_dim(), width, {&l.k_proj.weight}, rotary_order(config_.head_dim));
    dense("self_attn.", "v_proj", config_.kv_dim(), width, {&l.v_proj.weight});
    dense("self_attn.", "o_proj", width, config_.q_dim(), {&l.o_proj.weight});
    dense("mlp.", "gate_up_proj", 2 * hidden, width, {&l.gate_proj.weight, &l.up_proj.weight});
    dense("mlp.", "down_proj", width, hidden, {&l.down_proj.weight});
}

void TextModel::list_next_token_layer(WeightTable& table) {
    const int64_t width = config_.hidden_size;
    const std::string name = "model.language_model.layers." + std::to_string(config_.num_hidden_layers) + ".";
    const std::string field = "text.next.";
    const auto norm = [&](const char* leaf, const char* ours, RmsNorm& n) {
        table.push_back({name + leaf + ".weight", {width}, field + ours + ".weight", WeightUse::vector, {&n.weight}});
    };
    norm("enorm", "enorm", next_.enorm);
    norm("hnorm", "hnorm", next_.hnorm);
    table.push_back({name + "eh_proj.weight",
                     {width, 2 * width},
                     field + "eh_proj.weight",
                     WeightUse::matmul,
                     {&next_.eh_proj.weight}});
    list_layer(table, name, field + "block.", next_.block);
    norm("shared_head.norm", "head_norm", next_.head_norm);
}

void TextModel::list_weights(WeightTable& table) {
    const std::string model = "model.language_model.";
    const int64_t width = config_.hidden_size, vocabulary = config_.vocab_size;
    table.push_back(
        {model + "embed_tokens.weight", {vocabulary, width}, "text.embed_tokens", WeightUse::table, {&embed_tokens_}});
    for (size_t i = 0; i < layers_.size(); ++i) {
        const std::string number = std::to_string(i);
        list_layer(table, model + "layers." + number + ".", "text.layers[" + number + "].", layers_[i]);
    }
    table.push_back({model + "norm.weight", {width}, "text.norm.weight", WeightUse::vector, {&norm_.weight}});
    table.push_back({tied_ ? model + "embed_tokens.weight" : "lm_head.weight",
                     {vocabulary, width},
                     "text.lm_head.weight",
                     WeightUse::matmul,
                     {&lm_head_.weight}});
    if (has_next_) list_next_token_layer(table);
}

TextModel::Rows TextModel::make_rows(Backend& be, const TokenBatch& batch) const {
    assert(batch.position_axes == 3);
    return {mrope_table(be, batch.positions, config_.mrope_section, config_.head_dim, config_.rope_theta),
            upload_places(be, batch), batch.spans};
}

// Writes the new keys and values to their slots, then attends to all the spans name.
Tensor TextModel::attention(Backend& be, const TextLayer& l, const Tensor& x, const Rows& rows, Tensor& keys,
                            Tensor& values) const {
    const auto [q, k, v] = linears(be, x, l.q_proj, l.k_proj, l.v_proj);  // [rows, q_dim], [rows, kv_dim] twice
    const Tensor seen = cached_attention(be, q, k, v, {rows.rope, rows.places, rows.spans},
                                         {config_.num_attention_heads, config_.num_key_value_heads, config_.head_dim}, keys, values);
    return linear(be, seen, l.o_proj);
}

// What each part adds to the residual has been normalised once more.
Tensor TextModel::block(Backend& be, const TextLayer& l, Tensor x, const Rows& rows, KvCache& cache, int64_t layer,
                        const TraceSink* trace) const {
    const double eps = config_.rms_norm_eps;
    const std::string name = trace != nullptr ? "text.layers." + std::to_string(layer) : std::string();
    Tensor h = attention(be, l, rms_norm(be, x, l.input_layernorm, eps), rows, cache.keys(layer), cache.values(layer));
    h = rms_norm(be, h, l.post_self_attn_layernorm, eps);
    emit(trace, name + ".attn", h);
    x = be.add(x, h);
    h = gated_mlp(be, rms_norm(be, x, l.post_attention_layernorm, eps), l.gate_proj, l.up_proj, l.down_proj);
    h = rms_norm(be, h, l.post_mlp_layernorm, eps);
    emit(trace, name + ".mlp", h);
    x = be.add(x, h);
    emit(trace, name, x);
    return x;
}

Tensor TextModel::forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                          const TraceSink* trace, Tensor* states) const {
    const Rows rows = make_rows(be, batch);
    Tensor x = embed_tokens(be, embed_tokens_, batch, image_rows);
    emit(trace, "text.inputs_embeds", x);
    for (size_t i = 0; i < layers_.size(); ++i)
        x = block(be, layers_[i], x, rows, cache, static_cast<int64_t>(i), trace);
    const auto normed = [&](const Tensor& h) { return rms_norm(be, h, norm_, config_.rms_norm_eps); };
    if (trace != nullptr) emit(trace, "text.norm", normed(x));
    if (states != nullptr) *states = normed(x);
    if (batch.logits_rows.empty()) return {};
    const Tensor wanted = be.upload_ids(batch.logits_rows);
    x = states != nullptr ? be.gather_rows(*states, wanted)
                          : normed(be.gather_rows(x, wanted));  // [wanted, hidden_size]
    return linear(be, x, lm_head_);                             // [wanted, vocab_size]
}

// Rows of two matrices, side by side.
static Tensor side_by_side(Backend& be, const Tensor& a, const Tensor& b) {
    std::vector<int32_t> even(static_cast<size_t>(a.rows())), odd(even.size());
    for (size_t r = 0; r < even.size(); ++r) {
        even[r] = static_cast<int32_t>(2 * r);
        odd[r] = even[r] + 1;
    }
    Tensor both = be.allocate(DType::F32, Shape{2 * a.rows(), a.cols()});
    be.scatter_rows(both, a, be.upload_ids(even));
    be.scatter_rows(both, b, be.upload_ids(odd));
    return both.reshape({a.rows(), 2 * a.cols()});
}

// The first row of a text had no embedding beside it when this layer was trained.
static void clear_first_positions(Backend& be, const TokenBatch& batch, Tensor& x) {
    std::vector<int32_t> first;
    const auto axes = static_cast<size_t>(batch.position_axes);
    for (size_t r = 0; r < batch.ids.size(); ++r)
        if (std::all_of(&batch.positions[r * axes], &batch.positions[r * axes] + axes,
                        [](int32_t p) { return p == 0; }))
            first.push_back(static_cast<int32_t>(r));
    if (first.empty()) return;
    const std::vector<float> zeros(first.size() * static_cast<size_t>(x.cols()));
    be.scatter_rows(x, be.upload_floats(zeros, Shape{static_cast<int64_t>(first.size()), x.cols()}),
                    be.upload_ids(first));
}

Tensor TextModel::draft(Backend& be, const TokenBatch& batch, const Tensor& image_rows, const Tensor& states,
                        KvCache& cache, Tensor* next_states) const {
    assert(has_next_ && states.rows() == static_cast<int64_t>(batch.ids.size()));
    const double eps = config_.rms_norm_eps;
    const Rows rows = make_rows(be, batch);
    Tensor e = embed_tokens(be, embed_tokens_, batch, image_rows);
    clear_first_positions(be, batch, e);
    Tensor x = side_by_side(be, rms_norm(be, e, next_.enorm, eps), rms_norm(be, states, next_.hnorm, eps));
    x = block(be, next_.block, linear(be, x, next_.eh_proj), rows, cache, config_.num_hidden_layers, nullptr);
    if (next_states != nullptr) *next_states = x;
    if (batch.logits_rows.empty()) return {};
    x = be.gather_rows(x, be.upload_ids(batch.logits_rows));             // [wanted, hidden_size]
    return linear(be, rms_norm(be, x, next_.head_norm, eps), lm_head_);  // [wanted, vocab_size]
}

}  // namespace lectern::glm_ocr
