#include "tests/support/tiny_dots_ocr.h"

#include <cmath>
#include <fstream>

#include "core/compute/convert.h"
#include "core/weights/safetensors.h"
#include "tests/support/generated.h"

namespace lectern::tiny {

std::vector<float> generated_values(const std::string& name, const std::vector<int64_t>& shape) {
    int64_t count = 1, fan_in = 1;
    for (size_t i = 0; i < shape.size(); ++i) {
        count *= shape[i];
        if (i > 0) fan_in *= shape[i];
    }
    const bool norm = (name.find("norm") != std::string::npos && name.ends_with("weight")) || name.ends_with("ln_q.weight");
    double base = 0, scale = std::sqrt(3.0 / static_cast<double>(fan_in));
    if (norm) {
        base = 1;
        scale = 0.25;
    } else if (name.ends_with("bias")) {
        scale = 0.1;
    } else if (name.find("embed_tokens") != std::string::npos) {
        scale = 1;
    }
    const uint64_t seed = test::fnv1a(name);
    std::vector<float> values(static_cast<size_t>(count));
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(base + scale * test::signed_unit(seed, i));
    return values;
}

Image synthetic_image(int64_t k, int64_t width, int64_t height) {
    Image image(width, height);
    for (int64_t y = 0; y < height; ++y)
        for (int64_t x = 0; x < width; ++x)
            for (int64_t c = 0; c < 3; ++c)
                image.row(y)[x * 3 + c] = static_cast<uint8_t>((7 * x + 13 * y + 29 * c + (x * y) % 31 + 11 * k) % 256);
    return image;
}

Json dots_ocr_config() {
    return Json::parse(R"({
        "architectures": ["DotsOCRForCausalLM"], "model_type": "dots_ocr",
        "hidden_size": 64, "intermediate_size": 112, "num_hidden_layers": 2, "num_attention_heads": 4,
        "num_key_value_heads": 2, "attention_bias": true, "hidden_act": "silu", "rms_norm_eps": 1e-6,
        "rope_theta": 1000000, "rope_scaling": null, "max_position_embeddings": 512, "vocab_size": 256,
        "tie_word_embeddings": false, "image_token_id": 200,
        "vision_config": {
            "model_type": "dots_vit", "embed_dim": 48, "hidden_size": 64, "intermediate_size": 80, "num_hidden_layers": 3,
            "num_attention_heads": 3, "num_channels": 3, "patch_size": 14, "spatial_merge_size": 2, "temporal_patch_size": 1,
            "rms_norm_eps": 1e-5, "use_bias": false, "post_norm": true, "is_causal": false
        }
    })");
}

std::vector<NamedValues> dots_ocr_tensors(const Json& config) {
    const Json& vision = config.at("vision_config");
    const int64_t h = config.at("hidden_size"), inner = config.at("intermediate_size"), vocab = config.at("vocab_size");
    const int64_t heads = config.at("num_attention_heads"), kv_heads = config.at("num_key_value_heads");
    const int64_t kv = h / heads * kv_heads;
    const int64_t e = vision.at("embed_dim"), v_inner = vision.at("intermediate_size");
    std::vector<NamedValues> all;
    const auto add = [&all](const std::string& name, std::vector<int64_t> shape) {
        std::vector<float> values = generated_values(name, shape);
        all.push_back({name, std::move(shape), std::move(values)});
    };
    add("model.embed_tokens.weight", {vocab, h});
    if (!config.value("tie_word_embeddings", false)) add("lm_head.weight", {vocab, h});
    add("model.norm.weight", {h});
    for (int64_t i = 0; i < config.at("num_hidden_layers").get<int64_t>(); ++i) {
        const std::string layer = "model.layers." + std::to_string(i) + ".";
        add(layer + "input_layernorm.weight", {h});
        add(layer + "post_attention_layernorm.weight", {h});
        for (const auto& [part, rows] : {std::pair{"q_proj", h}, std::pair{"k_proj", kv}, std::pair{"v_proj", kv}}) {
            add(layer + "self_attn." + part + ".weight", {rows, h});
            add(layer + "self_attn." + part + ".bias", {rows});
        }
        add(layer + "self_attn.o_proj.weight", {h, h});
        add(layer + "mlp.gate_proj.weight", {inner, h});
        add(layer + "mlp.up_proj.weight", {inner, h});
        add(layer + "mlp.down_proj.weight", {h, inner});
    }
    add("vision_tower.patch_embed.patchifier.proj.weight", {e, 3, 14, 14});
    add("vision_tower.patch_embed.patchifier.proj.bias", {e});
    add("vision_tower.patch_embed.patchifier.norm.weight", {e});
    const bool bias = vision.value("use_bias", false);
    for (int64_t i = 0; i < vision.at("num_hidden_layers").get<int64_t>(); ++i) {
        const std::string block = "vision_tower.blocks." + std::to_string(i) + ".";
        add(block + "norm1.weight", {e});
        add(block + "norm2.weight", {e});
        const auto dense = [&](const std::string& name, int64_t rows, int64_t columns) {
            add(block + name + ".weight", {rows, columns});
            if (bias) add(block + name + ".bias", {rows});
        };
        dense("attn.qkv", 3 * e, e);
        dense("attn.proj", e, e);
        dense("mlp.fc1", v_inner, e);
        dense("mlp.fc3", v_inner, e);
        dense("mlp.fc2", e, v_inner);
    }
    if (vision.value("post_norm", true)) add("vision_tower.post_trunk_norm.weight", {e});
    add("vision_tower.merger.ln_q.weight", {e});
    add("vision_tower.merger.ln_q.bias", {e});
    add("vision_tower.merger.mlp.0.weight", {4 * e, 4 * e});
    add("vision_tower.merger.mlp.0.bias", {4 * e});
    add("vision_tower.merger.mlp.2.weight", {h, 4 * e});
    add("vision_tower.merger.mlp.2.bias", {h});
    return all;
}

std::vector<Image> dots_ocr_images() {
    return {synthetic_image(0, 84, 56), synthetic_image(1, 28, 28)};
}

std::vector<int32_t> dots_ocr_ids() {
    return {210, 201, 200, 200, 200, 200, 200, 200, 202, 5, 9, 201, 200, 202, 33, 7, 120, 211, 212};
}

void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

static std::vector<uint16_t> narrowed(const std::vector<float>& values, DType dtype) {
    std::vector<uint16_t> out;
    for (float v : values) out.push_back(dtype == DType::BF16 ? f32_to_bf16(v) : f32_to_f16(v));
    return out;
}

void write_checkpoint(const std::filesystem::path& folder, const Json& config, const std::vector<NamedValues>& tensors, DType dtype) {
    std::filesystem::create_directories(folder);
    write_text(folder / "config.json", config.dump(2));
    write_text(folder / "preprocessor_config.json", R"({"min_pixels": 784, "max_pixels": 11289600, "patch_size": 14, "merge_size": 2})");
    SafetensorsWriter writer(folder / "model.safetensors");
    for (const NamedValues& t : tensors) {
        if (dtype == DType::F32) {
            writer.add_f32(t.name, t.shape, t.values);
            continue;
        }
        const std::vector<uint16_t> values = narrowed(t.values, dtype);
        writer.add(t.name, dtype, t.shape, std::as_bytes(std::span(values)));
    }
    writer.finish();
}

}  // namespace lectern::tiny
