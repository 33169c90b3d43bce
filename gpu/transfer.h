// Transfer: host values to device storage and back. Storage nobody uses yet is written directly where the host can see
// it; anything else goes through staging memory by a recorded copy, in order with the commands that use it.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <span>
#include <vector>

#include "gpu/commands.h"
#include "gpu/memory.h"

namespace lectern {

class Transfer {
 public:
    Transfer(Memory& memory, const Timeline& timeline) : memory_(memory), timeline_(timeline) {}

    // Writes [offset, offset + out.size()) of the values to `out`; both are multiples of the granule, but at the end.
    using Fill = std::function<void(uint64_t offset, std::span<std::byte> out)>;
    void upload(Commands& commands, VulkanStorage& to, uint64_t bytes, uint64_t granule, const Fill& fill);
    void read(Commands& commands, const VulkanStorage& from, uint64_t offset, std::span<std::byte> out);  // waits

 private:
    struct ReadBuffer {
        StagingBuffer buffer;
        uint64_t last_use = 0;  // submission
        bool taken = false;
    };

 public:
    struct Source {
        const VulkanStorage* storage = nullptr;
        uint64_t offset = 0, bytes = 0;  // of the storage
    };
    // Copies of a few pieces of storage, in order with what is recorded so far and submitted with it. wait() is for
    // that submission, whatever has been begun since.
    class Reading {
     public:
        Reading(Transfer& transfer, Commands& commands, std::span<const Source> sources);
        ~Reading() { buffer_->taken = false; }
        Reading(const Reading&) = delete;
        Reading& operator=(const Reading&) = delete;
        void wait();
        std::span<const std::byte> values(size_t i) const;  // with up to 15 bytes more; until the Reading dies

     private:
        Commands& commands_;
        ReadBuffer* buffer_ = nullptr;
        std::vector<uint64_t> begins_;
    };

 private:
    struct Chunk {
        StagingBuffer buffer;
        uint64_t used = 0;
        uint64_t last_use = 0;  // submission
    };
    Chunk& chunk_with(Commands& commands, uint64_t bytes);

    Memory& memory_;
    const Timeline& timeline_;
    std::vector<Chunk> chunks_;
    size_t current_ = 0;
    StagingBuffer read_back_;
    std::list<ReadBuffer> read_buffers_;
};

}  // namespace lectern
