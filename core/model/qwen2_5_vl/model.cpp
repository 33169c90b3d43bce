#include "core/model/qwen2_5_vl/model.h"

#include "core/model/layout_output.h"
#include "core/model/open_parts.h"
#include "core/model/text_output.h"

namespace lectern::qwen2_5_vl {

class Model final : public VisionLanguageModel {
   public:
    Model(Config config, std::unique_ptr<Tokenizer> tokenizer, std::optional<TemplateIds> ids, std::string system)
        : config_(std::move(config)), tokenizer_(std::move(tokenizer)), ids_(ids), system_(std::move(system)),
          vision_(config_.vision_config), text_(config_.text_config) {}

    WeightTable weight_table(const Checkpoint& checkpoint);
    void load(Backend& be, const Checkpoint& checkpoint, const ModelReport& report);
    void set_stop_ids(std::vector<int32_t> ids) { stop_ids_ = std::move(ids); }

    const ModelCard& card() const override { return card_; }
    ModelStats stats() const override { return stats_; }
    const Tokenizer* tokenizer() const override { return tokenizer_.get(); }
    const std::vector<int32_t>& stop_ids() const override { return stop_ids_; }
    KvCache::Geometry cache_geometry() const override {
        return {config_.text_config.num_hidden_layers, config_.text_config.kv_dim()};
    }
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
    std::string system_;              // message a chat begins with
    VisionTower vision_;
    Qwen2Decoder text_;
    ModelCard card_;
    ModelStats stats_;
    std::vector<int32_t> stop_ids_;
    std::vector<std::string> warnings_;
};

// Spellings of other savers → the published ones.
static std::string rename_weight(std::string_view found) {
    std::string name(found);
    for (const std::string_view prefix : {"model.visual.", "vision_tower.", "model.vision_tower."})
        if (name.starts_with(prefix)) name.replace(0, prefix.size(), "visual.");
    return name.starts_with("visual.") ? name : rename_qwen2(name);
}

WeightTable Model::weight_table(const Checkpoint& checkpoint) {
    WeightTable table;
    vision_.list_weights(table, checkpoint);
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
    return qwen2_5_vl::make_prompt(config_, *tokenizer_, *ids_, {options.system.value_or(card_.system.value_or(system_)), text, options.text_first},
                                   cut_pictures(images, options));
}

Prompt Model::make_prompt(std::span<const int32_t> ids, std::span<const Image> images, const PromptOptions& options) const {
    return qwen2_5_vl::make_prompt(config_, ids,
                                   cut_for_ids(prompt_rules(config_), config_.patches, card_, ids, images, options.line));
}

std::unique_ptr<OutputParser> Model::make_parser(Task task, int64_t image_width, int64_t image_height) const {
    const BoxSpace space = box_space(config_.patches, card_, image_width, image_height);
    if (auto parser = make_answer_parser(card_.style_of(task).answer, task, space)) return parser;
    return make_text_parser(task, image_width, image_height);
}

static std::vector<std::pair<std::string, std::string>> facts(const Config& c) {
    const VisionConfig& v = c.vision_config;
    const Qwen2Config& t = c.text_config;
    const auto heads = [](int64_t n, int64_t d) { return std::to_string(n) + " of " + std::to_string(d); };
    int64_t full = 0;
    for (size_t i = 0; i < static_cast<size_t>(v.depth); ++i) full += v.full_attention(i) ? 1 : 0;
    return {
        {"vision blocks", std::to_string(v.depth) + ", " + std::to_string(full) + " over the whole picture"},
        {"vision width", std::to_string(v.hidden_size)},
        {"vision heads", heads(v.num_heads, v.head_dim())},
        {"vision window", std::to_string(v.window_size) + " px"},
        {"patch", std::to_string(v.patch_size) + " px, " + std::to_string(v.merged()) + " to a token"},
        {"picture pixels", std::to_string(c.patches.min_pixels) + " to " + std::to_string(c.patches.max_pixels)},
        {"text layers", std::to_string(t.num_hidden_layers)},
        {"text width", std::to_string(t.hidden_size)},
        {"text heads", heads(t.num_attention_heads, t.head_dim) + ", " + std::to_string(t.num_key_value_heads) + " for keys and values"},
        {"vocabulary", std::to_string(t.vocab_size)},
        {"context", std::to_string(t.max_position_embeddings) + " tokens"},
    };
}

static ModelSizes sizes(const Config& c, const ModelCard& card) {
    const VisionConfig& v = c.vision_config;
    ModelSizes s = decoder_sizes(c.text_config);
    s.patch_values = v.patch_values();
    s.vision_width = v.hidden_size;
    s.vision_middle = v.intermediate_size;
    s.vision_heads = v.num_heads;
    s.vision_in_pieces = true;
    s.picture = picture_load(c.patches, card);
    return s;
}

// The tower's width as the weights have it, for files whose config.json leaves it out.
static std::optional<int64_t> tower_width(const Checkpoint& checkpoint) {
    const Checkpoint::Entry* kernel = checkpoint.find("visual.patch_embed.proj.weight");
    if (kernel == nullptr || kernel->shape.empty()) return std::nullopt;
    return kernel->shape[0];
}

static std::unique_ptr<VisionLanguageModel> open(const ModelFolder& folder, Backend* be, ModelReport& report) {
    std::vector<std::string>& problems = report.problems;
    report.card.family = "qwen2_5_vl";
    std::optional<Checkpoint> checkpoint;
    std::vector<std::string> wrong_files;
    collect_problems(wrong_files, [&] { checkpoint.emplace(folder.path, rename_weight); });

    Config config;
    std::vector<std::string> wrong_fields;
    collect_problems(problems, [&] {
        config = parse_config(folder.path, folder.config, checkpoint ? tower_width(*checkpoint) : std::nullopt, wrong_fields);
    });
    problems.insert(problems.end(), wrong_fields.begin(), wrong_fields.end());
    if (!problems.empty()) return nullptr;  // without the sizes nothing else can be checked

    report.facts = facts(config);
    report.sizes = sizes(config, report.card);
    check_line(report.card, config.patches.factor(), problems);
    std::unique_ptr<Tokenizer> tokenizer;
    std::optional<TemplateIds> ids;
    std::string system;
    collect_problems(problems, [&] {
        tokenizer = open_tokenizer(folder.path, config.text_config.vocab_size, problems);
        if (tokenizer) ids = find_template_ids(*tokenizer, config, problems);
        system = find_system_message(folder.path);
    });
    const std::vector<int32_t> stop_ids = find_stop_ids(config.eos_token_id, tokenizer.get(), {"<|im_end|>", "<|endoftext|>"});
    auto model = std::make_unique<Model>(config, std::move(tokenizer), ids, std::move(system));
    model->set_stop_ids(stop_ids);
    problems.insert(problems.end(), wrong_files.begin(), wrong_files.end());
    if (!checkpoint) return nullptr;
    collect_problems(problems, [&] {
        // Tables that are computed, and a head that repeats tied embeddings.
        std::vector<std::string> ignorable = {"*.rotary_emb.inv_freq", "*.rotary_pos_emb.inv_freq"};
        if (config.text_config.tie_word_embeddings) ignorable.push_back("lm_head.weight");
        check_weights(*checkpoint, model->weight_table(*checkpoint), config.text_config.max_position_embeddings, std::move(ignorable), report);
        if (be != nullptr && problems.empty()) model->load(*be, *checkpoint, report);
    });
    return be != nullptr && problems.empty() ? std::move(model) : nullptr;
}

Family family() {
    Family f;
    f.name = "qwen2_5_vl";
    f.title = "Qwen2.5-VL";
    f.architecture = "Qwen2_5_VLForConditionalGeneration";
    f.defaults.family = f.name;
    f.open = open;
    return f;
}

}  // namespace lectern::qwen2_5_vl
