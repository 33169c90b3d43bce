#include "tests/support/tiny_glm_ocr.h"

#include <fstream>

#include "core/compute/convert.h"
#include "core/model/json_repair.h"
#include "core/weights/safetensors.h"
#include "tests/support/generated.h"

namespace lectern::test {

// splitmix64 of fnv1a(name) + i, unlike the other specifications' rule.
static uint64_t bits(uint64_t start, uint64_t i) {
    uint64_t z = start + i + 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

std::vector<float> glm_values(const std::string& name, const std::vector<int64_t>& shape) {
    int64_t count = 1, fan_in = 1;
    for (size_t i = 0; i < shape.size(); ++i) {
        count *= shape[i];
        if (i > 0) fan_in *= shape[i];
    }
    double scale = 1.0 / 64;
    for (int64_t reach = 1; reach < fan_in; reach *= 4) scale /= 2;
    const uint64_t start = fnv1a(name);
    std::vector<float> values(static_cast<size_t>(count));
    for (size_t i = 0; i < values.size(); ++i) {
        const uint64_t x = bits(start, i);
        const double wide = 2.0 * static_cast<double>(x >> 57) - 127;
        double v = wide * scale;
        if (shape.size() == 1) v = name.ends_with("weight") ? 1 + (2.0 * static_cast<double>(x >> 60) - 15) / 128 : wide / 1024;
        else if (name.find("embed_tokens") != std::string::npos) v = wide / 128;
        values[i] = static_cast<float>(v);
    }
    return values;
}

static Json tiny_config(int64_t vocabulary, int64_t image_token, const std::vector<int64_t>& stops) {
    return {{"architectures", {"GlmOcrForConditionalGeneration"}},
            {"model_type", "glm_ocr"},
            {"tie_word_embeddings", false},
            {"image_token_id", image_token},
            {"text_config",
             {{"model_type", "glm_ocr_text"}, {"vocab_size", vocabulary}, {"hidden_size", 24}, {"intermediate_size", 40},
              {"num_hidden_layers", 2}, {"num_nextn_predict_layers", 1}, {"num_attention_heads", 4}, {"num_key_value_heads", 2},
              {"head_dim", 16}, {"attention_bias", false}, {"hidden_act", "silu"}, {"rms_norm_eps", 1e-5},
              {"max_position_embeddings", 4096}, {"eos_token_id", stops},
              {"rope_parameters", {{"rope_type", "default"}, {"rope_theta", 10000}, {"partial_rotary_factor", 1.0}, {"mrope_section", {2, 3, 3}}}}}},
            {"vision_config",
             {{"model_type", "glm_ocr_vision"}, {"hidden_size", 32}, {"depth", 2}, {"num_heads", 2}, {"intermediate_size", 48},
              {"hidden_act", "silu"}, {"attention_bias", true}, {"patch_size", 4}, {"temporal_patch_size", 2}, {"spatial_merge_size", 2},
              {"out_hidden_size", 24}, {"rms_norm_eps", 1e-5}}}};
}

static std::vector<TinyGlm::Weight> tiny_weights(int64_t vocabulary) {
    std::vector<TinyGlm::Weight> all;
    const auto add = [&all](const std::string& name, std::vector<int64_t> shape) { all.push_back({name, std::move(shape)}); };
    const auto dense = [&](const std::string& name, int64_t rows, int64_t columns, bool bias) {
        add(name + ".weight", {rows, columns});
        if (bias) add(name + ".bias", {rows});
    };
    const std::string text = "model.language_model.", visual = "model.visual.";
    add(text + "embed_tokens.weight", {vocabulary, 24});
    for (int64_t i = 0; i < 3; ++i) {
        const std::string layer = text + "layers." + std::to_string(i) + ".";
        for (const char* norm : {"input_layernorm", "post_self_attn_layernorm", "post_attention_layernorm", "post_mlp_layernorm"})
            add(layer + norm + ".weight", {24});
        dense(layer + "self_attn.q_proj", 64, 24, false);
        dense(layer + "self_attn.k_proj", 32, 24, false);
        dense(layer + "self_attn.v_proj", 32, 24, false);
        dense(layer + "self_attn.o_proj", 24, 64, false);
        dense(layer + "mlp.gate_up_proj", 80, 24, false);
        dense(layer + "mlp.down_proj", 24, 40, false);
        if (i < 2) continue;
        for (const char* norm : {"enorm", "hnorm", "shared_head.norm"}) add(layer + norm + ".weight", {24});
        dense(layer + "eh_proj", 24, 48, false);
    }
    add(text + "norm.weight", {24});
    add("lm_head.weight", {vocabulary, 24});
    add(visual + "patch_embed.proj.weight", {32, 3, 2, 4, 4});
    add(visual + "patch_embed.proj.bias", {32});
    for (int64_t i = 0; i < 2; ++i) {
        const std::string block = visual + "blocks." + std::to_string(i) + ".";
        for (const char* norm : {"norm1", "norm2"}) add(block + norm + ".weight", {32});
        for (const char* norm : {"attn.q_norm", "attn.k_norm"}) add(block + norm + ".weight", {16});
        dense(block + "attn.qkv", 96, 32, true);
        dense(block + "attn.proj", 32, 32, true);
        dense(block + "mlp.gate_proj", 48, 32, true);
        dense(block + "mlp.up_proj", 48, 32, true);
        dense(block + "mlp.down_proj", 32, 48, true);
    }
    add(visual + "post_layernorm.weight", {32});
    add(visual + "downsample.weight", {24, 32, 2, 2});
    add(visual + "downsample.bias", {24});
    dense(visual + "merger.proj", 24, 24, false);
    add(visual + "merger.post_projection_norm.weight", {24});
    add(visual + "merger.post_projection_norm.bias", {24});
    dense(visual + "merger.gate_proj", 72, 24, false);
    dense(visual + "merger.up_proj", 72, 24, false);
    dense(visual + "merger.down_proj", 24, 72, false);
    return all;
}

static Json tiny_preprocessor() {
    return {{"image_processor_type", "Glm46VImageProcessor"}, {"size", {{"shortest_edge", 128}, {"longest_edge", 65536}}},
            {"patch_size", 4}, {"temporal_patch_size", 2}, {"merge_size", 2}};
}

TinyGlm golden_glm() {
    return {tiny_config(64, 60, {62, 63}), tiny_preprocessor(), {{"eos_token_id", {62, 63}}}, tiny_weights(64), false};
}

Image golden_glm_image() {
    Image image(24, 16);
    for (int64_t y = 0; y < 16; ++y)
        for (int64_t x = 0; x < 24; ++x)
            for (int64_t c = 0; c < 3; ++c) image.row(y)[x * 3 + c] = static_cast<uint8_t>((37 * c + 11 * y + 7 * x + 3 * x * y) % 256);
    return image;
}

std::vector<int32_t> golden_glm_ids() {
    return {1, 2, 3, 4, 5, 60, 60, 60, 60, 60, 60, 6, 7, 8, 9};
}

TinyGlm reading_glm() {
    return {tiny_config(272, 262, {263, 259}), tiny_preprocessor(), {{"eos_token_id", {263, 259}}}, tiny_weights(272), true};
}

// Every byte is a token; no merges.
static Json byte_tokenizer() {
    Json vocab = Json::object();
    int32_t other = 256;  // bytes without a letter of their own
    for (int32_t b = 0; b < 256; ++b) {
        const bool shown = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
        vocab[encode_utf8(static_cast<uint32_t>(shown ? b : other++))] = b;
    }
    Json added = Json::array();
    int32_t id = 256;
    for (const char* token : {"[gMASK]", "<sop>", "<|system|>", "<|user|>", "<|begin_of_image|>", "<|end_of_image|>", "<|image|>",
                              "<|endoftext|>", "<|assistant|>"})
        added.push_back({{"id", id++}, {"content", token}, {"single_word", false}, {"lstrip", false}, {"rstrip", false},
                         {"normalized", false}, {"special", true}});
    const Json bytes = {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}};
    return {{"version", "1.0"}, {"added_tokens", added}, {"normalizer", nullptr}, {"pre_tokenizer", bytes}, {"decoder", bytes},
            {"model", {{"type", "BPE"}, {"vocab", vocab}, {"merges", Json::array()}}}};
}

void write_glm(const TinyGlm& glm, const std::filesystem::path& folder, DType dtype) {
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "config.json") << glm.config.dump();
    std::ofstream(folder / "preprocessor_config.json") << glm.preprocessor.dump();
    std::ofstream(folder / "generation_config.json") << glm.generation.dump();
    if (glm.tokenizer) std::ofstream(folder / "tokenizer.json") << byte_tokenizer().dump();
    SafetensorsWriter writer(folder / "model.safetensors");
    for (const TinyGlm::Weight& w : glm.weights) {
        const std::vector<float> values = glm_values(w.name, w.shape);
        if (dtype == DType::F32) {
            writer.add_f32(w.name, w.shape, values);
            continue;
        }
        std::vector<uint16_t> narrow;
        for (float v : values) narrow.push_back(dtype == DType::BF16 ? f32_to_bf16(v) : f32_to_f16(v));
        writer.add(w.name, dtype, w.shape, std::as_bytes(std::span(narrow)));
    }
    writer.finish();
}

}  // namespace lectern::test
