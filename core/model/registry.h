// The table of model families. Adding one is a line in registry.cpp.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/model/model.h"

namespace lectern {

struct ModelFolder {  // where a model lies
    std::filesystem::path path;  // of the folder
    Json config;  // config.json
};

struct Family {  // a line of the table
    std::string name;          // "dots_ocr", also config.json's model_type
    std::string architecture;  // in config.json's architectures
    std::string title = {};    // as it is published: "dots.ocr"; what people are shown
    std::string model_type = {};  // in config.json, where it is not the name
    ModelCard defaults;        // for what lectern.json leaves out
    // Checks everything and fills `report`; then, with a backend and when report.problems is empty, loads the weights.
    std::unique_ptr<VisionLanguageModel> (*open)(const ModelFolder& folder, Backend* be, ModelReport& report);
};

const std::vector<Family>& families();  // the table, in the order they are looked for
// The published name of a family, by its name or model_type; an unknown one is its own.
std::string family_title(const std::string& name);

}  // namespace lectern
