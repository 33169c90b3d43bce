#include "core/model/qwen2_5_vl/vision.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/model/qwen2_5_vl/windows.h"
#include "core/model/residual.h"
#include "core/model/vision_input.h"

namespace lectern::qwen2_5_vl {

static constexpr double kEps = 1e-6;  // of all norms of the tower; fixed in the reference, whatever rms_norm_eps says

struct VisionTower::Input {
    Tensor pixels;     // [patches, patch_values], as they were cut
    VisionRows rows;  // window order
    WindowOrder order;
    Spans pictures;    // each frame for itself; windows never reach beyond one, so these hold in window order too
};

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

VisionTower::VisionTower(const VisionConfig& config) : config_(config), blocks_(static_cast<size_t>(config.depth)) {}

void VisionTower::list_block(WeightTable& table, const Checkpoint& checkpoint, size_t number) {
    VisionBlock& b = blocks_[number];
    const int64_t width = config_.hidden_size, hidden = config_.intermediate_size;
    const std::string block = "visual.blocks." + std::to_string(number) + ".", fields = "vision.blocks[" + std::to_string(number) + "].";
    const auto norm = [&](const char* leaf, RmsNorm& n) {
        table.push_back({block + leaf + ".weight", {width}, fields + leaf + ".weight", WeightUse::vector, {&n.weight}});
    };
    // A weight and its bias for one target, or for several that lie in it one after the other.
    const auto dense = [&](const std::string& name, const std::string& field, int64_t out, int64_t in, const std::vector<Linear*>& into) {
        const int64_t rows = out * static_cast<int64_t>(into.size());
        std::vector<Tensor*> weights, biases;
        for (Linear* l : into) weights.push_back(&l->weight), biases.push_back(&l->bias);
        table.push_back({block + name + ".weight", {rows, in}, fields + field + ".weight", WeightUse::matmul, weights});
        table.push_back({block + name + ".bias", {rows}, fields + field + ".bias", WeightUse::vector, biases});
    };
    const auto has = [&](const char* name) { return checkpoint.find(block + name + ".weight") != nullptr; };

    norm("norm1", b.norm1);
    norm("norm2", b.norm2);
    if (has("attn.q") || has("attn.q_proj")) {
        const std::string end = has("attn.q") ? "" : "_proj";
        dense("attn.q" + end, "q", width, width, {&b.q});
        dense("attn.k" + end, "k", width, width, {&b.k});
        dense("attn.v" + end, "v", width, width, {&b.v});
    } else {
        dense("attn.qkv", "q|k|v", width, width, {&b.q, &b.k, &b.v});
    }
    dense("attn.proj", "proj", width, width, {&b.proj});
    if (has("mlp.gate_up_proj")) {
        dense("mlp.gate_up_proj", "gate_proj|up_proj", hidden, width, {&b.gate, &b.up});
    } else {
        dense("mlp.gate_proj", "gate_proj", hidden, width, {&b.gate});
        dense("mlp.up_proj", "up_proj", hidden, width, {&b.up});
    }
    dense("mlp.down_proj", "down_proj", width, hidden, {&b.down});
}

void VisionTower::list_weights(WeightTable& table, const Checkpoint& checkpoint) {
    const int64_t width = config_.hidden_size, merged_width = width * config_.merged();
    const int64_t channels = config_.in_channels, frames = config_.temporal_patch_size, side = config_.patch_size;
    const std::string kernel = "visual.patch_embed.proj.weight";
    const Checkpoint::Entry* found = checkpoint.find(kernel);
    const bool channel_last = found != nullptr && found->shape.size() == 5 && found->shape[4] == channels && found->shape[1] != channels;
    const std::vector<int64_t> shape = channel_last ? std::vector{width, frames, side, side, channels}
                                                    : std::vector{width, channels, frames, side, side};
    table.push_back({kernel, shape, "vision.patch_embed.weight", channel_last ? WeightUse::matmul_channel_last : WeightUse::matmul,
                     {&patch_embed_.weight}});
    for (size_t i = 0; i < blocks_.size(); ++i) list_block(table, checkpoint, i);
    const auto dense = [&](const std::string& name, const std::string& field, int64_t out, Linear& l) {
        table.push_back({name + ".weight", {out, merged_width}, field + ".weight", WeightUse::matmul, {&l.weight}});
        table.push_back({name + ".bias", {out}, field + ".bias", WeightUse::vector, {&l.bias}});
    };
    table.push_back({"visual.merger.ln_q.weight", {width}, "vision.ln_q.weight", WeightUse::vector, {&ln_q_.weight}});
    dense("visual.merger.mlp.0", "vision.merger_0", merged_width, merger_0_);
    dense("visual.merger.mlp.2", "vision.merger_2", config_.out_hidden_size, merger_2_);
}

VisionTower::Input VisionTower::pack(Backend& be, std::span<const ImagePatches* const> images) const {
    Input input;
    input.order = window_order(images, config_);
    const std::vector<PatchPosition> raster = patch_positions(images, config_.spatial_merge_size);
    std::vector<PatchPosition> positions;
    positions.reserve(raster.size());
    for (const int32_t patch : input.order.patches) positions.push_back(raster[static_cast<size_t>(patch)]);
    std::vector<int32_t> index(positions.size());
    std::iota(index.begin(), index.end(), 0);
    input.pixels = upload_patches(be, images);
    assert(input.pixels.cols() == config_.patch_values());
    const int64_t d = config_.head_dim(), heads = config_.num_heads;
    input.rows = {.rope = rope_table_2d(be, positions, d, config_.rope_theta), .positions = be.upload_ids(index),
                  .shape = {heads, heads, d, static_cast<float>(1 / std::sqrt(static_cast<double>(d)))}, .eps = kEps};
    input.pictures = picture_spans(images);
    return input;
}

// The patches of a unit become one row of the text's width.
Tensor VisionTower::merge(Backend& be, const Tensor& x) const {
    const Tensor y = rms_norm(be, x, ln_q_, kEps).reshape({x.rows() / config_.merged(), config_.hidden_size * config_.merged()});
    return linear(be, be.gelu(linear(be, y, merger_0_)), merger_2_);  // [units, out_hidden_size]
}

Tensor VisionTower::run(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const {
    Input input = pack(be, images);
    Tensor x = linear(be, input.pixels, patch_embed_);  // [patches, hidden_size]
    input.pixels = {};
    emit(trace, "vision.patch_embed", x);
    x = be.gather_rows(x, be.upload_ids(input.order.patches));  // window order from here on
    for (size_t i = 0; i < blocks_.size(); ++i) {
        const Spans& spans = config_.full_attention(i) ? input.pictures : input.order.windows;
        const std::string name = "vision.blocks." + std::to_string(i);
        x = vision_block(be, blocks_[i], std::move(x), input.rows, spans, trace, name);
        emit(trace, name, x);
    }
    x = in_pieces(be, x, config_.merged(), config_.out_hidden_size, input.rows.rows_together,
                  [&](const Tensor& piece) { return merge(be, piece); });
    x = be.gather_rows(x, be.upload_ids(input.order.raster));  // raster order again
    emit(trace, "vision.merger", x);
    return x;
}

// As in dots.ocr's tower: narrow ones are held up by memory when many pictures go through at once, wide ones want many
// rows for each pass over the weights.
int64_t VisionTower::group_patches() const {
    constexpr int64_t kNarrow = 512;
    return kNarrow * std::max<int64_t>(1, config_.hidden_size / kNarrow * config_.hidden_size / kNarrow);
}

Tensor VisionTower::forward(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const {
    if (trace != nullptr) return run(be, images, trace);
    return run_in_groups(be, images, group_patches(), config_.merged(), config_.out_hidden_size,
                         [&](std::span<const ImagePatches* const> group) { return run(be, group, nullptr); });
}

std::vector<VisionAttention> VisionTower::attention_map(std::span<const ImagePatches* const> images) const {
    const WindowOrder order = window_order(images, config_);
    const std::vector<PatchPlace> raster = patch_places(images, config_.spatial_merge_size);
    std::vector<PatchPlace> rows;
    for (const int32_t patch : order.patches) rows.push_back(raster[static_cast<size_t>(patch)]);
    VisionAttention window{.name = "window", .blocks = {}, .spans = order.windows, .rows = rows};
    VisionAttention full{.name = "picture", .blocks = {}, .spans = picture_spans(images), .rows = rows};
    for (size_t i = 0; i < blocks_.size(); ++i)
        (config_.full_attention(i) ? full : window).blocks.push_back(static_cast<int64_t>(i));
    return {window, full};
}

}  // namespace lectern::qwen2_5_vl
