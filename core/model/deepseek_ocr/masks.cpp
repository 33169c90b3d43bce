// Which rows of the towers attend to each other, for `lectern-cli masks` and the tests of grouping.
#include "core/model/deepseek_ocr/model.h"
#include "core/model/deepseek_ocr/views.h"

namespace lectern::deepseek_ocr {

namespace {

// One kind of attention, view after view.
class Kind {
 public:
    explicit Kind(const char* name) { kind_.name = name; }
    // A span over the rows that follow, each a place of the view; y = -1: not of the picture.
    void add_span(std::span<const PatchPlace> rows) {
        const auto first = static_cast<int32_t>(kind_.rows.size()), n = static_cast<int32_t>(rows.size());
        kind_.rows.insert(kind_.rows.end(), rows.begin(), rows.end());
        kind_.spans.spans.push_back({.first_row = first, .rows = n, .first_key = first, .keys = n});
    }
    // Queries behind features: those see the features and the queries before them.
    void add_queries(std::span<const PatchPlace> features, std::span<const PatchPlace> queries) {
        const auto n = static_cast<int32_t>(features.size());
        add_span(features);
        add_span(queries);
        Span& s = kind_.spans.spans.back();
        s.first_key -= n;
        s.keys += n;
        s.prefix = n;
    }
    VisionAttention& get() { return kind_; }

 private:
    VisionAttention kind_;
};

}  // namespace

static std::vector<PatchPlace> square(PatchPlace at, int64_t y0, int64_t x0, int64_t side, int64_t grid) {
    std::vector<PatchPlace> rows;
    for (int64_t y = y0; y < y0 + side; ++y)
        for (int64_t x = x0; x < x0 + side; ++x) {
            at.y = y < grid && x < grid ? static_cast<int32_t>(y) : -1;  // windows reach beyond the grid
            at.x = static_cast<int32_t>(x);
            rows.push_back(at);
        }
    return rows;
}

std::vector<VisionAttention> attention_map(const Config& config, std::span<const ImagePatches* const> images) {
    const bool one = config.version == Version::one;
    Kind window("window"), whole("picture"), second(one ? "features" : "queries");
    for (size_t image = 0; image < images.size(); ++image)
        for (size_t view = 0; view < images[image]->views.size(); ++view) {
            const ImageView& v = images[image]->views[view];
            const PatchPlace at{.image = static_cast<int32_t>(image), .view = static_cast<int32_t>(view), .y = -1};
            for (int64_t y = 0; y < v.grid; y += config.sam.window)
                for (int64_t x = 0; x < v.grid; x += config.sam.window)
                    window.add_span(square(at, y, x, config.sam.window, v.grid));
            whole.add_span(square(at, 0, 0, v.grid, v.grid));
            const int64_t side = view_side(config, v);
            std::vector<PatchPlace> features = square(at, 0, 0, side, side);
            if (one) {
                features.insert(features.begin(), at);  // the class
                second.add_span(features);
            } else {
                second.add_queries(features, std::vector<PatchPlace>(features.size(), at));
            }
        }
    second.get().spans.causal = !one;
    const int64_t layers = one ? config.clip.layers : config.encoder.layers;
    for (int64_t i = 0; i < config.sam.layers; ++i)
        (config.sam.is_global(i) ? whole : window).get().blocks.push_back(i);
    for (int64_t i = 0; i < layers; ++i) second.get().blocks.push_back(config.sam.layers + i);
    return {window.get(), whole.get(), second.get()};
}

}  // namespace lectern::deepseek_ocr
