#include "gpu/cache_file.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

namespace lectern {

constexpr size_t kMostBytes = size_t{256} << 20;

// What stands before the bytes: drivers have crashed on damaged ones, so they see none.
struct CacheHeader {
    char mark[8] = {};
    uint64_t bytes = 0;
    uint64_t hash = 0;  // FNV-1a
};

static uint64_t hash_of(std::span<const char> bytes) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

static CacheHeader header_of(std::string_view mark, std::span<const char> bytes) {
    CacheHeader header{.bytes = bytes.size(), .hash = hash_of(bytes)};
    std::memcpy(header.mark, mark.data(), std::min(mark.size(), sizeof header.mark));
    return header;
}

std::filesystem::path cache_path(std::string_view name, const VkPhysicalDeviceProperties& p) {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    std::filesystem::path folder;
    if (cache && *cache == '/')
        folder = cache;
    else if (home && *home == '/')
        folder = std::filesystem::path(home) / ".cache";
    else
        return {};
    std::string file(name);
    for (const uint32_t part : {p.vendorID, p.deviceID, p.driverVersion}) file += "-" + std::to_string(part);
    file += "-";
    constexpr char kDigits[] = "0123456789abcdef";
    for (const uint8_t byte : p.pipelineCacheUUID) file += {kDigits[byte >> 4], kDigits[byte & 15]};
    return folder / "lectern" / (file + ".bin");
}

std::vector<char> load_cache_file(const std::filesystem::path& path, std::string_view mark, std::string& note) {
    std::error_code none;
    if (path.empty() || !std::filesystem::exists(path, none)) return {};
    note = path.string() + " is damaged or of another version; it is made anew";
    if (!std::filesystem::is_regular_file(path, none) || std::filesystem::file_size(path, none) > kMostBytes || none)
        return {};
    std::ifstream file(path, std::ios::binary);
    CacheHeader header;
    if (!file.read(reinterpret_cast<char*>(&header), sizeof header)) return {};
    std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    const CacheHeader wanted = header_of(mark, bytes);
    if (std::memcmp(&header, &wanted, sizeof header) != 0) return {};
    note.clear();
    return bytes;
}

void save_cache_file(const std::filesystem::path& path, std::string_view mark, std::span<const char> bytes) {
    if (path.empty() || bytes.size() > kMostBytes) return;
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    std::string sibling = path.string() + ".XXXXXX";
    const int made = ::mkstemp(sibling.data());
    if (made < 0) return;
    ::close(made);
    const CacheHeader header = header_of(mark, bytes);
    std::ofstream file(sibling, std::ios::binary);
    file.write(reinterpret_cast<const char*>(&header), sizeof header);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (file) std::filesystem::rename(sibling, path, failed);
    if (!file || failed) std::filesystem::remove(sibling, failed);
}

}  // namespace lectern
