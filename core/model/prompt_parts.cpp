#include "core/model/prompt_parts.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/image/resize.h"

namespace lectern {

int64_t image_tokens(const PromptRules& rules, const ImagePatches& image) {
    return image.patches() / rules.merged;
}

static int64_t image_tokens(const PromptRules& rules, const std::vector<ImagePatches>& images) {
    int64_t sum = 0;
    for (const ImagePatches& image : images) sum += image_tokens(rules, image);
    return sum;
}

ImagePatches cut_line(const PatchConfig& patches, const ModelCard::Line& line, const Image& image) {
    if (image.empty())
        throw Error({.fault = Fault::input, .attempted = "prepare the line for the model", .expected = "a picture with pixels",
                     .found = std::to_string(image.width) + " × " + std::to_string(image.height), .advice = "leave the line out"});
    const double height = static_cast<double>(line.height), multiple = static_cast<double>(line.width_multiple);
    const double wanted = height * static_cast<double>(image.width) / static_cast<double>(image.height);
    const double steps = std::clamp(std::nearbyint(wanted / multiple), 1.0, std::floor(static_cast<double>(line.max_width) / multiple));
    return cut_patches(resize_bicubic(image, static_cast<int64_t>(steps) * line.width_multiple, line.height), patches);
}

PixelSize page_size(const PatchConfig& patches, const ModelCard& card, PixelSize page) {
    PatchConfig limits = patches;
    if (card.min_pixels > 0) limits.min_pixels = card.min_pixels;
    if (card.max_pixels > 0) limits.max_pixels = std::max(card.max_pixels, limits.min_pixels);
    const int64_t longer = std::max(page.width, page.height);
    if (card.longest_side > 0 && longer > card.longest_side) {
        const double scale = static_cast<double>(card.longest_side) / static_cast<double>(longer);
        page.width = std::max<int64_t>(1, std::llround(static_cast<double>(page.width) * scale));
        page.height = std::max<int64_t>(1, std::llround(static_cast<double>(page.height) * scale));
    }
    return smart_resize(page, limits);
}

BoxSpace box_space(const PatchConfig& patches, const ModelCard& card, int64_t image_width, int64_t image_height) {
    const PixelSize size = page_size(patches, card, {image_height, image_width});
    return {image_width, image_height, size.width, size.height};
}

static ImagePatches cut_page(const PatchConfig& patches, const ModelCard& card, const Image& image) {
    const PixelSize size = page_size(patches, card, {image.height, image.width});
    return cut_patches(resize_bicubic(image, size.width, size.height), patches);
}

std::vector<ImagePatches> cut_images(const PatchConfig& patches, const ModelCard& card, std::span<const Image> images, bool line) {
    std::vector<ImagePatches> cut;
    for (const Image& image : images) cut.push_back(line ? cut_line(patches, card.line, image) : cut_page(patches, card, image));
    return cut;
}

// Pictures that need no resizing, as they are; nothing when a side is not a whole number of tokens.
static std::vector<ImagePatches> cut_unresized(const PatchConfig& config, std::span<const Image> images) {
    const int64_t factor = config.factor();
    std::vector<ImagePatches> patches;
    for (const Image& image : images) {
        if (image.empty() || image.width % factor != 0 || image.height % factor != 0) return {};
        patches.push_back(cut_patches(image, config));
    }
    return patches;
}

// The size rule as transformers' class has it: a side of at most half a unit counts as none, so that the picture is always
// enlarged to the least area.
static std::vector<ImagePatches> cut_thin_otherwise(const PatchConfig& config, std::span<const Image> images) {
    const auto unit = static_cast<double>(config.factor()), least = static_cast<double>(config.min_pixels);
    std::vector<ImagePatches> patches;
    for (const Image& image : images) {
        const auto width = static_cast<double>(image.width), height = static_cast<double>(image.height);
        if (std::min(width, height) > unit / 2) {
            patches.push_back(page_patches(image, config));
            continue;
        }
        const double beta = std::sqrt(least / (height * width));
        const auto enlarged = [&](double side) { return static_cast<int64_t>(unit * std::ceil(side * beta / unit)); };
        patches.push_back(cut_patches(resize_bicubic(image, enlarged(width), enlarged(height)), config));
    }
    return patches;
}

std::vector<ImagePatches> cut_for_ids(const PromptRules& rules, const PatchConfig& patches, const ModelCard& card,
                                      std::span<const int32_t> ids, std::span<const Image> images, bool line) {
    const int64_t placeholders = std::count(ids.begin(), ids.end(), rules.placeholder);
    const auto fits = [&](const std::vector<ImagePatches>& cut) { return !cut.empty() && image_tokens(rules, cut) == placeholders; };
    std::vector<ImagePatches> cut = cut_images(patches, card, images, line);
    if (fits(cut) || line) return cut;
    if (std::vector<ImagePatches> other = cut_images(patches, ModelCard{.line = card.line}, images, false); fits(other)) return other;
    if (std::vector<ImagePatches> other = cut_thin_otherwise(patches, images); fits(other)) return other;
    if (std::vector<ImagePatches> other = cut_unresized(patches, images); fits(other)) return other;
    return cut;
}

static void place_images(Prompt& prompt, int32_t placeholder) {
    prompt.image_row.assign(prompt.ids.size(), -1);
    int32_t row = 0;
    for (size_t i = 0; i < prompt.ids.size(); ++i)
        if (prompt.ids[i] == placeholder) prompt.image_row[i] = row++;
}

static void check_length(int64_t context, const Prompt& prompt) {
    const auto tokens = static_cast<int64_t>(prompt.ids.size());
    if (tokens < context) return;
    throw Error({.fault = Fault::input, .attempted = "make the prompt",
                 .expected = "fewer tokens than the model holds, " + std::to_string(context), .found = std::to_string(tokens),
                 .advice = "read at a lower dpi, read a smaller region, or shorten the text"});
}

void finish_prompt(const PromptRules& rules, Prompt& prompt, std::vector<ImagePatches> images) {
    check_length(rules.context, prompt);
    if (!images.empty()) place_images(prompt, rules.placeholder);
    prompt.images = std::move(images);
}

void number_positions(Prompt& prompt) {
    for (size_t i = 0; i < prompt.ids.size(); ++i) prompt.positions.push_back(static_cast<int32_t>(i));
    prompt.next_position = static_cast<int32_t>(prompt.ids.size());
}

// "7 for 2 pictures (6 + 1)"
static std::string needed_text(const PromptRules& rules, const std::vector<ImagePatches>& images) {
    if (images.empty()) return "none, as no picture was given";
    std::string parts;
    for (const ImagePatches& image : images) parts += (parts.empty() ? "" : " + ") + std::to_string(image_tokens(rules, image));
    return std::to_string(image_tokens(rules, images)) + " for " + std::to_string(images.size()) +
           (images.size() == 1 ? " picture" : " pictures (" + parts + ")");
}

void check_ids(int64_t vocab_size, std::span<const int32_t> ids) {
    for (size_t i = 0; i < ids.size(); ++i)
        if (ids[i] < 0 || ids[i] >= vocab_size)
            throw Error({.fault = Fault::argument, .attempted = "use the given token ids",
                         .expected = "ids from 0 to " + std::to_string(vocab_size - 1),
                         .found = std::to_string(ids[i]) + " in place " + std::to_string(i), .advice = "correct the list"});
    if (ids.empty())
        throw Error({.fault = Fault::argument, .attempted = "use the given token ids", .expected = "at least one",
                     .found = "none", .advice = "give the prompt's ids"});
}

Prompt prompt_of_ids(const PromptRules& rules, std::span<const int32_t> ids, std::vector<ImagePatches> images) {
    check_ids(rules.vocab_size, ids);
    const int64_t needed = image_tokens(rules, images);
    const int64_t found = std::count(ids.begin(), ids.end(), rules.placeholder);
    if (found != needed)
        throw Error({.fault = Fault::argument, .attempted = "put the pictures into the prompt",
                     .expected = "placeholders (token " + std::to_string(rules.placeholder) + "): " + needed_text(rules, images),
                     .found = std::to_string(found),
                     .advice = found < needed ? "add placeholders or leave a picture out" : "take placeholders away or add a picture"});
    Prompt prompt;
    prompt.ids.assign(ids.begin(), ids.end());
    finish_prompt(rules, prompt, std::move(images));
    return prompt;
}

}  // namespace lectern
