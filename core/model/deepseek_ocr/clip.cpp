#include "core/model/deepseek_ocr/clip.h"

#include <cmath>

#include "core/layers/resample.h"

namespace lectern::deepseek_ocr {

static constexpr double kEps = 1e-5;

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

ClipTower::ClipTower(const ClipConfig& config) : config_(config), layers_(static_cast<size_t>(config.layers)) {}

void ClipTower::list_weights(WeightTable& table) {
    const ClipConfig& c = config_;
    const auto add = [&](const std::string& name, std::vector<int64_t> shape, const std::string& field, WeightUse use,
                         std::vector<Tensor*> into) {
        table.push_back({"model.vision_model." + name, std::move(shape), "vision.clip." + field, use, std::move(into)});
    };
    const auto norm = [&](const std::string& name, const std::string& field, LayerNorm& n) {
        add(name + ".weight", {c.width}, field + ".weight", WeightUse::vector, {&n.weight});
        add(name + ".bias", {c.width}, field + ".bias", WeightUse::vector, {&n.bias});
    };
    const auto dense = [&](const std::string& name, const std::string& field, int64_t out, int64_t in,
                           std::vector<Linear*> l) {
        std::vector<Tensor*> weights, biases;
        for (Linear* part : l) {
            weights.push_back(&part->weight);
            biases.push_back(&part->bias);
        }
        add(name + ".weight", {out, in}, field + ".weight", WeightUse::matmul, weights);
        add(name + ".bias", {out}, field + ".bias", WeightUse::vector, biases);
    };

    add("embeddings.class_embedding", {c.width}, "class_embedding", WeightUse::vector, {&class_embedding_});
    add("embeddings.position_embedding.weight", {c.side * c.side + 1, c.width}, "position_embedding", WeightUse::vector,
        {&position_embedding_});
    norm("pre_layrnorm", "pre_layrnorm", pre_layrnorm_);
    for (size_t i = 0; i < layers_.size(); ++i) {
        ClipBlock& b = layers_[i];
        const std::string name = "transformer.layers." + std::to_string(i) + ".",
                          field = "layers[" + std::to_string(i) + "].";
        norm(name + "layer_norm1", field + "layer_norm1", b.layer_norm1);
        norm(name + "layer_norm2", field + "layer_norm2", b.layer_norm2);
        dense(name + "self_attn.qkv_proj", field + "q|k|v", 3 * c.width, c.width, {&b.q, &b.k, &b.v});
        dense(name + "self_attn.out_proj", field + "out_proj", c.width, c.width, {&b.out_proj});
        dense(name + "mlp.fc1", field + "fc1", c.mlp_dim, c.width, {&b.fc1});
        dense(name + "mlp.fc2", field + "fc2", c.width, c.mlp_dim, {&b.fc2});
    }
}

void ClipTower::make_tables(Backend& be) {
    positions_ = be.read_floats(position_embedding_);
    position_embedding_ = {};
}

// [class; features] + positions, view by view. The class keeps its row of the table, the others are resampled.
Tensor ClipTower::embed(Backend& be, const Tensor& features, int64_t views, int64_t side) const {
    const int64_t width = config_.width, rows = side * side + 1;
    const std::span<const float> all(positions_);
    const std::vector<float> grid =
        resample_bicubic(all.subspan(static_cast<size_t>(width)), config_.side, side, width);
    std::vector<float> positions;
    std::vector<int32_t> classes, places;
    for (int64_t view = 0; view < views; ++view) {
        positions.insert(positions.end(), all.begin(), all.begin() + width);
        positions.insert(positions.end(), grid.begin(), grid.end());
        classes.push_back(static_cast<int32_t>(view * rows));
        for (int64_t i = 1; i < rows; ++i) places.push_back(static_cast<int32_t>(view * rows + i));
    }
    const std::vector<int32_t> first(static_cast<size_t>(views), 0);
    Tensor z = be.allocate(DType::F32, Shape{views * rows, width});
    be.scatter_rows(z, be.gather_rows(class_embedding_.reshape(Shape{1, width}), be.upload_ids(first)),
                    be.upload_ids(classes));
    be.scatter_rows(z, features, be.upload_ids(places));
    return be.add(z, be.upload_floats(positions, Shape{views * rows, width}));
}

Tensor ClipTower::attention(Backend& be, const ClipBlock& b, const Tensor& x, const Spans& spans) const {
    const int64_t d = config_.head_dim(), heads = config_.heads;
    const AttentionShape shape{heads, heads, d, static_cast<float>(1 / std::sqrt(static_cast<double>(d)))};
    return linear(be, be.attention(linear(be, x, b.q), linear(be, x, b.k), linear(be, x, b.v), spans, shape),
                  b.out_proj);
}

Tensor ClipTower::forward(Backend& be, const Tensor& features, int64_t views, int64_t side,
                          const std::string& trace_name, const TraceSink* trace) const {
    const int64_t rows = side * side + 1;
    Spans spans;
    std::vector<int32_t> kept;
    for (int64_t view = 0; view < views; ++view) {
        const auto first = static_cast<int32_t>(view * rows), count = static_cast<int32_t>(rows);
        spans.spans.push_back({.first_row = first, .rows = count, .first_key = first, .keys = count});
        for (int32_t i = 1; i < count; ++i) kept.push_back(first + i);
    }
    Tensor z = layer_norm(be, embed(be, features, views, side), pre_layrnorm_, kEps);  // [views · (side² + 1), width]
    for (size_t i = 0; i < layers_.size(); ++i) {
        const ClipBlock& b = layers_[i];
        z = be.add(z, attention(be, b, layer_norm(be, z, b.layer_norm1, kEps), spans));
        z = be.add(z, linear(be, be.quick_gelu(linear(be, layer_norm(be, z, b.layer_norm2, kEps), b.fc1)), b.fc2));
        emit(trace, trace_name + ".blocks." + std::to_string(i), z);
    }
    return be.gather_rows(z, be.upload_ids(kept));
}

}  // namespace lectern::deepseek_ocr
