#include <algorithm>
#include <map>

#include "core/model/deepseek_ocr/model.h"
#include "core/model/deepseek_ocr/views.h"
#include "core/model/image_marks.h"
#include "core/model/prompt_parts.h"

namespace lectern::deepseek_ocr {

std::vector<std::pair<Task, std::string>> official_tasks() {
    return {{Task::page, "<|grounding|>Convert the document to markdown."},
            {Task::text, "Free OCR."},
            {Task::layout, "<|grounding|>OCR this image."},
            {Task::picture, "Parse the figure."}};
}

TokenIds find_token_ids(const Tokenizer& tokenizer, const Config& config, std::vector<std::string>& problems) {
    const auto find = [&](const char* name) {
        const std::optional<int32_t> id = tokenizer.id_of(name);
        if (!id) problems.push_back(std::string("tokenizer.json: found no token ") + name + ", which the prompt needs");
        return id.value_or(0);
    };
    TokenIds ids;
    ids.image = find("<image>");
    ids.bos = config.bos_token_id ? *config.bos_token_id : find("<｜begin▁of▁sentence｜>");
    for (const char* name :
         {"<|ref|>", "<|/ref|>", "<|det|>", "<|/det|>", "<|grounding|>", "<td>", "</td>", "<tr>", "</tr>"})
        if (const auto id = tokenizer.id_of(name)) ids.shown[*id] = name;
    for (const char* name : {"<td>", "</td>"})
        if (const auto id = tokenizer.id_of(name)) ids.repeated.push_back(*id);
    if (config.image_token_id && tokenizer.id_of("<image>") && *config.image_token_id != ids.image)
        problems.push_back("config.json: image_token_id: found " + std::to_string(*config.image_token_id) +
                           ", allowed: tokenizer.json's <image>, " + std::to_string(ids.image));
    return ids;
}

static void check_length(const Config& config, const Prompt& prompt) {
    const auto tokens = static_cast<int64_t>(prompt.ids.size());
    if (tokens < config.text.max_position_embeddings) return;
    throw Error(
        {.fault = Fault::input,
         .attempted = "make the prompt",
         .expected = "fewer tokens than the model holds, " + std::to_string(config.text.max_position_embeddings),
         .found = std::to_string(tokens),
         .advice = "use a smaller image mode, fewer pictures, or a shorter text"});
}

static std::string_view trimmed(std::string_view s) {
    const size_t first = s.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return s.substr(first, s.find_last_not_of(" \t\r\n") - first + 1);
}

// Every piece is encoded by itself, as the published code does; pictures that the text does not place stand first, a
// line each.
Prompt make_prompt(const Config& config, const Tokenizer& tokenizer, const TokenIds& ids, std::string_view text,
                   std::vector<ImagePatches> images) {
    std::string marked;
    if (text.find(kImageMarker) == std::string_view::npos)
        for (size_t i = 0; i < images.size(); ++i) marked.append(kImageMarker).append("\n");
    marked.append(trimmed(text));
    Prompt prompt;
    prompt.ids.push_back(ids.bos);
    prompt.image_row.push_back(-1);
    int32_t row = 0;
    size_t image = 0;
    for (const PromptPart& part : split_prompt(marked, images.size())) {
        if (!part.image) {
            for (const int32_t id : tokenizer.encode(part.text, true)) {
                prompt.ids.push_back(id);
                prompt.image_row.push_back(-1);
            }
            continue;
        }
        for (int64_t n = image_tokens(config, images[image]); n > 0; --n) {
            prompt.ids.push_back(ids.image);
            prompt.image_row.push_back(row++);
        }
        ++image;
    }
    if (images.empty()) prompt.image_row.clear();
    check_length(config, prompt);
    number_positions(prompt);
    prompt.images = std::move(images);
    return prompt;
}

// The one id that occurs exactly as often as the pictures have tokens.
static std::optional<int32_t> id_met(std::span<const int32_t> ids, int64_t times) {
    std::map<int32_t, int64_t> counts;
    for (const int32_t id : ids) ++counts[id];
    std::optional<int32_t> found;
    for (const auto& [id, count] : counts) {
        if (count != times) continue;
        if (found) return std::nullopt;
        found = id;
    }
    return found;
}

Prompt make_prompt(const Config& config, std::optional<int32_t> placeholder, std::span<const int32_t> ids,
                   std::vector<ImagePatches> images) {
    check_ids(config.text.vocab_size, ids);
    int64_t needed = 0;
    for (const ImagePatches& image : images) needed += image_tokens(config, image);
    if (!placeholder && needed > 0) placeholder = id_met(ids, needed);
    const int64_t found = placeholder ? std::count(ids.begin(), ids.end(), *placeholder) : 0;
    if (found != needed)
        throw Error({.fault = Fault::argument,
                     .attempted = "put the pictures into the prompt",
                     .expected = std::to_string(needed) + " placeholders" +
                                 (placeholder ? " (token " + std::to_string(*placeholder) + ")" : "") + " for " +
                                 std::to_string(images.size()) + (images.size() == 1 ? " picture" : " pictures"),
                     .found = placeholder ? std::to_string(found) : "no token that occurs so often",
                     .advice = "correct the ids, the pictures or the image mode"});
    Prompt prompt;
    prompt.ids.assign(ids.begin(), ids.end());
    check_length(config, prompt);
    if (!images.empty()) {
        int32_t row = 0;
        for (const int32_t id : ids) prompt.image_row.push_back(id == *placeholder ? row++ : -1);
    }
    number_positions(prompt);
    prompt.images = std::move(images);
    return prompt;
}

}  // namespace lectern::deepseek_ocr
