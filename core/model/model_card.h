// lectern.json: what a model folder says it reads and how (DESIGN §2).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/model/model.h"

namespace lectern {

// Fields of one object, in place of what the card holds; absent ones leave it as it is. "tasks" replaces all tasks.
void apply_card_fields(const JsonFields& fields, ModelCard& card);

// `defaults`: the preset's or the family's; what lectern.json gives replaces it key by key, `name` falls back to the folder's
// name. A field of the wrong type adds a sentence to `problems`; unknown keys are ignored; the file may be absent.
ModelCard read_model_card(const std::filesystem::path& folder, ModelCard defaults, std::vector<std::string>& problems);

}  // namespace lectern
