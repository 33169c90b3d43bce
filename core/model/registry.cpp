#include "core/model/registry.h"

#include <algorithm>

#include "core/model/config_rules.h"
#include "core/model/deepseek_ocr/model.h"
#include "core/model/dots_ocr/model.h"
#include "core/model/glm_ocr/model.h"
#include "core/model/model_card.h"
#include "core/model/presets.h"
#include "core/model/qwen2_5_vl/model.h"

namespace lectern {

const std::vector<Family>& families() {
    static const std::vector<Family> table = {
        dots_ocr::family(),
        glm_ocr::family(),
        qwen2_5_vl::family(),
        deepseek_ocr::family(),
        deepseek_ocr::family_2(),
    };
    return table;
}

std::string family_title(const std::string& name) {
    for (const Family& f : families())
        if (name == f.name || (!name.empty() && name == f.model_type)) return f.title;
    return name;
}

static std::string supported() {
    std::string list;
    for (const Family& f : families()) list += (list.empty() ? "" : ", ") + f.name + " (" + f.architecture + ")";
    return list;
}

// One line each, cut where it would fill the screen.
static Error problems_error(const std::filesystem::path& folder, const std::vector<std::string>& problems) {
    constexpr size_t kShown = 40;
    std::string found = std::to_string(problems.size()) + (problems.size() == 1 ? " problem" : " problems");
    for (size_t i = 0; i < std::min(kShown, problems.size()); ++i) found += "\n  " + problems[i];
    if (problems.size() > kShown) found += "\n  … and " + std::to_string(problems.size() - kShown) + " more";
    return Error({.fault = Fault::model, .attempted = "load the model", .subject = folder.string(), .expected = "",
                  .found = found, .advice = "correct the files named, or fetch the model again"});
}

static ModelFolder open_folder(const std::filesystem::path& path) {
    std::error_code ec;
    if (!std::filesystem::is_directory(path, ec))
        throw Error({.fault = Fault::model, .attempted = "load the model", .subject = path.string(),
                     .expected = "a folder with config.json, tokenizer.json and model.safetensors",
                     .found = std::filesystem::exists(path, ec) ? "a file" : "nothing there",
                     .advice = "give the folder the model's files are in"});
    return {path, read_json_file(path / "config.json", Fault::model)};
}

// By architectures, else by model_type, which relatives may share; an unknown one is an error that lists what is supported.
static const Family& find_family(const ModelFolder& folder) {
    const JsonFields f(folder.config, "config.json");
    const std::string type = f.text_or("model_type", "");
    const std::vector<std::string> architectures = f.texts_or_none("architectures");
    for (const Family& family : families()) {
        if (std::find(architectures.begin(), architectures.end(), family.architecture) != architectures.end()) return family;
    }
    for (const Family& family : families())
        if (!type.empty() && (type == family.name || type == family.model_type)) return family;
    std::string found = type.empty() ? "no model_type" : "model_type \"" + type + '"';
    for (const std::string& a : architectures) found += ", architecture \"" + a + '"';
    throw Error({.fault = Fault::model, .attempted = "load the model", .subject = (folder.path / "config.json").string(),
                 .expected = "one of " + supported(), .found = found, .advice = "choose a model of a supported family"});
}

// What generation_config.json asks of every answer.
static void read_generation_config(const ModelFolder& folder, ModelReport& report) {
    const Json json = config_rules::read_neighbour(folder.path, "generation_config.json");
    const JsonFields f(json, "generation_config.json", Fault::model, &report.problems);
    report.card.repetition_penalty = f.number_or("repetition_penalty", 1, 0.01, 100);
}

static std::unique_ptr<VisionLanguageModel> open_model(const std::filesystem::path& path, Backend* be, ModelReport& report) {
    const ModelFolder folder = open_folder(path);
    const Family& family = find_family(folder);
    report.card = family.defaults;
    try {
        read_generation_config(folder, report);
        if (const Preset* preset = find_preset(presets(), family.name, path, folder.config))
            apply_card_fields(JsonFields(preset->fields, "models.json"), report.card);
        report.card = read_model_card(path, report.card, report.problems);
    } catch (const Error& e) {
        report.problems.push_back(e.what());
    }
    return family.open(folder, be, report);
}

std::unique_ptr<VisionLanguageModel> load_model(Backend& be, const std::filesystem::path& folder, const LoadOptions& options) {
    ModelReport report;
    report.options = options;
    std::unique_ptr<VisionLanguageModel> model = open_model(folder, &be, report);
    if (!report.problems.empty()) throw problems_error(folder, report.problems);
    return model;
}

ModelReport inspect_model(const std::filesystem::path& folder, const LoadOptions& options) {
    ModelReport report;
    report.options = options;
    open_model(folder, nullptr, report);
    return report;
}

void visit_weights(const std::filesystem::path& folder, const WeightVisitor& visit) {
    ModelReport report;
    report.visit = visit;
    open_model(folder, nullptr, report);
    if (!report.problems.empty()) throw problems_error(folder, report.problems);
}

}  // namespace lectern
