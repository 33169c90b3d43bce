#include "gpu/pipeline_cache.h"

#include <cstring>
#include <span>
#include <vector>

#include "gpu/cache_file.h"
#include "gpu/check.h"

namespace lectern {

constexpr char kMark[] = "lectpip1";

// A driver may refuse bytes of another driver, or may not look: the first words say whose they are
// (VkPipelineCacheHeaderVersionOne: length, version, vendor, device, cache id).
static bool made_by(const std::vector<char>& bytes, const VkPhysicalDeviceProperties& p) {
    uint32_t words[4] = {};
    if (bytes.size() < sizeof words + VK_UUID_SIZE) return false;
    std::memcpy(words, bytes.data(), sizeof words);
    return words[0] >= sizeof words + VK_UUID_SIZE && words[1] == VK_PIPELINE_CACHE_HEADER_VERSION_ONE &&
           words[2] == p.vendorID && words[3] == p.deviceID &&
           std::memcmp(bytes.data() + sizeof words, p.pipelineCacheUUID, VK_UUID_SIZE) == 0;
}

PipelineCache::PipelineCache(const Device& device, bool on_disk) : device_(device) {
    if (on_disk) path_ = cache_path("pipelines", device.physical().properties);
    std::vector<char> bytes = load_cache_file(path_, kMark, note_);
    if (!bytes.empty() && !made_by(bytes, device.physical().properties)) {
        note_ = path_.string() + " is of another driver; it is made anew";
        bytes.clear();
    }
    const VkPipelineCacheCreateInfo create{.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO,
                                           .initialDataSize = bytes.size(),
                                           .pInitialData = bytes.data()};
    check(vkCreatePipelineCache(device.handle(), &create, nullptr, &handle_), "prepare the GPU programs");
}

void PipelineCache::save() const {
    size_t size = 0;
    if (vkGetPipelineCacheData(device_.handle(), handle_, &size, nullptr) != VK_SUCCESS || size == 0) return;
    std::vector<char> bytes(size);
    if (vkGetPipelineCacheData(device_.handle(), handle_, &size, bytes.data()) != VK_SUCCESS) return;
    save_cache_file(path_, kMark, std::span(bytes).first(size));
}

PipelineCache::~PipelineCache() {
    if ((grown_ || !note_.empty()) && !path_.empty()) save();
    vkDestroyPipelineCache(device_.handle(), handle_, nullptr);
}

}  // namespace lectern
