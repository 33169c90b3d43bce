#include "core/model/deepseek_ocr/config.h"

#include <algorithm>
#include <cmath>

#include "core/model/config_rules.h"

namespace lectern::deepseek_ocr {

using namespace config_rules;

static constexpr int64_t kMaxExperts = 1024, kMaxExpertsPerToken = 16, kMaxGrid = 256;

bool SamConfig::is_global(int64_t block) const {
    return std::find(global_attn_indexes.begin(), global_attn_indexes.end(), block) != global_attn_indexes.end();
}

static void demand_number(const JsonFields& f, const char* key, double value) {
    f.number_or(key, value, value, value);
}

// -- shapes of the weights

// Sizes that only the weights tell. A tensor that is missing, or has not so many dimensions, is a problem of its own.
class Shapes {
 public:
    Shapes(const Checkpoint& checkpoint, std::vector<std::string>& problems)
        : checkpoint_(checkpoint), problems_(problems) {}
    std::vector<int64_t> of(const std::string& name, size_t rank) const {
        const Checkpoint::Entry* e = checkpoint_.find(name);
        if (e != nullptr && e->shape.size() == rank && *std::min_element(e->shape.begin(), e->shape.end()) > 0)
            return e->shape;
        problems_.push_back("tensor " + name + ": " +
                            (e == nullptr ? "missing"
                                          : "found " + std::to_string(e->shape.size()) +
                                                " dimensions, allowed: " + std::to_string(rank)) +
                            "; the model's sizes follow from it");
        return std::vector<int64_t>(rank, 1);
    }
    bool has(const std::string& name) const { return checkpoint_.find(name) != nullptr; }
    int64_t layers(const std::string& before, const std::string& after) const {
        int64_t n = 0;
        while (n < kMaxLayers && has(before + std::to_string(n) + after)) ++n;
        return n;
    }
    void refuse(const std::string& name, const std::string& found, const std::string& allowed) const {
        problems_.push_back("tensor " + name + ": found " + found + ", allowed: " + allowed);
    }

 private:
    const Checkpoint& checkpoint_;
    std::vector<std::string>& problems_;
};

static int64_t root(int64_t n) {
    const auto r = static_cast<int64_t>(std::llround(std::sqrt(static_cast<double>(n))));
    return r * r == n ? r : 0;
}

// -- version

static std::string lower(std::string s) {
    for (char& c : s)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return s;
}

std::optional<Version> find_version(const Json& config, const Checkpoint& checkpoint) {
    const JsonFields f(config, "config.json");
    for (const std::string& name : f.texts_or_none("architectures")) {
        if (name == "DeepseekOCRForCausalLM") return Version::one;
        if (name == "DeepseekOCR2ForCausalLM") return Version::two;
    }
    if (f.has("auto_map") && f.raw().at("auto_map").is_object())
        for (const auto& [key, value] : f.raw().at("auto_map").items()) {
            const std::string name = value.is_string() ? lower(value.get<std::string>()) : "";
            if (name.find("deepseekocr2") != std::string::npos) return Version::two;
            if (name.find("deepseekocr") != std::string::npos) return Version::one;
        }
    for (const Checkpoint::Entry& e : checkpoint.entries()) {
        if (e.name.starts_with("model.qwen2_model.")) return Version::two;
        if (e.name.starts_with("model.vision_model.")) return Version::one;
    }
    return std::nullopt;
}

// A folder whose config.json is one model's and whose weights are the other's.
static void check_pair(Version version, const Checkpoint& checkpoint, std::vector<std::string>& problems) {
    const bool one = version == Version::one;
    const std::string own = one ? "model.vision_model." : "model.qwen2_model.",
                      others = one ? "model.qwen2_model." : "model.vision_model.";
    bool has_own = false, has_others = false;
    for (const Checkpoint::Entry& e : checkpoint.entries()) {
        has_own = has_own || e.name.starts_with(own);
        has_others = has_others || e.name.starts_with(others);
    }
    if (has_own || !has_others) return;
    problems.push_back(std::string("config.json is of ") + (one ? "DeepSeek-OCR" : "DeepSeek-OCR-2") +
                       ", but the weights are of " + (one ? "DeepSeek-OCR-2" : "DeepSeek-OCR") + " (found " + others +
                       "*, allowed: " + own +
                       "*): two models were mixed in one folder. Fetch the files of one of them");
}

// -- text

static void parse_text(const JsonFields& f, TextConfig& c, std::vector<std::string>& problems) {
    const size_t problems_before = problems.size();
    c.hidden_size = f.integer("hidden_size", 1, kMaxWidth);
    c.num_hidden_layers = f.integer("num_hidden_layers", 1, kMaxLayers);
    c.num_attention_heads = std::max<int64_t>(1, f.integer("num_attention_heads", 1, 1024));
    c.num_key_value_heads = std::max<int64_t>(1, f.integer_or("num_key_value_heads", c.num_attention_heads, 1, 1024));
    c.intermediate_size = f.integer("intermediate_size", 1, 4 * kMaxWidth);
    c.first_k_dense_replace = f.integer_or("first_k_dense_replace", 0, 0, kMaxLayers);
    c.n_routed_experts = f.integer("n_routed_experts", 1, kMaxExperts);
    c.num_experts_per_tok = f.integer("num_experts_per_tok", 1, kMaxExpertsPerToken);
    c.n_shared_experts = f.integer("n_shared_experts", 1, kMaxExperts);
    c.moe_intermediate_size = f.integer("moe_intermediate_size", 1, 4 * kMaxWidth);
    c.max_position_embeddings = f.integer_or("max_position_embeddings", 8192, 1, kMaxContext);
    c.vocab_size = std::max<int64_t>(1, f.integer("vocab_size", 1, kMaxVocabulary));
    c.rms_norm_eps = f.number_or("rms_norm_eps", 1e-6, 0, 1);
    c.rope_theta = f.number_or("rope_theta", 10000, 1, 1e12);
    demand_text(f, "hidden_act", "silu");
    demand_text(f, "scoring_func", "softmax");
    demand_text(f, "topk_method", "greedy");
    for (const char* flag : {"use_mla", "norm_topk_prob", "attention_bias", "tie_word_embeddings"})
        demand_flag(f, flag, false);
    demand_number(f, "routed_scaling_factor", 1);
    demand_number(f, "moe_layer_freq", 1);
    if (f.has("rope_scaling")) f.refuse("rope_scaling", describe_json(f.raw().at("rope_scaling")), "null");

    if (problems.size() != problems_before) return;  // what follows compares fields with each other
    const std::string heads = std::to_string(c.num_attention_heads);
    if (c.hidden_size % c.num_attention_heads != 0)
        f.refuse("num_attention_heads", heads, "a divisor of hidden_size " + std::to_string(c.hidden_size));
    if (c.num_attention_heads % c.num_key_value_heads != 0)
        f.refuse("num_key_value_heads", std::to_string(c.num_key_value_heads),
                 "a divisor of num_attention_heads " + heads);
    if (c.num_experts_per_tok > c.n_routed_experts)
        f.refuse("num_experts_per_tok", std::to_string(c.num_experts_per_tok),
                 "at most n_routed_experts " + std::to_string(c.n_routed_experts));
    c.head_dim = c.hidden_size / c.num_attention_heads;
    if (c.head_dim % 2 != 0 || c.head_dim > 256)
        f.refuse("num_attention_heads", heads, "heads of an even number of values, at most 256");
    c.first_k_dense_replace = std::min(c.first_k_dense_replace, c.num_hidden_layers);
}

// -- vision

static SamConfig parse_sam(const JsonFields& f, const Shapes& shapes) {
    const std::string sam = "model.sam_model.", block = sam + "blocks.0.";
    SamConfig c;
    const std::vector<int64_t> patch = shapes.of(sam + "patch_embed.proj.weight", 4);
    c.width = patch[0];
    c.patch_size = patch[2];
    if (patch[1] != 3 || patch[2] != patch[3] || c.patch_size > 64)
        shapes.refuse(sam + "patch_embed.proj.weight", "kernels of another shape",
                      "[width, 3, side, side] with a side of at most 64");
    const std::vector<int64_t> table = shapes.of(sam + "pos_embed", 4);
    c.grid = table[1];
    if (table[0] != 1 || table[1] != table[2] || c.grid > kMaxGrid)
        shapes.refuse(sam + "pos_embed", "another shape",
                      "[1, side, side, width] with a side of at most " + std::to_string(kMaxGrid));
    c.mlp_dim = shapes.of(block + "mlp.lin1.weight", 2)[0];
    c.neck = shapes.of(sam + "neck.0.weight", 4)[0];
    c.net_2 = shapes.of(sam + "net_2.weight", 4)[0];
    c.net_3 = shapes.of(sam + "net_3.weight", 4)[0];  // v2's config.json states another number, which is wrong
    c.layers = f.integer_or("layers", 12, 1, kMaxLayers);
    c.heads = std::max<int64_t>(1, f.integer_or("heads", 12, 1, 1024));
    f.integer_or("width", c.width, c.width, c.width);
    c.global_attn_indexes = f.integers_or_none("global_attn_indexes", 0, kMaxLayers);
    if (!f.has("global_attn_indexes")) c.global_attn_indexes = {2, 5, 8, 11};
    if (c.width % c.heads != 0 || c.head_dim() > 128)
        f.refuse("heads", std::to_string(c.heads),
                 "a divisor of the width " + std::to_string(c.width) + " that leaves at most 128 values a head");
    for (int64_t i = 0; i < c.layers; ++i)
        if (!c.is_global(i)) {
            const std::string name = sam + "blocks." + std::to_string(i) + ".attn.rel_pos_h";
            c.window = (shapes.of(name, 2)[0] + 1) / 2;
            if (c.window > kMaxGrid)
                shapes.refuse(name, std::to_string(c.window) + " patches",
                              "windows of at most " + std::to_string(kMaxGrid));
            break;
        }
    return c;
}

static ClipConfig parse_clip(const JsonFields& f, const Shapes& shapes, const SamConfig& sam) {
    const std::string clip = "model.vision_model.";
    ClipConfig c;
    const std::vector<int64_t> positions = shapes.of(clip + "embeddings.position_embedding.weight", 2);
    c.width = positions[1];
    c.side = root(positions[0] - 1);
    if (c.side < 1 || c.side > kMaxGrid)
        shapes.refuse(clip + "embeddings.position_embedding.weight", std::to_string(positions[0]) + " rows",
                      "a square number and one more");
    c.mlp_dim = shapes.of(clip + "transformer.layers.0.mlp.fc1.weight", 2)[0];
    c.layers = f.integer_or("layers", 24, 1, kMaxLayers);
    c.heads = std::max<int64_t>(1, f.integer_or("heads", 16, 1, 1024));
    f.integer_or("width", c.width, c.width, c.width);
    if (c.width % c.heads != 0 || c.head_dim() > 256)
        f.refuse("heads", std::to_string(c.heads),
                 "a divisor of the width " + std::to_string(c.width) + " that leaves at most 256 values a head");
    if (sam.net_3 != c.width)
        shapes.refuse("model.sam_model.net_3.weight", std::to_string(sam.net_3) + " outputs",
                      "the second stage's width, " + std::to_string(c.width));
    c.has_patch_embedding = shapes.has(clip + "embeddings.patch_embedding.weight");
    c.has_position_ids = shapes.has(clip + "embeddings.position_ids");
    return c;
}

static EncoderConfig parse_encoder(const JsonFields& f, const Shapes& shapes, const SamConfig& sam) {
    const std::string encoder = "model.qwen2_model.", layers = encoder + "model.model.layers.", first = layers + "0.";
    EncoderConfig c;
    const std::vector<int64_t> small = shapes.of(encoder + "query_768.weight", 2),
                               large = shapes.of(encoder + "query_1024.weight", 2);
    c.dim = small[1];
    c.small = small[0];
    c.large = large[0];
    for (const auto& [name, rows] : {std::pair{"query_768.weight", c.small}, std::pair{"query_1024.weight", c.large}})
        if (root(rows) < 1 || root(rows) > kMaxGrid)
            shapes.refuse(encoder + name, std::to_string(rows) + " rows", "a square number");
    const int64_t q = shapes.of(first + "self_attn.q_proj.weight", 2)[0],
                  kv = shapes.of(first + "self_attn.k_proj.weight", 2)[0];
    c.intermediate = shapes.of(first + "mlp.gate_proj.weight", 2)[0];
    c.layers = std::max<int64_t>(1, shapes.layers(layers, ".input_layernorm.weight"));
    c.heads = f.integer_or("heads", std::max<int64_t>(1, q / 64), 1, 1024);
    c.head_dim = c.heads > 0 ? q / c.heads : 0;
    c.kv_heads = f.integer_or("kv_heads", c.head_dim > 0 ? std::max<int64_t>(1, kv / c.head_dim) : 1, 1, 1024);
    f.integer_or("dim", c.dim, c.dim, c.dim);
    const bool whole = c.heads > 0 && c.kv_heads > 0 && c.head_dim * c.heads == q && c.head_dim * c.kv_heads == kv &&
                       c.heads % c.kv_heads == 0;
    if (!whole || c.head_dim % 2 != 0 || c.head_dim > 256)
        shapes.refuse(first + "self_attn.q_proj.weight",
                      std::to_string(q) + " outputs beside " + std::to_string(kv) + " of k_proj",
                      "whole heads of 64 values, or as config.json's heads and kv_heads say");
    if (sam.net_3 != c.dim)
        shapes.refuse("model.sam_model.net_3.weight", std::to_string(sam.net_3) + " outputs",
                      "the second stage's width, " + std::to_string(c.dim));
    return c;
}

static ProjectorConfig parse_projector(const JsonFields& f, const Config& c) {
    ProjectorConfig p;
    p.type = f.text_or("projector_type", "linear");
    const int64_t width = c.version == Version::one ? c.clip.width + c.sam.net_3 : c.encoder.dim;
    p.input_dim = f.integer_or("input_dim", width, width, width);
    f.integer_or("n_embed", c.text.hidden_size, c.text.hidden_size, c.text.hidden_size);
    if (p.type == "downsample_mlp_gelu") {
        p.downsample_ratio = f.integer_or("downsample_ratio", 2, 1, 8);
        p.hidden = c.text.hidden_size * f.integer_or("mlp_ratio", 1, 1, 16);
        p.depth = std::max<int64_t>(2, f.integer_or("depth", 1, 1, 8));
    } else if (p.type != "linear") {
        f.refuse("projector_type", '"' + p.type + '"', "\"linear\" or \"downsample_mlp_gelu\"");
    }
    return p;
}

static void parse_vision(const JsonFields& f, const JsonFields& projector, const Checkpoint& checkpoint, Config& c,
                         std::vector<std::string>& problems) {
    const size_t problems_before = problems.size();
    const Shapes shapes(checkpoint, problems);
    const JsonFields width = object_or_none(f, "width", problems);
    c.sam = parse_sam(object_or_none(width, "sam_vit_b", problems), shapes);
    if (c.version == Version::one)
        c.clip = parse_clip(object_or_none(width, "clip-l-14-224", problems), shapes, c.sam);
    else
        c.encoder = parse_encoder(object_or_none(width, "qwen2-0-5b", problems), shapes, c.sam);
    if (problems.size() == problems_before) c.projector = parse_projector(projector, c);
}

// -- all

Config parse_config(const std::filesystem::path& folder, const Json& config, const Checkpoint& checkpoint,
                    std::vector<std::string>& problems) {
    Config c;
    const JsonFields root(config, "config.json", Fault::model, &problems);
    const std::optional<Version> version = find_version(config, checkpoint);
    if (!version) {
        root.refuse("architectures", "nothing that tells DeepSeek-OCR from DeepSeek-OCR-2",
                    "DeepseekOCRForCausalLM or DeepseekOCR2ForCausalLM, as nor do the weights tell");
        return c;
    }
    c.version = *version;
    check_pair(c.version, checkpoint, problems);
    if (!problems.empty()) return c;
    const JsonFields text = root.has("language_config") ? root.object("language_config") : root;
    parse_text(text, c.text, problems);
    if (problems.empty())
        parse_vision(object_or_none(root, "vision_config", problems),
                     object_or_none(root, "projector_config", problems), checkpoint, c, problems);
    const int64_t last = std::max<int64_t>(0, c.text.vocab_size - 1);
    const auto token = [&](const char* key) -> std::optional<int32_t> {
        const JsonFields& from = root.has(key) ? root : text;
        if (!from.has(key)) return std::nullopt;
        return static_cast<int32_t>(from.integer(key, 0, last));
    };
    c.bos_token_id = token("bos_token_id");
    c.image_token_id = token("image_token_id");
    c.eos_token_id =
        parse_eos(folder, root.has("eos_token_id") ? root : text, std::max<int64_t>(1, c.text.vocab_size), problems);
    return c;
}

}  // namespace lectern::deepseek_ocr
