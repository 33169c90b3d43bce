// Prompt: what goes into a model for one reading. Made by a family from text and pictures; plain host values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lectern {

// One picture, normalised and cut: rows of `values` are patches in the order the family's vision tower wants them.
struct ImagePatches {
    int64_t grid_t = 1, grid_h = 0, grid_w = 0;  // patches
    int64_t patch_values = 0;                    // values of one patch (dots.ocr: 588)
    std::vector<float> values;                   // [grid_t·grid_h·grid_w, patch_values]
    int64_t width = 0, height = 0;               // pixels after resizing: the space a model's boxes are in
    int64_t patches() const { return grid_t * grid_h * grid_w; }
};

struct Prompt {
    std::vector<int32_t> ids;           // placeholders expanded
    std::vector<ImagePatches> images;   // in order of their placeholders
    std::vector<int32_t> image_row;     // [ids]: row of encode(images) that stands here, -1 where the id counts; empty: no pictures
    std::vector<int32_t> positions;     // [ids]; M-RoPE families: [3][ids]
    int32_t next_position = 0;          // of the first generated token
};

}  // namespace lectern
