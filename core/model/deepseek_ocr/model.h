// The DeepSeek-OCR family, both versions: joins its parts. prompt.cpp and output.cpp are declared here too.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/deepseek_ocr/config.h"
#include "core/model/deepseek_ocr/text.h"
#include "core/model/deepseek_ocr/vision.h"
#include "core/model/model.h"
#include "core/model/registry.h"

namespace lectern::deepseek_ocr {

Family family();    // DeepSeek-OCR
Family family_2();  // DeepSeek-OCR-2

// -- prompt.cpp

// Tokens found by name in tokenizer.json.
struct TokenIds {
    int32_t bos = 0, image = 0;
    std::map<int32_t, std::string> shown;  // special, but part of the answer: grounding marks, table rows and cells
    std::vector<int32_t> repeated;         // that the rule against repetition lets pass: table cells
};
// Every token that is missing, or contradicts config.json, adds a sentence to `problems`.
TokenIds find_token_ids(const Tokenizer& tokenizer, const Config& config, std::vector<std::string>& problems);

// The official prompts.
std::vector<std::pair<Task, std::string>> official_tasks();

// BOS and the text, in which each <image> stands for the next picture; pictures beyond them stand first, a line each.
Prompt make_prompt(const Config& config, const Tokenizer& tokenizer, const TokenIds& ids, std::string_view text,
                   std::vector<ImagePatches> images);
// Ids as given; as many placeholders as the pictures have tokens, or an error that counts both. Without `placeholder`
// it is the id that occurs so often.
Prompt make_prompt(const Config& config, std::optional<int32_t> placeholder, std::span<const int32_t> ids,
                   std::vector<ImagePatches> images);

// -- output.cpp

enum class Labels { categories, text };  // what stands between <|ref|> and <|/ref|>
// Blocks of <|ref|>label<|/ref|><|det|>[[x1, y1, x2, y2]]<|/det|> and text, boxes in 999ths of the picture, parsed
// while they arrive; what deviates is repaired and warned about.
std::unique_ptr<OutputParser> make_grounding_parser(Labels labels, int64_t picture_width, int64_t picture_height);

// -- masks.cpp

// SAM's blocks come first, then those of the second stage, numbered on. Rows of SAM's windows that lie beyond the picture and
// the class or the queries of the second stage have y = -1.
std::vector<VisionAttention> attention_map(const Config& config, std::span<const ImagePatches* const> images);

}  // namespace lectern::deepseek_ocr
