#include "gpu/device.h"

#include <algorithm>
#include <vector>

#include "core/base/error.h"
#include "gpu/check.h"

namespace lectern {

static PhysicalDevice choose(const Instance& instance, int index) {
    const std::vector<PhysicalDevice> all = instance.devices();
    const auto fail = [&](std::string found) {
        std::string names;
        for (const PhysicalDevice& d : all)
            names += (names.empty() ? "" : ", ") + std::to_string(d.info.index) + ": " + d.info.name;
        throw Error({.fault = Fault::device,
                     .attempted = "use a GPU",
                     .expected = "a device that supports Vulkan 1.2 compute",
                     .found = std::move(found),
                     .advice = names.empty() ? "install a Vulkan driver, or use --device cpu"
                                             : "devices are " + names + "; or use --device cpu"});
    };
    if (index >= 0) {
        if (static_cast<size_t>(index) >= all.size()) fail("no device " + std::to_string(index));
        const PhysicalDevice& d = all[static_cast<size_t>(index)];
        if (!d.info.unusable.empty()) fail(d.info.name + ": " + d.info.unusable);
        return d;
    }
    for (const PhysicalDevice& d : all)
        if (d.info.unusable.empty()) return d;
    fail(all.empty() ? "none" : all[0].info.name + ": " + all[0].info.unusable);
    return {};
}

Device::Device(const Instance& instance, const VulkanOptions& options)
    : physical_(choose(instance, options.device)), tuning_(tuning_class(physical_.info.kind, physical_.properties.vendorID, options.testing.tuning).tuning) {
    const int64_t range = static_cast<int64_t>(limits().maxStorageBufferRange);
    binding_bytes_ = options.testing.binding_bytes ? std::min(options.testing.binding_bytes, range) : range;

    integer_dot_ = physical_.integer_dot && !options.testing.plain_integers;

    fragments_ = options.testing.plain_fragments && physical_.float16 ? Fragments::plain : physical_.fragments;

    const float priority = 0.5f;
    const VkDeviceQueueCreateInfo queue{.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
                                        .queueFamilyIndex = physical_.queue_family,
                                        .queueCount = 1,
                                        .pQueuePriorities = &priority};
    VkPhysicalDeviceVulkan12Features features{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES};
    features.timelineSemaphore = VK_TRUE;
    VkPhysicalDeviceShaderIntegerDotProductFeatures dot{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_FEATURES,
        .shaderIntegerDotProduct = VK_TRUE};
    std::vector<const char*> extensions{VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME};
    if (physical_.memory_budget) extensions.push_back(VK_EXT_MEMORY_BUDGET_EXTENSION_NAME);
    if (integer_dot_) {
        extensions.push_back(VK_KHR_SHADER_INTEGER_DOT_PRODUCT_EXTENSION_NAME);
        features.pNext = &dot;
    }
    VkPhysicalDeviceCooperativeMatrixFeaturesNV matrices{.sType = fragments_features_type(fragments_),
                                                         .cooperativeMatrix = VK_TRUE};
    if (fragments_ != Fragments::none) features.shaderFloat16 = VK_TRUE;
    if (const char* extension = fragments_extension(fragments_)) {
        extensions.push_back(extension);
        features.vulkanMemoryModel = VK_TRUE;
        matrices.pNext = features.pNext;
        features.pNext = &matrices;
    }
    const VkDeviceCreateInfo create{.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
                                    .pNext = &features,
                                    .queueCreateInfoCount = 1,
                                    .pQueueCreateInfos = &queue,
                                    .enabledExtensionCount = static_cast<uint32_t>(extensions.size()),
                                    .ppEnabledExtensionNames = extensions.data()};
    check(vkCreateDevice(physical_.handle, &create, nullptr, &handle_), "open the GPU " + physical_.info.name);
    vkGetDeviceQueue(handle_, physical_.queue_family, 0, &queue_);
    push_descriptors_ =
        reinterpret_cast<PFN_vkCmdPushDescriptorSetKHR>(vkGetDeviceProcAddr(handle_, "vkCmdPushDescriptorSetKHR"));
}

Device::~Device() {
    vkDeviceWaitIdle(handle_);
    vkDestroyDevice(handle_, nullptr);
}

int64_t Device::free_memory() const {
    return lectern::free_memory(physical_.handle, physical_.memory_budget);
}

}  // namespace lectern
