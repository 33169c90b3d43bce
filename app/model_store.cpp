#include "app/model_store.h"

#include <algorithm>
#include <cstdlib>

#include "core/base/error.h"
#include "core/base/json.h"

namespace lectern {

namespace fs = std::filesystem;

fs::path share_folder() {
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    return (program.parent_path() / ".." / "share" / "lectern").lexically_normal();
}

fs::path user_models_folder() {
    const char* data = std::getenv("XDG_DATA_HOME");
    if (data != nullptr && *data == '/') return fs::path(data) / "lectern" / "models";
    const char* home = std::getenv("HOME");
    return home != nullptr ? fs::path(home) / ".local/share/lectern/models" : fs::path();
}

// Discarded when missing or damaged: what is wrong in detail is inspect_model()'s to say.
static Json read_object(const fs::path& file) {
    try {
        Json json = read_json_file(file, Fault::model);
        if (json.is_object()) return json;
    } catch (const Error&) {
    }
    return Json(Json::value_t::discarded);
}

static std::string text_field(const Json& json, const char* key) {
    if (json.is_discarded()) return {};
    const auto it = json.find(key);
    return it != json.end() && it->is_string() ? it->get<std::string>() : std::string();
}

static size_t weight_bytes(const fs::path& folder) {
    size_t bytes = 0;
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(folder, problem)) {
        if (entry.path().extension() != ".safetensors") continue;
        const auto size = entry.file_size(problem);
        if (!problem) bytes += size;
    }
    return bytes;
}

static InstalledModel look_at(const fs::path& folder, bool in_box) {
    InstalledModel model;
    model.folder = folder;
    model.in_box = in_box;
    model.name = text_field(read_object(folder / "lectern.json"), "name");
    if (model.name.empty()) model.name = folder.filename().string();
    const Json config = read_object(folder / "config.json");
    model.family = text_field(config, "model_type");
    model.bytes = weight_bytes(folder);
    if (config.is_discarded()) {
        model.problem = "config.json cannot be read; copy the model's folder again";
    } else if (model.bytes == 0) {
        model.problem = "there are no weights (*.safetensors); copy the model's folder again";
    }
    return model;
}

static void add_folder(const fs::path& parent, bool in_box, std::vector<InstalledModel>& models) {
    std::vector<fs::path> folders;
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(parent, problem)) {
        if (entry.is_directory(problem) && fs::exists(entry.path() / "config.json", problem))
            folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    for (const fs::path& folder : folders) {
        InstalledModel model = look_at(folder, in_box);
        const bool taken =
            std::any_of(models.begin(), models.end(), [&](const auto& m) { return m.name == model.name; });
        if (taken) model.name = folder.string();  // still reachable, and never in another's place
        models.push_back(std::move(model));
    }
}

std::vector<InstalledModel> installed_models() {
    std::vector<InstalledModel> models;
    add_folder(share_folder() / "models", true, models);
    const fs::path own = user_models_folder();
    if (!own.empty()) add_folder(own, false, models);
    return models;
}

std::string default_model_name() {
    return "reader-tiny";
}

fs::path find_model(const std::string& name_or_folder) {
    const std::string wanted = name_or_folder.empty() ? default_model_name() : name_or_folder;
    const std::vector<InstalledModel> models = installed_models();
    for (const InstalledModel& model : models) {
        if (model.name == wanted) return model.folder;
    }
    ErrorParts parts{.fault = Fault::model, .attempted = "find the model", .subject = wanted};
    std::error_code problem;
    if (fs::is_directory(wanted, problem)) {
        if (fs::exists(fs::path(wanted) / "config.json", problem)) return wanted;
        parts.found = "the folder has no config.json";
        parts.advice = "name the folder that holds config.json, tokenizer.json and the *.safetensors files";
        throw Error(parts);
    }
    std::string names;
    for (const InstalledModel& model : models) names += (names.empty() ? "" : ", ") + model.name;
    parts.found = "there is no model or folder of this name";
    parts.advice = models.empty() ? "no model is installed: install the program again, or name a model's folder"
                                  : "name one of these, or a model's folder: " + names;
    throw Error(parts);
}

}  // namespace lectern
