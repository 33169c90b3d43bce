#include "core/model/dots_ocr/model.h"
#include "core/model/image_marks.h"

namespace lectern::dots_ocr {

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

PromptRules prompt_rules(const Config& config) {
    return {*config.image_token_id, config.vision_config.merged(), config.vocab_size, config.max_position_embeddings};
}

Prompt make_prompt(const Config& config, const Tokenizer& tokenizer, const TemplateIds& ids, std::string_view text, const std::string& system,
                   std::vector<ImagePatches> images) {
    const PromptRules rules = prompt_rules(config);
    Prompt prompt;
    // The template's marks of a system message are no tokens of their own.
    if (!system.empty()) prompt.ids = tokenizer.encode("<|system|>" + system + "<|endofsystem|>\n", false);
    prompt.ids.push_back(ids.user);
    size_t next = 0;  // of the pictures
    for (const PromptPart& part : split_prompt(text, images.size())) {
        if (part.image) {
            prompt.ids.push_back(ids.img);
            prompt.ids.insert(prompt.ids.end(), static_cast<size_t>(image_tokens(rules, images[next++])), ids.imgpad);
            prompt.ids.push_back(ids.endofimg);
        } else {
            const std::vector<int32_t> encoded = tokenizer.encode(part.text, false);
            prompt.ids.insert(prompt.ids.end(), encoded.begin(), encoded.end());
        }
    }
    prompt.ids.push_back(ids.endofuser);
    prompt.ids.push_back(ids.assistant);
    finish_prompt(rules, prompt, std::move(images));
    number_positions(prompt);
    return prompt;
}

}  // namespace lectern::dots_ocr
