#include "core/model/deepseek_ocr/vision.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "core/layers/convolution.h"
#include "core/model/deepseek_ocr/views.h"

namespace lectern::deepseek_ocr {

static void emit(const TraceSink* trace, const std::string& name, const Tensor& x) {
    if (trace != nullptr) (*trace)(name, x);
}

VisionModel::VisionModel(const Config& config)
    : config_(config), sam_(config.sam), projector_(static_cast<size_t>(config.projector.depth)) {
    if (config.version == Version::one)
        clip_.emplace(config.clip);
    else
        encoder_.emplace(config.encoder);
}

void VisionModel::list_weights(WeightTable& table) {
    sam_.list_weights(table);
    if (clip_) clip_->list_weights(table);
    if (encoder_) encoder_->list_weights(table);
    const ProjectorConfig& p = config_.projector;
    const int64_t hidden = config_.text.hidden_size;
    if (p.downsamples()) {
        const int64_t taps = p.downsample_ratio * p.downsample_ratio;
        for (size_t i = 0; i < projector_.size(); ++i) {
            const std::string name = "model.projector.layers." + std::to_string(2 * i),
                              field = "vision.projector[" + std::to_string(i) + "]";
            const int64_t out = i + 1 == projector_.size() ? hidden : p.hidden,
                          in = i == 0 ? p.input_dim * taps : p.hidden;
            table.push_back({.name = name + ".weight",
                             .shape = {out, in},
                             .field = field + ".weight",
                             .use = i == 0 ? WeightUse::matmul_rows_last : WeightUse::matmul,
                             .into = {&projector_[i].weight},
                             .taps = taps});
            table.push_back({name + ".bias", {out}, field + ".bias", WeightUse::vector, {&projector_[i].bias}});
        }
    } else {
        table.push_back({"model.projector.layers.weight",
                         {hidden, p.input_dim},
                         "vision.projector.weight",
                         WeightUse::matmul,
                         {&projector_[0].weight}});
        table.push_back({"model.projector.layers.bias",
                         {hidden},
                         "vision.projector.bias",
                         WeightUse::vector,
                         {&projector_[0].bias}});
    }
    if (clip_)
        table.push_back(
            {"model.image_newline", {hidden}, "vision.image_newline", WeightUse::vector, {&image_newline_}});
    table.push_back({"model.view_seperator", {hidden}, "vision.view_seperator", WeightUse::vector, {&view_seperator_}});
}

void VisionModel::make_tables(Backend& be) {
    sam_.make_tables(be);
    if (clip_) clip_->make_tables(be);
    if (encoder_) encoder_->make_tables(be);
}

// x [views · side², input_dim]. Downsampling turns each square of rows into one, filled up with zeros at the edges.
Tensor VisionModel::project(Backend& be, const Tensor& x, int64_t views, int64_t side) const {
    const ProjectorConfig& p = config_.projector;
    if (!p.downsamples()) return linear(be, x, projector_[0]);
    const int64_t ratio = p.downsample_ratio, missing = (ratio - side % ratio) % ratio;
    Tensor y = unfold(be, x, {views, side, side}, {.side = ratio, .stride = ratio, .before = 0, .after = missing});
    for (size_t i = 0; i < projector_.size(); ++i) y = linear(be, i == 0 ? y : be.gelu(y), projector_[i]);
    return y;
}

// a's columns, then b's. Rows of two halves: a's values are the even rows of width `cols`, b's the odd ones.
static Tensor side_by_side(Backend& be, const Tensor& a, const Tensor& b) {
    const int64_t rows = a.rows(), cols = a.cols();
    assert(b.rows() == rows && b.cols() == cols);
    Tensor both = be.allocate(DType::F32, Shape{2 * rows, cols});
    std::vector<int32_t> even(static_cast<size_t>(rows)), odd(even.size());
    for (int32_t r = 0; r < static_cast<int32_t>(rows); ++r) {
        even[static_cast<size_t>(r)] = 2 * r;
        odd[static_cast<size_t>(r)] = 2 * r + 1;
    }
    be.scatter_rows(both, a, be.upload_ids(even));
    be.scatter_rows(both, b, be.upload_ids(odd));
    return both.reshape(Shape{rows, 2 * cols});
}

// Views of one size → their projected rows.
Tensor VisionModel::encode(Backend& be, std::span<const ImageView* const> views, const std::string& trace_name,
                           const TraceSink* trace) const {
    const auto count = static_cast<int64_t>(views.size());
    const int64_t side = view_side(config_, *views[0]);
    Tensor x = sam_.forward(be, views, trace_name + ".sam", trace);  // [views · side², net_3]
    if (clip_)
        x = side_by_side(be, clip_->forward(be, x, count, side, trace_name + ".clip", trace), x);
    else
        x = encoder_->forward(be, x, count, trace_name + ".encoder", trace);
    x = project(be, x, count, side);
    emit(trace, trace_name + ".projector", x);
    return x;
}

static void put_rows(Backend& be, Tensor& to, const Tensor& rows, int32_t first) {
    std::vector<int32_t> index(static_cast<size_t>(rows.rows()));
    std::iota(index.begin(), index.end(), first);
    be.scatter_rows(to, rows, be.upload_ids(index));
}

Tensor VisionModel::forward(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const {
    constexpr int64_t kPatchesTogether = 2048;  // more at a time save nothing and need memory
    std::vector<const ImageView*> views;
    std::vector<int32_t> first;  // each view's first row of `features`
    int32_t rows = 0;
    for (const ImagePatches* image : images)
        for (const ImageView& view : image->views) {
            const auto side = static_cast<int32_t>(projected_side(config_, view));
            views.push_back(&view);
            first.push_back(rows);
            rows += side * side;
        }
    const int64_t hidden = config_.text.hidden_size;
    Tensor features = be.allocate(DType::F32, Shape{rows + 2, hidden});
    put_rows(be, features, view_seperator_.reshape(Shape{1, hidden}), rows);
    put_rows(be, features, (clip_ ? image_newline_ : view_seperator_).reshape(Shape{1, hidden}), rows + 1);
    for (size_t i = 0, end = 0; i < views.size(); i = end) {  // neighbours of one size together
        const int64_t patches = views[i]->grid * views[i]->grid;
        for (end = i + 1; end < views.size() && trace == nullptr && views[end]->grid == views[i]->grid &&
                          patches * static_cast<int64_t>(end + 1 - i) <= kPatchesTogether;)
            ++end;
        put_rows(be, features, encode(be, std::span(views).subspan(i, end - i), "vision." + std::to_string(i), trace),
                 first[i]);
    }
    std::vector<int32_t> sequence;
    size_t view = 0;
    for (const ImagePatches* image : images) {
        const std::vector<int32_t> part =
            assemble(config_, *image, std::span(first).subspan(view, image->views.size()), rows + 1, rows);
        sequence.insert(sequence.end(), part.begin(), part.end());
        view += image->views.size();
    }
    const Tensor out = be.gather_rows(features, be.upload_ids(sequence));
    emit(trace, "vision.merger", out);
    return out;
}

}  // namespace lectern::deepseek_ocr
