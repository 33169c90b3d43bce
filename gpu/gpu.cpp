#include "gpu/gpu.h"

#include "core/base/error.h"
#include "gpu/instance.h"
#include "gpu/vulkan_backend.h"

namespace lectern {

std::vector<DeviceInfo> list_devices() {
    std::vector<DeviceInfo> all;
    try {
        const Instance instance(false);
        for (const PhysicalDevice& d : instance.devices()) all.push_back(d.info);
    } catch (const Error&) {
        // No driver, or one that does not start: there is no GPU to list.
    }
    return all;
}

std::string why_no_gpu() {
    try {
        return Instance(false).devices().empty() ? "no driver offers a device" : "";
    } catch (const Error& e) {
        return e.parts().found;
    }
}

std::unique_ptr<GpuBackend> make_vulkan_backend(const VulkanOptions& options) {
    return std::make_unique<VulkanBackend>(options);
}

}  // namespace lectern
