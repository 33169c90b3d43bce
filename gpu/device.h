// Device: one logical device with one compute queue, its limits, and how kernels are cut for its class.
#pragma once

#include <vulkan/vulkan.h>

#include "gpu/gpu.h"
#include "gpu/instance.h"

namespace lectern {

// Sizes given to shaders as specialisation constants. Chosen by device class (device.cpp has the table).
struct Tuning {
    uint32_t elementwise_group = 256;                                // invocations
    uint32_t row_group = 256;                                        // of norms
    uint32_t matmul_rows = 64, matmul_cols = 64, matmul_depth = 16;  // tile of y, and k per step
    uint32_t matmul_thread_rows = 4, matmul_thread_cols = 4;         // of the tile, per invocation
    uint32_t matvec_group = 64, matvec_outputs = 4;                  // outputs per workgroup
    uint32_t attention_group = 128, attention_queries = 16, attention_keys = 32;
    double flops = 1e12, bandwidth = 1e11;  // first guess of the speed, corrected while running
};

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
    int64_t free_memory() const;                              // bytes of the largest device-local heap still free
    PFN_vkCmdPushDescriptorSetKHR push_descriptors() const { return push_descriptors_; }

 private:
    PhysicalDevice physical_;
    Tuning tuning_;
    int64_t binding_bytes_ = 0;
    bool integer_dot_ = false;
    VkDevice handle_ = VK_NULL_HANDLE;
    VkQueue queue_ = VK_NULL_HANDLE;
    PFN_vkCmdPushDescriptorSetKHR push_descriptors_ = nullptr;
};

}  // namespace lectern
