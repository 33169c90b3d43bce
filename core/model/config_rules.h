// What families have in common when they read config.json and its neighbours.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/image/patches.h"

namespace lectern::config_rules {

// Far above any published size; keeps a damaged file from asking for absurd memory.
constexpr int64_t kMaxWidth = 1 << 16, kMaxLayers = 512, kMaxHeads = 1024, kMaxVocabulary = 1 << 21, kMaxContext = 1 << 20;

// The object below `key`, or an empty one.
JsonFields object_or_none(const JsonFields& f, const char* key, std::vector<std::string>& problems);

// Fields the mathematics fixes: any other value is refused, absence is fine.
void demand_text(const JsonFields& f, const char* key, const std::string& value);
void demand_flag(const JsonFields& f, const char* key, bool value);
void demand_integer(const JsonFields& f, const char* key, int64_t value);

// config.json's neighbour in `folder`, or an empty object.
Json read_neighbour(const std::filesystem::path& folder, const char* name);

// Token ids that end an answer: generation_config.json's, else those of `config`; may be empty.
std::vector<int32_t> parse_eos(const std::filesystem::path& folder, const JsonFields& config, int64_t vocab_size,
                               std::vector<std::string>& problems);

// preprocessor_config.json, or the image_processor of a newer library's processor_config.json; `defaults` stand for what
// they leave out. Patch, merge and temporal sizes must be the vision tower's.
PatchConfig parse_patches(const std::filesystem::path& folder, const PatchConfig& defaults, std::vector<std::string>& problems);

}  // namespace lectern::config_rules
