#include "core/model/glm_ocr/vision.h"

#include <cassert>
#include <cmath>
#include <numeric>

#include "core/layers/mlp.h"
#include "core/layers/rope.h"
#include "core/model/residual.h"
#include "core/model/vision_input.h"

namespace lectern::glm_ocr {

static constexpr double kMergerEps = 1e-5;  // the LayerNorm's own, whatever config.json says

struct VisionTower::Input {
    Tensor pixels;     // F32 [patches, patch_values]
    Tensor rope;       // F32 [patches, head_dim]
    Tensor positions;  // I32 [patches], 0, 1, 2, …
    Spans spans;       // each frame by itself
};

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

VisionTower::VisionTower(const VisionConfig& config) : config_(config), blocks_(static_cast<size_t>(config.depth)) {}

void VisionTower::list_weights(WeightTable& table, int64_t merger_size) {
    const int64_t width = config_.hidden_size, hidden = config_.intermediate_size, out = config_.out_hidden_size;
    const int64_t side = config_.patch_size, merge = config_.spatial_merge_size;
    const auto add = [&table](const std::string& name, std::vector<int64_t> shape, const std::string& field,
                              WeightUse use, std::vector<Tensor*> into) {
        table.push_back({"model.visual." + name, std::move(shape), "vision." + field, use, std::move(into)});
    };
    const auto norm = [&](const std::string& name, const std::string& field, int64_t size, RmsNorm& n) {
        add(name + ".weight", {size}, field + ".weight", WeightUse::vector, {&n.weight});
    };
    const auto dense = [&](const std::string& name, int64_t rows, int64_t columns, const std::string& field, bool bias,
                           Linear& l) {
        add(name + ".weight", {rows, columns}, field + ".weight", WeightUse::matmul, {&l.weight});
        if (bias) add(name + ".bias", {rows}, field + ".bias", WeightUse::vector, {&l.bias});
    };

    add("patch_embed.proj.weight", {width, config_.in_channels, config_.temporal_patch_size, side, side},
        "patch_embed.weight", WeightUse::matmul, {&patch_embed_.weight});
    add("patch_embed.proj.bias", {width}, "patch_embed.bias", WeightUse::vector, {&patch_embed_.bias});
    for (size_t i = 0; i < blocks_.size(); ++i) {
        VisionBlock& b = blocks_[i];
        const bool bias = config_.attention_bias;
        const std::string name = "blocks." + std::to_string(i) + ".", field = "blocks[" + std::to_string(i) + "].";
        norm(name + "norm1", field + "norm1", width, b.norm1);
        norm(name + "norm2", field + "norm2", width, b.norm2);
        add(name + "attn.qkv.weight", {3 * width, width}, field + "q|k|v.weight", WeightUse::matmul,
            {&b.q.weight, &b.k.weight, &b.v.weight});
        if (bias)
            add(name + "attn.qkv.bias", {3 * width}, field + "q|k|v.bias", WeightUse::vector,
                {&b.q.bias, &b.k.bias, &b.v.bias});
        norm(name + "attn.q_norm", field + "q_norm", config_.head_dim(), b.q_norm);
        norm(name + "attn.k_norm", field + "k_norm", config_.head_dim(), b.k_norm);
        dense(name + "attn.proj", width, width, field + "proj", bias, b.proj);
        dense(name + "mlp.gate_proj", hidden, width, field + "gate_proj", bias, b.gate_proj);
        dense(name + "mlp.up_proj", hidden, width, field + "up_proj", bias, b.up_proj);
        dense(name + "mlp.down_proj", width, hidden, field + "down_proj", bias, b.down_proj);
    }
    norm("post_layernorm", "post_layernorm", width, post_layernorm_);
    add("downsample.weight", {out, width, merge, merge}, "downsample.weight", WeightUse::matmul_rows_last,
        {&downsample_.weight});
    add("downsample.bias", {out}, "downsample.bias", WeightUse::vector, {&downsample_.bias});
    dense("merger.proj", out, out, "merger_proj", false, merger_proj_);
    add("merger.post_projection_norm.weight", {out}, "post_projection_norm.weight", WeightUse::vector,
        {&post_projection_norm_.weight});
    add("merger.post_projection_norm.bias", {out}, "post_projection_norm.bias", WeightUse::vector,
        {&post_projection_norm_.bias});
    dense("merger.gate_proj", merger_size, out, "merger_gate_proj", false, merger_gate_proj_);
    dense("merger.up_proj", merger_size, out, "merger_up_proj", false, merger_up_proj_);
    dense("merger.down_proj", out, merger_size, "merger_down_proj", false, merger_down_proj_);
}

VisionTower::Input VisionTower::pack(Backend& be, std::span<const ImagePatches* const> images) const {
    Input input;
    const std::vector<PatchPosition> positions = patch_positions(images, config_.spatial_merge_size);
    input.spans = picture_spans(images);
    std::vector<int32_t> index(positions.size());
    std::iota(index.begin(), index.end(), 0);
    input.pixels = upload_patches(be, images);
    assert(input.pixels.cols() == config_.patch_values());
    input.rope = rope_table_2d(be, positions, config_.head_dim(), config_.rope_theta);
    input.positions = be.upload_ids(index);
    return input;
}

// Queries and keys are normalised head by head before they are turned.
Tensor VisionTower::attention(Backend& be, const VisionBlock& b, const Tensor& x, const Input& input) const {
    const int64_t d = config_.head_dim(), heads = config_.num_heads, patches = x.rows();
    const auto turned = [&](const Linear& l, const RmsNorm& norm) {
        const Tensor each_head = linear(be, x, l).reshape({patches * heads, d});
        const Tensor normed = rms_norm(be, each_head, norm, config_.rms_norm_eps).reshape({patches, heads * d});
        return be.rope(normed, input.rope, input.positions, d);
    };
    const Tensor q = turned(b.q, b.q_norm);  // [patches, hidden_size]
    const Tensor k = turned(b.k, b.k_norm);  // [patches, hidden_size]
    const Tensor v = linear(be, x, b.v);     // [patches, hidden_size]
    const AttentionShape shape{heads, heads, d, static_cast<float>(1 / std::sqrt(static_cast<double>(d)))};
    return be.attention(q, k, v, input.spans, shape);
}

Tensor VisionTower::merge(Backend& be, const Tensor& x) const {
    const Tensor u = be.gelu(layer_norm(be, linear(be, x, merger_proj_), post_projection_norm_, kMergerEps));
    return gated_mlp(be, u, merger_gate_proj_, merger_up_proj_, merger_down_proj_);  // [tokens, out_hidden_size]
}

Tensor VisionTower::forward(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const {
    const double eps = config_.rms_norm_eps;
    Input input = pack(be, images);
    Tensor x = linear(be, input.pixels, patch_embed_);  // [patches, hidden_size]
    input.pixels = {};
    emit(trace, "vision.patch_embed", x);
    for (size_t i = 0; i < blocks_.size(); ++i) {
        const VisionBlock& b = blocks_[i];
        const std::string name = "vision.blocks." + std::to_string(i);
        const Tensor seen = attention(be, b, rms_norm(be, x, b.norm1, eps), input);
        x = add_linear(be, x, seen, b.proj, trace, name + ".attn");
        const Tensor normed = rms_norm(be, x, b.norm2, eps);
        x = add_gated_mlp(be, x, normed, b.gate_proj, b.up_proj, b.down_proj, trace, name + ".mlp");
        emit(trace, name, x);
    }
    x = rms_norm(be, x, post_layernorm_, eps);
    emit(trace, "vision.post_norm", x);
    // The rows of a 2 × 2 cell follow each other: the convolution is a product with all of them as one row.
    x = linear(be, x.reshape({x.rows() / config_.merged(), config_.merged() * config_.hidden_size}), downsample_);
    emit(trace, "vision.downsample", x);  // [patches / merged, out_hidden_size]
    x = merge(be, x);
    emit(trace, "vision.merger", x);
    return x;
}

std::vector<VisionAttention> VisionTower::attention_map(std::span<const ImagePatches* const> images) const {
    VisionAttention full{.name = "picture"};
    for (size_t i = 0; i < blocks_.size(); ++i) full.blocks.push_back(static_cast<int64_t>(i));
    full.spans = picture_spans(images);
    full.rows = patch_places(images, config_.spatial_merge_size);
    return {full};
}

}  // namespace lectern::glm_ocr
