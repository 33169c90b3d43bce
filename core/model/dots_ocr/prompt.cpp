#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/image/patches.h"
#include "core/image/resize.h"
#include "core/model/dots_ocr/model.h"

namespace lectern::dots_ocr {

static constexpr const char* kLayoutPrompt =
    "Please output the layout information from the PDF image, including each layout element's bbox, its category, and the "
    "corresponding text content within the bbox.\n"
    "\n"
    "1. Bbox format: [x1, y1, x2, y2]\n"
    "\n"
    "2. Layout Categories: The possible categories are ['Caption', 'Footnote', 'Formula', 'List-item', 'Page-footer', "
    "'Page-header', 'Picture', 'Section-header', 'Table', 'Text', 'Title'].\n"
    "\n"
    "3. Text Extraction & Formatting Rules:\n"
    "    - Picture: For the 'Picture' category, the text field should be omitted.\n"
    "    - Formula: Format its text as LaTeX.\n"
    "    - Table: Format its text as HTML.\n"
    "    - All Others (Text, Title, etc.): Format their text as Markdown.\n"
    "\n"
    "4. Constraints:\n"
    "    - The output text must be the original text from the image, with no translation.\n"
    "    - All layout elements must be sorted according to human reading order.\n"
    "\n"
    "5. Final Output: The entire output must be a single JSON object.\n";

static constexpr const char* kLayoutOnlyPrompt =
    "Please output the layout information from this PDF image, including each layout's bbox and its category. The bbox should "
    "be in the format [x1, y1, x2, y2]. The layout categories for the PDF document include ['Caption', 'Footnote', 'Formula', "
    "'List-item', 'Page-footer', 'Page-header', 'Picture', 'Section-header', 'Table', 'Text', 'Title']. Do not output the "
    "corresponding text. The layout result should be in JSON format.";

static constexpr const char* kTextPrompt = "Extract the text content from this image.";

std::vector<std::pair<Task, std::string>> official_tasks() {
    return {{Task::page, kLayoutPrompt}, {Task::layout, kLayoutOnlyPrompt}, {Task::text, kTextPrompt}};
}

TemplateIds find_template_ids(const Tokenizer& tokenizer, const Config& config, std::vector<std::string>& problems) {
    const auto find = [&](const char* name) {
        const std::optional<int32_t> id = tokenizer.id_of(name);
        if (!id) problems.push_back(std::string("tokenizer.json: found no token ") + name + ", which the chat template needs");
        return id.value_or(0);
    };
    const TemplateIds ids{find("<|user|>"), find("<|endofuser|>"), find("<|assistant|>"),
                          find("<|img|>"), find("<|imgpad|>"), find("<|endofimg|>")};
    if (config.image_token_id && tokenizer.id_of("<|imgpad|>") && *config.image_token_id != ids.imgpad)
        problems.push_back("config.json: image_token_id: found " + std::to_string(*config.image_token_id) +
                           ", allowed: tokenizer.json's <|imgpad|>, " + std::to_string(ids.imgpad));
    return ids;
}

// Height as the card says, width the nearest multiple that keeps the aspect; stretched, never padded.
ImagePatches cut_line(const Config& config, const ModelCard::Line& line, const Image& image) {
    if (image.empty())
        throw Error({.fault = Fault::input, .attempted = "prepare the line for the model", .expected = "a picture with pixels",
                     .found = std::to_string(image.width) + " × " + std::to_string(image.height), .advice = "leave the line out"});
    const double height = static_cast<double>(line.height), multiple = static_cast<double>(line.width_multiple);
    const double wanted = height * static_cast<double>(image.width) / static_cast<double>(image.height);
    const double steps = std::clamp(std::nearbyint(wanted / multiple), 1.0, std::floor(static_cast<double>(line.max_width) / multiple));
    return cut_patches(resize_bicubic(image, static_cast<int64_t>(steps) * line.width_multiple, line.height), config.patches);
}

int64_t image_tokens(const Config& config, const ImagePatches& image) {
    return image.patches() / config.vision_config.merged();
}

// Each row of the pictures, in order, stands where the next placeholder stands.
static void place_images(Prompt& prompt, int32_t placeholder) {
    prompt.image_row.assign(prompt.ids.size(), -1);
    int32_t row = 0;
    for (size_t i = 0; i < prompt.ids.size(); ++i)
        if (prompt.ids[i] == placeholder) prompt.image_row[i] = row++;
}

// Positions 0, 1, 2, … for every token, pictures included.
static void number_positions(Prompt& prompt) {
    for (size_t i = 0; i < prompt.ids.size(); ++i) prompt.positions.push_back(static_cast<int32_t>(i));
    prompt.next_position = static_cast<int32_t>(prompt.ids.size());
}

static void check_length(const Config& config, const Prompt& prompt) {
    const auto tokens = static_cast<int64_t>(prompt.ids.size());
    if (tokens < config.max_position_embeddings) return;
    throw Error({.fault = Fault::input, .attempted = "make the prompt",
                 .expected = "fewer tokens than the model holds, " + std::to_string(config.max_position_embeddings),
                 .found = std::to_string(tokens),
                 .advice = "read at a lower dpi, read a smaller region, or shorten the text"});
}

Prompt make_prompt(const Config& config, const TemplateIds& ids, std::span<const int32_t> text, std::vector<ImagePatches> images) {
    Prompt prompt;
    prompt.ids.push_back(ids.user);
    for (const ImagePatches& image : images) {
        prompt.ids.push_back(ids.img);
        prompt.ids.insert(prompt.ids.end(), static_cast<size_t>(image_tokens(config, image)), ids.imgpad);
        prompt.ids.push_back(ids.endofimg);
    }
    prompt.ids.insert(prompt.ids.end(), text.begin(), text.end());
    prompt.ids.push_back(ids.endofuser);
    prompt.ids.push_back(ids.assistant);
    check_length(config, prompt);
    if (!images.empty()) place_images(prompt, ids.imgpad);
    number_positions(prompt);
    prompt.images = std::move(images);
    return prompt;
}

// "2 pictures need 7 (6 + 1)"
static std::string needed_text(const Config& config, const std::vector<ImagePatches>& images) {
    int64_t sum = 0;
    std::string parts;
    for (const ImagePatches& image : images) {
        sum += image_tokens(config, image);
        parts += (parts.empty() ? "" : " + ") + std::to_string(image_tokens(config, image));
    }
    if (images.empty()) return "none, as no picture was given";
    return std::to_string(sum) + " for " + std::to_string(images.size()) + (images.size() == 1 ? " picture" : " pictures (" + parts + ")");
}

Prompt make_prompt(const Config& config, int32_t placeholder, std::span<const int32_t> ids, std::vector<ImagePatches> images) {
    for (size_t i = 0; i < ids.size(); ++i)
        if (ids[i] < 0 || ids[i] >= config.vocab_size)
            throw Error({.fault = Fault::argument, .attempted = "use the given token ids",
                         .expected = "ids from 0 to " + std::to_string(config.vocab_size - 1),
                         .found = std::to_string(ids[i]) + " in place " + std::to_string(i), .advice = "correct the list"});
    if (ids.empty())
        throw Error({.fault = Fault::argument, .attempted = "use the given token ids", .expected = "at least one",
                     .found = "none", .advice = "give the prompt's ids"});
    int64_t needed = 0;
    for (const ImagePatches& image : images) needed += image_tokens(config, image);
    const int64_t found = std::count(ids.begin(), ids.end(), placeholder);
    if (found != needed)
        throw Error({.fault = Fault::argument, .attempted = "put the pictures into the prompt",
                     .expected = "placeholders (token " + std::to_string(placeholder) + "): " + needed_text(config, images),
                     .found = std::to_string(found),
                     .advice = found < needed ? "add placeholders or leave a picture out" : "take placeholders away or add a picture"});
    Prompt prompt;
    prompt.ids.assign(ids.begin(), ids.end());
    check_length(config, prompt);
    if (!images.empty()) place_images(prompt, placeholder);
    number_positions(prompt);
    prompt.images = std::move(images);
    return prompt;
}

}  // namespace lectern::dots_ocr
