// Takes the place of the Vulkan backend where its libraries are missing, and says so.
#include "core/base/error.h"
#include "gpu/gpu.h"

namespace lectern {

std::vector<DeviceInfo> list_devices() {
    return {};
}

std::string why_no_gpu() {
    return "this build computes on the CPU only";
}

std::unique_ptr<GpuBackend> make_vulkan_backend(const VulkanOptions&) {
    throw Error({.fault = Fault::device,
                 .attempted = "use a GPU",
                 .found = "this build computes on the CPU only",
                 .advice = "use --device cpu, or build it with libvulkan-dev and glslang-dev installed"});
}

}  // namespace lectern
