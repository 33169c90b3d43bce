// A Document's files on disk: <stem>.md, <stem>.json, … and <stem>_images/ beside them.
#pragma once

#include <filesystem>
#include <vector>

#include "core/export/exporter.h"

namespace lectern {

struct ExportPlan {
    std::filesystem::path folder;
    std::string stem;
    std::vector<const Exporter*> formats;
    bool replace = false;
};

// What is already there of all that the plan may write; looked at before any reading.
std::vector<std::filesystem::path> existing_outputs(const ExportPlan& plan);

// Each file whole or not at all, pictures before the text that names them. Returns the main files.
std::vector<std::filesystem::path> write_outputs(const Document& document, const PageImages& images,
                                                 const ExportPlan& plan);

// As PNG; for side pictures and previews. Error{Fault::memory} when it cannot be encoded.
std::string png_bytes(const Image& image);

}  // namespace lectern
