#include "core/model/qwen2_5_vl/config.h"

#include <algorithm>

#include "core/model/config_rules.h"

namespace lectern::qwen2_5_vl {

using namespace config_rules;

bool VisionConfig::full_attention(size_t block) const {
    return std::find(fullatt_block_indexes.begin(), fullatt_block_indexes.end(), static_cast<int64_t>(block)) !=
           fullatt_block_indexes.end();
}

// Newer files keep the text's fields below text_config; what is not there counts at the top.
static Json text_fields(const Json& config) {
    Json fields = config;
    if (!config.is_object() || !config.contains("text_config") || !config["text_config"].is_object()) return fields;
    fields.erase("text_config");
    for (const auto& [key, value] : config["text_config"].items())
        if (!value.is_null() || !fields.contains(key)) fields[key] = value;
    return fields;
}

// Tied when either place says so, as the library ties them.
static bool parse_tied(const JsonFields& root, std::vector<std::string>& problems) {
    return root.boolean_or("tie_word_embeddings", false) ||
           object_or_none(root, "text_config", problems).boolean_or("tie_word_embeddings", false);
}

static void check_sizes(const JsonFields& f, const VisionConfig& v, int64_t text_hidden_size) {
    if (v.hidden_size % v.num_heads != 0 || v.head_dim() % 4 != 0)
        f.refuse("num_heads", std::to_string(v.num_heads),
                 "a divisor of hidden_size " + std::to_string(v.hidden_size) + " that leaves each head a multiple of 4");
    if (v.out_hidden_size != text_hidden_size)
        f.refuse("out_hidden_size", std::to_string(v.out_hidden_size),
                 "the text model's hidden_size, " + std::to_string(text_hidden_size));
    if (v.window_units() < 1)
        f.refuse("window_size", std::to_string(v.window_size) + " pixels",
                 "at least one token's side, " + std::to_string(v.patch_size * v.spatial_merge_size));
}

// What the files leave out has the public class's value, but for the width, whose value there no checkpoint has.
static VisionConfig parse_vision(const JsonFields& f, std::optional<int64_t> tower_width, int64_t text_hidden_size,
                                 std::vector<std::string>& problems) {
    const size_t problems_before = problems.size();
    VisionConfig v;
    v.depth = f.integer_or("depth", v.depth, 1, kMaxLayers);
    v.hidden_size = f.integer_or("hidden_size", tower_width.value_or(v.hidden_size), 1, kMaxWidth);
    v.intermediate_size = f.integer_or("intermediate_size", v.intermediate_size, 1, 4 * kMaxWidth);
    v.num_heads = std::max<int64_t>(1, f.integer_or("num_heads", v.num_heads, 1, kMaxHeads));
    v.in_channels = f.integer_or(f.has("in_channels") ? "in_channels" : "in_chans", 3, 3, 3);
    v.out_hidden_size = f.integer_or("out_hidden_size", v.out_hidden_size, 1, kMaxWidth);
    v.patch_size = f.integer_or("patch_size", v.patch_size, 1, 64);
    v.spatial_merge_size = f.integer_or("spatial_merge_size", v.spatial_merge_size, 1, 8);
    v.temporal_patch_size = f.integer_or("temporal_patch_size", v.temporal_patch_size, 1, 8);
    v.window_size = f.integer_or("window_size", v.window_size, 1, 1 << 20);
    if (f.has("fullatt_block_indexes")) v.fullatt_block_indexes = f.integers_or_none("fullatt_block_indexes", 0, kMaxLayers);
    const JsonFields rope = object_or_none(f, "rope_parameters", problems);
    v.rope_theta = rope.number_or("rope_theta", v.rope_theta, 1, 1e12);
    demand_text(f, "hidden_act", "silu");
    if (problems.size() == problems_before) check_sizes(f, v, text_hidden_size);
    return v;
}

static PatchConfig default_patches(const VisionConfig& v) {
    PatchConfig patches;
    patches.patch_size = v.patch_size;
    patches.merge_size = v.spatial_merge_size;
    patches.temporal_patch_size = v.temporal_patch_size;
    patches.min_pixels = 4 * 28 * 28;
    patches.max_pixels = 1280 * 28 * 28;  // of the public class; published files say 16384 · 28²
    return patches;
}

Config parse_config(const std::filesystem::path& folder, const Json& config, std::optional<int64_t> tower_width,
                    std::vector<std::string>& problems) {
    const JsonFields root(config, "config.json", Fault::model, &problems);
    const Json text = text_fields(config);
    const JsonFields fields(text, "config.json", Fault::model, &problems);
    Config c;
    c.text_config = parse_qwen2(fields, {.rms_norm_eps = 1e-5, .rope_theta = 1e6}, 3, problems);
    c.text_config.tie_word_embeddings = parse_tied(root, problems);
    const int64_t last_id = c.text_config.vocab_size - 1;
    c.image_token_id = static_cast<int32_t>(root.integer_or("image_token_id", 151655, 0, last_id));
    c.video_token_id = static_cast<int32_t>(root.integer_or("video_token_id", 151656, 0, kMaxVocabulary));
    if (root.has("vision_config"))
        c.vision_config = parse_vision(root.object("vision_config"), tower_width, c.text_config.hidden_size, problems);
    else
        root.refuse("vision_config", "nothing", "an object with the vision tower's sizes");
    c.eos_token_id = parse_eos(folder, fields, c.text_config.vocab_size, problems);
    c.patches = parse_patches(folder, default_patches(c.vision_config), problems);
    return c;
}

}  // namespace lectern::qwen2_5_vl
