// The GPU room's one public header: which GPUs there are, and the Vulkan backend on one of them. No Vulkan types.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/compute/backend.h"

namespace lectern {

enum class DeviceKind { discrete, integrated, virtual_gpu, software, other };  // as Vulkan tells kinds of devices apart
const char* device_kind_name(DeviceKind kind);  // "discrete GPU", "software driver"

struct DeviceInfo {  // a Vulkan device as the driver describes it
    int index = 0;  // N of vulkan:N
    std::string name;  // the driver's
    DeviceKind kind = DeviceKind::other;  // `automatic_device` takes discrete and some integrated ones
    std::string driver;       // "NVIDIA 550.163.01"
    std::string api_version;  // "1.3.277"
    int64_t memory = 0;       // bytes of its largest device-local heap
    int64_t free = 0;         // of them; without the driver's word (VK_EXT_memory_budget) nine tenths of all
    bool unified = false;     // shares the machine's memory
    int subgroup_size = 0;  // invocations that run in step
    std::string features;  // used by us, in words
    std::string unusable;  // why it cannot be used; empty when it can
};

// Discrete GPUs first, then integrated ones, then the rest, software drivers last. Empty without a Vulkan driver.
std::vector<DeviceInfo> list_devices();
std::string why_no_gpu();  // what the Vulkan loader said when list_devices() is empty: a clause

struct AutomaticNeeds {  // what is to be computed, and what with if not on a GPU
    int64_t memory = 0;          // bytes that reading a page takes on the device, weights included
    int64_t weights = 0;         // bytes of the weights
    bool fast_processor = false;  // multiplies 16-bit matrices itself: AVX-512 BF16, AMX
};
struct AutomaticDevice {  // the answer
    enum class Why { none, unusable, memory, slower };  // slower: an integrated GPU that would not pay
    int device = -1;     // index of the list; -1: the processor
    int left_alone = -1;  // the best discrete or integrated GPU that was not taken although it is before `device`
    Why why = Why::none;  // of `left_alone`
};
// What `--device auto` means. The first discrete GPU whose free memory holds what is needed. Else the first integrated
// one that does and pays: it shares the processor's memory, so decoding is no faster there, and its arithmetic is ahead
// only of processors without 16-bit matrix products; a model below kIntegratedPays bytes of weights is slower than on
// any processor, since sending an op costs more than computing it. Else the processor. Virtual, unknown and software
// devices are taken only when asked for.
AutomaticDevice automatic_device(const std::vector<DeviceInfo>& devices, const AutomaticNeeds& needs = {});
inline constexpr int64_t kIntegratedPays = 256'000'000;  // bytes of weights from which an integrated GPU is considered

// Test seams: what cannot be had from a healthy device.
struct GpuTesting {
    int64_t binding_bytes = 0;           // pretend maxStorageBufferRange is this, to split small tensors
    bool staged = false;                 // never map device memory, as on a card without a resizable BAR
    int skip_barrier = -1;               // the n-th barrier is left out
    bool every_barrier = false;          // one before every command, needed or not
    int lose_device_at_submission = -1;  // the n-th submission reports a lost device
    int fail_allocation = -1;            // the n-th request to the driver for memory fails
    bool plain_integers = false;         // no integer dot product, though the device have it
    bool plain_fragments = false;        // the kernel of cooperative matrices, with plain loops in their place
    std::string tuning = {};             // sizes of this class of devices (gpu/tuning.h) instead of its own
    double work_slice = 0;               // seconds of work per submission instead of the usual few milliseconds
};

struct VulkanOptions {  // which device, and how it computes
    int device = -1;  // index of list_devices(); -1: the first usable one, a software driver included
    Compute compute = Compute::bf16;  // what weights are rounded to; sums are F32
    int64_t memory_budget = 0;   // bytes; 0: what the driver says is free, less a reserve
    bool validation = false;     // Khronos validation layer with synchronisation checks
    bool timestamps = false;     // measure every op on the device
    bool pipeline_cache = true;  // $XDG_CACHE_HOME/lectern/pipelines-*.bin
    GpuTesting testing = {};  // for tests
};

struct OpTime {  // an op's part of the time on the device
    std::string op;  // its name in Backend
    int64_t dispatches = 0;  // how often it was sent
    double seconds = 0, flops = 0, bytes = 0;  // device time; the work as estimated by the op
};

struct GpuCounts {  // what was asked of a device so far
    int64_t dispatches = 0;   // workgroups sent off, whole ops or pieces of them
    int64_t copies = 0;       // copy commands, of one piece or of many
    int64_t barriers = 0;     // where a command had to wait for those before it
    int64_t submissions = 0;  // command buffers sent
    int64_t waits = 0;        // of the host for values
};

struct ProgramCounts {  // shaders compiled for the device
    int64_t built = 0;        // so far
    int64_t built_ahead = 0;  // of these by the thread that does so before they are needed
    int64_t waited_for = 0;   // how often an op found its program not ready
    int64_t to_build = 0;     // by the thread, as things stand
};

struct DeviceLimits {  // measured
    double flops = 0;             // F32 additions and multiplications in a second
    double bytes_per_second = 0;  // read from its memory, or read and written in a copy, whichever is more
};

// A Backend that can say what its device did. One thread at a time computes on it: it locks nothing for two, and which one
// that is may change between ops. From any other thread, while it lives: tensors may go, and the stop given to set_stop()
// may be requested. Programs are built by a thread of its own. Several backends, on one device or on several, know nothing
// of each other and may be used at the same time, as may list_devices().
class GpuBackend : public Backend {
 public:
    virtual DeviceInfo device_info() const = 0;  // of the device it runs on
    virtual int64_t memory_held() const = 0;  // bytes got from the driver
    virtual bool lost() const = 0;  // the device stopped working: nothing can be computed on this backend any more
    virtual int64_t submissions() const = 0;  // command buffers sent so far
    virtual GpuCounts counts() const = 0;  // the same and more
    virtual ProgramCounts programs() const = 0;  // so far
    virtual std::string cache_note() const = 0;  // why programs kept from the last run could not be used, or nothing
    virtual DeviceLimits measure_limits() = 0;  // takes a second or two
    virtual std::vector<OpTime> op_times() = 0;                  // waits; since the last call. Needs `timestamps`
    virtual std::vector<std::string> validation_messages() = 0;  // so far. Needs `validation`
};

// Throws Error{device} naming what is missing; the Backend must outlive every Tensor it made.
std::unique_ptr<GpuBackend> make_vulkan_backend(const VulkanOptions& options = {});

}  // namespace lectern
