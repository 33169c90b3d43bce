#include "core/compute/cpu/storage_pool.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"

namespace lectern {

constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kCheckFrom = size_t{64} << 20;  // smaller allocations are not worth reading /proc for

// "12.3 MB"
static std::string megabytes(size_t bytes) {
    const size_t tenths = bytes / 100'000;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

static size_t read_number(const std::string& path) {
    std::ifstream file(path);
    size_t value = 0;
    return file >> value ? value : 0;
}

// What the control group (version 2) leaves, SIZE_MAX without a limit.
static size_t control_group_memory() {
    std::ifstream groups("/proc/self/cgroup");
    size_t left = std::numeric_limits<size_t>::max();
    for (std::string line; std::getline(groups, line);) {
        if (!line.starts_with("0::")) continue;
        for (std::string path = line.substr(3);; path.erase(path.find_last_of('/'))) {
            const std::string folder = "/sys/fs/cgroup" + path;
            if (const size_t most = read_number(folder + "/memory.max")) {
                const size_t used = read_number(folder + "/memory.current");
                left = std::min(left, most > used ? most - used : 0);
            }
            if (path.find('/') == std::string::npos) break;
        }
    }
    return left;
}

size_t available_memory() {
    std::ifstream file("/proc/meminfo");
    for (std::string key; file >> key;) {
        size_t kilobytes = 0;
        if (key == "MemAvailable:" && file >> kilobytes) return std::min(kilobytes * 1024, control_group_memory());
    }
    return 0;
}

[[noreturn]] static void out_of_memory(size_t bytes) {
    const size_t left = available_memory();
    throw Error({.fault = Fault::memory,
                 .attempted = "get memory for a tensor",
                 .expected = megabytes(bytes) + " free",
                 .found = left ? megabytes(left) + " available" : "less",
                 .advice = "close other programs, or read fewer or smaller pages at a time"});
}

static size_t whole_huge_pages(size_t bytes) { return (bytes + kHugePage - 1) / kHugePage * kHugePage; }

// Large blocks come straight from the system and go straight back: the C library would keep those below 32 MB in its heap,
// where freed ones stay resident between others. Begins at a huge page.
static std::byte* map_pages(size_t capacity) {
    const size_t size = whole_huge_pages(capacity), room = size + kHugePage;
    void* mapped = ::mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) return nullptr;
    auto* const first = static_cast<std::byte*>(mapped);
    const size_t before = (kHugePage - reinterpret_cast<uintptr_t>(first) % kHugePage) % kHugePage;
    if (before > 0) ::munmap(first, before);
    if (room - before - size > 0) ::munmap(first + before + size, room - before - size);
    (void)::madvise(first + before, capacity, MADV_HUGEPAGE);
    return first + before;
}

// nullptr when the system refuses. Linux promises more than it has, so large requests are compared with what is there.
static std::byte* system_allocate(size_t capacity) {
    if (capacity > static_cast<size_t>(std::numeric_limits<int64_t>::max()) / 2) return nullptr;
    if (capacity >= kCheckFrom) {
        const size_t left = available_memory();
        if (left && capacity > left) return nullptr;
    }
    if (capacity >= kHugePage) return map_pages(capacity);
    constexpr size_t alignment = StoragePool::kAlignment;
    return static_cast<std::byte*>(std::aligned_alloc(alignment, (capacity + alignment - 1) / alignment * alignment));
}

static void system_free(std::byte* data, size_t capacity) {
    if (capacity >= kHugePage)
        ::munmap(data, whole_huge_pages(capacity));
    else
        std::free(data);
}

// Rounded up to an eighth of its power of two, so that tensors of nearly the same size share storage.
static size_t size_class(size_t bytes) {
    const size_t step = std::max(StoragePool::kAlignment, std::bit_floor(bytes) / 8);
    return (std::max<size_t>(bytes, 1) + step - 1) / step * step;
}

CpuStorage::~CpuStorage() {
    if (pool)
        pool->give_back(data, capacity);
    else
        system_free(data, capacity);
}

StoragePool::~StoragePool() { drop_cache(); }

void StoragePool::drop_cache() {
    std::lock_guard lock(mutex_);
    for (auto& [capacity, blocks] : free_)
        for (std::byte* data : blocks) system_free(data, capacity);
    free_.clear();
    cached_ = 0;
}

size_t StoragePool::cached_bytes() const {
    std::lock_guard lock(mutex_);
    return cached_;
}

// Largest first: they are the likeliest left over from a page of another size.
void StoragePool::drop_largest() {
    auto it = std::prev(free_.end());
    if (!it->second.empty()) {
        system_free(it->second.back(), it->first);
        it->second.pop_back();
        cached_ -= it->first;
    }
    if (it->second.empty()) free_.erase(it);
}

std::byte* StoragePool::take(size_t capacity) {
    {
        std::lock_guard lock(mutex_);
        const auto it = free_.find(capacity);
        if (it != free_.end() && !it->second.empty()) {
            std::byte* data = it->second.back();
            it->second.pop_back();
            cached_ -= capacity;
            live_ += capacity;
            return data;
        }
        while (cached_ > 0 && live_ + cached_ + capacity > kFootprint) drop_largest();
    }
    std::byte* data = system_allocate(capacity);
    if (!data) {
        drop_cache();
        data = system_allocate(capacity);
    }
    if (data) {
        std::lock_guard lock(mutex_);
        live_ += capacity;
    }
    return data;
}

void StoragePool::give_back(std::byte* data, size_t capacity) {
    {
        std::lock_guard lock(mutex_);
        live_ -= capacity;
        if (capacity <= kMostCached) {
            while (cached_ + capacity > kMostCached) drop_largest();
            free_[capacity].push_back(data);
            cached_ += capacity;
            return;
        }
    }
    system_free(data, capacity);
}

std::shared_ptr<CpuStorage> StoragePool::allocate(size_t bytes) {
    if (on_allocate_) on_allocate_(bytes);
    const size_t capacity = size_class(bytes);
    std::byte* data = take(capacity);
    if (!data) out_of_memory(bytes);
    return std::make_shared<CpuStorage>(this, data, capacity);
}

std::shared_ptr<CpuStorage> StoragePool::allocate_permanent(size_t bytes) {
    if (on_allocate_) on_allocate_(bytes);
    const size_t capacity = (std::max<size_t>(bytes, 1) + kAlignment - 1) / kAlignment * kAlignment;
    std::byte* data = system_allocate(capacity);
    if (!data) {
        drop_cache();
        data = system_allocate(capacity);
    }
    if (!data) out_of_memory(bytes);
    return std::make_shared<CpuStorage>(nullptr, data, capacity);
}

}  // namespace lectern
