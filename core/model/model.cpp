#include "core/model/model.h"

#include "core/base/error.h"

namespace lectern {

const char* task_name(Task t) {
    switch (t) {
        case Task::page: return "page";
        case Task::text: return "text";
        case Task::table: return "table";
        case Task::formula: return "formula";
        case Task::picture: return "picture";
        case Task::layout: return "layout";
        case Task::extract: return "extract";
        case Task::grounding: return "grounding";
        case Task::web: return "web";
        case Task::scene: return "scene";
        case Task::question: return "question";
    }
    return "text";
}

std::optional<Task> task_named(std::string_view name) {
    for (const Task t : kTasks)
        if (name == task_name(t)) return t;
    return std::nullopt;
}

void check_mode(const VisionLanguageModel& model, const std::string& mode) {
    if (mode.empty() || model.has_modes()) return;
    throw Error({.fault = Fault::argument, .attempted = "use the image mode \"" + mode + '"', .subject = model.card().name,
                 .found = "its family gives pictures to the model in one way only", .advice = "leave --mode out"});
}

const std::string* ModelCard::prompt_for(Task t) const {
    for (const auto& [task, prompt] : tasks)
        if (task == t) return &prompt;
    return nullptr;
}

std::string_view VisionLanguageModel::token_text(int32_t id) const {
    return tokenizer() != nullptr ? tokenizer()->bytes(id) : std::string_view();
}

TaskStyle ModelCard::style_of(Task t) const {
    const auto found = styles.find(t);
    return found != styles.end() ? found->second : TaskStyle{};
}

const std::vector<std::string>& VisionLanguageModel::warnings() const {
    static const std::vector<std::string> none;
    return none;
}

std::vector<ImagePatches> VisionLanguageModel::cut_pictures(std::span<const Image> images, const PromptOptions& options) const {
    return make_prompt(std::string_view(), images, options).images;
}

static Error cannot_draft() {
    return Error({.fault = Fault::model, .attempted = "guess ahead", .found = "the model has no layer for it"});
}

Tensor VisionLanguageModel::forward_with_states(Backend&, const TokenBatch&, const Tensor&, KvCache&, Tensor&) const {
    throw cannot_draft();
}

Tensor VisionLanguageModel::draft(Backend&, const TokenBatch&, const Tensor&, const Tensor&, KvCache&, Tensor*) const {
    throw cannot_draft();
}

std::vector<VisionAttention> VisionLanguageModel::vision_attention(std::span<const ImagePatches* const>) const { return {}; }
std::unique_ptr<TokenRule> VisionLanguageModel::make_rule(const Prompt&) const { return nullptr; }
std::unique_ptr<Drafter> VisionLanguageModel::make_drafter(const Prompt&) const { return nullptr; }

}  // namespace lectern
