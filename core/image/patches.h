// From an Image to what a vision tower takes: size rule, normalisation, patches.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/image/image.h"

namespace lectern {

// A square part of a picture, or all of it, as one of several inputs of a tower: patches row by row.
struct ImageView {
    int64_t side = 0;           // pixels
    int64_t grid = 0;           // patches along a side
    std::vector<float> values;  // [grid², patch_values]
};

// One picture, normalised and cut: rows of `values` are patches in the order the family's vision tower wants them.
struct ImagePatches {
    int64_t grid_t = 1, grid_h = 0, grid_w = 0;  // patches
    int64_t patch_values = 0;                    // values of one patch (dots.ocr: 588)
    std::vector<float> values = {};              // [grid_t·grid_h·grid_w, patch_values]
    int64_t width = 0, height = 0;               // pixels after resizing: the space a model's boxes are in
    // Families that look at a picture several times have views instead (grid_t = 0): the whole page, then tiles row by
    // row, tile_columns × tile_rows of them.
    std::vector<ImageView> views = {};
    int64_t tile_columns = 0, tile_rows = 0;  // of the tiles; 0: there are none
    int64_t patches() const {  // of all views
        int64_t n = grid_t * grid_h * grid_w;
        for (const ImageView& view : views) n += view.grid * view.grid;
        return n;
    }
};

// preprocessor_config.json of the Qwen2-VL image processor and its relatives.
struct PatchConfig {
    int64_t patch_size = 14;  // pixels along a side
    int64_t merge_size = 2;           // merge_size² patches become one token
    int64_t temporal_patch_size = 1;  // a still picture is repeated so often
    int64_t min_pixels = 3136;  // area a picture is enlarged to at least
    int64_t max_pixels = 11289600;  // area a picture is reduced to at most
    double rescale_factor = 1.0 / 255;  // before mean and deviation
    std::array<double, 3> image_mean{0.48145466, 0.4578275, 0.40821073};  // taken off each channel
    std::array<double, 3> image_std{0.26862954, 0.26130258, 0.27577711};  // each channel is divided by
    int64_t factor() const { return patch_size * merge_size; }  // sides are multiples of it
    bool operator==(const PatchConfig&) const = default;
};

// `defaults` stand for absent fields. With `problems` every wrong field is noted there, else the first one throws.
PatchConfig read_patch_config(const std::filesystem::path& file, const PatchConfig& defaults,
                              std::vector<std::string>* problems = nullptr);
PatchConfig read_patch_config(const Json& json, const std::string& file, const PatchConfig& defaults,
                              std::vector<std::string>* problems = nullptr);  // of parsed JSON; `file` is for messages

struct PixelSize {  // of a picture
    int64_t height = 0, width = 0;  // pixels
    bool operator==(const PixelSize&) const = default;
};
// Nearest size with sides that are multiples of c.factor() and min_pixels <= area <= max_pixels, aspect nearly kept.
// Throws Error{Fault::input} when one side is more than 200 times the other.
PixelSize smart_resize(PixelSize size, const PatchConfig& c);

// Both sides multiples of c.factor(). Rows in merge-block order: the patches of one token follow each other, tokens in
// raster order; inside a row: channel, frame, y, x.
ImagePatches cut_patches(const Image& image, const PatchConfig& c);

// smart_resize, resize_bicubic, cut_patches.
ImagePatches page_patches(const Image& image, const PatchConfig& c);

}  // namespace lectern
