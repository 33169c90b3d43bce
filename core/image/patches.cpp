#include "core/image/patches.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/json.h"
#include "core/image/resize.h"

namespace lectern {

// Pixel budgets: min_pixels and max_pixels, or size {shortest_edge, longest_edge}, which are pixel counts despite the
// names, or (old savers) size {min_pixels, max_pixels}.
static void read_pixel_budget(const JsonFields& fields, PatchConfig& c) {
    c.min_pixels = fields.integer_or("min_pixels", c.min_pixels, 1, caps::kModelPixels);
    c.max_pixels = fields.integer_or("max_pixels", c.max_pixels, 1, caps::kModelPixels);
    if (fields.has("size")) {
        const JsonFields size = fields.object("size");
        const auto budget = [&](const char* key, const char* edge, int64_t& value) {
            if (!fields.has(key)) value = size.integer_or(size.has(edge) ? edge : key, value, 1, caps::kModelPixels);
        };
        budget("min_pixels", "shortest_edge", c.min_pixels);
        budget("max_pixels", "longest_edge", c.max_pixels);
    }
    if (c.max_pixels < c.min_pixels) {
        fields.refuse("max_pixels", std::to_string(c.max_pixels),
                      "at least min_pixels, " + std::to_string(c.min_pixels));
        c.max_pixels = c.min_pixels;
    }
}

PatchConfig read_patch_config(const std::filesystem::path& file, const PatchConfig& defaults,
                              std::vector<std::string>* problems) {
    return read_patch_config(read_json_file(file, Fault::model), file.string(), defaults, problems);
}

PatchConfig read_patch_config(const Json& json, const std::string& file, const PatchConfig& defaults,
                              std::vector<std::string>* problems) {
    const JsonFields fields(json, file, Fault::model, problems);
    PatchConfig c = defaults;
    c.patch_size = fields.integer_or("patch_size", c.patch_size, 1, 64);
    c.merge_size = fields.integer_or("merge_size", c.merge_size, 1, 8);
    c.temporal_patch_size = fields.integer_or("temporal_patch_size", c.temporal_patch_size, 1, 8);
    read_pixel_budget(fields, c);
    c.rescale_factor = fields.number_or("rescale_factor", c.rescale_factor, 1e-6, 1);
    const auto triple = [&](const char* key, double least, std::array<double, 3>& value) {
        if (!fields.has(key)) return;
        const auto v = fields.numbers(key, 3, least, 1000);
        std::copy(v.begin(), v.end(), value.begin());
    };
    triple("image_mean", -1000, c.image_mean);
    triple("image_std", 1e-6, c.image_std);
    for (const char* key : {"do_resize", "do_rescale", "do_normalize"}) {
        if (!fields.boolean_or(key, true)) fields.refuse(key, "false", "true");
    }
    const int64_t resample = fields.integer_or("resample", 3, 0, 5);
    if (resample != 3) fields.refuse("resample", std::to_string(resample), "3 (bicubic)");
    return c;
}

PixelSize smart_resize(PixelSize size, const PatchConfig& c) {
    const auto h = static_cast<double>(size.height), w = static_cast<double>(size.width);
    if (size.height < 1 || size.width < 1 || std::max(h, w) / std::min(h, w) > caps::kAspectRatio) {
        throw Error({.fault = Fault::input,
                     .attempted = "prepare the picture for the model",
                     .subject = std::to_string(size.width) + " × " + std::to_string(size.height) + " pixels",
                     .expected = "a longer side of at most 200 times the shorter one",
                     .found = "a narrower strip",
                     .advice = "cut the picture into pieces"});
    }
    // Order of operations as in the reference: it decides where the exact quotient is a whole number.
    const auto f = static_cast<double>(c.factor());
    const auto least = static_cast<double>(c.min_pixels), most = static_cast<double>(c.max_pixels);
    const auto floor_to = [&](double v) { return std::max(f, f * std::floor(v / f)); };
    double height = std::max(f, f * std::nearbyint(h / f));  // half to even
    double width = std::max(f, f * std::nearbyint(w / f));
    if (height * width > most) {
        const double beta = std::sqrt(h * w / most);
        height = floor_to(h / beta);
        width = floor_to(w / beta);
    } else if (height * width < least) {
        const double beta = std::sqrt(least / (h * w));
        height = f * std::ceil(h * beta / f);
        width = f * std::ceil(w * beta / f);
        if (height * width > most) {
            const double shrink = std::sqrt(height * width / most);
            height = floor_to(height / shrink);
            width = floor_to(width / shrink);
        }
    }
    return {static_cast<int64_t>(height), static_cast<int64_t>(width)};
}

// x = (float(p · rescale) − mean) / std for every byte value.
static std::array<float, 256> normalised_levels(const PatchConfig& c, size_t channel) {
    const auto mean = static_cast<float>(c.image_mean[channel]), std = static_cast<float>(c.image_std[channel]);
    std::array<float, 256> level;
    for (size_t p = 0; p < level.size(); ++p) {
        level[p] = (static_cast<float>(static_cast<double>(p) * c.rescale_factor) - mean) / std;
    }
    return level;
}

ImagePatches cut_patches(const Image& image, const PatchConfig& c) {
    assert(!image.empty() && image.width % c.factor() == 0 && image.height % c.factor() == 0);
    const int64_t p = c.patch_size, m = c.merge_size;
    ImagePatches out;
    out.grid_h = image.height / p;
    out.grid_w = image.width / p;
    out.patch_values = 3 * c.temporal_patch_size * p * p;
    out.width = image.width;
    out.height = image.height;
    out.values.resize(static_cast<size_t>(out.patches() * out.patch_values));
    const std::array<std::array<float, 256>, 3> levels{normalised_levels(c, 0), normalised_levels(c, 1),
                                                       normalised_levels(c, 2)};
    float* to = out.values.data();
    const auto write_patch = [&](int64_t row, int64_t column) {
        for (size_t channel = 0; channel < 3; ++channel) {
            for (int64_t frame = 0; frame < c.temporal_patch_size; ++frame) {
                for (int64_t y = 0; y < p; ++y) {
                    const uint8_t* from = image.row(row * p + y) + column * p * 3 + channel;
                    for (int64_t x = 0; x < p; ++x) *to++ = levels[channel][from[x * 3]];
                }
            }
        }
    };
    for (int64_t block_row = 0; block_row < out.grid_h / m; ++block_row) {
        for (int64_t block_column = 0; block_column < out.grid_w / m; ++block_column) {
            for (int64_t i = 0; i < m * m; ++i) write_patch(block_row * m + i / m, block_column * m + i % m);
        }
    }
    return out;
}

ImagePatches page_patches(const Image& image, const PatchConfig& c) {
    const PixelSize size = smart_resize({image.height, image.width}, c);
    return cut_patches(resize_bicubic(image, size.width, size.height), c);
}

}  // namespace lectern
