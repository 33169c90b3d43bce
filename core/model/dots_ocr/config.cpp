#include "core/model/dots_ocr/config.h"

#include <algorithm>

#include "core/model/config_rules.h"

namespace lectern::dots_ocr {

using namespace config_rules;

static VisionConfig parse_vision(const JsonFields& f, int64_t text_hidden_size, const std::vector<std::string>& problems) {
    const size_t problems_before = problems.size();
    VisionConfig v;
    v.embed_dim = f.integer("embed_dim", 1, kMaxWidth);
    v.hidden_size = f.integer("hidden_size", 1, kMaxWidth);
    v.intermediate_size = f.integer("intermediate_size", 1, 4 * kMaxWidth);
    v.num_hidden_layers = f.integer("num_hidden_layers", 1, kMaxLayers);
    v.num_attention_heads = std::max<int64_t>(1, f.integer("num_attention_heads", 1, 1024));
    v.num_channels = f.integer_or("num_channels", 3, 3, 3);
    v.patch_size = f.integer_or("patch_size", 14, 1, 64);
    v.spatial_merge_size = f.integer_or("spatial_merge_size", 2, 1, 8);
    v.rms_norm_eps = f.number_or("rms_norm_eps", 1e-5, 0, 1);
    v.use_bias = f.boolean_or("use_bias", false);
    v.post_norm = f.boolean_or("post_norm", true);
    demand_integer(f, "temporal_patch_size", 1);
    demand_flag(f, "is_causal", false);

    if (problems.size() != problems_before) return v;  // what follows compares fields with each other
    if (v.embed_dim % v.num_attention_heads != 0 || v.head_dim() % 4 != 0)
        f.refuse("num_attention_heads", std::to_string(v.num_attention_heads),
                 "a divisor of embed_dim " + std::to_string(v.embed_dim) + " that leaves each head a multiple of 4");
    if (v.hidden_size != text_hidden_size)
        f.refuse("hidden_size", std::to_string(v.hidden_size),
                 "the text model's hidden_size, " + std::to_string(text_hidden_size));
    return v;
}

Config parse_config(const std::filesystem::path& folder, const Json& config, std::vector<std::string>& problems) {
    const JsonFields root(config, "config.json", Fault::model, &problems);
    Config c{parse_qwen2(root, {.vocab_size = 151936}, 1, problems), {}, {}, {}, {}};
    if (root.has("image_token_id")) c.image_token_id = static_cast<int32_t>(root.integer("image_token_id", 0, c.vocab_size - 1));
    if (root.has("vision_config"))
        c.vision_config = parse_vision(root.object("vision_config"), c.hidden_size, problems);
    else
        root.refuse("vision_config", "nothing", "an object with the vision tower's sizes");
    c.eos_token_id = parse_eos(folder, root, c.vocab_size, problems);
    PatchConfig patches;
    patches.patch_size = c.vision_config.patch_size;
    patches.merge_size = c.vision_config.spatial_merge_size;
    c.patches = parse_patches(folder, patches, problems);
    return c;
}

}  // namespace lectern::dots_ocr
