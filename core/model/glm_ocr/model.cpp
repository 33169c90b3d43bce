#include "core/model/glm_ocr/model.h"

#include <algorithm>

#include "core/image/resize.h"
#include "core/model/open_parts.h"

namespace lectern::glm_ocr {

static const std::string kText = "model.language_model.";
static const std::string kVision = "model.visual.";

// What the file has beyond what config.json says.
struct Found {
    bool next_token_layer = false;
    int64_t merger_size = 0;
};

class Model final : public VisionLanguageModel {
 public:
    Model(Config config, const Found& found, std::unique_ptr<Tokenizer> tokenizer, std::optional<TemplateIds> ids)
        : config_(std::move(config)),
          merger_size_(found.merger_size),
          tokenizer_(std::move(tokenizer)),
          ids_(std::move(ids)),
          vision_(config_.vision_config),
          text_(config_.text_config, config_.tie_word_embeddings, found.next_token_layer) {}

    WeightTable weight_table();
    void load(Backend& be, const Checkpoint& checkpoint, const ModelReport& report);
    void set_stop_ids(std::vector<int32_t> ids) { stop_ids_ = std::move(ids); }

    const ModelCard& card() const override { return card_; }
    ModelStats stats() const override { return stats_; }
    const Tokenizer* tokenizer() const override { return tokenizer_.get(); }
    const std::vector<int32_t>& stop_ids() const override { return stop_ids_; }
    KvCache::Geometry cache_geometry() const override { return {text_.cache_layers(), config_.text_config.kv_dim()}; }
    const std::vector<std::string>& warnings() const override { return warnings_; }

    Prompt make_prompt(std::string_view text, std::span<const Image> images,
                       const PromptOptions& options) const override;
    Prompt make_prompt(std::span<const int32_t> ids, std::span<const Image> images,
                       const PromptOptions& options) const override;
    std::vector<VisionAttention> vision_attention(std::span<const ImagePatches* const> images) const override {
        return vision_.attention_map(images);
    }
    Tensor encode(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const override {
        return vision_.forward(be, images, trace);
    }
    std::vector<ImagePatches> cut_pictures(std::span<const Image> images, const PromptOptions&) const override { return cut(images); }
    int64_t image_tokens(const ImagePatches& image) const override { return glm_ocr::image_tokens(config_, image); }
    Tensor forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                   const TraceSink* trace) const override {
        return text_.forward(be, batch, image_rows, cache, trace, nullptr);
    }
    bool can_draft() const override { return text_.has_next_token_layer(); }
    Tensor forward_with_states(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                               Tensor& states) const override {
        return text_.forward(be, batch, image_rows, cache, nullptr, &states);
    }
    Tensor draft(Backend& be, const TokenBatch& batch, const Tensor& image_rows, const Tensor& states, KvCache& cache,
                 Tensor* next_states) const override {
        return text_.draft(be, batch, image_rows, states, cache, next_states);
    }
    std::unique_ptr<OutputParser> make_parser(Task task, int64_t image_width, int64_t image_height) const override {
        return glm_ocr::make_parser(task, image_width, image_height);
    }

 private:
    std::vector<ImagePatches> cut(std::span<const Image> images) const;

    Config config_;
    int64_t merger_size_;
    std::unique_ptr<Tokenizer> tokenizer_;
    std::optional<TemplateIds> ids_;  // absent without a tokenizer
    VisionTower vision_;
    TextModel text_;
    ModelCard card_;
    ModelStats stats_;
    std::vector<int32_t> stop_ids_;
    std::vector<std::string> warnings_;
};

// Spellings of other savers → the published one.
static std::string rename_weight(std::string_view found) {
    std::string name(found);
    const auto replace_prefix = [&name](std::string_view from, std::string_view to) {
        if (!name.starts_with(from)) return false;
        name.replace(0, from.size(), to);
        return true;
    };
    while (replace_prefix("model.model.", "model.") || replace_prefix("language_model.lm_head.", "lm_head.") ||
           replace_prefix("model.lm_head.", "lm_head.")) {
    }
    if (!replace_prefix("language_model.model.", kText) && !replace_prefix("model.language_model.model.", kText))
        replace_prefix("language_model.", kText);
    if (!replace_prefix("vision_tower.", kVision) && !replace_prefix("model.vision_tower.", kVision))
        replace_prefix("visual.", kVision);
    return name;
}

WeightTable Model::weight_table() {
    WeightTable table;
    vision_.list_weights(table, merger_size_);
    text_.list_weights(table);
    return table;
}

void Model::load(Backend& be, const Checkpoint& checkpoint, const ModelReport& report) {
    card_ = report.card;
    stats_ = report.stats;
    warnings_ = load_all_weights(be, checkpoint, weight_table(), report);
}

std::vector<ImagePatches> Model::cut(std::span<const Image> images) const {
    std::vector<ImagePatches> patches;
    for (const Image& image : images) {
        const PixelSize size = fitted_size({image.height, image.width}, config_.patches);
        patches.push_back(cut_patches(resize_bicubic(image, size.width, size.height), config_.patches));
    }
    return patches;
}

Prompt Model::make_prompt(std::string_view text, std::span<const Image> images, const PromptOptions&) const {
    if (!tokenizer_) refuse_text(card_);
    return glm_ocr::make_prompt(config_, *tokenizer_, *ids_, text, cut(images));
}

// Pictures that need no resizing, as they are; nothing when a side is not a whole number of tokens.
static std::vector<ImagePatches> cut_unresized(const Config& config, std::span<const Image> images) {
    const int64_t factor = config.patches.factor();
    std::vector<ImagePatches> patches;
    for (const Image& image : images) {
        if (image.empty() || image.width % factor != 0 || image.height % factor != 0) return {};
        patches.push_back(cut_patches(image, config.patches));
    }
    return patches;
}

// The ids say how large the pictures are. Where the size rule disagrees only because it would enlarge small pictures
// that fit as they are, the ids win: goldens of small checkpoints are made that way.
Prompt Model::make_prompt(std::span<const int32_t> ids, std::span<const Image> images, const PromptOptions&) const {
    std::vector<ImagePatches> patches = cut(images);
    const auto tokens = [this](const std::vector<ImagePatches>& of) {
        int64_t n = 0;
        for (const ImagePatches& p : of) n += glm_ocr::image_tokens(config_, p);
        return n;
    };
    const int64_t placeholders = std::count(ids.begin(), ids.end(), *config_.image_token_id);
    if (tokens(patches) != placeholders) {
        std::vector<ImagePatches> unresized = cut_unresized(config_, images);
        if (!unresized.empty() && tokens(unresized) == placeholders) patches = std::move(unresized);
    }
    return glm_ocr::make_prompt(config_, *config_.image_token_id, ids, std::move(patches));
}

static std::vector<std::pair<std::string, std::string>> facts(const Config& c, const Found& found) {
    const VisionConfig& v = c.vision_config;
    const TextConfig& t = c.text_config;
    const auto heads = [](int64_t n, int64_t d) { return std::to_string(n) + " of " + std::to_string(d); };
    const int64_t frames = c.patches.temporal_patch_size;
    return {
        {"vision blocks", std::to_string(v.depth)},
        {"vision width", std::to_string(v.hidden_size)},
        {"vision heads", heads(v.num_heads, v.head_dim())},
        {"patch", std::to_string(v.patch_size) + " px, " + std::to_string(v.merged()) + " to a token"},
        {"picture pixels",
         std::to_string(c.patches.min_pixels / frames) + " to " + std::to_string(c.patches.max_pixels / frames)},
        {"text layers", std::to_string(t.num_hidden_layers)},
        {"text width", std::to_string(t.hidden_size)},
        {"text heads", heads(t.num_attention_heads, t.head_dim) + ", " + std::to_string(t.num_key_value_heads) +
                           " for keys and values"},
        {"next-token layer", found.next_token_layer ? "yes, guesses ahead while reading" : "none"},
        {"vocabulary", std::to_string(t.vocab_size)},
        {"context", std::to_string(t.max_position_embeddings) + " tokens"},
    };
}

static ModelSizes sizes(const Config& c) {
    const VisionConfig& v = c.vision_config;
    const TextConfig& t = c.text_config;
    ModelSizes s;
    s.patch_values = v.patch_values();
    s.vision_width = v.hidden_size;
    s.vision_middle = v.intermediate_size;
    s.vision_heads = v.num_heads;
    s.layers = t.num_hidden_layers;
    s.kv_dim = t.kv_dim();
    s.hidden = t.hidden_size;
    s.middle = t.intermediate_size;
    s.q_dim = t.q_dim();
    s.vocabulary = t.vocab_size;
    s.picture = [patches = c.patches, merged = v.merged()](PixelSize page) {
        const PixelSize size = fitted_size(page, patches);
        const int64_t count = size.width / patches.patch_size * (size.height / patches.patch_size);
        return PictureLoad{count, count / merged};
    };
    return s;
}

// The next-token layer is there when its own product is; files saved again by others leave it out. The merger's middle
// is as wide as the file says.
static Found look_into(const Checkpoint& checkpoint, const Config& config) {
    const std::string next =
        kText + "layers." + std::to_string(config.text_config.num_hidden_layers) + ".eh_proj.weight";
    Found found{checkpoint.find(next) != nullptr,
                config.vision_config.out_hidden_size * config.vision_config.in_channels};
    const Checkpoint::Entry* gate = checkpoint.find(kVision + "merger.gate_proj.weight");
    if (gate != nullptr && gate->shape.size() == 2 && gate->shape[0] > 0) found.merger_size = gate->shape[0];
    return found;
}

// Copies the next-token layer carries, all of it where it is not used, further such layers, tables that are computed.
static std::vector<std::string> ignorable_tensors(const Config& config, const Found& found) {
    const int64_t first = config.text_config.num_hidden_layers;
    std::vector<std::string> names = {"*.rotary_emb.inv_freq", "*.rotary_pos_emb.inv_freq"};
    const auto layer = [](int64_t n) { return kText + "layers." + std::to_string(n) + "."; };
    for (int64_t n = found.next_token_layer ? first + 1 : first;
         n < first + std::max<int64_t>(1, config.text_config.num_nextn_predict_layers); ++n)
        names.push_back(layer(n) + "*");
    names.push_back(layer(first) + "shared_head.head.weight");
    names.push_back(layer(first) + "embed_tokens.weight");
    if (config.tie_word_embeddings) names.push_back("lm_head.weight");
    return names;
}

static std::unique_ptr<VisionLanguageModel> open(const ModelFolder& folder, Backend* be, ModelReport& report) {
    std::vector<std::string>& problems = report.problems;
    report.card.family = "glm_ocr";
    Config config;
    std::vector<std::string> wrong_fields;
    collect_problems(problems, [&] { config = parse_config(folder.path, folder.config, wrong_fields); });
    problems.insert(problems.end(), wrong_fields.begin(), wrong_fields.end());
    if (!problems.empty()) return nullptr;  // without the sizes nothing else can be checked

    if (report.card.reads == Reads::line)
        problems.push_back(
            "lectern.json: reads: found \"line\", allowed: \"region\" or \"page\": this family reads no single lines");
    std::unique_ptr<Tokenizer> tokenizer;
    std::optional<TemplateIds> ids;
    collect_problems(problems, [&] {
        tokenizer = open_tokenizer(folder.path, config.text_config.vocab_size, problems);
        if (tokenizer) ids = find_template_ids(*tokenizer, config, problems);
    });
    if (!config.image_token_id && ids) config.image_token_id = ids->image;
    if (!config.image_token_id && problems.empty())
        problems.push_back(
            "config.json: image_token_id: found nothing, allowed: a token id, as there is no tokenizer.json to look it "
            "up in");

    // An answer ends where the user would speak again.
    const std::vector<int32_t> stop_ids = find_stop_ids(config.eos_token_id, tokenizer.get(), {"<|endoftext|>", "<|user|>"});
    std::unique_ptr<Model> model;
    collect_problems(problems, [&] {
        const Checkpoint checkpoint(folder.path, rename_weight);
        const Found found = look_into(checkpoint, config);
        report.facts = facts(config, found);
        report.sizes = sizes(config);
        model = std::make_unique<Model>(config, found, std::move(tokenizer), ids);
        model->set_stop_ids(stop_ids);
        const WeightTable table = model->weight_table();
        check_weights(checkpoint, table, config.text_config.max_position_embeddings, ignorable_tensors(config, found),
                      report);
        if (be != nullptr && problems.empty()) model->load(*be, checkpoint, report);
    });
    return be != nullptr && problems.empty() ? std::move(model) : nullptr;
}

Family family() {
    Family f;
    f.name = "glm_ocr";
    f.title = "GLM-OCR";
    f.architecture = "GlmOcrForConditionalGeneration";
    f.defaults.family = f.name;
    f.defaults.reads = Reads::region;
    f.defaults.tasks = official_tasks();
    f.open = open;
    return f;
}

}  // namespace lectern::glm_ocr
