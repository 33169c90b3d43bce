// DeepSeek-OCR and DeepSeek-OCR-2: config.json under its own names, and the sizes the published code holds as
// constants, taken from the shapes of the weights.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/weights/checkpoint.h"

namespace lectern::deepseek_ocr {

enum class Version { one = 1, two = 2 };

struct SamConfig {
    int64_t width = 0, heads = 0, layers = 0;
    int64_t mlp_dim = 0;
    int64_t patch_size = 16;
    int64_t window = 14;  // patches along a side
    int64_t grid = 64;    // side of the position table
    int64_t neck = 256, net_2 = 512, net_3 = 1024;
    std::vector<int64_t> global_attn_indexes;

    int64_t head_dim() const { return width / heads; }
    int64_t patch_values() const { return 3 * patch_size * patch_size; }
    bool is_global(int64_t block) const;
    int64_t table(int64_t block) const { return is_global(block) ? grid : window; }
};

// The second stage of v1: CLIP's tower on SAM's features.
struct ClipConfig {
    int64_t width = 0, heads = 0, layers = 0;
    int64_t mlp_dim = 0;
    int64_t side = 16;                                           // of the position table
    bool has_patch_embedding = false, has_position_ids = false;  // in the file, never used

    int64_t head_dim() const { return width / heads; }
};

// The second stage of v2: Qwen2's decoder with learned queries behind the features.
struct EncoderConfig {
    int64_t dim = 0, heads = 0, kv_heads = 0, layers = 0;
    int64_t head_dim = 64, intermediate = 0;
    int64_t small = 144, large = 256;  // queries of a 768 and a 1024 pixel view
};

struct ProjectorConfig {
    std::string type = "linear";  // or "downsample_mlp_gelu"
    int64_t input_dim = 0;
    int64_t downsample_ratio = 1, hidden = 0, depth = 1;  // downsample_mlp_gelu: `depth` layers, `hidden` between them
    bool downsamples() const { return type != "linear"; }
};

struct TextConfig {
    int64_t hidden_size = 0;
    int64_t num_hidden_layers = 0;
    int64_t num_attention_heads = 0, num_key_value_heads = 0, head_dim = 0;
    int64_t intermediate_size = 0;      // of the dense layers
    int64_t moe_intermediate_size = 0;  // of one expert
    int64_t n_routed_experts = 0, num_experts_per_tok = 0, n_shared_experts = 0;
    int64_t first_k_dense_replace = 0;  // so many layers are dense
    int64_t max_position_embeddings = 8192;
    int64_t vocab_size = 0;
    double rms_norm_eps = 1e-6;
    double rope_theta = 10000;

    int64_t q_dim() const { return num_attention_heads * head_dim; }
    int64_t kv_dim() const { return num_key_value_heads * head_dim; }
    int64_t shared_dim() const { return n_shared_experts * moe_intermediate_size; }
};

struct Config {
    Version version = Version::one;
    TextConfig text;
    SamConfig sam;
    ClipConfig clip;        // v1
    EncoderConfig encoder;  // v2
    ProjectorConfig projector;
    std::optional<int32_t> bos_token_id, image_token_id;  // of config.json
    std::vector<int32_t> eos_token_id;                    // of generation_config.json, else of config.json
};

// What config.json says, else what the weights are; nothing when neither tells.
std::optional<Version> find_version(const Json& config, const Checkpoint& checkpoint);

// Every wrong or missing field, and every tensor whose shape contradicts it, adds a sentence to `problems`; the result
// may be used only when none was added.
Config parse_config(const std::filesystem::path& folder, const Json& config, const Checkpoint& checkpoint,
                    std::vector<std::string>& problems);

}  // namespace lectern::deepseek_ocr
