// StoragePool: aligned memory for tensors; freed storage is kept for the next tensor of about its size.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "core/compute/tensor.h"

namespace lectern {

class StoragePool;

struct CpuStorage final : Storage {
    CpuStorage(StoragePool* from, std::byte* bytes, size_t size) : pool(from), data(bytes), capacity(size) {}
    ~CpuStorage() override;
    StoragePool* pool;  // nullptr: given back to the system at once
    std::byte* data;
    size_t capacity;
};

class StoragePool {
   public:
    static constexpr size_t kAlignment = 64;
    static constexpr size_t kMostCached = size_t{256} << 20;  // bytes kept for reuse
    // Of activations in use and kept together, unless those in use need more: beyond it what is kept goes before new memory
    // is taken.
    static constexpr size_t kFootprint = size_t{448} << 20;

    StoragePool() = default;
    explicit StoragePool(std::function<void(size_t bytes)> on_allocate) : on_allocate_(std::move(on_allocate)) {}
    ~StoragePool();
    StoragePool(const StoragePool&) = delete;
    StoragePool& operator=(const StoragePool&) = delete;

    // Uninitialised. Throws Error{Fault::memory} when the system, or the limit of the control group, has no more.
    std::shared_ptr<CpuStorage> allocate(size_t bytes);            // activations: comes from and returns to the cache
    std::shared_ptr<CpuStorage> allocate_permanent(size_t bytes);  // weights: exact size, never cached

    size_t cached_bytes() const;
    void drop_cache();

   private:
    friend struct CpuStorage;
    std::byte* take(size_t capacity);
    void give_back(std::byte* data, size_t capacity);
    void drop_largest();

    std::function<void(size_t bytes)> on_allocate_;  // see CpuOptions
    mutable std::mutex mutex_;  // tensors may die on another thread
    std::map<size_t, std::vector<std::byte*>> free_;  // by capacity
    size_t cached_ = 0;
    size_t live_ = 0;  // bytes of allocate()'s storage in use
};

}  // namespace lectern
