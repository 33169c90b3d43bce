// A Vulkan layer that lets go wrong what a healthy driver does right. Loaded into an unchanged program:
//   VK_LAYER_PATH=<folder of its manifest> VK_INSTANCE_LAYERS=VK_LAYER_LECTERN_faults
//   LECTERN_VULKAN_FAULTS=QueueSubmit=3:lost,heap=8M
//
//   device          vkCreateDevice fails
//   queue           no queue family computes
//   kind=discrete   the device says it is a discrete GPU; or integrated
//   heap=8M         heaps have at most so many MB, and no more can be allocated
//   MapMemory=N     the N-th vkMapMemory, counted from 0, finds no memory; "N+": that and all later ones. So does every
//                   function of the table below. "N:lost" finds the device lost, and so does every call after it;
//                   others after the colon are memory (of the device), host (memory), map and unknown
//   report=FILE     a line is added when a device is destroyed, of calls by function: "AllocateMemory 7 QueueSubmit 31
//   …"
#include <vulkan/vk_layer.h>
#include <vulkan/vulkan.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace {

struct Fault {
    long at = -1;
    bool onwards = false;
    VkResult result = VK_ERROR_OUT_OF_DEVICE_MEMORY;
    bool hits(long n) const { return at >= 0 && (onwards ? n >= at : n == at); }
};

VkResult result_of(std::string_view word) {
    if (word == "lost") return VK_ERROR_DEVICE_LOST;
    if (word == "host") return VK_ERROR_OUT_OF_HOST_MEMORY;
    if (word == "map") return VK_ERROR_MEMORY_MAP_FAILED;
    if (word == "unknown") return VK_ERROR_UNKNOWN;
    return VK_ERROR_OUT_OF_DEVICE_MEMORY;
}

struct Faults {
    std::map<std::string, std::string, std::less<>> words;
    Faults() {
        const char* text = std::getenv("LECTERN_VULKAN_FAULTS");
        std::string_view left = text ? text : "";
        while (!left.empty()) {
            const std::string_view word = left.substr(0, left.find(','));
            left.remove_prefix(std::min(left.size(), word.size() + 1));
            const size_t equals = std::min(word.find('='), word.size());
            words[std::string(word.substr(0, equals))] = word.substr(std::min(equals + 1, word.size()));
        }
    }
    bool has(std::string_view name) const { return words.find(name) != words.end(); }
    std::string text(std::string_view name) const { return has(name) ? words.find(name)->second : std::string(); }
    Fault fault(std::string_view name) const {
        if (!has(name)) return {};
        const std::string value = text(name), number = value.substr(0, value.find(':'));
        return {std::atol(number.c_str()), number.ends_with('+'),
                result_of(number.size() < value.size() ? value.substr(number.size() + 1) : std::string())};
    }
    VkDeviceSize heap() const { return static_cast<VkDeviceSize>(std::atol(text("heap").c_str())) << 20; }
};

// One instance and one device at a time are enough for the program under test.
struct Layer {
    Faults faults;
    std::mutex mutex;
    PFN_vkGetInstanceProcAddr next_instance = nullptr;
    PFN_vkGetDeviceProcAddr next_device = nullptr;
    VkInstance instance = VK_NULL_HANDLE;
    VkDevice device = VK_NULL_HANDLE;
    std::map<std::string, long, std::less<>> calls;  // by function
    std::atomic<bool> lost = false;
    VkDeviceSize held = 0;
    std::map<VkDeviceMemory, VkDeviceSize> sizes;

    // Asked for while the instance is made: later the loader answers with the first layer's functions.
    PFN_vkDestroyInstance destroy_instance = nullptr;
    PFN_vkGetPhysicalDeviceProperties properties = nullptr;
    PFN_vkGetPhysicalDeviceProperties2 properties2 = nullptr;
    PFN_vkGetPhysicalDeviceQueueFamilyProperties queue_families = nullptr;
    PFN_vkGetPhysicalDeviceMemoryProperties memory = nullptr;
    PFN_vkGetPhysicalDeviceMemoryProperties2 memory2 = nullptr;

    template <class F>
    void look_up(F& function, const char* name) {
        function = reinterpret_cast<F>(next_instance(instance, name));
    }
    template <class F>
    F of_device(const char* name) const {
        return reinterpret_cast<F>(next_device(device, name));
    }
    // Counts a call; what it is to return instead of going on to the driver, or VK_SUCCESS.
    VkResult strike(const char* function) {
        const std::lock_guard lock(mutex);
        const Fault fault = faults.fault(function);
        if (!fault.hits(calls[function]++)) return VK_SUCCESS;
        if (fault.result == VK_ERROR_DEVICE_LOST) lost = true;
        return fault.result;
    }
};

Layer& layer() {
    static Layer one;
    return one;
}
#define NEXT_OF_DEVICE(name) layer().of_device<PFN_##name>(#name)

template <class Info>
Info* link_info(const void* chain, VkStructureType type) {
    auto* info = static_cast<Info*>(const_cast<void*>(chain));
    while (info && !(info->sType == type && info->function == VK_LAYER_LINK_INFO))
        info = static_cast<Info*>(const_cast<void*>(info->pNext));
    return info;
}

VKAPI_ATTR VkResult VKAPI_CALL CreateInstance(const VkInstanceCreateInfo* create,
                                              const VkAllocationCallbacks* allocator, VkInstance* instance) {
    auto* link = link_info<VkLayerInstanceCreateInfo>(create->pNext, VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO);
    if (!link) return VK_ERROR_INITIALIZATION_FAILED;
    Layer& l = layer();
    l.faults = Faults();  // a test in one process may set others each time
    l.next_instance = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
    link->u.pLayerInfo = link->u.pLayerInfo->pNext;
    const auto next = reinterpret_cast<PFN_vkCreateInstance>(l.next_instance(VK_NULL_HANDLE, "vkCreateInstance"));
    const VkResult result = next(create, allocator, instance);
    if (result != VK_SUCCESS) return result;
    l.instance = *instance;
    l.look_up(l.destroy_instance, "vkDestroyInstance");
    l.look_up(l.properties, "vkGetPhysicalDeviceProperties");
    l.look_up(l.properties2, "vkGetPhysicalDeviceProperties2");
    l.look_up(l.queue_families, "vkGetPhysicalDeviceQueueFamilyProperties");
    l.look_up(l.memory, "vkGetPhysicalDeviceMemoryProperties");
    l.look_up(l.memory2, "vkGetPhysicalDeviceMemoryProperties2");
    return result;
}

VKAPI_ATTR void VKAPI_CALL DestroyInstance(VkInstance instance, const VkAllocationCallbacks* allocator) {
    layer().destroy_instance(instance, allocator);
}

void pretend(VkPhysicalDeviceProperties& properties) {
    const std::string kind = layer().faults.text("kind");
    if (kind == "discrete") properties.deviceType = VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU;
    if (kind == "integrated") properties.deviceType = VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU;
}

VKAPI_ATTR void VKAPI_CALL GetPhysicalDeviceProperties(VkPhysicalDevice device,
                                                       VkPhysicalDeviceProperties* properties) {
    layer().properties(device, properties);
    pretend(*properties);
}

VKAPI_ATTR void VKAPI_CALL GetPhysicalDeviceProperties2(VkPhysicalDevice device,
                                                        VkPhysicalDeviceProperties2* properties) {
    layer().properties2(device, properties);
    pretend(properties->properties);
}

VKAPI_ATTR void VKAPI_CALL GetPhysicalDeviceQueueFamilyProperties(VkPhysicalDevice device, uint32_t* count,
                                                                  VkQueueFamilyProperties* families) {
    layer().queue_families(device, count, families);
    for (uint32_t i = 0; families && layer().faults.has("queue") && i < *count; ++i)
        families[i].queueFlags &= ~static_cast<VkQueueFlags>(VK_QUEUE_COMPUTE_BIT);
}

void shrink(VkPhysicalDeviceMemoryProperties& memory) {
    const VkDeviceSize most = layer().faults.heap();
    for (uint32_t i = 0; most > 0 && i < memory.memoryHeapCount; ++i)
        memory.memoryHeaps[i].size = std::min(memory.memoryHeaps[i].size, most);
}

VKAPI_ATTR void VKAPI_CALL GetPhysicalDeviceMemoryProperties(VkPhysicalDevice device,
                                                             VkPhysicalDeviceMemoryProperties* memory) {
    layer().memory(device, memory);
    shrink(*memory);
}

VKAPI_ATTR void VKAPI_CALL GetPhysicalDeviceMemoryProperties2(VkPhysicalDevice device,
                                                              VkPhysicalDeviceMemoryProperties2* memory) {
    layer().memory2(device, memory);
    shrink(memory->memoryProperties);
}

VKAPI_ATTR VkResult VKAPI_CALL CreateDevice(VkPhysicalDevice physical, const VkDeviceCreateInfo* create,
                                            const VkAllocationCallbacks* allocator, VkDevice* device) {
    auto* link = link_info<VkLayerDeviceCreateInfo>(create->pNext, VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO);
    if (!link || layer().faults.has("device")) return VK_ERROR_INITIALIZATION_FAILED;
    Layer& l = layer();
    const PFN_vkGetInstanceProcAddr next_instance = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
    l.next_device = link->u.pLayerInfo->pfnNextGetDeviceProcAddr;
    link->u.pLayerInfo = link->u.pLayerInfo->pNext;
    const auto next = reinterpret_cast<PFN_vkCreateDevice>(next_instance(l.instance, "vkCreateDevice"));
    const VkResult result = next(physical, create, allocator, device);
    if (result != VK_SUCCESS) return result;
    l.device = *device;
    l.calls.clear();
    l.lost = false;
    l.held = 0;
    l.sizes.clear();
    return result;
}

VKAPI_ATTR void VKAPI_CALL DestroyDevice(VkDevice device, const VkAllocationCallbacks* allocator) {
    Layer& l = layer();
    if (const std::string path = l.faults.text("report"); !path.empty())
        if (FILE* file = std::fopen(path.c_str(), "a")) {
            for (const auto& [function, calls] : l.calls) std::fprintf(file, "%s %ld ", function.c_str(), calls);
            std::fputs("\n", file);
            std::fclose(file);
        }
    NEXT_OF_DEVICE(vkDestroyDevice)(device, allocator);
}

VKAPI_ATTR VkResult VKAPI_CALL AllocateMemory(VkDevice device, const VkMemoryAllocateInfo* info,
                                              const VkAllocationCallbacks* allocator, VkDeviceMemory* memory) {
    Layer& l = layer();
    if (const VkResult struck = l.strike("AllocateMemory"); struck != VK_SUCCESS) return struck;
    const std::lock_guard lock(l.mutex);
    const VkDeviceSize most = l.faults.heap();
    if (most > 0 && l.held + info->allocationSize > most) return VK_ERROR_OUT_OF_DEVICE_MEMORY;
    const VkResult result = NEXT_OF_DEVICE(vkAllocateMemory)(device, info, allocator, memory);
    if (result == VK_SUCCESS) l.held += l.sizes[*memory] = info->allocationSize;
    return result;
}

VKAPI_ATTR void VKAPI_CALL FreeMemory(VkDevice device, VkDeviceMemory memory, const VkAllocationCallbacks* allocator) {
    {
        const std::lock_guard lock(layer().mutex);
        if (const auto it = layer().sizes.find(memory); it != layer().sizes.end()) {
            layer().held -= it->second;
            layer().sizes.erase(it);
        }
    }
    NEXT_OF_DEVICE(vkFreeMemory)(device, memory, allocator);
}

VKAPI_ATTR VkResult VKAPI_CALL CreateComputePipelines(VkDevice device, VkPipelineCache cache, uint32_t count,
                                                      const VkComputePipelineCreateInfo* create,
                                                      const VkAllocationCallbacks* allocator, VkPipeline* pipelines) {
    if (const VkResult struck = layer().strike("CreateComputePipelines"); struck != VK_SUCCESS) {
        std::fill_n(pipelines, count, static_cast<VkPipeline>(VK_NULL_HANDLE));
        return struck;
    }
    return NEXT_OF_DEVICE(vkCreateComputePipelines)(device, cache, count, create, allocator, pipelines);
}

VKAPI_ATTR VkResult VKAPI_CALL DeviceWaitIdle(VkDevice device) {
    const VkResult result = NEXT_OF_DEVICE(vkDeviceWaitIdle)(device);  // what runs under it must end all the same
    return layer().lost ? VK_ERROR_DEVICE_LOST : result;
}

// The other functions that can fail, those first that find a lost device lost.
#define MAY_BE_LOST(function, parameters, arguments)                                   \
    VKAPI_ATTR VkResult VKAPI_CALL function parameters {                               \
        const VkResult struck = layer().strike(#function);                             \
        if (layer().lost) return VK_ERROR_DEVICE_LOST;                                 \
        return struck != VK_SUCCESS ? struck : NEXT_OF_DEVICE(vk##function) arguments; \
    }
#define MAY_FAIL(function, parameters, arguments)                                      \
    VKAPI_ATTR VkResult VKAPI_CALL function parameters {                               \
        const VkResult struck = layer().strike(#function);                             \
        return struck != VK_SUCCESS ? struck : NEXT_OF_DEVICE(vk##function) arguments; \
    }
#define MAY_NOT_CREATE(object)                                                                               \
    MAY_FAIL(Create##object,                                                                                 \
             (VkDevice device, const Vk##object##CreateInfo* create, const VkAllocationCallbacks* allocator, \
              Vk##object* made),                                                                             \
             (device, create, allocator, made))

MAY_BE_LOST(QueueSubmit, (VkQueue queue, uint32_t count, const VkSubmitInfo* submits, VkFence fence),
            (queue, count, submits, fence))
MAY_BE_LOST(WaitSemaphores, (VkDevice device, const VkSemaphoreWaitInfo* info, uint64_t timeout),
            (device, info, timeout))
MAY_BE_LOST(GetSemaphoreCounterValue, (VkDevice device, VkSemaphore semaphore, uint64_t* value),
            (device, semaphore, value))
MAY_BE_LOST(GetQueryPoolResults,
            (VkDevice device, VkQueryPool pool, uint32_t first, uint32_t count, size_t size, void* data,
             VkDeviceSize stride, VkQueryResultFlags flags),
            (device, pool, first, count, size, data, stride, flags))
MAY_FAIL(BindBufferMemory, (VkDevice device, VkBuffer buffer, VkDeviceMemory memory, VkDeviceSize offset),
         (device, buffer, memory, offset))
MAY_FAIL(MapMemory,
         (VkDevice device, VkDeviceMemory memory, VkDeviceSize offset, VkDeviceSize size, VkMemoryMapFlags flags,
          void** data),
         (device, memory, offset, size, flags, data))
MAY_FAIL(AllocateCommandBuffers, (VkDevice device, const VkCommandBufferAllocateInfo* info, VkCommandBuffer* buffers),
         (device, info, buffers))
MAY_FAIL(BeginCommandBuffer, (VkCommandBuffer commands, const VkCommandBufferBeginInfo* info), (commands, info))
MAY_FAIL(EndCommandBuffer, (VkCommandBuffer commands), (commands))
MAY_FAIL(GetPipelineCacheData, (VkDevice device, VkPipelineCache cache, size_t* size, void* data),
         (device, cache, size, data))
MAY_NOT_CREATE(Buffer)
MAY_NOT_CREATE(CommandPool)
MAY_NOT_CREATE(DescriptorSetLayout)
MAY_NOT_CREATE(PipelineCache)
MAY_NOT_CREATE(PipelineLayout)
MAY_NOT_CREATE(QueryPool)
MAY_NOT_CREATE(Semaphore)
MAY_NOT_CREATE(ShaderModule)

PFN_vkVoidFunction VKAPI_CALL get_device(VkDevice device, const char* name);
PFN_vkVoidFunction VKAPI_CALL get_instance(VkInstance instance, const char* name);

PFN_vkVoidFunction ours(std::string_view name, bool of_instance) {
#define OURS(function) \
    if (name == "vk" #function) return reinterpret_cast<PFN_vkVoidFunction>(function)
    if (name == "vkGetDeviceProcAddr") return reinterpret_cast<PFN_vkVoidFunction>(get_device);
    OURS(DestroyDevice);
    OURS(DeviceWaitIdle);
    OURS(AllocateMemory);
    OURS(FreeMemory);
    OURS(BindBufferMemory);
    OURS(MapMemory);
    OURS(QueueSubmit);
    OURS(WaitSemaphores);
    OURS(GetSemaphoreCounterValue);
    OURS(GetQueryPoolResults);
    OURS(AllocateCommandBuffers);
    OURS(BeginCommandBuffer);
    OURS(EndCommandBuffer);
    OURS(CreateBuffer);
    OURS(CreateCommandPool);
    OURS(CreateComputePipelines);
    OURS(CreateDescriptorSetLayout);
    OURS(CreatePipelineCache);
    OURS(CreatePipelineLayout);
    OURS(CreateQueryPool);
    OURS(CreateSemaphore);
    OURS(CreateShaderModule);
    OURS(GetPipelineCacheData);
    if (!of_instance) return nullptr;
    if (name == "vkGetInstanceProcAddr") return reinterpret_cast<PFN_vkVoidFunction>(get_instance);
    OURS(CreateInstance);
    OURS(DestroyInstance);
    OURS(GetPhysicalDeviceProperties);
    OURS(GetPhysicalDeviceProperties2);
    OURS(GetPhysicalDeviceQueueFamilyProperties);
    OURS(GetPhysicalDeviceMemoryProperties);
    OURS(GetPhysicalDeviceMemoryProperties2);
    OURS(CreateDevice);
#undef OURS
    return nullptr;
}

PFN_vkVoidFunction VKAPI_CALL get_device(VkDevice device, const char* name) {
    if (const PFN_vkVoidFunction function = ours(name, false)) return function;
    return layer().next_device ? layer().next_device(device, name) : nullptr;
}

PFN_vkVoidFunction VKAPI_CALL get_instance(VkInstance instance, const char* name) {
    if (const PFN_vkVoidFunction function = ours(name, true)) return function;
    return instance && layer().next_instance ? layer().next_instance(instance, name) : nullptr;
}

}  // namespace

extern "C" VK_LAYER_EXPORT VKAPI_ATTR VkResult VKAPI_CALL
vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface* version) {
    version->loaderLayerInterfaceVersion = std::min<uint32_t>(version->loaderLayerInterfaceVersion, 2);
    version->pfnGetInstanceProcAddr = get_instance;
    version->pfnGetDeviceProcAddr = get_device;
    version->pfnGetPhysicalDeviceProcAddr = nullptr;
    return VK_SUCCESS;
}
