// Presets: what is known of published models, from resources/models.json; a model folder is matched by its name.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/model/model.h"

namespace lectern {

struct Preset {
    std::string name;                // "olmOCR"
    std::string family;              // "qwen2_5_vl"
    std::vector<std::string> match;  // patterns of folder and hub names, lower case, * as wildcard
    bool stands_for_family = false;  // for folders of the family that nothing else matches
    Json fields;                     // as in lectern.json
};

// One line of the table is one model; "based_on" takes over another's fields and tasks, its own come on top.
// Throws Error{Fault::model} naming the line and field that is wrong.
std::vector<Preset> parse_presets(std::string_view text, const std::string& subject);

// The table built into the program.
const std::vector<Preset>& presets();

// The preset of a model folder: the one lectern.json names as "preset"; else the first whose pattern fits the folder's name (a
// hub cache's folder counts by its repository), else config.json's _name_or_path; else the family's. nullptr: none.
const Preset* find_preset(const std::vector<Preset>& table, const std::string& family, const std::filesystem::path& folder,
                          const Json& config);

}  // namespace lectern
