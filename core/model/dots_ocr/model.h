// The dots.ocr family: joins its parts. prompt.cpp is declared here too.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/dots_ocr/config.h"
#include "core/model/dots_ocr/vision.h"
#include "core/model/model.h"
#include "core/model/prompt_parts.h"
#include "core/model/qwen2_decoder.h"
#include "core/model/registry.h"

namespace lectern::dots_ocr {

Family family();

// -- prompt.cpp

// Tokens of the chat template, found by name in tokenizer.json.
struct TemplateIds {
    int32_t user = 0, endofuser = 0, assistant = 0;
    int32_t img = 0, imgpad = 0, endofimg = 0;
};
// Every token that is missing, or contradicts config.json, adds a sentence to `problems`.
TemplateIds find_template_ids(const Tokenizer& tokenizer, const Config& config, std::vector<std::string>& problems);

PromptRules prompt_rules(const Config& config);

// <|user|> (<|img|> <|imgpad|>… <|endofimg|>)… text <|endofuser|> <|assistant|>
Prompt make_prompt(const Config& config, const Tokenizer& tokenizer, const TemplateIds& ids, std::string_view text, const std::string& system,
                   std::vector<ImagePatches> images);

}  // namespace lectern::dots_ocr
