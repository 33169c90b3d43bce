#include "gpu/pipeline_cache.h"

#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gpu/check.h"

namespace lectern {

constexpr size_t kMostBytes = size_t{256} << 20;

// What stands before the driver's bytes: drivers have crashed on damaged ones, so they see none.
struct CacheHeader {
    char magic[8] = {'l', 'e', 'c', 't', 'p', 'i', 'p', '1'};
    uint64_t bytes = 0;
    uint64_t hash = 0;  // FNV-1a
};

static uint64_t hash_of(const std::vector<char>& bytes) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

// $XDG_CACHE_HOME/lectern/pipelines-<vendor>-<device>-<driver version>-<cache id>.bin; empty without a home.
static std::filesystem::path cache_path(const VkPhysicalDeviceProperties& p) {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    std::filesystem::path folder;
    if (cache && *cache == '/')
        folder = cache;
    else if (home && *home == '/')
        folder = std::filesystem::path(home) / ".cache";
    else
        return {};
    std::string name = "pipelines";
    for (const uint32_t part : {p.vendorID, p.deviceID, p.driverVersion}) name += "-" + std::to_string(part);
    name += "-";
    constexpr char kDigits[] = "0123456789abcdef";
    for (const uint8_t byte : p.pipelineCacheUUID) name += {kDigits[byte >> 4], kDigits[byte & 15]};
    return folder / "lectern" / (name + ".bin");
}

static std::vector<char> load(const std::filesystem::path& path) {
    std::error_code none;
    if (path.empty() || std::filesystem::file_size(path, none) > kMostBytes || none) return {};
    std::ifstream file(path, std::ios::binary);
    CacheHeader header, wanted;
    if (!file.read(reinterpret_cast<char*>(&header), sizeof header) ||
        std::memcmp(header.magic, wanted.magic, sizeof header.magic) != 0)
        return {};
    std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.size() != header.bytes || hash_of(bytes) != header.hash) return {};
    return bytes;
}

PipelineCache::PipelineCache(const Device& device, bool on_disk) : device_(device) {
    if (on_disk) path_ = cache_path(device.physical().properties);
    const std::vector<char> bytes = load(path_);
    const VkPipelineCacheCreateInfo create{.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO,
                                           .initialDataSize = bytes.size(),
                                           .pInitialData = bytes.data()};
    check(vkCreatePipelineCache(device.handle(), &create, nullptr, &handle_), "prepare the GPU programs");
}

void PipelineCache::save() const {
    size_t size = 0;
    if (vkGetPipelineCacheData(device_.handle(), handle_, &size, nullptr) != VK_SUCCESS || size == 0 ||
        size > kMostBytes)
        return;
    std::vector<char> bytes(size);
    if (vkGetPipelineCacheData(device_.handle(), handle_, &size, bytes.data()) != VK_SUCCESS) return;
    bytes.resize(size);
    CacheHeader header;
    header.bytes = bytes.size();
    header.hash = hash_of(bytes);

    std::error_code failed;
    std::filesystem::create_directories(path_.parent_path(), failed);
    const std::filesystem::path sibling = path_.string() + "." + std::to_string(getpid()) + ".part";
    std::ofstream file(sibling, std::ios::binary);
    file.write(reinterpret_cast<const char*>(&header), sizeof header);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (file) std::filesystem::rename(sibling, path_, failed);
    if (!file || failed) std::filesystem::remove(sibling, failed);
}

PipelineCache::~PipelineCache() {
    if (grown_ && !path_.empty()) save();
    vkDestroyPipelineCache(device_.handle(), handle_, nullptr);
}

}  // namespace lectern
