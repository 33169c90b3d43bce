// The Qwen2.5-VL family: joins its parts. prompt.cpp is declared here too.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/model.h"
#include "core/model/prompt_parts.h"
#include "core/model/qwen2_5_vl/config.h"
#include "core/model/qwen2_5_vl/vision.h"
#include "core/model/qwen2_decoder.h"
#include "core/model/registry.h"

namespace lectern::qwen2_5_vl {

Family family();

// -- prompt.cpp

// Tokens of the chat template, found by name in tokenizer.json.
struct TemplateIds {
    int32_t im_start = 0, im_end = 0;
    int32_t vision_start = 0, image_pad = 0, vision_end = 0;
};
// Every token that is missing, or contradicts config.json, adds a sentence to `problems`.
TemplateIds find_template_ids(const Tokenizer& tokenizer, const Config& config, std::vector<std::string>& problems);

// The system message a chat begins with: what the folder's chat template says when it says one, else the published one.
std::string find_system_message(const std::filesystem::path& folder);

// One user turn, as text; the pictures stand where it says (image_marks.h), else before the text or behind it.
struct Turn {
    std::string_view system, text;
    bool text_first = false;
};

PromptRules prompt_rules(const Config& config);

// <|im_start|>system … <|im_end|> <|im_start|>user (<|vision_start|> <|image_pad|>… <|vision_end|>)… text <|im_end|>
// <|im_start|>assistant
Prompt make_prompt(const Config& config, const Tokenizer& tokenizer, const TemplateIds& ids, const Turn& turn,
                   std::vector<ImagePatches> images);
// Ids as given, placeholders already expanded.
Prompt make_prompt(const Config& config, std::span<const int32_t> ids, std::vector<ImagePatches> images);

}  // namespace lectern::qwen2_5_vl
