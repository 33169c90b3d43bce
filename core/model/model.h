// VisionLanguageModel: all that generate and the pipeline may ask of a family. Loaded models are const.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/compute/backend.h"
#include "core/document/document.h"
#include "core/image/image.h"
#include "core/layers/kv_cache.h"
#include "core/model/drafter.h"
#include "core/model/memory_estimate.h"
#include "core/model/prompt.h"
#include "core/model/repetition_guard.h"
#include "core/model/sequence.h"
#include "core/model/token_rule.h"
#include "core/model/vision_attention.h"
#include "core/tokenizer/tokenizer.h"
#include "core/weights/weight_table.h"

namespace lectern {

// grounding: the text inside a box the user gives, of a picture the model sees whole. web: a web page's layout, scene: text
// in a photograph, question: whatever the user asks.
enum class Task { page, text, table, formula, picture, layout, extract, grounding, web, scene, question };
// All of them, in the order they are listed to users.
inline constexpr Task kTasks[] = {Task::page,    Task::text,      Task::table, Task::formula, Task::picture, Task::layout,
                                  Task::extract, Task::grounding, Task::web,   Task::scene,   Task::question};
const char* task_name(Task t);  // as on the command line
std::optional<Task> task_named(std::string_view name);  // the other way round

// What a model reads at a time; decides whether the pipeline cuts the page first.
enum class Reads { page, region, line };

// How an answer is written; decides what reads it. `family`: as the family does it for the task.
enum class AnswerForm { family, text, markdown, html, layout_json, page_json };

// How a task's prompt is put to the model and its answer read.
struct TaskStyle {
    AnswerForm answer = AnswerForm::family;  // what the prompt makes the model write
    bool text_first = false;  // the prompt's text stands before the picture
    std::optional<std::string> system = {};  // message a chat begins with, where it is not the model's usual one
};

// What a model is good for and how: lectern.json, with the preset's and the family's values for what it leaves out
// (DESIGN §2).
struct ModelCard {
    std::string name;    // lectern.json `name`, else the folder's name
    std::string family;  // "dots_ocr"
    Reads reads = Reads::page;  // what it wants to see at once
    std::vector<std::pair<Task, std::string>> tasks;  // task → prompt text
    double dpi = 200;  // that pages are drawn at
    struct Line {  // of models that read single lines
        int64_t height = 28, width_multiple = 28, max_width = 1512;  // pixels of the scaled crop
        int64_t max_characters = 110;  // longer lines are cut at a word gap
        double max_characters_per_pixel = 0.25;  // of the scaled crop's width; more is no text
    } line;  // only with Reads::line
    std::vector<std::string> scripts;  // that it reads; empty: unknown
    std::string license;  // in the publisher's words; may be empty
    std::map<Task, TaskStyle> styles;  // of tasks that are not done as the family does them
    std::optional<std::string> system;  // message a chat begins with; absent: as the model's files say
    // Pages are scaled down to this longer side, and to areas between these, before the family's own size rule. 0: not.
    int64_t longest_side = 0, min_pixels = 0, max_pixels = 0;
    double repetition_penalty = 1;  // of generation_config.json
    const std::string* prompt_for(Task t) const;  // nullptr: the model has no such task
    TaskStyle style_of(Task t) const;  // prompt and answer of a task; the family's own unless the card says otherwise
};

struct ModelStats {  // how large a model is
    int64_t parameters = 0;  // values of all weights
    int64_t active_parameters = 0;  // a token is multiplied with, of a mixture of experts; 0: all but the embeddings
    size_t weight_bytes = 0;  // on disk
    int64_t context = 0;  // tokens
    std::map<std::string, size_t> bytes_by_dtype = {};  // "BF16" → bytes of the files' tensors
};

// Receives every named step of one forward ("vision.blocks.0.attn", …, F32); see DESIGN's trace table.
using TraceSink = std::function<void(const std::string& name, const Tensor& value)>;

// A piece of a family's answer turned into regions. Boxes are in pixels of the picture given to the model,
// scaled back from the model's own space.
class OutputParser {
   public:
    virtual ~OutputParser() = default;
    // Text that has arrived since the last call. Regions appear as soon as their box and category are known.
    virtual void add(std::string_view piece) = 0;
    virtual void finish() = 0;  // the stream ended (normally or not): close what is open
    virtual const std::vector<Region>& regions() const = 0;  // grows; only the last one still changes before finish()
    virtual const std::vector<std::string>& warnings() const = 0;  // about the whole answer, not about one region
};

class VisionLanguageModel {
   public:
    virtual ~VisionLanguageModel() = default;

    virtual const ModelCard& card() const = 0;  // what it reads and how
    virtual ModelStats stats() const = 0;  // how large it is
    virtual const Tokenizer* tokenizer() const = 0;  // nullptr when the folder has none (trace --input-ids)
    // What one token adds to an answer: the tokenizer's bytes, and special tokens a family's output parser reads.
    virtual std::string_view token_text(int32_t id) const;
    virtual const std::vector<int32_t>& stop_ids() const = 0;
    virtual KvCache::Geometry cache_geometry() const = 0;
    // Sentences about what loaded but looks wrong (weights that are not finite).
    virtual const std::vector<std::string>& warnings() const;

    // Text through the family's template with the pictures where the family puts them.
    virtual Prompt make_prompt(std::string_view text, std::span<const Image> images, const PromptOptions& options) const = 0;
    // Ids given by the caller, placeholders already expanded (trace --input-ids). Error when counts do not match.
    virtual Prompt make_prompt(std::span<const int32_t> ids, std::span<const Image> images, const PromptOptions& options) const = 0;

    // All images' patches → rows to splice, in placeholder order [Σ tokens, hidden]. Results do not depend on grouping.
    virtual Tensor encode(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace = nullptr) const = 0;
    virtual int64_t image_tokens(const ImagePatches& image) const = 0;
    // A picture's size in the model: what boxes in a prompt count in.
    virtual PixelSize model_pixels(PixelSize picture) const { return picture; }
    // Whether PromptOptions::mode means something to the family.
    virtual bool has_modes() const { return false; }

    // Pictures scaled and cut as make_prompt() does it; needs no tokenizer.
    virtual std::vector<ImagePatches> cut_pictures(std::span<const Image> images, const PromptOptions& options) const;

    // The spans encode() uses for these pictures, one entry for each kind of block. Empty: the family does not tell.
    virtual std::vector<VisionAttention> vision_attention(std::span<const ImagePatches* const> images) const;

    // One forward of rows of many sequences; writes their keys and values to `cache`.
    // Returns logits [batch.logits_rows, vocabulary]. image_rows: from encode(), may be empty.
    virtual Tensor forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                           const TraceSink* trace = nullptr) const = 0;

    // Speculation, for families with a layer that guesses the token after the next. Guesses never change an answer: what
    // the model itself would say at each place decides.
    virtual bool can_draft() const { return false; }
    // forward() that also gives the state after the last norm of every row of the batch, F32 [rows, hidden].
    virtual Tensor forward_with_states(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                                       Tensor& states) const;
    // Row r of `batch` carries the id (or picture row) of token i + 1, but the position, slot and span of token i, whose
    // state is row r of `states`. Its key and value go to a pool of their own under the same slots, so truncating the
    // sequence forgets them too. Returns logits for token i + 2 [batch.logits_rows, vocabulary]; `next_states`, where
    // wanted, the rows to give as `states` of token i + 1 for guessing further.
    virtual Tensor draft(Backend& be, const TokenBatch& batch, const Tensor& image_rows, const Tensor& states, KvCache& cache,
                         Tensor* next_states) const;

    // What the family adds to the token loop, for one answer to `prompt`; nullptr: nothing.
    virtual std::unique_ptr<TokenRule> make_rule(const Prompt& prompt) const;
    virtual std::unique_ptr<Drafter> make_drafter(const Prompt& prompt) const;
    virtual GuardThresholds guard_thresholds() const { return {}; }

    // Parser for a task's answer; image_width/height: pixels of the picture given to make_prompt.
    virtual std::unique_ptr<OutputParser> make_parser(Task task, int64_t image_width, int64_t image_height) const = 0;
};

// Error{Fault::argument} when a mode is given to a family that has none.
void check_mode(const VisionLanguageModel& model, const std::string& mode);

// Reads config.json, finds the family, checks everything, loads. Throws Error{Fault::model} listing all problems.
// folder_only_check: validate config, tokenizer and tensor table without loading weights; returns nullptr.
// options.quant: a model that is not quantised yet is on the way; one that is keeps what it has, and asking for another
// form is an Error.
std::unique_ptr<VisionLanguageModel> load_model(Backend& be, const std::filesystem::path& folder, const LoadOptions& options = {});

// What `models show|verify|mapping` print, without loading weights.
struct TensorMapping {
    std::string name;   // in the checkpoint
    std::string field;  // ours, "text.layers[0].q_proj.weight"
    std::string shape;  // "[256, 256]"
    std::string dtype;  // as the file has it: "BF16"
};
using WeightVisitor = std::function<void(const Checkpoint& checkpoint, const WeightTable& table)>;  // while it is open
struct ModelReport {  // what can be said of a folder without loading it
    ModelCard card;  // as far as the folder tells
    ModelStats stats;  // of the files
    std::vector<std::pair<std::string, std::string>> facts;  // "vision blocks" → "6", in the order to print
    std::vector<TensorMapping> mapping;  // one for each tensor of the files
    std::vector<std::string> problems;  // empty: the model is complete and valid
    Quant quant = Quant::none;          // as the files have it
    ModelSizes sizes = {};              // what estimate_memory() counts with
    // What the caller wants of check_weights and load_all_weights (open_parts.h).
    LoadOptions options = {};
    WeightVisitor visit = {};  // called with the model's weights as they are bound
};
// Reads configs and headers; problems are listed. options.quant: how the weights would be loaded, for `sizes`.
ModelReport inspect_model(const std::filesystem::path& folder, const LoadOptions& options = {});

// Looks at a valid model's checkpoint while it is open. Throws like load_model.
void visit_weights(const std::filesystem::path& folder, const WeightVisitor& visit);

}  // namespace lectern
