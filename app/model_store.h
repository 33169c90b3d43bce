// ModelStore: model folders on disk. In-box models lie in ../share/lectern/models beside the program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/model/model.h"

namespace lectern {

struct InstalledModel {
    std::string name;    // what --model takes
    std::filesystem::path folder;
    std::string family;  // "" when config.json cannot be read
    size_t bytes = 0;    // of weights on disk
    bool in_box = false;
    std::string problem;  // sentence; empty when it looks usable
};

// In-box models first, then those in the user's data folder ($XDG_DATA_HOME/lectern/models).
std::vector<InstalledModel> installed_models();
// A name from the list, or a folder. Throws Error{Fault::model} that lists what there is.
std::filesystem::path find_model(const std::string& name_or_folder);
std::filesystem::path user_models_folder();
std::string default_model_name();  // the in-box reader
std::filesystem::path share_folder();  // ../share/lectern beside the program; in the build tree laid out the same

}  // namespace lectern
