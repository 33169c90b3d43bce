// Device: one logical device with one compute queue, its limits, and the kernels' sizes for its class.
#pragma once

#include <vulkan/vulkan.h>

#include "gpu/gpu.h"
#include "gpu/instance.h"
#include "gpu/tuning.h"

namespace lectern {

class Device {
 public:
    Device(const Instance& instance, const VulkanOptions& options);
    ~Device();
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    VkDevice handle() const { return handle_; }
    VkQueue queue() const { return queue_; }
    const PhysicalDevice& physical() const { return physical_; }
    const VkPhysicalDeviceLimits& limits() const { return physical_.properties.limits; }
    const Tuning& tuning() const { return tuning_; }
    int64_t binding_bytes() const { return binding_bytes_; }  // most that one binding can show
    bool integer_dot() const { return integer_dot_; }         // shaders may use dot products of packed bytes
    Fragments fragments() const { return fragments_; }        // that products of F16 and BF16 weights may use
    int64_t free_memory() const;                              // bytes of the largest device-local heap still free
    PFN_vkCmdPushDescriptorSetKHR push_descriptors() const { return push_descriptors_; }

 private:
    PhysicalDevice physical_;
    Tuning tuning_;
    int64_t binding_bytes_ = 0;
    bool integer_dot_ = false;
    Fragments fragments_ = Fragments::none;
    VkDevice handle_ = VK_NULL_HANDLE;
    VkQueue queue_ = VK_NULL_HANDLE;
    PFN_vkCmdPushDescriptorSetKHR push_descriptors_ = nullptr;
};

}  // namespace lectern
