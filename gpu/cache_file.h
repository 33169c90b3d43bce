// CacheFile: bytes kept on disk between runs, framed so that a damaged or foreign file is as good as none.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gpu/device.h"

namespace lectern {

// $XDG_CACHE_HOME/lectern/<name>-<vendor>-<device>-<driver version>-<cache id>.bin; empty without a home.
std::filesystem::path cache_path(std::string_view name, const VkPhysicalDeviceProperties& device);

// What save_cache_file wrote under the same mark (eight characters). Empty when there is no such file or it is not
// whole; `note` then says why, in words, unless there is none at all.
std::vector<char> load_cache_file(const std::filesystem::path& path, std::string_view mark, std::string& note);

// Whole or not at all, whoever else writes it at the same time: to a file of its own, then renamed. A failure only
// costs time at the next start.
void save_cache_file(const std::filesystem::path& path, std::string_view mark, std::span<const char> bytes);

}  // namespace lectern
