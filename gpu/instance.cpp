#include "gpu/instance.h"

#include <algorithm>
#include <cstring>
#include <mutex>

#include "gpu/check.h"

namespace lectern {

struct ValidationLog {
    mutable std::mutex mutex;  // the layer calls from any thread that calls Vulkan
    std::vector<std::string> messages;
};

static VKAPI_ATTR VkBool32 VKAPI_CALL note_message(VkDebugUtilsMessageSeverityFlagBitsEXT,
                                                   VkDebugUtilsMessageTypeFlagsEXT,
                                                   const VkDebugUtilsMessengerCallbackDataEXT* data, void* log) {
    auto* to = static_cast<ValidationLog*>(log);
    const std::lock_guard lock(to->mutex);
    to->messages.emplace_back(data->pMessage ? data->pMessage : "?");
    return VK_FALSE;
}

static std::string version_text(uint32_t v) {
    return std::to_string(VK_API_VERSION_MAJOR(v)) + "." + std::to_string(VK_API_VERSION_MINOR(v)) + "." +
           std::to_string(VK_API_VERSION_PATCH(v));
}

static DeviceKind kind_of(VkPhysicalDeviceType type) {
    switch (type) {
        case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
            return DeviceKind::discrete;
        case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
            return DeviceKind::integrated;
        case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
            return DeviceKind::virtual_gpu;
        case VK_PHYSICAL_DEVICE_TYPE_CPU:
            return DeviceKind::software;
        default:
            return DeviceKind::other;
    }
}

static int rank(DeviceKind kind) {
    constexpr DeviceKind kOrder[] = {DeviceKind::discrete, DeviceKind::integrated, DeviceKind::virtual_gpu,
                                     DeviceKind::other, DeviceKind::software};
    return static_cast<int>(std::find(std::begin(kOrder), std::end(kOrder), kind) - std::begin(kOrder));
}

static bool has_extension(VkPhysicalDevice device, const char* name) {
    uint32_t count = 0;
    vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
    std::vector<VkExtensionProperties> all(count);
    vkEnumerateDeviceExtensionProperties(device, nullptr, &count, all.data());
    return std::any_of(all.begin(), all.end(), [&](const auto& e) { return std::strcmp(e.extensionName, name) == 0; });
}

// The family to compute in; -1 without one. A family without graphics leaves the desktop's queue alone.
static int choose_queue_family(VkPhysicalDevice device, uint32_t& timestamp_bits) {
    uint32_t count = 0;
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
    int best = -1;
    for (uint32_t i = 0; i < count; ++i) {
        if (!(families[i].queueFlags & VK_QUEUE_COMPUTE_BIT) || families[i].queueCount == 0) continue;
        if (best < 0 || !(families[i].queueFlags & VK_QUEUE_GRAPHICS_BIT)) best = static_cast<int>(i);
        if (!(families[i].queueFlags & VK_QUEUE_GRAPHICS_BIT)) break;
    }
    if (best >= 0) timestamp_bits = families[static_cast<size_t>(best)].timestampValidBits;
    return best;
}

// Why the device cannot be used; empty when it can.
static std::string missing_features(const PhysicalDevice& d, const VkPhysicalDeviceVulkan12Features& v12,
                                    const VkPhysicalDeviceSubgroupProperties& subgroup, bool has_queue) {
    if (d.properties.apiVersion < VK_API_VERSION_1_2)
        return "it supports Vulkan " + version_text(d.properties.apiVersion) + ", 1.2 is needed";
    if (!has_queue) return "it has no compute queue";
    if (!has_extension(d.handle, VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME)) return "VK_KHR_push_descriptor is missing";
    if (!v12.timelineSemaphore) return "timeline semaphores are missing";
    constexpr VkSubgroupFeatureFlags kWanted = VK_SUBGROUP_FEATURE_BASIC_BIT | VK_SUBGROUP_FEATURE_ARITHMETIC_BIT;
    if ((subgroup.supportedOperations & kWanted) != kWanted ||
        !(subgroup.supportedStages & VK_SHADER_STAGE_COMPUTE_BIT))
        return "subgroup arithmetic in compute shaders is missing";
    const VkPhysicalDeviceLimits& limits = d.properties.limits;
    if (limits.maxComputeWorkGroupInvocations < 256 || limits.maxComputeSharedMemorySize < 32768)
        return "its workgroups are too small";
    return {};
}

int64_t free_memory(VkPhysicalDevice device, bool memory_budget) {
    VkPhysicalDeviceMemoryBudgetPropertiesEXT budget{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT};
    VkPhysicalDeviceMemoryProperties2 memory{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2,
                                             .pNext = memory_budget ? &budget : nullptr};
    vkGetPhysicalDeviceMemoryProperties2(device, &memory);
    int64_t most = 0;
    for (uint32_t i = 0; i < memory.memoryProperties.memoryHeapCount; ++i) {
        const VkMemoryHeap& heap = memory.memoryProperties.memoryHeaps[i];
        if (!(heap.flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT)) continue;
        const auto size = static_cast<int64_t>(heap.size);
        // Without the driver's word a tenth is left to the desktop.
        const int64_t free =
            memory_budget ? static_cast<int64_t>(budget.heapBudget[i]) - static_cast<int64_t>(budget.heapUsage[i])
                          : size - size / 10;
        most = std::max(most, free);
    }
    return most;
}

static PhysicalDevice describe(VkInstance instance, VkPhysicalDevice handle) {
    PhysicalDevice d{.handle = handle, .info = {}};
    vkGetPhysicalDeviceProperties(handle, &d.properties);
    vkGetPhysicalDeviceMemoryProperties(handle, &d.memory);
    VkPhysicalDeviceVulkan12Features v12{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES};
    VkPhysicalDeviceSubgroupProperties subgroup{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES};
    VkPhysicalDeviceDriverProperties driver{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES,
                                            .pNext = &subgroup};
    VkPhysicalDeviceShaderIntegerDotProductFeatures dot{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_FEATURES};
    if (d.properties.apiVersion >= VK_API_VERSION_1_2) {
        if (has_extension(handle, VK_KHR_SHADER_INTEGER_DOT_PRODUCT_EXTENSION_NAME)) v12.pNext = &dot;
        VkPhysicalDeviceFeatures2 features{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, .pNext = &v12};
        VkPhysicalDeviceProperties2 properties{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
                                               .pNext = &driver};
        vkGetPhysicalDeviceFeatures2(handle, &features);
        vkGetPhysicalDeviceProperties2(handle, &properties);
    }
    const int family = choose_queue_family(handle, d.timestamp_bits);
    d.queue_family = static_cast<uint32_t>(std::max(family, 0));
    d.integer_dot = dot.shaderIntegerDotProduct;
    d.float16 = v12.shaderFloat16;
    if (v12.shaderFloat16 && v12.vulkanMemoryModel)
        d.fragments = device_fragments(instance, handle, has_extension(handle, fragments_extension(Fragments::nv)),
                                       has_extension(handle, fragments_extension(Fragments::khr)));
    d.memory_budget = has_extension(handle, VK_EXT_MEMORY_BUDGET_EXTENSION_NAME);

    DeviceInfo& info = d.info;
    info.name = d.properties.deviceName;
    info.kind = kind_of(d.properties.deviceType);
    info.driver = std::string(driver.driverName) + " " + driver.driverInfo;
    info.api_version = version_text(d.properties.apiVersion);
    info.subgroup_size = static_cast<int>(subgroup.subgroupSize);
    info.unified = info.kind == DeviceKind::integrated || info.kind == DeviceKind::software;
    for (uint32_t i = 0; i < d.memory.memoryHeapCount; ++i)
        if (d.memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT)
            info.memory = std::max(info.memory, static_cast<int64_t>(d.memory.memoryHeaps[i].size));
    if (d.properties.apiVersion >= VK_API_VERSION_1_2)
        info.free = std::clamp<int64_t>(free_memory(handle, d.memory_budget), 0, info.memory);
    info.features = "subgroups of " + std::to_string(info.subgroup_size) + (d.timestamp_bits ? ", timestamps" : "") +
                    (d.memory_budget ? ", memory budget" : "") + (d.integer_dot ? ", integer dot product" : "");
    if (d.fragments != Fragments::none) info.features += ", " + std::string(fragments_name(d.fragments));
    info.unusable = missing_features(d, v12, subgroup, family >= 0);
    return d;
}

std::vector<PhysicalDevice> Instance::devices() const {
    uint32_t count = 0;
    check(vkEnumeratePhysicalDevices(handle_, &count, nullptr), "list the GPUs");
    std::vector<VkPhysicalDevice> handles(count);
    check(vkEnumeratePhysicalDevices(handle_, &count, handles.data()), "list the GPUs");
    std::vector<PhysicalDevice> all;
    for (const VkPhysicalDevice handle : handles) all.push_back(describe(handle_, handle));
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return rank(a.info.kind) < rank(b.info.kind); });
    for (size_t i = 0; i < all.size(); ++i) all[i].info.index = static_cast<int>(i);
    return all;
}

Instance::Instance(bool validation) : log_(std::make_unique<ValidationLog>()) {
    const VkApplicationInfo application{
        .sType = VK_STRUCTURE_TYPE_APPLICATION_INFO, .pApplicationName = "lectern", .apiVersion = VK_API_VERSION_1_2};
    const VkDebugUtilsMessengerCreateInfoEXT messages{
        .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT,
        .messageSeverity =
            VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT,
        .messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT,
        .pfnUserCallback = note_message,
        .pUserData = log_.get()};
    const VkValidationFeatureEnableEXT enabled[] = {VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT};
    const VkValidationFeaturesEXT checks{.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT,
                                         .pNext = &messages,
                                         .enabledValidationFeatureCount = 1,
                                         .pEnabledValidationFeatures = enabled};
    const char* layer = "VK_LAYER_KHRONOS_validation";
    const char* extensions[] = {VK_EXT_DEBUG_UTILS_EXTENSION_NAME, VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME};
    VkInstanceCreateInfo create{.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO, .pApplicationInfo = &application};
    if (validation) {
        create.pNext = &checks;
        create.enabledLayerCount = 1;
        create.enabledExtensionCount = 2;
        create.ppEnabledLayerNames = &layer;
        create.ppEnabledExtensionNames = extensions;
    }
    check(vkCreateInstance(&create, nullptr, &handle_), "start Vulkan");
    if (!validation) return;
    const auto make = reinterpret_cast<PFN_vkCreateDebugUtilsMessengerEXT>(
        vkGetInstanceProcAddr(handle_, "vkCreateDebugUtilsMessengerEXT"));
    if (make) check(make(handle_, &messages, nullptr, &messenger_), "listen to the validation layer");
}

Instance::~Instance() {
    if (messenger_) {
        const auto destroy = reinterpret_cast<PFN_vkDestroyDebugUtilsMessengerEXT>(
            vkGetInstanceProcAddr(handle_, "vkDestroyDebugUtilsMessengerEXT"));
        if (destroy) destroy(handle_, messenger_, nullptr);
    }
    vkDestroyInstance(handle_, nullptr);
}

std::vector<std::string> Instance::validation_messages() const {
    const std::lock_guard lock(log_->mutex);
    return log_->messages;
}

}  // namespace lectern
