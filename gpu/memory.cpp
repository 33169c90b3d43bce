#include "gpu/memory.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "gpu/check.h"

namespace lectern {

constexpr uint64_t kWorkBlock = uint64_t{64} << 20;  // bytes asked of the driver at a time, at least
constexpr uint64_t kWeightBlock = uint64_t{128} << 20;
constexpr uint64_t kUploadBlock = uint64_t{1} << 20;

static uint64_t round_up(uint64_t n, uint64_t to) {
    return (n + to - 1) / to * to;
}

static std::string megabytes(uint64_t bytes) {
    return std::to_string((bytes + 999'999) / 1'000'000) + " MB";
}

StagingBuffer& StagingBuffer::operator=(StagingBuffer&& other) noexcept {
    std::swap(device, other.device);
    std::swap(memory, other.memory);
    std::swap(buffer, other.buffer);
    std::swap(size, other.size);
    std::swap(mapped, other.mapped);
    return *this;
}

StagingBuffer::~StagingBuffer() {
    if (!device) return;
    vkDestroyBuffer(device, buffer, nullptr);
    vkFreeMemory(device, memory, nullptr);
}

VulkanStorage::~VulkanStorage() {
    if (memory) memory->give_back(*this);
}

// -- the driver's memory types

int Memory::find_type(VkMemoryPropertyFlags wanted) const {
    const VkPhysicalDeviceMemoryProperties& memory = device_.physical().memory;
    constexpr VkMemoryPropertyFlags kNever = VK_MEMORY_PROPERTY_PROTECTED_BIT |
                                             VK_MEMORY_PROPERTY_DEVICE_COHERENT_BIT_AMD |
                                             VK_MEMORY_PROPERTY_LAZILY_ALLOCATED_BIT;
    for (uint32_t i = 0; i < memory.memoryTypeCount; ++i)
        if ((memory.memoryTypes[i].propertyFlags & wanted) == wanted && !(memory.memoryTypes[i].propertyFlags & kNever))
            return static_cast<int>(i);
    return -1;
}

Memory::Memory(const Device& device, Timeline& timeline, const VulkanOptions& options)
    : device_(device), timeline_(timeline), fail_allocation_(options.testing.fail_allocation) {
    const VkPhysicalDeviceMemoryProperties& memory = device.physical().memory;
    constexpr VkMemoryPropertyFlags kDirect = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT |
                                              VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT |
                                              VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    device_type_ = find_type(VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
    // Unified memory, or a card whose whole memory the host can see: written directly. A small window is not used.
    const int direct = find_type(kDirect);
    if (direct >= 0 && !options.testing.staged &&
        static_cast<int64_t>(memory.memoryHeaps[memory.memoryTypes[direct].heapIndex].size) ==
            device.physical().info.memory) {
        device_type_ = direct;
        mapped_ = true;
        // The host reads memory that it does not cache at a few hundred MB/s: then a copy by the device is better.
        const int cached = find_type(kDirect | VK_MEMORY_PROPERTY_HOST_CACHED_BIT);
        if (cached >= 0 && memory.memoryTypes[cached].heapIndex == memory.memoryTypes[direct].heapIndex &&
            device.physical().info.unified) {
            device_type_ = cached;
            host_reads_ = true;
        }
    }
    budget_ = static_cast<uint64_t>(options.memory_budget > 0 ? options.memory_budget
                                                              : std::max<int64_t>(device.free_memory(), 0));
}

void Memory::destroy(const MemoryBlock& block) const {
    vkDestroyBuffer(device_.handle(), block.buffer, nullptr);
    vkFreeMemory(device_.handle(), block.memory, nullptr);
}

Memory::~Memory() {
    for (const Blocks* blocks : {&work_, &weights_, &uploads_, &shared_})
        for (const auto& block : *blocks) destroy(*block);
}

// Throws what the driver says; nothing is left behind then.
void Memory::make_buffer(uint64_t bytes, int type, VkBuffer& buffer, VkDeviceMemory& memory, std::byte** mapped) {
    if (requests_++ == fail_allocation_) throw_vulkan(VK_ERROR_OUT_OF_DEVICE_MEMORY, "get GPU memory");
    const VkBufferCreateInfo create{.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
                                    .size = bytes,
                                    .usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT |
                                             VK_BUFFER_USAGE_TRANSFER_DST_BIT};
    check(vkCreateBuffer(device_.handle(), &create, nullptr, &buffer), "get GPU memory");
    VkMemoryRequirements needs{};
    vkGetBufferMemoryRequirements(device_.handle(), buffer, &needs);
    const VkMemoryAllocateInfo allocate{.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
                                        .allocationSize = needs.size,
                                        .memoryTypeIndex = static_cast<uint32_t>(type)};
    VkResult result = vkAllocateMemory(device_.handle(), &allocate, nullptr, &memory);
    if (result == VK_SUCCESS) result = vkBindBufferMemory(device_.handle(), buffer, memory, 0);
    void* data = nullptr;
    if (result == VK_SUCCESS && mapped) result = vkMapMemory(device_.handle(), memory, 0, VK_WHOLE_SIZE, 0, &data);
    if (result != VK_SUCCESS) {
        vkDestroyBuffer(device_.handle(), buffer, nullptr);
        vkFreeMemory(device_.handle(), memory, nullptr);
        buffer = VK_NULL_HANDLE;
        memory = VK_NULL_HANDLE;
        throw_vulkan(result, "get " + megabytes(bytes) + " of GPU memory");
    }
    if (mapped) *mapped = static_cast<std::byte*>(data);
}

int Memory::host_type(bool for_reading) const {
    constexpr VkMemoryPropertyFlags kHost = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    const int cached = for_reading ? find_type(kHost | VK_MEMORY_PROPERTY_HOST_CACHED_BIT) : -1;
    return cached >= 0 ? cached : find_type(kHost);  // every driver has one
}

StagingBuffer Memory::staging(uint64_t bytes, bool for_reading) {
    StagingBuffer s;
    make_buffer(bytes, host_type(for_reading), s.buffer, s.memory, &s.mapped);
    s.device = device_.handle();
    s.size = bytes;
    return s;
}

// -- blocks

// Joined with what is free beside it.
static void add_free(MemoryBlock& block, uint64_t offset, uint64_t size) {
    auto [it, inserted] = block.free.emplace(offset, size);
    if (const auto next = std::next(it); next != block.free.end() && it->first + it->second == next->first) {
        it->second += next->second;
        block.free.erase(next);
    }
    if (it != block.free.begin())
        if (const auto before = std::prev(it); before->first + before->second == it->first) {
            before->second += it->second;
            block.free.erase(it);
        }
}

static void free_rested(MemoryBlock& block, uint64_t completed) {
    for (; !block.resting.empty() && block.resting.front().submission <= completed; block.resting.pop_front())
        add_free(block, block.resting.front().offset, block.resting.front().size);
}

// Best fit: the smallest free piece that is large enough.
std::shared_ptr<VulkanStorage> Memory::place(Blocks& blocks, uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    for (const auto& block : blocks) free_rested(*block, timeline_.completed);
    MemoryBlock* best = nullptr;
    std::map<uint64_t, uint64_t>::iterator piece;
    for (const auto& block : blocks)
        for (auto it = block->free.begin(); it != block->free.end(); ++it)
            if (it->second >= bytes && (!best || it->second < piece->second)) {
                best = block.get();
                piece = it;
            }
    if (!best) return nullptr;
    auto storage = std::make_shared<VulkanStorage>();
    storage->memory = this;
    storage->block = best;
    storage->offset = piece->first;
    storage->size = bytes;
    storage->untouched = best->rests || storage->offset >= best->high_water || timeline_.completed >= best->last_use;
    best->high_water = std::max(best->high_water, storage->offset + bytes);
    const uint64_t left = piece->second - bytes;
    best->free.erase(piece);
    if (left) best->free.emplace(storage->offset + bytes, left);
    return storage;
}

void Memory::give_back(const VulkanStorage& storage) {
    const std::lock_guard lock(mutex_);
    MemoryBlock& block = *storage.block;
    block.last_use = timeline_.recording;
    if (block.rests)
        block.resting.push_back({timeline_.recording, storage.offset, storage.size});
    else
        add_free(block, storage.offset, storage.size);
}

void Memory::trim(uint64_t keep) {
    const std::lock_guard lock(mutex_);
    for (Blocks* blocks : {&weights_, &work_}) {
        uint64_t unused = 0;
        std::erase_if(*blocks, [&](const std::unique_ptr<MemoryBlock>& b) {
            const bool empty = b->free.size() == 1 && b->free.begin()->second == b->size;
            if (!empty || b->last_use > timeline_.completed) return false;
            unused += b->size;
            if (unused <= keep) return false;
            destroy(*b);
            held_ -= b->size;
            return true;
        });
    }
}

void Memory::add_block(Blocks& blocks, uint64_t bytes, int type, bool mapped) {
    auto block = std::make_unique<MemoryBlock>();
    block->size = bytes;
    make_buffer(bytes, type, block->buffer, block->memory, mapped ? &block->mapped : nullptr);
    block->free.emplace(0, bytes);
    const std::lock_guard lock(mutex_);
    held_ += bytes;
    blocks.push_back(std::move(block));
}

uint64_t Memory::held() const {
    const std::lock_guard lock(mutex_);
    return held_;
}

std::shared_ptr<VulkanStorage> Memory::allocate(uint64_t bytes) {
    bytes = round_up(std::max<uint64_t>(bytes, 1), kAlignment);
    if (auto storage = place(work_, bytes)) return storage;
    if (held() + bytes > budget_) {  // unused blocks of the wrong size, while earlier work still runs on them
        if (drain_) drain_();
        trim(0);
    }
    const uint64_t left = budget_ > held() ? budget_ - held() : 0;
    if (bytes > left)
        throw Error({.fault = Fault::memory,
                     .attempted = "get GPU memory",
                     .expected = megabytes(bytes) + " free",
                     .found = megabytes(left) + " of " + megabytes(budget_),
                     .advice = "close other programs that use the GPU, read smaller pages, or use --device cpu"});
    add_block(work_, std::max(bytes, std::min(kWorkBlock, left / kAlignment * kAlignment)), device_type_, mapped_);
    return place(work_, bytes);
}

std::shared_ptr<VulkanStorage> Memory::allocate_weight(uint64_t bytes) {
    bytes = round_up(std::max<uint64_t>(bytes, 1), kAlignment);
    if (auto storage = place(weights_, bytes)) return storage;
    const uint64_t left = budget_ > held() ? budget_ - held() : 0;
    if (bytes > left)
        throw Error({.fault = Fault::memory,
                     .attempted = "load the model into GPU memory",
                     .expected = megabytes(bytes) + " more",
                     .found = megabytes(left) + " of " + megabytes(budget_),
                     .advice = "close other programs that use the GPU, choose a smaller model, or use --device cpu"});
    add_block(weights_, std::max(bytes, std::min(kWeightBlock, left / kAlignment * kAlignment)), device_type_, mapped_);
    return place(weights_, bytes);
}

std::shared_ptr<VulkanStorage> Memory::allocate_upload(uint64_t bytes) {
    bytes = round_up(std::max<uint64_t>(bytes, 1), kAlignment);
    if (auto storage = place(uploads_, bytes)) return storage;
    if (held() + kUploadBlock > budget_) return nullptr;
    add_block(uploads_, kUploadBlock, device_type_, mapped_);
    uploads_.back()->rests = true;
    return place(uploads_, bytes);
}

std::shared_ptr<VulkanStorage> Memory::allocate_shared(uint64_t bytes) {
    bytes = round_up(bytes, kAlignment);
    add_block(shared_, bytes, host_type(true), true);
    return place(shared_, bytes);
}

}  // namespace lectern
