// The GLM-OCR family: joins its parts. prompt.cpp and output.cpp are declared here too.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/glm_ocr/config.h"
#include "core/model/glm_ocr/text.h"
#include "core/model/glm_ocr/vision.h"
#include "core/model/model.h"
#include "core/model/registry.h"

namespace lectern::glm_ocr {

Family family();

// -- prompt.cpp

// Tokens of the chat template, found by name in tokenizer.json.
struct TemplateIds {
    int32_t gmask = 0, sop = 0, user = 0, assistant = 0;
    int32_t begin_of_image = 0, image = 0, end_of_image = 0;
    std::vector<int32_t> line_break;  // "\n"
};
// Every token that is missing, or contradicts config.json, adds a sentence to `problems`.
TemplateIds find_template_ids(const Tokenizer& tokenizer, const Config& config, std::vector<std::string>& problems);

// The four prompts the model was trained with.
std::vector<std::pair<Task, std::string>> official_tasks();

// The size rule: as smart_resize, but sides below one token are enlarged first and the pixel limits are of all frames.
PixelSize fitted_size(PixelSize size, const PatchConfig& c);
int64_t image_tokens(const Config& config, const ImagePatches& image);

// [gMASK]<sop><|user|>\n (<|begin_of_image|> <|image|>… <|end_of_image|>)… text <|assistant|>\n
// `text`: its ids; without pictures those of the line break before it and the text together.
Prompt make_prompt(const Config& config, const Tokenizer& tokenizer, const TemplateIds& ids, std::string_view text,
                   std::vector<ImagePatches> images);
// Ids as given; as many placeholders as the pictures have tokens, or an error that counts both.
Prompt make_prompt(const Config& config, int32_t placeholder, std::span<const int32_t> ids,
                   std::vector<ImagePatches> images);

// -- output.cpp

// Answers of the recognition prompts: markdown text, an HTML table, LaTeX.
std::unique_ptr<OutputParser> make_parser(Task task, int64_t image_width, int64_t image_height);

}  // namespace lectern::glm_ocr
