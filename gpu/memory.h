// Memory: device storage in a few large blocks, within a budget. Freed storage is given out again at once: the queue
// runs in order and every dispatch waits for the one before, so a recorded command that still uses it comes first.
#pragma once

#include <vulkan/vulkan.h>

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "core/compute/tensor.h"
#include "gpu/device.h"

namespace lectern {

// Numbers of submissions: the one being recorded, and the last the device has finished.
struct Timeline {
    std::atomic<uint64_t> recording{1};
    std::atomic<uint64_t> completed{0};
};

// One piece of driver memory with one buffer over all of it.
struct MemoryBlock {
    VkDeviceMemory memory = VK_NULL_HANDLE;
    VkBuffer buffer = VK_NULL_HANDLE;
    uint64_t size = 0;
    std::byte* mapped = nullptr;        // nullptr: not visible to the host
    std::map<uint64_t, uint64_t> free;  // offset → bytes, no two adjacent
    uint64_t high_water = 0;            // bytes from here on have never been used
    uint64_t last_use = 0;              // submission that may still use what was freed last
    bool rests = false;                 // what is freed stays in `resting` until no command uses it
    struct Freed {
        uint64_t submission, offset, size;
    };
    std::deque<Freed> resting;  // oldest first
};

class Memory;

struct VulkanStorage final : Storage {
    ~VulkanStorage() override;
    Memory* memory = nullptr;  // nullptr: of a rehearsal, no bytes at all
    MemoryBlock* block = nullptr;
    uint64_t offset = 0, size = 0;
    bool untouched = false;  // no recorded or running command uses these bytes: the host may write them if mapped
    std::byte* mapped() const { return block->mapped ? block->mapped + offset : nullptr; }
};

// Host memory the device can copy from or to.
struct StagingBuffer {
    VkDevice device = VK_NULL_HANDLE;
    VkDeviceMemory memory = VK_NULL_HANDLE;
    VkBuffer buffer = VK_NULL_HANDLE;
    uint64_t size = 0;
    std::byte* mapped = nullptr;
    StagingBuffer() = default;
    StagingBuffer(StagingBuffer&& other) noexcept { *this = std::move(other); }
    StagingBuffer& operator=(StagingBuffer&& other) noexcept;
    ~StagingBuffer();
};

class Memory {
 public:
    Memory(const Device& device, Timeline& timeline, const VulkanOptions& options);
    ~Memory();
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

    // Submits and waits for everything recorded, so that unused blocks can go back to the driver; set by Commands.
    void set_drain(std::function<void()> drain) { drain_ = std::move(drain); }

    // At least one byte. Throws Error{memory} naming the size and what is left.
    std::shared_ptr<VulkanStorage> allocate(uint64_t bytes);
    // Of its own, never shared with activations: a weight.
    std::shared_ptr<VulkanStorage> allocate_weight(uint64_t bytes);
    // Of host memory the device can write: a few words the host looks at after waiting.
    std::shared_ptr<VulkanStorage> allocate_shared(uint64_t bytes);
    // For what the host writes before the next submission, at most kSmall bytes: no command uses the bytes yet.
    // nullptr: there is no memory for it.
    std::shared_ptr<VulkanStorage> allocate_upload(uint64_t bytes);
    StagingBuffer staging(uint64_t bytes, bool for_reading);

    void trim(uint64_t keep);  // gives unused blocks back until at most `keep` bytes of them are left
    uint64_t held() const;     // bytes got from the driver
    bool host_reads() const { return host_reads_; }  // mapped memory may be read directly

    static constexpr uint64_t kSmall = uint64_t{64} << 10;
    static constexpr uint64_t kAlignment = 256;  // the largest minStorageBufferOffsetAlignment there is

 private:
    friend struct VulkanStorage;
    using Blocks = std::vector<std::unique_ptr<MemoryBlock>>;
    std::shared_ptr<VulkanStorage> place(Blocks& blocks, uint64_t bytes);
    void add_block(Blocks& blocks, uint64_t bytes, int type, bool mapped);
    int host_type(bool for_reading) const;
    void make_buffer(uint64_t bytes, int type, VkBuffer& buffer, VkDeviceMemory& memory, std::byte** mapped);
    void give_back(const VulkanStorage& storage);
    void destroy(const MemoryBlock& block) const;
    int find_type(VkMemoryPropertyFlags wanted) const;

    const Device& device_;
    Timeline& timeline_;
    std::function<void()> drain_;
    int device_type_ = -1;
    bool mapped_ = false, host_reads_ = false;
    uint64_t budget_ = 0, held_ = 0;
    int fail_allocation_ = -1, requests_ = 0;
    mutable std::mutex mutex_;  // tensors may die on another thread
    Blocks work_, weights_, uploads_, shared_;
};

}  // namespace lectern
