// Prompt: what goes into a model for one reading. Made by a family from text and pictures; plain host values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/image/patches.h"

namespace lectern {

struct Prompt {
    std::vector<int32_t> ids;           // placeholders expanded
    std::vector<ImagePatches> images;   // in order of their placeholders
    std::vector<int32_t> image_row;     // [ids]: row of encode(images) that stands here, -1 where the id counts; empty: no pictures
    std::vector<int32_t> positions;     // [ids]; M-RoPE families: [3][ids]
    int32_t next_position = 0;          // of the first generated token
};

}  // namespace lectern
