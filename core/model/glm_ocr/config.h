// GLM-OCR: the fields of config.json, generation_config.json and preprocessor_config.json, under their own names.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/image/patches.h"

namespace lectern::glm_ocr {

struct VisionConfig {
    int64_t hidden_size = 0;
    int64_t depth = 0;  // blocks
    int64_t num_heads = 0;
    int64_t intermediate_size = 0;
    int64_t out_hidden_size = 0;  // width of the merger's rows, the text's hidden_size
    int64_t in_channels = 3;
    int64_t patch_size = 14;  // pixels
    int64_t temporal_patch_size = 2;
    int64_t spatial_merge_size = 2;
    bool attention_bias = true;  // of attention and MLP
    double rms_norm_eps = 1e-5;
    double rope_theta = 10000;

    int64_t head_dim() const { return hidden_size / num_heads; }
    int64_t patch_values() const { return in_channels * temporal_patch_size * patch_size * patch_size; }
    int64_t merged() const { return spatial_merge_size * spatial_merge_size; }  // patches of one image token
};

struct TextConfig {
    int64_t hidden_size = 0;
    int64_t intermediate_size = 0;
    int64_t num_hidden_layers = 0;
    int64_t num_nextn_predict_layers = 0;  // stored as layers num_hidden_layers, …
    int64_t num_attention_heads = 0;
    int64_t num_key_value_heads = 0;
    int64_t head_dim = 0;
    int64_t rotary_dim = 0;                  // head_dim · partial_rotary_factor: the first values of a head that turn
    std::array<int64_t, 3> mrope_section{};  // pairs that turn by time, row and column; sum rotary_dim / 2
    double rms_norm_eps = 1e-5;
    double rope_theta = 0;
    int64_t max_position_embeddings = 0;
    int64_t vocab_size = 0;

    int64_t kv_dim() const { return num_key_value_heads * head_dim; }
    int64_t q_dim() const { return num_attention_heads * head_dim; }
};

struct Config {
    TextConfig text_config;
    VisionConfig vision_config;
    std::optional<int32_t> image_token_id;  // absent: the tokenizer's <|image|>
    bool tie_word_embeddings = false;

    std::vector<int32_t> eos_token_id;  // of generation_config.json, else of config.json; may be empty

    PatchConfig patches;  // preprocessor_config.json; its pixel counts are of temporal_patch_size frames
};

// `config`: config.json; its neighbours in `folder` may be absent. Every wrong or missing field adds a sentence to
// `problems`; the result may be used only when none was added.
Config parse_config(const std::filesystem::path& folder, const Json& config, std::vector<std::string>& problems);

}  // namespace lectern::glm_ocr
