#include "core/model/config_rules.h"

namespace lectern::config_rules {

static const Json& nothing() {
    static const Json empty = Json::object();
    return empty;
}

JsonFields object_or_none(const JsonFields& f, const char* key, std::vector<std::string>& problems) {
    return f.has(key) ? f.object(key) : JsonFields(nothing(), f.file(), Fault::model, &problems);
}

void demand_text(const JsonFields& f, const char* key, const std::string& value) {
    const std::string found = f.text_or(key, value);
    if (found != value) f.refuse(key, '"' + found + '"', '"' + value + '"');
}

void demand_flag(const JsonFields& f, const char* key, bool value) {
    if (f.boolean_or(key, value) != value) f.refuse(key, value ? "false" : "true", value ? "true" : "false");
}

void demand_integer(const JsonFields& f, const char* key, int64_t value) {
    f.integer_or(key, value, value, value);
}

static bool is_there(const std::filesystem::path& path) {
    std::error_code ec;
    return std::filesystem::exists(path, ec);
}

Json read_neighbour(const std::filesystem::path& folder, const char* name) {
    return is_there(folder / name) ? read_json_file(folder / name, Fault::model) : Json::object();
}

std::vector<int32_t> parse_eos(const std::filesystem::path& folder, const JsonFields& config, int64_t vocab_size,
                               std::vector<std::string>& problems) {
    const Json generation = read_neighbour(folder, "generation_config.json");
    const JsonFields made(generation, "generation_config.json", Fault::model, &problems);
    std::vector<int32_t> eos;
    const JsonFields& from = made.has("eos_token_id") ? made : config;
    for (const int64_t id : from.integers_or_none("eos_token_id", 0, vocab_size - 1)) eos.push_back(static_cast<int32_t>(id));
    return eos;
}

PatchConfig parse_patches(const std::filesystem::path& folder, const PatchConfig& defaults, std::vector<std::string>& problems) {
    const char* name = "preprocessor_config.json";
    Json json = read_neighbour(folder, name);
    if (!is_there(folder / name) && is_there(folder / "processor_config.json")) {
        name = "processor_config.json";
        json = read_neighbour(folder, name);
        if (json.is_object() && json.contains("image_processor")) json = Json(json["image_processor"]);
    }
    const PatchConfig c = read_patch_config(json, name, defaults, &problems);
    const auto demand = [&](const char* key, int64_t found, int64_t allowed) {
        if (found != allowed)
            problems.push_back(std::string(name) + ": " + key + ": found " + std::to_string(found) + ", allowed: config.json's value, " +
                               std::to_string(allowed));
    };
    demand("patch_size", c.patch_size, defaults.patch_size);
    demand("merge_size", c.merge_size, defaults.merge_size);
    demand("temporal_patch_size", c.temporal_patch_size, defaults.temporal_patch_size);
    return c;
}

}  // namespace lectern::config_rules
