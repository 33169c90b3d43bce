#include "core/model/model_card.h"

#include <array>
#include <optional>

#include "core/base/json.h"

namespace lectern {

static std::optional<Task> task_from_name(const std::string& name) {
    for (Task t : {Task::page, Task::text, Task::table, Task::formula, Task::picture, Task::layout, Task::extract})
        if (name == task_name(t)) return t;
    return std::nullopt;
}

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

// The model's own list replaces the family's: a tuned model may do less than its family.
static std::vector<std::pair<Task, std::string>> read_tasks(const JsonFields& f) {
    std::vector<std::pair<Task, std::string>> tasks;
    const JsonFields object = f.object("tasks");
    for (const auto& [name, prompt] : object.raw().items()) {
        const std::optional<Task> task = task_from_name(name);
        if (task) tasks.emplace_back(*task, object.text(name));
    }
    return tasks;
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

ModelCard read_model_card(const std::filesystem::path& folder, ModelCard defaults, std::vector<std::string>& problems) {
    ModelCard card = std::move(defaults);
    const std::filesystem::path full = folder.filename().empty() ? folder.parent_path() : folder;  // "dir/" and "dir"
    if (card.name.empty()) card.name = full.filename().string();
    const std::filesystem::path path = folder / "lectern.json";
    std::error_code ec;
    if (!std::filesystem::exists(path, ec)) return card;

    const Json json = read_json_file(path, Fault::model);
    const JsonFields f(json, "lectern.json", Fault::model, &problems);
    card.name = f.text_or("name", card.name);
    card.reads = read_reads(f, card.reads);
    if (f.has("tasks")) card.tasks = read_tasks(f);
    card.dpi = f.number_or("dpi", card.dpi, 10, 2400);
    if (f.has("line")) card.line = read_line(f.object("line"), card.line);
    if (f.has("scripts")) card.scripts = f.texts_or_none("scripts");
    card.license = f.text_or("license", card.license);
    return card;
}

}  // namespace lectern
