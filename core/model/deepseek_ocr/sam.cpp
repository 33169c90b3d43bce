#include "core/model/deepseek_ocr/sam.h"

#include <algorithm>
#include <cmath>

#include "core/compute/convert.h"
#include "core/layers/resample.h"

namespace lectern::deepseek_ocr {

static constexpr double kEps = 1e-6;
static constexpr ConvWindow kSame{.side = 3, .stride = 1}, kHalf{.side = 3, .stride = 2};

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

// Views of one size, all in one pass.
struct SamEncoder::Geometry {
    int64_t grid = 0;
    Tensor padded;  // [rows of all windows, width]; where no patch is it stays 0
    Tensor places;  // I32 [patches]: each patch's row in `padded`
    Spans windows, whole;
};

SamEncoder::SamEncoder(const SamConfig& config) : config_(config), blocks_(static_cast<size_t>(config.layers)) {}

void SamEncoder::list_weights(WeightTable& table) {
    const SamConfig& c = config_;
    const std::string sam = "model.sam_model.";
    const auto add = [&](const std::string& name, std::vector<int64_t> shape, const std::string& field, WeightUse use,
                         std::vector<Tensor*> into) {
        table.push_back({sam + name, std::move(shape), "vision.sam." + field, use, std::move(into)});
    };
    const auto norm = [&](const std::string& name, const std::string& field, int64_t width, LayerNorm& n) {
        add(name + ".weight", {width}, field + ".weight", WeightUse::vector, {&n.weight});
        add(name + ".bias", {width}, field + ".bias", WeightUse::vector, {&n.bias});
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
    const auto conv = [&](const std::string& name, const std::string& field, int64_t out, int64_t in, int64_t side,
                          Linear& l) {
        table.push_back({.name = sam + name + ".weight",
                         .shape = {out, in, side, side},
                         .field = "vision.sam." + field + ".weight",
                         .use = WeightUse::matmul_rows_last,
                         .into = {&l.weight}});
    };

    add("patch_embed.proj.weight", {c.width, 3, c.patch_size, c.patch_size}, "patch_embed.weight", WeightUse::matmul,
        {&patch_embed_.weight});
    add("patch_embed.proj.bias", {c.width}, "patch_embed.bias", WeightUse::vector, {&patch_embed_.bias});
    add("pos_embed", {1, c.grid, c.grid, c.width}, "pos_embed", WeightUse::vector, {&pos_embed_});
    for (size_t i = 0; i < blocks_.size(); ++i) {
        SamBlock& b = blocks_[i];
        const std::string name = "blocks." + std::to_string(i) + ".", field = "blocks[" + std::to_string(i) + "].";
        const int64_t entries = 2 * c.table(static_cast<int64_t>(i)) - 1;
        norm(name + "norm1", field + "norm1", c.width, b.norm1);
        norm(name + "norm2", field + "norm2", c.width, b.norm2);
        dense(name + "attn.qkv", field + "q|k|v", 3 * c.width, c.width, {&b.q, &b.k, &b.v});
        dense(name + "attn.proj", field + "proj", c.width, c.width, {&b.proj});
        add(name + "attn.rel_pos_h", {entries, c.head_dim()}, field + "rel_pos_h", WeightUse::vector, {&b.rel_pos_h});
        add(name + "attn.rel_pos_w", {entries, c.head_dim()}, field + "rel_pos_w", WeightUse::vector, {&b.rel_pos_w});
        dense(name + "mlp.lin1", field + "lin1", c.mlp_dim, c.width, {&b.lin1});
        dense(name + "mlp.lin2", field + "lin2", c.width, c.mlp_dim, {&b.lin2});
    }
    conv("neck.0", "neck_0", c.neck, c.width, 1, neck_0_);
    norm("neck.1", "neck_1", c.neck, neck_1_);
    conv("neck.2", "neck_2", c.neck, c.neck, 3, neck_2_);
    norm("neck.3", "neck_3", c.neck, neck_3_);
    conv("net_2", "net_2", c.net_2, c.neck, 3, net_2_);
    conv("net_3", "net_3", c.net_3, c.net_2, 3, net_3_);
}

// The tables that depend on no picture; those that do are kept on the host.
void SamEncoder::make_tables(Backend& be) {
    const auto take = [&be](Tensor& from) {
        std::vector<float> values = be.read_floats(from);
        from = {};
        return values;
    };
    bf16_tables_ = be.compute() == Compute::bf16 && patch_embed_.weight.dtype == DType::BF16;
    positions_ = take(pos_embed_);
    for (size_t i = 0; i < blocks_.size(); ++i) {
        SamBlock& b = blocks_[i];
        b.rows = take(b.rel_pos_h);
        b.columns = take(b.rel_pos_w);
        if (config_.is_global(static_cast<int64_t>(i))) continue;
        b.row_table = pack_table(be, b.rows, config_.window);
        b.column_table = pack_table(be, b.columns, config_.window);
        b.rows.clear();
        b.columns.clear();
    }
}

// Brought to 2·side − 1 entries and turned round: attention's bias counts from key to query, the table the other way.
Linear SamEncoder::pack_table(Backend& be, const std::vector<float>& table, int64_t side) const {
    const int64_t d = config_.head_dim(), found = static_cast<int64_t>(table.size()) / d, entries = 2 * side - 1;
    const std::vector<float> resized = found == entries ? table : resample_linear(table, found, entries, d);
    std::vector<float> turned(resized.size());
    for (int64_t i = 0; i < entries; ++i)
        std::copy_n(resized.begin() + (entries - 1 - i) * d, d, turned.begin() + i * d);
    const Shape shape{entries, d};
    if (!bf16_tables_)
        return {be.pack_weight({DType::F32, shape, reinterpret_cast<const std::byte*>(turned.data())}), {}};
    std::vector<uint16_t> half(turned.size());
    std::transform(turned.begin(), turned.end(), half.begin(), f32_to_bf16);
    return {be.pack_weight({DType::BF16, shape, reinterpret_cast<const std::byte*>(half.data())}), {}};
}

SamEncoder::Tables SamEncoder::tables(Backend& be, const SamBlock& b, int64_t block, int64_t grid) const {
    if (!config_.is_global(block)) return {b.row_table, b.column_table, config_.window};
    return {pack_table(be, b.rows, grid), pack_table(be, b.columns, grid), grid};
}

static Spans equal_spans(int64_t count, int64_t rows) {
    Spans spans;
    for (int64_t i = 0; i < count; ++i) {
        const auto first = static_cast<int32_t>(i * rows), n = static_cast<int32_t>(rows);
        spans.spans.push_back({.first_row = first, .rows = n, .first_key = first, .keys = n});
    }
    return spans;
}

// Windows reach beyond the grid at the right and below; what lies there takes part in attention as zeros did before the
// products, that is, as their biases.
SamEncoder::Geometry SamEncoder::make_geometry(Backend& be, int64_t views, int64_t grid) const {
    const int64_t w = config_.window, across = (grid + w - 1) / w, per_view = across * across * w * w;
    Geometry g;
    g.grid = grid;
    std::vector<int32_t> places;
    places.reserve(static_cast<size_t>(views * grid * grid));
    for (int64_t view = 0; view < views; ++view)
        for (int64_t y = 0; y < grid; ++y)
            for (int64_t x = 0; x < grid; ++x)
                places.push_back(
                    static_cast<int32_t>(view * per_view + (y / w * across + x / w) * w * w + y % w * w + x % w));
    g.places = be.upload_ids(places);
    const std::vector<float> zeros(static_cast<size_t>(views * per_view * config_.width));
    g.padded = be.upload_floats(zeros, Shape{views * per_view, config_.width});
    g.windows = equal_spans(views * across * across, w * w);
    g.whole = equal_spans(views, grid * grid);
    return g;
}

Tensor SamEncoder::embed(Backend& be, std::span<const ImageView* const> views) const {
    const int64_t grid = views[0]->grid, rows = static_cast<int64_t>(views.size()) * grid * grid;
    std::vector<float> pixels, positions;
    const std::vector<float> table = resample_bicubic(positions_, config_.grid, grid, config_.width);
    for (const ImageView* view : views) {
        pixels.insert(pixels.end(), view->values.begin(), view->values.end());
        positions.insert(positions.end(), table.begin(), table.end());
    }
    const Tensor x = linear(be, be.upload_floats(pixels, Shape{rows, config_.patch_values()}), patch_embed_);
    return be.add(x, be.upload_floats(positions, Shape{rows, config_.width}));
}

// Scores get q·R[row of the query − row of the key], and likewise of columns, from the unscaled queries.
Tensor SamEncoder::attention(Backend& be, const SamBlock& b, const Tensor& x, const Tables& tables,
                             const Spans& spans) const {
    const int64_t d = config_.head_dim(), heads = config_.heads;
    const Tensor q = linear(be, x, b.q), k = linear(be, x, b.k), v = linear(be, x, b.v);  // [rows, width]
    const Tensor by_head = q.reshape(Shape{q.rows() * heads, d});
    const AttentionBias bias{linear(be, by_head, tables.rows), linear(be, by_head, tables.columns), tables.side,
                             tables.side};
    const AttentionShape shape{heads, heads, d, static_cast<float>(1 / std::sqrt(static_cast<double>(d)))};
    return be.attention(q, k, v, spans, shape, &bias);
}

Tensor SamEncoder::block(Backend& be, size_t index, const Tensor& x, Geometry& g) const {
    const SamBlock& b = blocks_[index];
    const Tables t = tables(be, b, static_cast<int64_t>(index), g.grid);
    Tensor h = layer_norm(be, x, b.norm1, kEps);
    if (config_.is_global(static_cast<int64_t>(index))) {
        h = attention(be, b, h, t, g.whole);
    } else {
        be.scatter_rows(g.padded, h, g.places);
        h = be.gather_rows(attention(be, b, g.padded, t, g.windows), g.places);
    }
    h = be.add(x, linear(be, h, b.proj));
    return be.add(h, linear(be, be.gelu(linear(be, layer_norm(be, h, b.norm2, kEps), b.lin1)), b.lin2));
}

Tensor SamEncoder::forward(Backend& be, std::span<const ImageView* const> views, const std::string& trace_name,
                           const TraceSink* trace) const {
    const auto count = static_cast<int64_t>(views.size());
    Geometry geometry = make_geometry(be, count, views[0]->grid);
    Tensor x = embed(be, views);
    emit(trace, trace_name + ".patch_embed", x);
    for (size_t i = 0; i < blocks_.size(); ++i) {
        x = block(be, i, x, geometry);
        emit(trace, trace_name + ".blocks." + std::to_string(i), x);
    }
    Grid grid{count, geometry.grid, geometry.grid};
    geometry = {};
    x = layer_norm(be, linear(be, x, neck_0_), neck_1_, kEps);  // [patches, neck]
    x = layer_norm(be, convolution(be, x, grid, kSame, neck_2_), neck_3_, kEps);
    emit(trace, trace_name + ".neck", x);
    x = convolution(be, x, grid, kHalf, net_2_);  // [patches / 4, net_2]
    emit(trace, trace_name + ".net_2", x);
    x = convolution(be, x, kHalf.out(grid), kHalf, net_3_);  // [patches / 16, net_3]
    emit(trace, trace_name + ".net_3", x);
    return x;
}

}  // namespace lectern::deepseek_ocr
