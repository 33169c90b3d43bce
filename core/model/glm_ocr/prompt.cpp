#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/image/patches.h"
#include "core/model/glm_ocr/model.h"
#include "core/model/image_marks.h"
#include "core/model/prompt_parts.h"

namespace lectern::glm_ocr {

std::vector<std::pair<Task, std::string>> official_tasks() {
    return {{Task::text, "Text Recognition:"},
            {Task::table, "Table Recognition:"},
            {Task::formula, "Formula Recognition:"},
            {Task::extract, "请按下列JSON格式输出图中信息:"}};  // a line break and the form to fill in follow
}

TemplateIds find_template_ids(const Tokenizer& tokenizer, const Config& config, std::vector<std::string>& problems) {
    const auto find = [&](const char* name) {
        const std::optional<int32_t> id = tokenizer.id_of(name);
        if (!id)
            problems.push_back(std::string("tokenizer.json: found no token ") + name +
                               ", which the chat template needs");
        return id.value_or(0);
    };
    TemplateIds ids{find("[gMASK]"),
                    find("<sop>"),
                    find("<|user|>"),
                    find("<|assistant|>"),
                    find("<|begin_of_image|>"),
                    find("<|image|>"),
                    find("<|end_of_image|>"),
                    {}};
    if (config.image_token_id && tokenizer.id_of("<|image|>") && *config.image_token_id != ids.image)
        problems.push_back("config.json: image_token_id: found " + std::to_string(*config.image_token_id) +
                           ", allowed: tokenizer.json's <|image|>, " + std::to_string(ids.image));
    ids.line_break = tokenizer.encode("\n", false);
    return ids;
}

static Error narrow_strip(PixelSize size) {
    return Error({.fault = Fault::input,
                  .attempted = "prepare the picture for the model",
                  .subject = std::to_string(size.width) + " × " + std::to_string(size.height) + " pixels",
                  .expected = "a longer side of at most 200 times the shorter one",
                  .found = "a narrower strip",
                  .advice = "cut the picture into pieces"});
}

PixelSize fitted_size(PixelSize size, const PatchConfig& c) {
    if (size.height < 1 || size.width < 1) throw narrow_strip(size);
    const auto f = static_cast<double>(c.factor()), frames = static_cast<double>(c.temporal_patch_size);
    const auto least = static_cast<double>(c.min_pixels), most = static_cast<double>(c.max_pixels);
    auto h = static_cast<double>(size.height), w = static_cast<double>(size.width);
    if (h < f || w < f) {
        const double scale = std::max(f / h, f / w);
        h = std::trunc(h * scale);
        w = std::trunc(w * scale);
    }
    if (std::max(h, w) / std::min(h, w) > caps::kAspectRatio) throw narrow_strip(size);
    // Order of operations as in the reference: it decides where the exact quotient is a whole number.
    double height = std::nearbyint(h / f) * f;  // half to even
    double width = std::nearbyint(w / f) * f;
    if (frames * height * width > most) {
        const double beta = std::sqrt(frames * h * w / most);
        height = std::max(f, std::floor(h / beta / f) * f);
        width = std::max(f, std::floor(w / beta / f) * f);
    } else if (frames * height * width < least) {
        const double beta = std::sqrt(least / (frames * h * w));
        height = std::ceil(h * beta / f) * f;
        width = std::ceil(w * beta / f) * f;
    }
    return {static_cast<int64_t>(height), static_cast<int64_t>(width)};
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

// Text counts on, the same on all three axes. A picture that starts at s gives its token in row r, column c the
// position (s, s + r, s + c); what follows stands max(rows, columns) after s.
static void number_positions(Prompt& prompt, const Config& config) {
    const auto merge = static_cast<int32_t>(config.vision_config.spatial_merge_size);
    int32_t p = 0;
    size_t image = 0;
    const auto put = [&prompt](int32_t t, int32_t y, int32_t x) {
        prompt.positions.insert(prompt.positions.end(), {t, y, x});
    };
    for (size_t i = 0; i < prompt.ids.size();) {
        if (prompt.image_row.empty() || prompt.image_row[i] < 0) {
            put(p, p, p);
            ++p;
            ++i;
            continue;
        }
        const ImagePatches& patches = prompt.images[image++];
        const auto rows = static_cast<int32_t>(patches.grid_h) / merge,
                   columns = static_cast<int32_t>(patches.grid_w) / merge;
        for (int32_t r = 0; r < rows; ++r)
            for (int32_t c = 0; c < columns; ++c) put(p, p + r, p + c);
        p += std::max(rows, columns);
        i += static_cast<size_t>(rows) * static_cast<size_t>(columns);
    }
    prompt.position_axes = 3;
    prompt.next_position = p;
}

static void check_length(const Config& config, const Prompt& prompt) {
    const auto tokens = static_cast<int64_t>(prompt.ids.size());
    if (tokens < config.text_config.max_position_embeddings) return;
    throw Error(
        {.fault = Fault::input,
         .attempted = "make the prompt",
         .expected = "fewer tokens than the model holds, " + std::to_string(config.text_config.max_position_embeddings),
         .found = std::to_string(tokens),
         .advice = "read at a lower dpi, read a smaller region, or shorten the text"});
}

static Prompt finished(Prompt prompt, const Config& config, int32_t placeholder, std::vector<ImagePatches> images) {
    check_length(config, prompt);
    prompt.images = std::move(images);
    if (!prompt.images.empty()) place_images(prompt, placeholder);
    number_positions(prompt, config);
    return prompt;
}

Prompt make_prompt(const Config& config, const Tokenizer& tokenizer, const TemplateIds& ids, std::string_view text,
                   std::vector<ImagePatches> images) {
    Prompt prompt;
    const auto put = [&prompt](std::span<const int32_t> more) {
        prompt.ids.insert(prompt.ids.end(), more.begin(), more.end());
    };
    prompt.ids = {ids.gmask, ids.sop, ids.user};
    const std::vector<PromptPart> parts = split_prompt(text, images.size());
    // A turn's text is one piece with the line break before it, as the reference's tokenizer sees it.
    const bool begins = parts.empty() || !parts[0].image;
    if (begins)
        put(tokenizer.encode("\n" + std::string(parts.empty() ? std::string_view() : parts[0].text), false));
    else
        put(ids.line_break);
    size_t next = 0;  // of the pictures
    for (const PromptPart& part : std::span(parts).subspan(begins && !parts.empty() ? 1 : 0)) {
        if (!part.image) {
            put(tokenizer.encode(part.text, false));
            continue;
        }
        prompt.ids.push_back(ids.begin_of_image);
        prompt.ids.insert(prompt.ids.end(), static_cast<size_t>(image_tokens(config, images[next++])), ids.image);
        prompt.ids.push_back(ids.end_of_image);
    }
    prompt.ids.push_back(ids.assistant);
    put(ids.line_break);
    return finished(std::move(prompt), config, ids.image, std::move(images));
}

// "7 for 2 pictures (6 + 1)"
static std::string needed_text(const Config& config, const std::vector<ImagePatches>& images) {
    int64_t sum = 0;
    std::string parts;
    for (const ImagePatches& image : images) {
        sum += image_tokens(config, image);
        parts += (parts.empty() ? "" : " + ") + std::to_string(image_tokens(config, image));
    }
    if (images.empty()) return "none, as no picture was given";
    return std::to_string(sum) + " for " + std::to_string(images.size()) +
           (images.size() == 1 ? " picture" : " pictures (" + parts + ")");
}

// A picture's placeholders must stand together: its tokens' positions form a grid.
static void check_runs(const Config& config, int32_t placeholder, std::span<const int32_t> ids,
                       const std::vector<ImagePatches>& images) {
    size_t at = 0;
    for (size_t k = 0; k < images.size(); ++k) {
        while (at < ids.size() && ids[at] != placeholder) ++at;
        const auto tokens = static_cast<size_t>(image_tokens(config, images[k]));
        size_t run = 0;
        while (run < tokens && at + run < ids.size() && ids[at + run] == placeholder) ++run;
        if (run != tokens)
            throw Error({.fault = Fault::argument,
                         .attempted = "put the pictures into the prompt",
                         .subject = "picture " + std::to_string(k + 1),
                         .expected = std::to_string(tokens) + " placeholders in a row",
                         .found = "a run of " + std::to_string(run),
                         .advice = "keep each picture's placeholders together"});
        at += run;
    }
}

Prompt make_prompt(const Config& config, int32_t placeholder, std::span<const int32_t> ids,
                   std::vector<ImagePatches> images) {
    check_ids(config.text_config.vocab_size, ids);
    int64_t needed = 0;
    for (const ImagePatches& image : images) needed += image_tokens(config, image);
    const int64_t found = std::count(ids.begin(), ids.end(), placeholder);
    if (found != needed)
        throw Error(
            {.fault = Fault::argument,
             .attempted = "put the pictures into the prompt",
             .expected = "placeholders (token " + std::to_string(placeholder) + "): " + needed_text(config, images),
             .found = std::to_string(found),
             .advice = found < needed ? "add placeholders or leave a picture out"
                                      : "take placeholders away or add a picture"});
    check_runs(config, placeholder, ids, images);
    Prompt prompt;
    prompt.ids.assign(ids.begin(), ids.end());
    return finished(std::move(prompt), config, placeholder, std::move(images));
}

}  // namespace lectern::glm_ocr
