// Qwen2.5-VL: the fields of config.json, generation_config.json and preprocessor_config.json, under their own names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/image/patches.h"
#include "core/model/qwen2_config.h"

namespace lectern::qwen2_5_vl {

struct VisionConfig {
    int64_t depth = 32;
    int64_t hidden_size = 1280;  // width of the tower
    int64_t intermediate_size = 3420;
    int64_t num_heads = 16;
    int64_t in_channels = 3;
    int64_t out_hidden_size = 3584;  // width of the merger's rows, the text's hidden_size
    int64_t patch_size = 14;         // pixels
    int64_t spatial_merge_size = 2;
    int64_t temporal_patch_size = 2;
    int64_t window_size = 112;  // pixels
    std::vector<int64_t> fullatt_block_indexes{7, 15, 23, 31};
    double rope_theta = 10000;

    int64_t head_dim() const { return hidden_size / num_heads; }
    int64_t patch_values() const { return in_channels * temporal_patch_size * patch_size * patch_size; }
    int64_t merged() const { return spatial_merge_size * spatial_merge_size; }  // patches of one unit, which is one token
    int64_t window_units() const { return window_size / spatial_merge_size / patch_size; }  // units along a window's side
    bool full_attention(size_t block) const;
};

struct Config {
    Qwen2Config text_config;  // flat in published files, below text_config in newer ones
    VisionConfig vision_config;
    int32_t image_token_id = 0;
    int32_t video_token_id = 0;

    std::vector<int32_t> eos_token_id;  // of generation_config.json, else of config.json; may be empty
    PatchConfig patches;                // preprocessor_config.json
};

// `config`: config.json; its neighbours in `folder` may be absent. `tower_width`: of the checkpoint's tower, for files that
// leave vision_config.hidden_size out. Every wrong or missing field adds a sentence to `problems`; the result may be used
// only when none was added.
Config parse_config(const std::filesystem::path& folder, const Json& config, std::optional<int64_t> tower_width,
                    std::vector<std::string>& problems);

}  // namespace lectern::qwen2_5_vl
