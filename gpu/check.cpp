#include "gpu/check.h"

#include <string>

#include "core/base/error.h"

namespace lectern {

static const char* meaning(VkResult result) {
    switch (result) {
        case VK_ERROR_OUT_OF_HOST_MEMORY:
            return "the machine has no memory left";
        case VK_ERROR_OUT_OF_DEVICE_MEMORY:
            return "the GPU has no memory left";
        case VK_ERROR_MEMORY_MAP_FAILED:
            return "the machine could not show the GPU's memory to the program";
        case VK_ERROR_DEVICE_LOST:
            return "the GPU stopped responding";
        case VK_ERROR_INITIALIZATION_FAILED:
            return "the driver could not be started";
        case VK_ERROR_INCOMPATIBLE_DRIVER:
            return "no Vulkan driver";
        case VK_ERROR_LAYER_NOT_PRESENT:
            return "the validation layer is not installed";
        case VK_ERROR_EXTENSION_NOT_PRESENT:
            return "a Vulkan extension is missing";
        case VK_ERROR_FEATURE_NOT_PRESENT:
            return "a Vulkan feature is missing";
        case VK_ERROR_TOO_MANY_OBJECTS:
            return "the driver's limit of objects is reached";
        default:
            return nullptr;
    }
}

void throw_vulkan(VkResult result, std::string_view attempted) {
    const bool memory = result == VK_ERROR_OUT_OF_HOST_MEMORY || result == VK_ERROR_OUT_OF_DEVICE_MEMORY ||
                        result == VK_ERROR_MEMORY_MAP_FAILED;
    const char* words = meaning(result);
    std::string advice = "update the graphics driver, or use --device cpu";
    if (result == VK_ERROR_INCOMPATIBLE_DRIVER)
        advice = "install the graphics card's Vulkan driver, or use --device cpu";
    if (memory) advice = "close other programs that use the GPU, read smaller pages, or use --device cpu";
    if (result == VK_ERROR_DEVICE_LOST) advice = "read the page again; if it happens again, use --device cpu";
    throw Error({.fault = memory ? Fault::memory : Fault::device,
                 .attempted = std::string(attempted),
                 .found = words ? words : "Vulkan error " + std::to_string(result),
                 .advice = advice});
}

}  // namespace lectern
