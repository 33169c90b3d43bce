#include "core/model/model_card.h"

#include <array>
#include <optional>

#include "core/base/caps.h"
#include "core/base/json.h"

namespace lectern {

static Reads read_reads(const JsonFields& f, Reads fallback) {
    if (!f.has("reads")) return fallback;
    const std::string reads = f.text("reads");
    if (!f.raw().at("reads").is_string()) return fallback;  // said already
    if (reads == "page") return Reads::page;
    if (reads == "region") return Reads::region;
    if (reads == "line") return Reads::line;
    f.refuse("reads", '"' + reads + '"', "\"page\", \"region\" or \"line\"");
    return fallback;
}

static AnswerForm read_answer(const JsonFields& f) {
    static constexpr std::pair<const char*, AnswerForm> kForms[] = {{"text", AnswerForm::text},
                                                                    {"markdown", AnswerForm::markdown},
                                                                    {"html", AnswerForm::html},
                                                                    {"layout_json", AnswerForm::layout_json},
                                                                    {"page_json", AnswerForm::page_json}};
    if (!f.has("answer")) return AnswerForm::family;
    const std::string answer = f.text("answer");
    for (const auto& [name, form] : kForms)
        if (answer == name) return form;
    f.refuse("answer", '"' + answer + '"', "\"text\", \"markdown\", \"html\", \"layout_json\" or \"page_json\"");
    return AnswerForm::family;
}

// Task → prompt, or {prompt, answer, text_first}. The model's own list replaces the family's: a tuned model may do less.
static void read_tasks(const JsonFields& tasks, ModelCard& card) {
    card.tasks.clear();
    card.styles.clear();
    for (const Task task : kTasks) {
        const char* name = task_name(task);
        if (!tasks.has(name)) continue;
        if (!tasks.raw().at(name).is_object()) {
            card.tasks.emplace_back(task, tasks.text(name));
            continue;
        }
        const JsonFields f = tasks.object(name);
        card.tasks.emplace_back(task, f.text("prompt"));
        card.styles[task] = {read_answer(f), f.boolean_or("text_first", false), std::nullopt};
        if (f.has("system")) card.styles[task].system = f.text("system");
    }
}

static ModelCard::Line read_line(const JsonFields& f, ModelCard::Line line) {
    constexpr int64_t kMost = 1 << 16;
    line.height = f.integer_or("height", line.height, 1, kMost);
    line.width_multiple = f.integer_or("width_multiple", line.width_multiple, 1, kMost);
    line.max_width = f.integer_or("max_width", line.max_width, line.width_multiple, kMost);
    line.max_characters = f.integer_or("max_characters", line.max_characters, 1, kMost);
    line.max_characters_per_pixel = f.number_or("max_characters_per_pixel", line.max_characters_per_pixel, 1e-6, 100);
    return line;
}

void apply_card_fields(const JsonFields& f, ModelCard& card) {
    constexpr int64_t kLongest = 1 << 20;
    card.name = f.text_or("name", card.name);
    card.reads = read_reads(f, card.reads);
    if (f.has("tasks")) read_tasks(f.object("tasks"), card);
    if (f.has("system")) card.system = f.text("system");
    card.dpi = f.number_or("dpi", card.dpi, 10, 2400);
    card.longest_side = f.integer_or("longest_side", card.longest_side, 0, kLongest);
    card.min_pixels = f.integer_or("min_pixels", card.min_pixels, 0, caps::kModelPixels);
    card.max_pixels = f.integer_or("max_pixels", card.max_pixels, 0, caps::kModelPixels);
    if (f.has("line")) card.line = read_line(f.object("line"), card.line);
    if (f.has("scripts")) card.scripts = f.texts_or_none("scripts");
    card.license = f.text_or("license", card.license);
}

ModelCard read_model_card(const std::filesystem::path& folder, ModelCard defaults, std::vector<std::string>& problems) {
    ModelCard card = std::move(defaults);
    const std::filesystem::path full = folder.filename().empty() ? folder.parent_path() : folder;  // "dir/" and "dir"
    if (card.name.empty()) card.name = full.filename().string();
    const std::filesystem::path path = folder / "lectern.json";
    std::error_code ec;
    if (!std::filesystem::exists(path, ec)) return card;
    const Json json = read_json_file(path, Fault::model);
    apply_card_fields(JsonFields(json, "lectern.json", Fault::model, &problems), card);
    return card;
}

}  // namespace lectern
