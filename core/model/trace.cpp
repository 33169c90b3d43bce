#include "core/model/trace.h"

#include <algorithm>
#include <vector>

namespace lectern {

static void put(const TraceTensors& out, const std::string& name, std::initializer_list<int64_t> shape, const std::vector<float>& values) {
    out(name, std::vector<int64_t>(shape), values);
}

static std::vector<float> as_floats(std::span<const int32_t> ids) {
    return {ids.begin(), ids.end()};
}

// [S], or one row per axis.
static void put_positions(const TraceTensors& out, const Prompt& prompt) {
    const auto axes = static_cast<size_t>(prompt.position_axes);
    const size_t tokens = prompt.positions.size() / axes;
    std::vector<float> values;
    for (size_t axis = 0; axis < axes; ++axis)
        for (size_t i = 0; i < tokens; ++i) values.push_back(static_cast<float>(prompt.positions[i * axes + axis]));
    const auto count = static_cast<int64_t>(tokens);
    if (axes == 1)
        put(out, "position_ids", {count}, values);
    else
        put(out, "position_ids", {prompt.position_axes, count}, values);
}

// The views as pictures again, [3, side, side] each; of the grid the rows and columns of tiles.
static void put_views(const TraceTensors& out, const Prompt& prompt) {
    std::vector<float> grid;
    size_t number = 0;
    for (const ImagePatches& image : prompt.images) {
        for (const int64_t n : {int64_t{1}, image.tile_rows, image.tile_columns}) grid.push_back(static_cast<float>(n));
        for (const ImageView& view : image.views) {
            const auto side = static_cast<size_t>(view.side), patch = side / static_cast<size_t>(view.grid), across = side / patch;
            std::vector<float> pixels(3 * side * side);
            for (size_t c = 0; c < 3; ++c)
                for (size_t y = 0; y < side; ++y)
                    for (size_t x = 0; x < side; ++x) {
                        const size_t at = (y / patch * across + x / patch) * 3 + c;
                        pixels[(c * side + y) * side + x] = view.values[(at * patch + y % patch) * patch + x % patch];
                    }
            put(out, "pixel_values." + std::to_string(number++), {3, view.side, view.side}, pixels);
        }
    }
    put(out, "grid_thw", {static_cast<int64_t>(prompt.images.size()), 3}, grid);
}

static void put_prompt(const TraceTensors& out, const Prompt& prompt) {
    const auto tokens = static_cast<int64_t>(prompt.ids.size());
    put(out, "input_ids", {tokens}, as_floats(prompt.ids));
    put_positions(out, prompt);
    if (prompt.images.empty()) return;
    if (!prompt.images[0].views.empty()) return put_views(out, prompt);
    std::vector<float> grid, pixels;
    for (const ImagePatches& image : prompt.images) {
        for (int64_t n : {image.grid_t, image.grid_h, image.grid_w}) grid.push_back(static_cast<float>(n));
        pixels.insert(pixels.end(), image.values.begin(), image.values.end());
    }
    const int64_t patch_values = prompt.images[0].patch_values;
    put(out, "grid_thw", {static_cast<int64_t>(prompt.images.size()), 3}, grid);
    put(out, "pixel_values", {static_cast<int64_t>(pixels.size()) / patch_values, patch_values}, pixels);
}

static Tensor encode_images(Backend& be, const VisionLanguageModel& model, const Prompt& prompt, const TraceSink& sink) {
    if (prompt.images.empty()) return {};
    std::vector<const ImagePatches*> images;
    for (const ImagePatches& image : prompt.images) images.push_back(&image);
    return model.encode(be, images, &sink);
}

void trace(Backend& be, const VisionLanguageModel& model, const Prompt& prompt, int64_t max_new_tokens, const TraceTensors& out) {
    const TraceSink sink = [&](const std::string& name, const Tensor& x) {
        std::vector<int64_t> shape;
        for (int i = 0; i < x.shape.rank(); ++i) shape.push_back(x.shape[i]);
        out(name, shape, x.dtype == DType::I32 ? as_floats(be.read_ids(x)) : be.read_floats(x));
    };
    put_prompt(out, prompt);
    const Tensor image_rows = encode_images(be, model, prompt, sink);

    const auto tokens = static_cast<int64_t>(prompt.ids.size());
    const int64_t most = std::clamp<int64_t>(model.stats().context - tokens, 0, std::max<int64_t>(0, max_new_tokens));
    KvCache cache(be, model.cache_geometry(), KvCache::pages_for(tokens + most));
    Sequence s;
    cache.reserve(s, tokens + most);
    TokenBatch batch;
    append_prompt(batch, s, prompt, tokens, 0, true);
    Tensor logits = model.forward(be, batch, image_rows, cache, &sink);  // [1, vocabulary]
    const std::vector<float> values = be.read_floats(logits);
    out("logits", std::vector<int64_t>{logits.cols()}, values);

    std::vector<int32_t> made;
    const std::vector<int32_t>& stop = model.stop_ids();
    while (static_cast<int64_t>(made.size()) < most) {
        made.push_back(be.read_ids(be.top_tokens(logits, 1).ids).front());
        const bool ended = std::find(stop.begin(), stop.end(), made.back()) != stop.end();
        if (ended || static_cast<int64_t>(made.size()) == most) break;
        TokenBatch next;
        append_token(next, s, made.back());
        logits = model.forward(be, next, {}, cache);
    }
    put(out, "generated_ids", {static_cast<int64_t>(made.size())}, as_floats(made));
}

}  // namespace lectern
