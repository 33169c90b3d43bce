// Transfer: host values to device storage and back. Storage nobody uses yet is written directly where the host can see
// it; anything else goes through staging memory by a recorded copy, in order with the commands that use it.
#pragma once

#include <cstddef>
#include <functional>
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
};

}  // namespace lectern
