// Prompt: what goes into a model for one reading. Made by a family from text and pictures; plain host values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/image/patches.h"

namespace lectern {

struct Prompt {
    std::vector<int32_t> ids;           // placeholders expanded
    std::vector<ImagePatches> images;   // in order of their placeholders
    std::vector<int32_t> image_row;     // [ids]: row of encode(images) that stands here, -1 where the id counts; empty: no pictures
    int32_t position_axes = 1;          // 3 with M-RoPE: time, row, column
    std::vector<int32_t> positions;     // [ids][position_axes]
    int32_t next_position = 0;          // of the first generated token, on every axis
};

// How a caller wants its pictures put into a prompt.
struct PromptOptions {
    bool line = false;  // the picture is a line crop: scaled as ModelCard::line says, not by the family's page rule
    std::string mode;   // one of the family's image modes; empty: its default
    bool text_first = false;  // the text stands before the pictures, in families that can put it either way
    std::optional<std::string> system = {};  // message the chat begins with instead of the model's usual one
};

}  // namespace lectern
