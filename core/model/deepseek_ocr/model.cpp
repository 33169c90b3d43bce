#include "core/model/deepseek_ocr/model.h"

#include <algorithm>

#include "core/model/deepseek_ocr/ngram_rule.h"
#include "core/model/deepseek_ocr/views.h"
#include "core/model/open_parts.h"
#include "core/model/text_output.h"

namespace lectern::deepseek_ocr {

static constexpr int64_t kNgram = 20, kNgramWindow = 90;  // of the rule against repetition, as published for documents

class Model final : public VisionLanguageModel {
 public:
    Model(Config config, std::unique_ptr<Tokenizer> tokenizer, std::optional<TokenIds> ids)
        : config_(std::move(config)),
          tokenizer_(std::move(tokenizer)),
          ids_(std::move(ids)),
          vision_(config_),
          text_(config_.text) {}

    WeightTable weight_table();
    void load(Backend& be, const Checkpoint& checkpoint, const ModelReport& report);
    void set_stop_ids(std::vector<int32_t> ids) { stop_ids_ = std::move(ids); }

    const ModelCard& card() const override { return card_; }
    ModelStats stats() const override { return stats_; }
    const Tokenizer* tokenizer() const override { return tokenizer_.get(); }
    const std::vector<int32_t>& stop_ids() const override { return stop_ids_; }
    KvCache::Geometry cache_geometry() const override {
        return {config_.text.num_hidden_layers, config_.text.kv_dim()};
    }
    const std::vector<std::string>& warnings() const override { return warnings_; }

    Prompt make_prompt(std::string_view text, std::span<const Image> images,
                       const PromptOptions& options) const override;
    Prompt make_prompt(std::span<const int32_t> ids, std::span<const Image> images,
                       const PromptOptions& options) const override;
    Tensor encode(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const override {
        return vision_.forward(be, images, trace);
    }
    std::vector<ImagePatches> cut_pictures(std::span<const Image> images, const PromptOptions& options) const override {
        return cut(images, options.mode);
    }
    bool has_modes() const override { return true; }
    std::vector<VisionAttention> vision_attention(std::span<const ImagePatches* const> images) const override {
        return attention_map(config_, images);
    }
    int64_t image_tokens(const ImagePatches& image) const override {
        return deepseek_ocr::image_tokens(config_, image);
    }
    Tensor forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                   const TraceSink* trace) const override {
        return text_.forward(be, batch, image_rows, cache, trace);
    }
    std::string_view token_text(int32_t id) const override;
    std::unique_ptr<TokenRule> make_rule(const Prompt&) const override {
        return std::make_unique<NgramRule>(kNgram, kNgramWindow, ids_ ? ids_->repeated : std::vector<int32_t>());
    }
    std::unique_ptr<OutputParser> make_parser(Task task, int64_t image_width, int64_t image_height) const override;

 private:
    std::vector<ImagePatches> cut(std::span<const Image> images, const std::string& mode) const;

    Config config_;
    std::unique_ptr<Tokenizer> tokenizer_;
    std::optional<TokenIds> ids_;  // absent without a tokenizer
    VisionModel vision_;
    TextModel text_;
    ModelCard card_;
    ModelStats stats_;
    std::vector<int32_t> stop_ids_;
    std::vector<std::string> warnings_;
};

WeightTable Model::weight_table() {
    WeightTable table;
    vision_.list_weights(table);
    text_.list_weights(table);
    return table;
}

void Model::load(Backend& be, const Checkpoint& checkpoint, const ModelReport& report) {
    card_ = report.card;
    stats_ = report.stats;
    warnings_ = load_all_weights(be, checkpoint, weight_table(), report);
    vision_.make_tables(be);
    text_.make_tables(be);
}

std::vector<ImagePatches> Model::cut(std::span<const Image> images, const std::string& mode_name) const {
    const Mode mode = find_mode(config_, mode_name);
    std::vector<ImagePatches> cut;
    for (const Image& image : images) cut.push_back(cut_views(config_, mode, image));
    return cut;
}

Prompt Model::make_prompt(std::string_view text, std::span<const Image> images, const PromptOptions& options) const {
    if (!tokenizer_) refuse_text(card_);
    return deepseek_ocr::make_prompt(config_, *tokenizer_, *ids_, text, cut(images, options.mode));
}

Prompt Model::make_prompt(std::span<const int32_t> ids, std::span<const Image> images,
                          const PromptOptions& options) const {
    const std::optional<int32_t> placeholder = ids_ ? std::optional(ids_->image) : config_.image_token_id;
    return deepseek_ocr::make_prompt(config_, placeholder, ids, cut(images, options.mode));
}

std::string_view Model::token_text(int32_t id) const {
    if (!ids_) return VisionLanguageModel::token_text(id);
    const auto shown = ids_->shown.find(id);
    return shown == ids_->shown.end() ? tokenizer_->bytes(id) : std::string_view(shown->second);
}

std::unique_ptr<OutputParser> Model::make_parser(Task task, int64_t image_width, int64_t image_height) const {
    const bool grounded = (task == Task::page || task == Task::layout) && card_.reads == Reads::page;
    if (!grounded) return make_text_parser(task, image_width, image_height);
    return make_grounding_parser(task == Task::page ? Labels::categories : Labels::text, image_width, image_height);
}

// -- opening

// Parameters one token is multiplied with: all matrices of the decoder, but of the experts only the chosen ones.
static int64_t active_parameters(const TextConfig& c) {
    const int64_t attention = 2 * c.hidden_size * c.q_dim() + 2 * c.hidden_size * c.kv_dim();
    const int64_t dense = 3 * c.hidden_size * c.intermediate_size;
    const int64_t mixture = c.n_routed_experts * c.hidden_size +
                            3 * c.hidden_size * (c.num_experts_per_tok * c.moe_intermediate_size + c.shared_dim());
    const int64_t sparse = c.num_hidden_layers - c.first_k_dense_replace;
    return c.num_hidden_layers * attention + c.first_k_dense_replace * dense + sparse * mixture +
           c.vocab_size * c.hidden_size;
}

static std::vector<std::pair<std::string, std::string>> facts(const Config& c) {
    const auto heads = [](int64_t n, int64_t d) { return std::to_string(n) + " of " + std::to_string(d); };
    const TextConfig& t = c.text;
    std::string sizes;
    for (const Mode& m : modes(c))
        sizes += (sizes.empty() ? "" : ", ") + m.name + " " + std::to_string(m.base) +
                 (m.crop ? " + up to " + std::to_string(m.most_tiles) + " tiles of " + std::to_string(m.tile) : "");
    std::vector<std::pair<std::string, std::string>> out = {
        {"version", c.version == Version::one ? "DeepSeek-OCR" : "DeepSeek-OCR-2"},
        {"image modes", sizes},
        {"vision blocks", std::to_string(c.sam.layers) + " (SAM) and " +
                              std::to_string(c.version == Version::one ? c.clip.layers : c.encoder.layers) +
                              (c.version == Version::one ? " (CLIP)" : " (queries)")},
        {"vision width", std::to_string(c.sam.width) + " and " +
                             std::to_string(c.version == Version::one ? c.clip.width : c.encoder.dim)},
        {"projector", c.projector.type},
        {"text layers",
         std::to_string(t.num_hidden_layers) + ", " + std::to_string(t.first_k_dense_replace) + " of them dense"},
        {"text width", std::to_string(t.hidden_size)},
        {"text heads", heads(t.num_attention_heads, t.head_dim) + ", " + std::to_string(t.num_key_value_heads) +
                           " for keys and values"},
        {"experts", std::to_string(t.num_experts_per_tok) + " of " + std::to_string(t.n_routed_experts) + " and " +
                        std::to_string(t.n_shared_experts) + " shared, " + std::to_string(t.moe_intermediate_size) +
                        " wide"},
        {"active parameters", std::to_string(active_parameters(t)) + " for each token read or written"},
        {"vocabulary", std::to_string(t.vocab_size)},
        {"context", std::to_string(t.max_position_embeddings) + " tokens"},
    };
    return out;
}

// Views go through the tower a few at a time, so the largest counts.
static ModelSizes sizes(const Config& c) {
    const TextConfig& t = c.text;
    ModelSizes s;
    s.patch_values = c.sam.patch_values();
    s.vision_width = c.sam.width;
    s.vision_middle = c.sam.mlp_dim;
    s.vision_heads = c.sam.heads;
    s.layers = t.num_hidden_layers;
    s.kv_dim = t.kv_dim();
    s.hidden = t.hidden_size;
    s.middle = std::max(t.intermediate_size, t.num_experts_per_tok * t.moe_intermediate_size + t.shared_dim());
    s.q_dim = t.q_dim();
    s.vocabulary = t.vocab_size;
    s.picture = [c](PixelSize page) {
        const Mode mode = find_mode(c, "");
        ImagePatches shape{.grid_t = 0};
        const auto add = [&](int64_t side, int64_t count) {
            for (int64_t i = 0; i < count; ++i) shape.views.push_back({.side = side, .grid = side / c.sam.patch_size});
        };
        add(mode.base, 1);
        if (mode.crop) {
            const TileGrid grid = choose_grid(page.width, page.height, mode.tile, mode.most_tiles);
            add(mode.tile, grid.tiles());
            shape.tile_columns = grid.columns;
            shape.tile_rows = grid.rows;
        }
        const int64_t side = mode.base / c.sam.patch_size;
        return PictureLoad{side * side, image_tokens(c, shape)};
    };
    return s;
}

// A re-save of another library's own layout: its names say so at once.
static bool native_layout(const Checkpoint& checkpoint) {
    return std::any_of(checkpoint.entries().begin(), checkpoint.entries().end(), [](const Checkpoint::Entry& e) {
        return e.name.find("vision_tower.sam_encoder.") != std::string::npos ||
               e.name.find("mlp.experts.gate_up_proj") != std::string::npos;
    });
}

static std::unique_ptr<VisionLanguageModel> open(const ModelFolder& folder, Backend* be, ModelReport& report) {
    std::vector<std::string>& problems = report.problems;
    std::unique_ptr<Model> model;
    collect_problems(problems, [&] {
        const Checkpoint checkpoint(folder.path);
        if (native_layout(checkpoint)) {
            problems.push_back(
                "the weights have the names of the transformers library's own layout (vision_tower.sam_encoder.*, "
                "fused experts), "
                "which is not supported; fetch the publisher's files (deepseek-ai/DeepSeek-OCR or DeepSeek-OCR-2)");
            return;
        }
        const Config config = parse_config(folder.path, folder.config, checkpoint, problems);
        if (!problems.empty()) return;  // without the sizes nothing else can be checked
        report.card.family = config.version == Version::one ? "deepseek_ocr" : "deepseek_ocr_2";
        report.facts = facts(config);
        report.sizes = sizes(config);
        report.stats.active_parameters = active_parameters(config.text);
        std::unique_ptr<Tokenizer> tokenizer;
        std::optional<TokenIds> ids;
        collect_problems(problems, [&] {
            tokenizer = open_tokenizer(folder.path, config.text.vocab_size, problems);
            if (tokenizer) ids = find_token_ids(*tokenizer, config, problems);
        });
        const std::vector<int32_t> stop_ids = find_stop_ids(config.eos_token_id, tokenizer.get(), {"<｜end▁of▁sentence｜>"});
        model = std::make_unique<Model>(config, std::move(tokenizer), std::move(ids));
        model->set_stop_ids(stop_ids);
        const WeightTable table = model->weight_table();
        // Written by the publisher or by a re-save, used by nobody.
        check_weights(checkpoint, table, config.text.max_position_embeddings,
                      {"model.vision_model.embeddings.patch_embedding.weight",
                       "model.vision_model.embeddings.position_ids", "*.rotary_emb.inv_freq"},
                      report);
        if (be != nullptr && problems.empty()) model->load(*be, checkpoint, report);
    });
    return be != nullptr && problems.empty() ? std::move(model) : nullptr;
}

Family family() {
    Family f;
    f.name = "deepseek_ocr";
    f.title = "DeepSeek-OCR";
    f.architecture = "DeepseekOCRForCausalLM";
    f.model_type = "deepseek_vl_v2";
    f.defaults.family = f.name;
    f.defaults.tasks = official_tasks();
    f.defaults.dpi = 144;  // the publisher's own
    f.open = open;
    return f;
}

Family family_2() {
    Family f = family();
    f.name = "deepseek_ocr_2";
    f.title = "DeepSeek-OCR 2";
    f.architecture = "DeepseekOCR2ForCausalLM";
    f.defaults.family = f.name;
    return f;
}

}  // namespace lectern::deepseek_ocr
