#include "core/model/presets.h"

#include <algorithm>

#include "core/model/model_card.h"
#include "core/weights/checkpoint.h"

namespace lectern {

const char* models_json();  // resources/models.json, written into the program by the build

static std::string lower(std::string s) {
    for (char& c : s) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return s;
}

// The other's fields, then its own; tasks are joined the same way.
static Json inherited(const Json& base, const Json& own) {
    Json fields = base;
    for (const auto& [key, value] : own.items()) {
        if (key == "tasks" && fields.contains("tasks") && value.is_object())
            fields["tasks"].update(value);
        else
            fields[key] = value;
    }
    return fields;
}

static Preset parse_one(const Json& line, const std::string& subject, const std::vector<Preset>& before) {
    const JsonFields f(line, subject);
    Preset preset;
    preset.name = f.text("name");
    const std::string base = f.text_or("based_on", "");
    const auto other = std::find_if(before.begin(), before.end(), [&](const Preset& p) { return p.name == base; });
    if (!base.empty() && other == before.end()) f.refuse("based_on", '"' + base + '"', "the name of a model above");
    preset.family = f.text("family");
    for (const std::string& pattern : f.texts_or_none("match")) preset.match.push_back(lower(pattern));
    preset.stands_for_family = f.boolean_or("default", false);
    Json own = line;
    for (const char* key : {"family", "match", "default", "based_on", "hub", "name"}) own.erase(key);
    preset.fields = other != before.end() ? inherited(other->fields, own) : own;
    ModelCard card;
    apply_card_fields(JsonFields(preset.fields, subject), card);  // throws when a field is wrong
    return preset;
}

std::vector<Preset> parse_presets(std::string_view text, const std::string& subject) {
    const Json json = parse_json(text, subject, Fault::model);
    const JsonFields f(json, subject);
    if (f.text("format") != "lectern-models") f.refuse("format", '"' + f.text("format") + '"', "\"lectern-models\"");
    f.integer("version", 1, 1);
    const Json* lines = f.array("models");
    if (lines == nullptr) f.refuse("models", "nothing", "a list of models");
    std::vector<Preset> table;
    for (const Json& line : *lines) table.push_back(parse_one(line, subject + ", model " + std::to_string(table.size() + 1), table));
    return table;
}

const std::vector<Preset>& presets() {
    static const std::vector<Preset> table = parse_presets(models_json(), "models.json");
    return table;
}

// Folder names that say which model it is; a hub cache keeps snapshots below "models--owner--name/snapshots/<revision>".
static std::vector<std::string> names_of(const std::filesystem::path& folder) {
    std::error_code ec;
    const std::filesystem::path full = std::filesystem::absolute(folder, ec).lexically_normal();
    const std::filesystem::path last = full.filename().empty() ? full.parent_path() : full;
    std::vector<std::string> names{lower(last.filename().string())};
    if (last.parent_path().filename() == "snapshots") names.push_back(lower(last.parent_path().parent_path().filename().string()));
    return names;
}

static std::string named_preset(const std::filesystem::path& folder) {
    std::error_code ec;
    if (!std::filesystem::exists(folder / "lectern.json", ec)) return {};
    const Json json = read_json_file(folder / "lectern.json", Fault::model);
    return json.is_object() && json.contains("preset") && json["preset"].is_string() ? json["preset"].get<std::string>() : std::string();
}

const Preset* find_preset(const std::vector<Preset>& table, const std::string& family, const std::filesystem::path& folder,
                          const Json& config) {
    const auto first = [&](auto&& fits) -> const Preset* {
        for (const Preset& p : table)
            if (p.family == family && fits(p)) return &p;
        return nullptr;
    };
    const auto by_name = [&](const std::string& name) {
        return first([&](const Preset& p) {
            return std::any_of(p.match.begin(), p.match.end(), [&](const std::string& pattern) { return matches_pattern(name, pattern); });
        });
    };
    if (const std::string wanted = named_preset(folder); !wanted.empty()) {
        const Preset* preset = first([&](const Preset& p) { return lower(p.name) == lower(wanted); });
        if (preset == nullptr)
            throw Error({.fault = Fault::model, .attempted = "find the preset lectern.json names", .subject = folder.string(),
                         .expected = "a model of the family " + family + " in models.json", .found = '"' + wanted + '"',
                         .advice = "correct \"preset\" or leave it out"});
        return preset;
    }
    std::vector<std::string> names = names_of(folder);
    if (config.is_object() && config.contains("_name_or_path") && config["_name_or_path"].is_string())
        names.push_back(lower(config["_name_or_path"].get<std::string>()));
    for (const std::string& name : names)
        if (const Preset* preset = by_name(name)) return preset;
    return first([](const Preset& p) { return p.stands_for_family; });
}

}  // namespace lectern
