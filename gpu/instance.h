// Instance: the Vulkan loader, the validation messages, and the physical devices in our order.
#pragma once

#include <vulkan/vulkan.h>

#include <memory>
#include <string>
#include <vector>

#include "gpu/fragments.h"
#include "gpu/gpu.h"

namespace lectern {

struct ValidationLog;

// One GPU of this machine with what we ask of it.
struct PhysicalDevice {
    VkPhysicalDevice handle = VK_NULL_HANDLE;
    VkPhysicalDeviceProperties properties{};
    VkPhysicalDeviceMemoryProperties memory{};
    uint32_t queue_family = 0;  // computes; one without graphics if there is one
    uint32_t timestamp_bits = 0;
    bool memory_budget = false;  // VK_EXT_memory_budget
    Fragments fragments = Fragments::none;  // cooperative matrices of 16 x 16
    bool float16 = false;        // arithmetic of 16-bit floats
    bool integer_dot = false;    // VK_KHR_shader_integer_dot_product
    DeviceInfo info;
};

// Bytes of the device's largest device-local heap that are free now.
int64_t free_memory(VkPhysicalDevice device, bool memory_budget);

class Instance {
 public:
    explicit Instance(bool validation);
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    VkInstance handle() const { return handle_; }
    std::vector<PhysicalDevice> devices() const;  // sorted, numbered
    std::vector<std::string> validation_messages() const;

 private:
    std::unique_ptr<ValidationLog> log_;
    VkInstance handle_ = VK_NULL_HANDLE;
    VkDebugUtilsMessengerEXT messenger_ = VK_NULL_HANDLE;
};

}  // namespace lectern
