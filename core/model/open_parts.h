// What families have in common when they open a model folder.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/model/model.h"
#include "core/model/prompt_parts.h"
#include "core/tokenizer/tokenizer.h"
#include "core/weights/weight_table.h"

namespace lectern {

// What is wrong with the model becomes one more problem, so that the rest is still checked; other faults pass.
template <typename F>
void collect_problems(std::vector<std::string>& problems, F&& step) {
    try {
        step();
    } catch (const Error& e) {
        if (e.fault() != Fault::model) throw;
        problems.push_back(e.what());
    }
}

// The folder's tokenizer.json, or none. More tokens than the model has rows for are a problem.
std::unique_ptr<Tokenizer> open_tokenizer(const std::filesystem::path& folder, int64_t vocab_size, std::vector<std::string>& problems);

// The end tokens named by the model's files, else those of `names` that the tokenizer has; it may be nullptr.
std::vector<int32_t> find_stop_ids(std::vector<int32_t> named, const Tokenizer* tokenizer, std::initializer_list<const char*> names);

// Throws what is to be said when text is given to a model without a tokenizer.
[[noreturn]] void refuse_text(const ModelCard& card);

// Fills the report's stats and mapping, and adds what is wrong with the checkpoint to its problems.
// `ignorable`: names with * as wildcard that may be present without being wanted.
void check_weights(const Checkpoint& checkpoint, const WeightTable& table, int64_t context, std::vector<std::string> ignorable,
                   ModelReport& report);

// load_weights as report.options say, with a sentence for each weight that is not finite.
std::vector<std::string> load_all_weights(Backend& be, const Checkpoint& checkpoint, const WeightTable& table, const ModelReport& report);

// What a Qwen2-VL style picture rule makes of a page, for ModelSizes::picture.
std::function<PictureLoad(PixelSize)> picture_load(const PatchConfig& patches, const ModelCard& card);

// A line reader's crops must be whole merged patches.
void check_line(const ModelCard& card, int64_t factor, std::vector<std::string>& problems);

}  // namespace lectern
