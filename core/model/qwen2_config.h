// The fields of config.json that describe a Qwen2 text decoder, under their own names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/model/memory_estimate.h"

namespace lectern {

// The values here stand for absent fields unless a family sets others; 0: the field must be given.
struct Qwen2Config {
    int64_t hidden_size = 0;
    int64_t intermediate_size = 0;
    int64_t num_hidden_layers = 0;
    int64_t num_attention_heads = 0;
    int64_t num_key_value_heads = 0;
    int64_t head_dim = 0;
    bool attention_bias = true;  // of q, k, v; never of o_proj
    double rms_norm_eps = 1e-6;
    double rope_theta = 0;
    std::vector<int64_t> rope_section;  // pairs of a head each position axis turns: one number, or three with M-RoPE
    int64_t max_position_embeddings = 32768;
    int64_t vocab_size = 0;
    bool tie_word_embeddings = false;

    int64_t kv_dim() const { return num_key_value_heads * head_dim; }
    int64_t q_dim() const { return num_attention_heads * head_dim; }
    int32_t position_axes() const { return static_cast<int32_t>(rope_section.size()); }
};

// The decoder's part of what estimate_memory() counts with.
ModelSizes decoder_sizes(const Qwen2Config& c);

// Every wrong or missing field adds a sentence to `problems`; the result may be used only when none was added.
// `axes`: 1, or 3 with M-RoPE, whose sections are rope_scaling's or rope_parameters' mrope_section.
Qwen2Config parse_qwen2(const JsonFields& fields, const Qwen2Config& defaults, int axes, std::vector<std::string>& problems);

}  // namespace lectern
