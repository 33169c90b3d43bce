#include "core/model/dots_ocr/config.h"

#include <algorithm>

namespace lectern::dots_ocr {

// Far above any published size; keeps a damaged file from asking for absurd memory.
static constexpr int64_t kMaxWidth = 1 << 16, kMaxLayers = 512, kMaxVocabulary = 1 << 21, kMaxContext = 1 << 18;

static const Json& nothing() {
    static const Json empty = Json::object();
    return empty;
}

static JsonFields object_or_none(const JsonFields& f, const char* key, std::vector<std::string>& problems) {
    return f.has(key) ? f.object(key) : JsonFields(nothing(), f.file(), Fault::model, &problems);
}

// Fields the mathematics fixes: any other value is refused, absence is fine.
static void demand_text(const JsonFields& f, const char* key, const std::string& value) {
    const std::string found = f.text_or(key, value);
    if (found != value) f.refuse(key, '"' + found + '"', '"' + value + '"');
}
static void demand_flag(const JsonFields& f, const char* key, bool value) {
    if (f.boolean_or(key, value) != value) f.refuse(key, value ? "false" : "true", value ? "true" : "false");
}
static void demand_integer(const JsonFields& f, const char* key, int64_t value) {
    f.integer_or(key, value, value, value);
}

// Old files: rope_theta and rope_scaling: null. New files: rope_parameters {rope_type, rope_theta}.
static double parse_rope(const JsonFields& f, std::vector<std::string>& problems) {
    const JsonFields parameters = object_or_none(f, "rope_parameters", problems);
    demand_text(parameters, "rope_type", "default");
    const JsonFields scaling = object_or_none(f, "rope_scaling", problems);
    demand_text(scaling, "rope_type", "default");
    demand_text(scaling, "type", "default");
    return !f.has("rope_theta") && parameters.has("rope_theta") ? parameters.number("rope_theta", 1, 1e12)
                                                                : f.number("rope_theta", 1, 1e12);
}

static void parse_text(const JsonFields& f, Config& c, std::vector<std::string>& problems) {
    const size_t problems_before = problems.size();
    c.hidden_size = f.integer("hidden_size", 1, kMaxWidth);
    c.intermediate_size = f.integer("intermediate_size", 1, 4 * kMaxWidth);
    c.num_hidden_layers = f.integer("num_hidden_layers", 1, kMaxLayers);
    c.num_attention_heads = std::max<int64_t>(1, f.integer("num_attention_heads", 1, 1024));
    c.num_key_value_heads = std::max<int64_t>(1, f.integer_or("num_key_value_heads", c.num_attention_heads, 1, 1024));
    c.attention_bias = f.boolean_or("attention_bias", true);
    c.rms_norm_eps = f.number_or("rms_norm_eps", 1e-6, 0, 1);
    c.rope_theta = parse_rope(f, problems);
    c.max_position_embeddings = f.integer_or("max_position_embeddings", 32768, 1, kMaxContext);
    c.vocab_size = std::max<int64_t>(1, f.integer_or("vocab_size", 151936, 1, kMaxVocabulary));
    c.tie_word_embeddings = f.boolean_or("tie_word_embeddings", false);
    if (f.has("image_token_id")) c.image_token_id = static_cast<int32_t>(f.integer("image_token_id", 0, c.vocab_size - 1));
    demand_text(f, "hidden_act", "silu");
    demand_flag(f, "use_sliding_window", false);

    if (problems.size() != problems_before) return;  // what follows compares fields with each other
    const std::string heads = std::to_string(c.num_attention_heads);
    if (!f.has("head_dim") && c.hidden_size % c.num_attention_heads != 0)
        f.refuse("num_attention_heads", heads, "a divisor of hidden_size " + std::to_string(c.hidden_size));
    if (c.num_attention_heads % c.num_key_value_heads != 0)
        f.refuse("num_key_value_heads", std::to_string(c.num_key_value_heads), "a divisor of num_attention_heads " + heads);
    c.head_dim = f.integer_or("head_dim", c.hidden_size / c.num_attention_heads, 2, 1024);
    if (c.head_dim < 2 || c.head_dim % 2 != 0)
        f.refuse("head_dim", std::to_string(c.head_dim) + " values for each head", "an even number of at least 2");
}

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

static PatchConfig parse_patches(const std::filesystem::path& folder, const VisionConfig& v, std::vector<std::string>& problems) {
    PatchConfig c;
    c.patch_size = v.patch_size;
    c.merge_size = v.spatial_merge_size;
    const std::filesystem::path path = folder / "preprocessor_config.json";
    std::error_code ec;
    if (!std::filesystem::exists(path, ec)) return c;
    c = read_patch_config(path, c, &problems);
    const auto demand = [&problems](const char* key, int64_t found, int64_t allowed) {
        if (found != allowed)
            problems.push_back(std::string("preprocessor_config.json: ") + key + ": found " + std::to_string(found) +
                               ", allowed: config.json's value, " + std::to_string(allowed));
    };
    demand("patch_size", c.patch_size, v.patch_size);
    demand("merge_size", c.merge_size, v.spatial_merge_size);
    demand("temporal_patch_size", c.temporal_patch_size, 1);
    return c;
}

static std::vector<int32_t> parse_eos(const std::filesystem::path& folder, const JsonFields& config, int64_t vocab_size,
                                      std::vector<std::string>& problems) {
    const std::filesystem::path path = folder / "generation_config.json";
    std::error_code ec;
    const Json generation = std::filesystem::exists(path, ec) ? read_json_file(path, Fault::model) : Json::object();
    const JsonFields made(generation, "generation_config.json", Fault::model, &problems);
    std::vector<int32_t> eos;
    const JsonFields& from = made.has("eos_token_id") ? made : config;
    for (int64_t id : from.integers_or_none("eos_token_id", 0, vocab_size - 1)) eos.push_back(static_cast<int32_t>(id));
    return eos;
}

Config parse_config(const std::filesystem::path& folder, const Json& config, std::vector<std::string>& problems) {
    Config c;
    const JsonFields root(config, "config.json", Fault::model, &problems);
    parse_text(root, c, problems);
    if (root.has("vision_config"))
        c.vision_config = parse_vision(root.object("vision_config"), c.hidden_size, problems);
    else
        root.refuse("vision_config", "nothing", "an object with the vision tower's sizes");
    c.eos_token_id = parse_eos(folder, root, c.vocab_size, problems);
    c.patches = parse_patches(folder, c.vision_config, problems);
    return c;
}

}  // namespace lectern::dots_ocr
