#include "core/model/dots_ocr/model.h"

#include "core/model/layout_output.h"
#include "core/model/open_parts.h"
#include "core/model/text_output.h"

namespace lectern::dots_ocr {

class Model final : public VisionLanguageModel {
   public:
    Model(Config config, std::unique_ptr<Tokenizer> tokenizer, std::optional<TemplateIds> ids)
        : config_(std::move(config)), tokenizer_(std::move(tokenizer)), ids_(ids),
          vision_(config_.vision_config), text_(config_) {}

    WeightTable weight_table(const Checkpoint& checkpoint);
    void load(Backend& be, const Checkpoint& checkpoint, const ModelReport& report);
    void set_stop_ids(std::vector<int32_t> ids) { stop_ids_ = std::move(ids); }

    const ModelCard& card() const override { return card_; }
    ModelStats stats() const override { return stats_; }
    const Tokenizer* tokenizer() const override { return tokenizer_.get(); }
    const std::vector<int32_t>& stop_ids() const override { return stop_ids_; }
    KvCache::Geometry cache_geometry() const override { return {config_.num_hidden_layers, config_.kv_dim()}; }
    const std::vector<std::string>& warnings() const override { return warnings_; }

    Prompt make_prompt(std::string_view text, std::span<const Image> images, const PromptOptions& options) const override;
    Prompt make_prompt(std::span<const int32_t> ids, std::span<const Image> images, const PromptOptions& options) const override;
    std::vector<VisionAttention> vision_attention(std::span<const ImagePatches* const> images) const override {
        return vision_.attention_map(images);
    }
    Tensor encode(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const override {
        return vision_.forward(be, images, trace);
    }
    std::vector<ImagePatches> cut_pictures(std::span<const Image> images, const PromptOptions& options) const override {
        return cut_images(config_.patches, card_, images, options.line);
    }
    PixelSize model_pixels(PixelSize picture) const override { return page_size(config_.patches, card_, picture); }
    int64_t image_tokens(const ImagePatches& image) const override { return lectern::image_tokens(prompt_rules(config_), image); }
    Tensor forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                   const TraceSink* trace) const override {
        return text_.forward(be, batch, image_rows, cache, trace);
    }
    std::unique_ptr<OutputParser> make_parser(Task task, int64_t image_width, int64_t image_height) const override;

   private:
    Config config_;
    std::unique_ptr<Tokenizer> tokenizer_;
    std::optional<TemplateIds> ids_;  // absent without a tokenizer
    VisionTower vision_;
    Qwen2Decoder text_;
    ModelCard card_;
    ModelStats stats_;
    std::vector<int32_t> stop_ids_;
    std::vector<std::string> warnings_;
};

// Spellings of other savers → the published one.
static std::string rename_weight(std::string_view found) {
    std::string name = rename_qwen2(found);
    if (name.starts_with("model.vision_tower.")) name.erase(0, std::string_view("model.").size());
    if (!name.starts_with("vision_tower.")) return name;
    for (const auto& [from, to] : {std::pair{".attn.qkv_proj.", ".attn.qkv."}, std::pair{".attn.out_proj.", ".attn.proj."}})
        if (const size_t at = name.find(from); at != std::string::npos) name.replace(at, std::string_view(from).size(), to);
    return name;
}

// Some savers store the patch kernel [embed_dim, y, x, channel].
static bool is_channel_last(const Checkpoint& checkpoint, const VisionConfig& v) {
    const Checkpoint::Entry* e = checkpoint.find("vision_tower.patch_embed.patchifier.proj.weight");
    return e != nullptr && e->shape.size() == 4 && e->shape[3] == v.num_channels && e->shape[1] != v.num_channels;
}

WeightTable Model::weight_table(const Checkpoint& checkpoint) {
    WeightTable table;
    vision_.list_weights(table, is_channel_last(checkpoint, config_.vision_config));
    text_.list_weights(table, checkpoint);
    return table;
}

void Model::load(Backend& be, const Checkpoint& checkpoint, const ModelReport& report) {
    card_ = report.card;
    stats_ = report.stats;
    warnings_ = load_all_weights(be, checkpoint, weight_table(checkpoint), report);
}

Prompt Model::make_prompt(std::string_view text, std::span<const Image> images, const PromptOptions& options) const {
    if (!tokenizer_) refuse_text(card_);
    return dots_ocr::make_prompt(config_, *tokenizer_, *ids_, text, options.system.value_or(""), cut_pictures(images, options));
}

Prompt Model::make_prompt(std::span<const int32_t> ids, std::span<const Image> images, const PromptOptions& options) const {
    const PromptRules rules = prompt_rules(config_);
    Prompt prompt = prompt_of_ids(rules, ids, cut_for_ids(rules, config_.patches, card_, ids, images, options.line));
    number_positions(prompt);
    return prompt;
}

std::unique_ptr<OutputParser> Model::make_parser(Task task, int64_t image_width, int64_t image_height) const {
    const BoxSpace space = box_space(config_.patches, card_, image_width, image_height);
    if (auto parser = make_answer_parser(card_.style_of(task).answer, task, space)) return parser;
    const bool layout = (task == Task::page || task == Task::layout) && card_.reads == Reads::page;
    return layout ? make_layout_parser(space) : make_text_parser(task, image_width, image_height);
}

static std::vector<std::pair<std::string, std::string>> facts(const Config& c) {
    const VisionConfig& v = c.vision_config;
    const auto heads = [](int64_t n, int64_t d) { return std::to_string(n) + " of " + std::to_string(d); };
    return {
        {"vision blocks", std::to_string(v.num_hidden_layers)},
        {"vision width", std::to_string(v.embed_dim)},
        {"vision heads", heads(v.num_attention_heads, v.head_dim())},
        {"patch", std::to_string(v.patch_size) + " px, " + std::to_string(v.merged()) + " to a token"},
        {"picture pixels", std::to_string(c.patches.min_pixels) + " to " + std::to_string(c.patches.max_pixels)},
        {"text layers", std::to_string(c.num_hidden_layers)},
        {"text width", std::to_string(c.hidden_size)},
        {"text heads", heads(c.num_attention_heads, c.head_dim) + ", " + std::to_string(c.num_key_value_heads) + " for keys and values"},
        {"vocabulary", std::to_string(c.vocab_size)},
        {"context", std::to_string(c.max_position_embeddings) + " tokens"},
    };
}

static ModelSizes sizes(const Config& c, const ModelCard& card) {
    const VisionConfig& v = c.vision_config;
    ModelSizes s = decoder_sizes(c);
    s.patch_values = v.patch_values();
    s.vision_width = v.embed_dim;
    s.vision_middle = v.intermediate_size;
    s.vision_heads = v.num_attention_heads;
    s.vision_in_pieces = true;
    s.picture = picture_load(c.patches, card);
    return s;
}

static std::unique_ptr<VisionLanguageModel> open(const ModelFolder& folder, Backend* be, ModelReport& report) {
    std::vector<std::string>& problems = report.problems;
    report.card.family = "dots_ocr";
    Config config;
    std::unique_ptr<Tokenizer> tokenizer;
    std::optional<TemplateIds> ids;
    std::vector<std::string> wrong_fields;
    collect_problems(problems, [&] {
        config = parse_config(folder.path, folder.config, wrong_fields);
    });
    problems.insert(problems.end(), wrong_fields.begin(), wrong_fields.end());
    if (!problems.empty()) return nullptr;  // without the sizes nothing else can be checked

    report.facts = facts(config);
    report.sizes = sizes(config, report.card);
    check_line(report.card, config.patches.factor(), problems);
    collect_problems(problems, [&] {
        tokenizer = open_tokenizer(folder.path, config.vocab_size, problems);
        if (tokenizer) ids = find_template_ids(*tokenizer, config, problems);
    });
    if (!config.image_token_id && ids) config.image_token_id = ids->imgpad;
    if (!config.image_token_id && problems.empty())
        problems.push_back("config.json: image_token_id: found nothing, allowed: a token id, as there is no tokenizer.json to look it up in");

    const std::vector<int32_t> stop_ids = find_stop_ids(config.eos_token_id, tokenizer.get(), {"<|endofassistant|>", "<|endoftext|>"});
    auto model = std::make_unique<Model>(config, std::move(tokenizer), ids);
    model->set_stop_ids(stop_ids);
    collect_problems(problems, [&] {
        const Checkpoint checkpoint(folder.path, rename_weight);
        // Tables that are computed, and a head that repeats tied embeddings.
        std::vector<std::string> ignorable = {"*.rotary_emb.inv_freq", "*.rotary_pos_emb.inv_freq"};
        if (config.tie_word_embeddings) ignorable.push_back("lm_head.weight");
        check_weights(checkpoint, model->weight_table(checkpoint), config.max_position_embeddings, std::move(ignorable), report);
        if (be != nullptr && problems.empty()) model->load(*be, checkpoint, report);
    });
    return be != nullptr && problems.empty() ? std::move(model) : nullptr;
}

Family family() {
    Family f;
    f.name = "dots_ocr";
    f.title = "dots.ocr";
    f.architecture = "DotsOCRForCausalLM";
    f.defaults.family = f.name;
    f.open = open;
    return f;
}

}  // namespace lectern::dots_ocr
