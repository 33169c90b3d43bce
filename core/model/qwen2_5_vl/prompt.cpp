#include <algorithm>

#include "core/base/caps.h"
#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/model/config_rules.h"
#include "core/model/image_marks.h"
#include "core/model/qwen2_5_vl/model.h"

namespace lectern::qwen2_5_vl {

TemplateIds find_template_ids(const Tokenizer& tokenizer, const Config& config, std::vector<std::string>& problems) {
    const auto find = [&](const char* name) {
        const std::optional<int32_t> id = tokenizer.id_of(name);
        if (!id) problems.push_back(std::string("tokenizer.json: found no token ") + name + ", which the chat template needs");
        return id.value_or(0);
    };
    const TemplateIds ids{find("<|im_start|>"), find("<|im_end|>"), find("<|vision_start|>"), find("<|image_pad|>"),
                          find("<|vision_end|>")};
    if (tokenizer.id_of("<|image_pad|>") && config.image_token_id != ids.image_pad)
        problems.push_back("config.json: image_token_id: found " + std::to_string(config.image_token_id) +
                           ", allowed: tokenizer.json's <|image_pad|>, " + std::to_string(ids.image_pad));
    return ids;
}

// The folder's chat template, wherever it is kept; empty when there is none.
static std::string read_template(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "chat_template.jinja";
    std::error_code ec;
    if (std::filesystem::exists(file, ec) && std::filesystem::file_size(file, ec) > 0) {
        const MappedFile mapped(file, "read the chat template", Fault::model);
        const size_t size = std::min(mapped.bytes().size(), caps::kConfigBytes);
        return {reinterpret_cast<const char*>(mapped.bytes().data()), size};
    }
    for (const char* name : {"chat_template.json", "tokenizer_config.json"}) {
        const Json json = config_rules::read_neighbour(folder, name);
        if (json.is_object() && json.contains("chat_template") && json["chat_template"].is_string())
            return json["chat_template"].get<std::string>();
    }
    return {};
}

// Templates write the default message out, between the marks of its turn: "…<|im_start|>system\nYou are …<|im_end|>\n…".
// One that has no such turn begins without a message; one that builds it from parts is taken to say the published one.
std::string find_system_message(const std::filesystem::path& folder) {
    const std::string published = "You are a helpful assistant.";
    const std::string text = read_template(folder);
    if (text.find("<|im_start|>") == std::string::npos) return published;
    if (text.find("<|im_start|>system") == std::string::npos) return {};
    for (const std::string open : {"<|im_start|>system\n", "<|im_start|>system\\n"}) {
        const size_t at = text.find(open);
        const size_t end = at == std::string::npos ? at : text.find("<|im_end|>", at);
        if (end == std::string::npos) continue;
        std::string message = text.substr(at + open.size(), end - at - open.size());
        if (message.find_first_of("{}'\"\\") == std::string::npos) return message;
    }
    return published;
}

PromptRules prompt_rules(const Config& config) {
    return {config.image_token_id, config.vision_config.merged(), config.text_config.vocab_size,
            config.text_config.max_position_embeddings};
}

// Text stands at one position on all axes. A picture's tokens stand at its start in time, and at their row and column beyond
// it; what follows stands behind the longer side.
static void number_three_axes(Prompt& prompt, const VisionConfig& v) {
    prompt.position_axes = 3;
    prompt.positions.reserve(prompt.ids.size() * 3);
    int32_t next = 0;
    size_t image = 0;
    for (size_t i = 0; i < prompt.ids.size();) {
        if (prompt.image_row.empty() || prompt.image_row[i] < 0) {
            prompt.positions.insert(prompt.positions.end(), 3, next++);
            ++i;
            continue;
        }
        const ImagePatches& picture = prompt.images[image++];
        const auto merge = static_cast<int32_t>(v.spatial_merge_size);
        const auto rows = static_cast<int32_t>(picture.grid_h) / merge, columns = static_cast<int32_t>(picture.grid_w) / merge;
        const auto frames = static_cast<int32_t>(picture.grid_t);
        for (int32_t t = 0; t < frames; ++t)
            for (int32_t y = 0; y < rows; ++y)
                for (int32_t x = 0; x < columns; ++x, ++i) prompt.positions.insert(prompt.positions.end(), {next + t, next + y, next + x});
        next += std::max({frames, rows, columns});
    }
    prompt.next_position = next;
}

Prompt make_prompt(const Config& config, const Tokenizer& tokenizer, const TemplateIds& ids, const Turn& turn,
                   std::vector<ImagePatches> images) {
    const PromptRules rules = prompt_rules(config);
    const std::vector<PromptPart> split = split_prompt(turn.text, images.size(), turn.text_first);
    Prompt prompt;
    // The marks are ids, what stands between them is text: a page that spells out a mark does not become one.
    const auto say = [&](std::string_view text) {
        const std::vector<int32_t> encoded = tokenizer.encode(text, false);
        prompt.ids.insert(prompt.ids.end(), encoded.begin(), encoded.end());
    };
    const auto open = [&](std::string_view role, std::string_view text = {}) {
        prompt.ids.push_back(ids.im_start);
        say(std::string(role) + "\n" + std::string(text));
    };
    const auto close = [&] {
        prompt.ids.push_back(ids.im_end);
        say("\n");
    };
    if (!turn.system.empty()) {
        open("system", turn.system);
        close();
    }
    // Text that begins a turn is one piece with the line break before it, as the reference's tokenizer sees it.
    std::span<const PromptPart> parts = split;
    const bool begins = !parts.empty() && !parts[0].image;
    open("user", begins ? parts[0].text : std::string_view());
    size_t next = 0;  // of the pictures
    for (const PromptPart& part : parts.subspan(begins ? 1 : 0)) {
        if (!part.image) {
            say(part.text);
            continue;
        }
        prompt.ids.push_back(ids.vision_start);
        prompt.ids.insert(prompt.ids.end(), static_cast<size_t>(image_tokens(rules, images[next++])), ids.image_pad);
        prompt.ids.push_back(ids.vision_end);
    }
    close();
    open("assistant");
    finish_prompt(rules, prompt, std::move(images));
    number_three_axes(prompt, config.vision_config);
    return prompt;
}

static void refuse_videos(const Config& config, std::span<const int32_t> ids) {
    const auto videos = std::count(ids.begin(), ids.end(), config.video_token_id);
    if (videos == 0) return;
    throw Error({.fault = Fault::argument, .attempted = "use the given token ids",
                 .expected = "pictures only: no placeholders of films (token " + std::to_string(config.video_token_id) + ")",
                 .found = std::to_string(videos), .advice = "give the film's frames as pictures"});
}

Prompt make_prompt(const Config& config, std::span<const int32_t> ids, std::vector<ImagePatches> images) {
    refuse_videos(config, ids);
    Prompt prompt = prompt_of_ids(prompt_rules(config), ids, std::move(images));
    number_three_axes(prompt, config.vision_config);
    return prompt;
}

}  // namespace lectern::qwen2_5_vl
