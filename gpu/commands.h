// Commands: records dispatches and copies, submits every few milliseconds of work without waiting, waits on request.
#pragma once

#include <vulkan/vulkan.h>

#include <array>
#include <cstring>
#include <deque>
#include <initializer_list>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "gpu/device.h"
#include "gpu/hazards.h"
#include "gpu/memory.h"
#include "gpu/program.h"

namespace lectern {

// Bytes of a tensor as a shader sees them. `element`: size of the unit in which the shader counts `at`.
struct Binding {
    VulkanStorage* storage = nullptr;
    uint64_t offset = 0;  // into the storage
    uint64_t bytes = 0;
    uint32_t element = 4;
};

struct Groups {
    uint32_t x = 1, y = 1, z = 1;
};

// What a dispatch costs: floating-point operations and bytes moved.
struct Work {
    double flops = 0, bytes = 0;
};

class Commands {
 public:
    Commands(const Device& device, Timeline& timeline, const VulkanOptions& options);
    ~Commands();
    Commands(const Commands&) = delete;
    Commands& operator=(const Commands&) = delete;

    void set_stop(std::stop_token stop) { stop_ = std::move(stop); }

    // The only caller of vkCmdDispatch. Where it uses what was written since the last barrier, or writes what was used,
    // a memory barrier orders it after everything recorded before; which bindings a program writes its shader says.
    // `params` follows `at` in the shader's push block. Work too long for one submission is cut along its longest side.
    template <class Params>
    void dispatch(const Program& program, Groups groups, const Params& params, std::initializer_list<Binding> bindings,
                  Work work) {
        static_assert(sizeof(Params) % 4 == 0 && sizeof(Params) <= 96);
        dispatch_bytes(program, groups, &params, sizeof(Params), {bindings.begin(), bindings.size()}, work);
    }
    void copy(VkBuffer from, uint64_t from_offset, VkBuffer to, uint64_t to_offset, uint64_t bytes);
    // Before everything else of the open submission, many pieces in one command: to bytes that no command recorded or
    // running uses.
    void copy_early(VkBuffer from, uint64_t from_offset, VkBuffer to, uint64_t to_offset, uint64_t bytes);
    void clear(const Binding& to);  // zeros

    void pretend(bool on) { pretend_ = on; }  // dispatches and clears do nothing
    void flush();                // submits what is recorded
    void flush_for_host();       // and shows the host what was written, once wait() has returned
    void finish(bool for_host);  // submits and waits; for_host: what was written may then be read through mapped memory
    void wait(uint64_t submission);  // sees the stop token; throws Error{cancelled} without waiting to the end
    bool lost() const { return lost_; }
    int64_t submissions() const { return static_cast<int64_t>(timeline_.recording) - 1; }
    GpuCounts counts() const;
    void count_wait() { ++counts_.waits; }
    std::vector<OpTime> take_times();

 private:
    struct Recording {
        VkCommandBuffer commands = VK_NULL_HANDLE;
        VkQueryPool queries = VK_NULL_HANDLE;  // begin and end of the submission; with timestamps, of every dispatch
        uint64_t submission = 0;
        bool ended = false;    // not accepted by the driver yet: it is offered again, and nothing is added to it
        double estimate = 0;  // seconds
        std::vector<std::pair<std::string_view, Work>> dispatches;
        VkCommandBuffer early = VK_NULL_HANDLE;  // runs before `commands`
        struct EarlyCopy {
            VkBuffer from, to;
            VkBufferCopy piece;
        };
        std::vector<EarlyCopy> early_copies;
    };
    struct Bound {                        // what a dispatch is given
        std::array<uint32_t, 32> push{};  // at[8], then params
        std::array<VkDescriptorBufferInfo, 8> buffers{};
        std::array<Access, 8> uses{};
        size_t count = 0;
    };
    void dispatch_bytes(const Program& program, Groups groups, const void* params, size_t params_bytes,
                        std::span<const Binding> bindings, Work work);
    Bound describe(const Program& program, const void* params, size_t params_bytes,
                   std::span<const Binding> bindings) const;
    void bind(const Program& program, const Bound& bound);
    void begin();
    void order(std::span<const Access> next);
    void barrier(VkCommandBuffer commands);
    void record_early(Recording& r);
    void end_recording(Recording& r);
    void check_stop() const;
    void make_room(double seconds);
    void retire();
    void read_queries(Recording& r);
    void check_device(VkResult result, std::string_view attempted);

    const Device& device_;
    Timeline& timeline_;
    std::stop_token stop_;
    GpuTesting testing_;
    bool per_op_ = false, lost_ = false, pretend_ = false;
    bool host_sees_all_ = false;  // nothing was recorded since the last finish for the host
    double slice_ = 0;            // seconds of work per submission
    double correction_ = 1;       // measured over estimated time, smoothed
    GpuCounts counts_;
    Hazards hazards_;
    VkCommandPool pool_ = VK_NULL_HANDLE;
    VkSemaphore done_ = VK_NULL_HANDLE;  // counts finished submissions
    std::unique_ptr<Recording> open_;
    std::deque<std::unique_ptr<Recording>> running_;  // oldest first
    std::vector<std::unique_ptr<Recording>> spare_;
    std::map<std::string_view, OpTime> times_;
};

}  // namespace lectern
