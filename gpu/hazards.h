// Hazards: which bytes the commands since the last barrier read and wrote, and so whether the next one may run beside
// them.
#pragma once

#include <vulkan/vulkan.h>

#include <cstdint>
#include <span>
#include <vector>

namespace lectern {

// Bytes [begin, end) of a buffer, as a command uses them.
struct Access {
    VkBuffer buffer = VK_NULL_HANDLE;
    uint64_t begin = 0, end = 0;
    bool write = false;
};

// Storage goes back to the pool while commands that use it are only recorded, so another tensor may get the same bytes:
// what counts is where bytes lie, not whose they are.
class Hazards {
 public:
    // A write of what was used, or a use of what was written: a barrier must come first.
    bool conflict(std::span<const Access> next) const;
    void add(std::span<const Access> used);
    void clear() { used_.clear(); }  // after a barrier
    bool empty() const { return used_.empty(); }

 private:
    std::vector<Access> used_;  // few: a barrier comes every handful of commands
};

}  // namespace lectern
