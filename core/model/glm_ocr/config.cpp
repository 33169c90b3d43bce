#include "core/model/glm_ocr/config.h"

#include <algorithm>
#include <cmath>

namespace lectern::glm_ocr {

// Far above any published size; keeps a damaged file from asking for absurd memory.
static constexpr int64_t kMaxWidth = 1 << 16, kMaxLayers = 512, kMaxVocabulary = 1 << 21, kMaxContext = 1 << 20;
// Published: 12,544 and 9,633,792 pixels of two frames.
static constexpr int64_t kMinPixels = 112 * 112, kMaxPixels = 9'633'792;

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

// [16, 24, 24]: three whole numbers whose sum is half the values that turn.
static void parse_sections(const JsonFields& f, TextConfig& t) {
    const std::vector<int64_t> sections = f.integers_or_none("mrope_section", 0, 1024);
    const std::string allowed = "three numbers of pairs with the sum " + std::to_string(t.rotary_dim / 2);
    int64_t sum = 0;
    std::string found;
    for (int64_t n : sections) {
        sum += n;
        found += (found.empty() ? "" : ", ") + std::to_string(n);
    }
    if (sections.size() != 3 || sum != t.rotary_dim / 2)
        return f.refuse("mrope_section", found.empty() ? "nothing" : found, allowed);
    std::copy(sections.begin(), sections.end(), t.mrope_section.begin());
}

// Published: rope_parameters {rope_type, rope_theta, partial_rotary_factor, mrope_section}. Other savers: rope_theta
// and partial_rotary_factor of their own, mrope_section in rope_scaling.
static void parse_rope(const JsonFields& f, TextConfig& t, std::vector<std::string>& problems) {
    const JsonFields parameters = object_or_none(f, "rope_parameters", problems);
    const JsonFields scaling = object_or_none(f, "rope_scaling", problems);
    for (const JsonFields* rope : {&parameters, &scaling}) {
        for (const char* key : {"rope_type", "type"}) {
            const std::string type = rope->text_or(key, "default");
            if (type != "default" && type != "mrope") rope->refuse(key, '"' + type + '"', "\"default\" or \"mrope\"");
        }
    }
    const auto holder = [&](const char* key) {
        return parameters.has(key) ? &parameters : scaling.has(key) ? &scaling : &f;
    };
    t.rope_theta = holder("rope_theta")->number("rope_theta", 1, 1e12);
    const double factor = holder("partial_rotary_factor")->number_or("partial_rotary_factor", 1, 1e-6, 1);
    t.rotary_dim = static_cast<int64_t>(static_cast<double>(t.head_dim) * factor);
    if (t.rotary_dim < 2 || t.rotary_dim % 2 != 0)
        holder("partial_rotary_factor")
            ->refuse("partial_rotary_factor", std::to_string(t.rotary_dim) + " values of each head",
                     "an even number of at least 2");
    else
        parse_sections(*holder("mrope_section"), t);
}

static TextConfig parse_text(const JsonFields& f, std::vector<std::string>& problems) {
    const size_t problems_before = problems.size();
    TextConfig t;
    demand_text(f, "model_type", "glm_ocr_text");
    t.hidden_size = f.integer("hidden_size", 1, kMaxWidth);
    t.intermediate_size = f.integer("intermediate_size", 1, 4 * kMaxWidth);
    t.num_hidden_layers = f.integer("num_hidden_layers", 1, kMaxLayers);
    t.num_nextn_predict_layers = f.integer_or("num_nextn_predict_layers", 0, 0, 16);
    t.num_attention_heads = std::max<int64_t>(1, f.integer("num_attention_heads", 1, 1024));
    t.num_key_value_heads = std::max<int64_t>(1, f.integer("num_key_value_heads", 1, 1024));
    t.rms_norm_eps = f.number("rms_norm_eps", 0, 1);
    t.max_position_embeddings = f.integer("max_position_embeddings", 1, kMaxContext);
    t.vocab_size = std::max<int64_t>(1, f.integer("vocab_size", 1, kMaxVocabulary));
    demand_text(f, "hidden_act", "silu");
    demand_flag(f, "attention_bias", false);

    if (problems.size() != problems_before) return t;  // what follows compares fields with each other
    const std::string heads = std::to_string(t.num_attention_heads);
    if (!f.has("head_dim") && t.hidden_size % t.num_attention_heads != 0)
        f.refuse("num_attention_heads", heads, "a divisor of hidden_size " + std::to_string(t.hidden_size));
    if (t.num_attention_heads % t.num_key_value_heads != 0)
        f.refuse("num_key_value_heads", std::to_string(t.num_key_value_heads),
                 "a divisor of num_attention_heads " + heads);
    t.head_dim = f.integer_or("head_dim", t.hidden_size / t.num_attention_heads, 2, 1024);
    if (t.head_dim < 2 || t.head_dim % 2 != 0)
        f.refuse("head_dim", std::to_string(t.head_dim) + " values for each head", "an even number of at least 2");
    else
        parse_rope(f, t, problems);
    return t;
}

static VisionConfig parse_vision(const JsonFields& f, int64_t text_hidden_size, std::vector<std::string>& problems) {
    const size_t problems_before = problems.size();
    VisionConfig v;
    demand_text(f, "model_type", "glm_ocr_vision");
    v.hidden_size = f.integer("hidden_size", 1, kMaxWidth);
    v.depth = f.integer("depth", 1, kMaxLayers);
    v.num_heads = std::max<int64_t>(1, f.integer("num_heads", 1, 1024));
    v.intermediate_size = f.integer("intermediate_size", 1, 4 * kMaxWidth);
    v.out_hidden_size = f.integer("out_hidden_size", 1, kMaxWidth);
    v.in_channels = f.integer_or("in_channels", 3, 3, 3);
    v.patch_size = f.integer("patch_size", 1, 64);
    v.temporal_patch_size = f.integer("temporal_patch_size", 1, 8);
    v.spatial_merge_size = f.integer("spatial_merge_size", 1, 8);
    v.attention_bias = f.boolean_or("attention_bias", true);
    v.rms_norm_eps = f.number("rms_norm_eps", 0, 1);
    demand_text(f, "hidden_act", "silu");
    const JsonFields rope = object_or_none(f, "rope_parameters", problems);
    demand_text(rope, "rope_type", "axial");
    v.rope_theta = rope.number_or("rope_theta", 10000, 1, 1e12);

    if (problems.size() != problems_before) return v;  // what follows compares fields with each other
    if (v.hidden_size % v.num_heads != 0 || v.head_dim() % 4 != 0)
        f.refuse(
            "num_heads", std::to_string(v.num_heads),
            "a divisor of hidden_size " + std::to_string(v.hidden_size) + " that leaves each head a multiple of 4");
    if (v.out_hidden_size != text_hidden_size)
        f.refuse("out_hidden_size", std::to_string(v.out_hidden_size),
                 "the text model's hidden_size, " + std::to_string(text_hidden_size));
    return v;
}

static PatchConfig parse_patches(const std::filesystem::path& folder, const VisionConfig& v,
                                 std::vector<std::string>& problems) {
    PatchConfig c;
    c.patch_size = v.patch_size;
    c.merge_size = v.spatial_merge_size;
    c.temporal_patch_size = v.temporal_patch_size;
    c.min_pixels = kMinPixels;
    c.max_pixels = kMaxPixels;
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
    demand("temporal_patch_size", c.temporal_patch_size, v.temporal_patch_size);
    return c;
}

// generation_config.json's, else config.json's, where either level may have them.
static std::vector<int32_t> parse_eos(const std::filesystem::path& folder, const JsonFields& root,
                                      const JsonFields& text, int64_t vocab_size, std::vector<std::string>& problems) {
    const std::filesystem::path path = folder / "generation_config.json";
    std::error_code ec;
    const Json generation = std::filesystem::exists(path, ec) ? read_json_file(path, Fault::model) : Json::object();
    const JsonFields made(generation, "generation_config.json", Fault::model, &problems);
    std::vector<int32_t> eos;
    const JsonFields& from = made.has("eos_token_id") ? made : text.has("eos_token_id") ? text : root;
    for (int64_t id : from.integers_or_none("eos_token_id", 0, vocab_size - 1)) eos.push_back(static_cast<int32_t>(id));
    return eos;
}

Config parse_config(const std::filesystem::path& folder, const Json& config, std::vector<std::string>& problems) {
    Config c;
    const JsonFields root(config, "config.json", Fault::model, &problems);
    for (const char* key : {"text_config", "vision_config"})
        if (!root.has(key)) root.refuse(key, "nothing", "an object with that part's sizes");
    const JsonFields text = object_or_none(root, "text_config", problems);
    if (!problems.empty()) return c;
    c.text_config = parse_text(text, problems);
    c.vision_config = parse_vision(root.object("vision_config"), c.text_config.hidden_size, problems);
    c.tie_word_embeddings =
        root.boolean_or("tie_word_embeddings", false) || text.boolean_or("tie_word_embeddings", false);
    const int64_t last = c.text_config.vocab_size - 1;
    if (root.has("image_token_id")) c.image_token_id = static_cast<int32_t>(root.integer("image_token_id", 0, last));
    c.eos_token_id = parse_eos(folder, root, text, c.text_config.vocab_size, problems);
    c.patches = parse_patches(folder, c.vision_config, problems);
    return c;
}

}  // namespace lectern::glm_ocr
