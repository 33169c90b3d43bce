#include "core/model/qwen2_config.h"

#include <algorithm>

#include "core/model/config_rules.h"

namespace lectern {

using namespace config_rules;

static double number_or_required(const JsonFields& f, const char* key, double fallback, double least, double most) {
    return fallback > 0 ? f.number_or(key, fallback, least, most) : f.number(key, least, most);
}
static int64_t integer_or_required(const JsonFields& f, const char* key, int64_t fallback, int64_t least, int64_t most) {
    return fallback > 0 ? f.integer_or(key, fallback, least, most) : f.integer(key, least, most);
}

// "mrope" only says that there are sections; the angles are the ordinary ones.
static void demand_ordinary_angles(const JsonFields& f, int axes) {
    for (const char* key : {"rope_type", "type"}) {
        const std::string found = f.text_or(key, "default");
        if (found != "default" && (axes == 1 || found != "mrope"))
            f.refuse(key, '"' + found + '"', axes == 1 ? "\"default\"" : "\"default\" or \"mrope\"");
    }
}

// [1, 2, 3]-like sections of all pairs. Absent: an eighth of the head for time, half of the rest each for row and column.
static std::vector<int64_t> parse_sections(const JsonFields& f, int64_t head_dim) {
    const int64_t pairs = head_dim / 2;
    if (!f.has("mrope_section")) {
        const int64_t time = head_dim / 8, row = (pairs - time) / 2;
        return {time, row, pairs - time - row};
    }
    std::vector<int64_t> section;
    int64_t sum = 0;
    for (const double pairs_of_axis : f.numbers("mrope_section", 3, 0, static_cast<double>(kMaxWidth))) {
        section.push_back(static_cast<int64_t>(pairs_of_axis));
        sum += section.back();
    }
    if (sum != pairs)
        f.refuse("mrope_section", "sections of " + std::to_string(sum) + " pairs in all",
                 "three numbers whose sum is half the head's width, " + std::to_string(pairs));
    return section;
}

// Old files: rope_theta and rope_scaling {type, mrope_section} or null. New files: rope_parameters {rope_type, rope_theta, …}.
static void parse_rope(const JsonFields& f, const Qwen2Config& defaults, int axes, Qwen2Config& c,
                       std::vector<std::string>& problems) {
    const JsonFields parameters = object_or_none(f, "rope_parameters", problems);
    const JsonFields scaling = object_or_none(f, "rope_scaling", problems);
    demand_ordinary_angles(parameters, axes);
    demand_ordinary_angles(scaling, axes);
    const bool inside = !f.has("rope_theta") && (parameters.has("rope_theta") || scaling.has("rope_theta"));
    const JsonFields& from = !inside ? f : parameters.has("rope_theta") ? parameters : scaling;
    c.rope_theta = number_or_required(from, "rope_theta", defaults.rope_theta, 1, 1e12);
    if (axes == 1)
        c.rope_section = {c.head_dim / 2};
    else
        c.rope_section = parse_sections(parameters.has("mrope_section") ? parameters : scaling, c.head_dim);
}

// What compares fields with each other.
static void check_heads(const JsonFields& f, Qwen2Config& c) {
    const std::string heads = std::to_string(c.num_attention_heads);
    if (!f.has("head_dim") && c.hidden_size % c.num_attention_heads != 0)
        f.refuse("num_attention_heads", heads, "a divisor of hidden_size " + std::to_string(c.hidden_size));
    if (c.num_attention_heads % c.num_key_value_heads != 0)
        f.refuse("num_key_value_heads", std::to_string(c.num_key_value_heads), "a divisor of num_attention_heads " + heads);
    c.head_dim = f.integer_or("head_dim", c.hidden_size / c.num_attention_heads, 2, 1024);
    if (c.head_dim < 2 || c.head_dim % 2 != 0)
        f.refuse("head_dim", std::to_string(c.head_dim) + " values for each head", "an even number of at least 2");
}

Qwen2Config parse_qwen2(const JsonFields& f, const Qwen2Config& defaults, int axes, std::vector<std::string>& problems) {
    const size_t problems_before = problems.size();
    Qwen2Config c = defaults;
    c.hidden_size = f.integer("hidden_size", 1, kMaxWidth);
    c.intermediate_size = f.integer("intermediate_size", 1, 4 * kMaxWidth);
    c.num_hidden_layers = f.integer("num_hidden_layers", 1, kMaxLayers);
    c.num_attention_heads = std::max<int64_t>(1, f.integer("num_attention_heads", 1, kMaxHeads));
    c.num_key_value_heads = std::max<int64_t>(1, f.integer_or("num_key_value_heads", c.num_attention_heads, 1, kMaxHeads));
    c.attention_bias = f.boolean_or("attention_bias", defaults.attention_bias);
    c.rms_norm_eps = f.number_or("rms_norm_eps", defaults.rms_norm_eps, 0, 1);
    c.max_position_embeddings = f.integer_or("max_position_embeddings", defaults.max_position_embeddings, 1, kMaxContext);
    c.vocab_size = std::max<int64_t>(1, integer_or_required(f, "vocab_size", defaults.vocab_size, 1, kMaxVocabulary));
    c.tie_word_embeddings = f.boolean_or("tie_word_embeddings", defaults.tie_word_embeddings);
    demand_text(f, "hidden_act", "silu");
    demand_flag(f, "use_sliding_window", false);
    if (problems.size() != problems_before) return c;  // what follows compares fields with each other
    check_heads(f, c);
    if (problems.size() == problems_before) parse_rope(f, defaults, axes, c, problems);
    return c;
}

ModelSizes decoder_sizes(const Qwen2Config& c) {
    ModelSizes s;
    s.layers = c.num_hidden_layers;
    s.kv_dim = c.kv_dim();
    s.hidden = c.hidden_size;
    s.middle = c.intermediate_size;
    s.q_dim = c.q_dim();
    s.vocabulary = c.vocab_size;
    return s;
}

}  // namespace lectern
