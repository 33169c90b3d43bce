#include "core/model/dots_ocr/vision.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/layers/rope.h"
#include "core/model/residual.h"
#include "core/model/vision_input.h"

namespace lectern::dots_ocr {

static constexpr double kRopeTheta = 10000;   // of patch positions; the text has its own
static constexpr double kMergerEps = 1e-6;    // fixed in the reference, whatever rms_norm_eps says

struct VisionTower::Input {
    Tensor pixels;  // [patches, patch_values]
    VisionRows rows;
    Spans spans;    // each picture for itself
};

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

VisionTower::VisionTower(const VisionConfig& config) : config_(config), blocks_(static_cast<size_t>(config.num_hidden_layers)) {}

void VisionTower::list_weights(WeightTable& table, bool channel_last) {
    const int64_t width = config_.embed_dim, hidden = config_.intermediate_size, side = config_.patch_size;
    const int64_t merged_width = width * config_.merged();
    const auto add = [&table](const std::string& name, std::vector<int64_t> shape, const std::string& field, WeightUse use,
                              std::vector<Tensor*> into) {
        table.push_back({"vision_tower." + name, std::move(shape), "vision." + field, use, std::move(into)});
    };
    const auto norm = [&](const std::string& name, const std::string& field, RmsNorm& n) {
        add(name + ".weight", {width}, field + ".weight", WeightUse::vector, {&n.weight});
    };
    const auto dense = [&](const std::string& name, int64_t out, int64_t in, const std::string& field, bool bias, Linear& l) {
        add(name + ".weight", {out, in}, field + ".weight", WeightUse::matmul, {&l.weight});
        if (bias) add(name + ".bias", {out}, field + ".bias", WeightUse::vector, {&l.bias});
    };

    const std::string patch = "patch_embed.patchifier.";
    if (channel_last)
        add(patch + "proj.weight", {width, side, side, config_.num_channels}, "patchifier_proj.weight",
            WeightUse::matmul_channel_last, {&patchifier_proj_.weight});
    else
        add(patch + "proj.weight", {width, config_.num_channels, side, side}, "patchifier_proj.weight", WeightUse::matmul,
            {&patchifier_proj_.weight});
    add(patch + "proj.bias", {width}, "patchifier_proj.bias", WeightUse::vector, {&patchifier_proj_.bias});
    norm(patch + "norm", "patchifier_norm", patchifier_norm_);

    for (size_t i = 0; i < blocks_.size(); ++i) {
        VisionBlock& b = blocks_[i];
        const std::string name = "blocks." + std::to_string(i) + ".", field = "blocks[" + std::to_string(i) + "].";
        norm(name + "norm1", field + "norm1", b.norm1);
        norm(name + "norm2", field + "norm2", b.norm2);
        add(name + "attn.qkv.weight", {3 * width, width}, field + "q|k|v.weight", WeightUse::matmul,
            {&b.q.weight, &b.k.weight, &b.v.weight});
        if (config_.use_bias)
            add(name + "attn.qkv.bias", {3 * width}, field + "q|k|v.bias", WeightUse::vector, {&b.q.bias, &b.k.bias, &b.v.bias});
        dense(name + "attn.proj", width, width, field + "proj", config_.use_bias, b.proj);
        dense(name + "mlp.fc1", hidden, width, field + "fc1", config_.use_bias, b.gate);
        dense(name + "mlp.fc3", hidden, width, field + "fc3", config_.use_bias, b.up);
        dense(name + "mlp.fc2", width, hidden, field + "fc2", config_.use_bias, b.down);
    }

    if (config_.post_norm) norm("post_trunk_norm", "post_trunk_norm", post_trunk_norm_);
    add("merger.ln_q.weight", {width}, "ln_q.weight", WeightUse::vector, {&ln_q_.weight});
    add("merger.ln_q.bias", {width}, "ln_q.bias", WeightUse::vector, {&ln_q_.bias});
    dense("merger.mlp.0", merged_width, merged_width, "merger_0", true, merger_0_);
    dense("merger.mlp.2", config_.hidden_size, merged_width, "merger_2", true, merger_2_);
}

VisionTower::Input VisionTower::pack(Backend& be, std::span<const ImagePatches* const> images) const {
    Input input;
    const std::vector<PatchPosition> positions = patch_positions(images, config_.spatial_merge_size);
    std::vector<int32_t> index(positions.size());
    std::iota(index.begin(), index.end(), 0);
    input.pixels = upload_patches(be, images);
    assert(input.pixels.cols() == config_.patch_values());
    const int64_t d = config_.head_dim(), heads = config_.num_attention_heads;
    input.rows = {.rope = rope_table_2d(be, positions, d, kRopeTheta), .positions = be.upload_ids(index),
                  .shape = {heads, heads, d, static_cast<float>(1 / std::sqrt(static_cast<double>(d)))}, .eps = config_.rms_norm_eps};
    input.spans = picture_spans(images);
    return input;
}

// Four neighbouring patches become one row of the text's width.
Tensor VisionTower::merge(Backend& be, const Tensor& x) const {
    Tensor y = layer_norm(be, x, ln_q_, kMergerEps);                                         // [patches, embed_dim]
    y = y.reshape({x.rows() / config_.merged(), config_.embed_dim * config_.merged()});
    return linear(be, be.gelu(linear(be, y, merger_0_)), merger_2_);                         // [patches / merged, hidden_size]
}

Tensor VisionTower::run(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const {
    const double eps = config_.rms_norm_eps;
    Input input = pack(be, images);
    Tensor x = rms_norm(be, linear(be, input.pixels, patchifier_proj_), patchifier_norm_, eps);
    input.pixels = {};
    emit(trace, "vision.patch_embed", x);
    for (size_t i = 0; i < blocks_.size(); ++i) {
        const std::string name = "vision.blocks." + std::to_string(i);
        x = vision_block(be, blocks_[i], std::move(x), input.rows, input.spans, trace, name);
        emit(trace, name, x);
    }
    if (config_.post_norm && trace != nullptr) emit(trace, "vision.post_norm", rms_norm(be, x, post_trunk_norm_, eps));
    x = in_pieces(be, x, config_.merged(), config_.hidden_size, input.rows.rows_together, [&](const Tensor& piece) {
        return merge(be, config_.post_norm ? rms_norm(be, piece, post_trunk_norm_, eps) : piece);
    });
    emit(trace, "vision.merger", x);
    return x;
}

// Narrow towers are held up by memory when many pictures go through at once (256 wide, 116 patches each: 42 µs a patch
// with 7,424 together, 28 µs with 464), wide ones want many rows for each pass over the weights.
int64_t VisionTower::group_patches() const {
    constexpr int64_t kNarrow = 512;
    return kNarrow * std::max<int64_t>(1, config_.embed_dim / kNarrow * config_.embed_dim / kNarrow);
}

Tensor VisionTower::forward(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const {
    if (trace != nullptr) return run(be, images, trace);
    return run_in_groups(be, images, group_patches(), config_.merged(), config_.hidden_size,
                         [&](std::span<const ImagePatches* const> group) { return run(be, group, nullptr); });
}

std::vector<VisionAttention> VisionTower::attention_map(std::span<const ImagePatches* const> images) const {
    VisionAttention full{.name = "picture"};
    for (size_t i = 0; i < blocks_.size(); ++i) full.blocks.push_back(static_cast<int64_t>(i));
    full.spans = picture_spans(images);
    full.rows = patch_places(images, config_.spatial_merge_size);
    return {full};
}

}  // namespace lectern::dots_ocr
