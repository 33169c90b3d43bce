// dots.ocr: the fields of config.json, generation_config.json and preprocessor_config.json, under their own names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/image/patches.h"
#include "core/model/qwen2_config.h"

namespace lectern::dots_ocr {

struct VisionConfig {
    int64_t embed_dim = 0;          // width of the tower
    int64_t hidden_size = 0;        // width of the merger's rows, the text's hidden_size
    int64_t intermediate_size = 0;
    int64_t num_hidden_layers = 0;
    int64_t num_attention_heads = 0;
    int64_t num_channels = 3;
    int64_t patch_size = 14;        // pixels
    int64_t spatial_merge_size = 2;
    double rms_norm_eps = 1e-5;
    bool use_bias = false;          // of attention and MLP
    bool post_norm = true;          // post_trunk_norm exists

    int64_t head_dim() const { return embed_dim / num_attention_heads; }
    int64_t patch_values() const { return num_channels * patch_size * patch_size; }
    int64_t merged() const { return spatial_merge_size * spatial_merge_size; }  // patches of one image token
};

// The text model's fields lie flat in config.json.
struct Config : Qwen2Config {
    std::optional<int32_t> image_token_id;  // absent: the tokenizer's <|imgpad|>
    VisionConfig vision_config;

    std::vector<int32_t> eos_token_id;  // of generation_config.json, else of config.json; may be empty

    PatchConfig patches;  // preprocessor_config.json
};

// `config`: config.json; its neighbours in `folder` may be absent. Every wrong or missing field adds a sentence to
// `problems`; the result may be used only when none was added.
Config parse_config(const std::filesystem::path& folder, const Json& config, std::vector<std::string>& problems);

}  // namespace lectern::dots_ocr
