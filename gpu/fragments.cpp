#include "gpu/fragments.h"

#include <algorithm>
#include <vector>

#include "gpu/shaders/embedded.h"

namespace lectern {

// VK_KHR_cooperative_matrix as the Vulkan registry has it: Debian 12's headers are older.
constexpr auto kFeaturesKhr = static_cast<VkStructureType>(1000506000);
constexpr auto kPropertiesKhr = static_cast<VkStructureType>(1000506001);
struct PropertiesKhr {
    VkStructureType sType;
    void* pNext;
    uint32_t m, n, k, a, b, c, result;  // types: 0 F16, 1 F32
    VkBool32 saturating;
    uint32_t scope;  // 3: subgroup
};
using ListKhr = VkResult(VKAPI_PTR*)(VkPhysicalDevice, uint32_t*, PropertiesKhr*);
static bool lists_nv(VkInstance instance, VkPhysicalDevice device) {
    const auto list = reinterpret_cast<PFN_vkGetPhysicalDeviceCooperativeMatrixPropertiesNV>(
        vkGetInstanceProcAddr(instance, "vkGetPhysicalDeviceCooperativeMatrixPropertiesNV"));
    uint32_t count = 0;
    if (!list || list(device, &count, nullptr) != VK_SUCCESS) return false;
    std::vector<VkCooperativeMatrixPropertiesNV> all(count,
                                                     {.sType = VK_STRUCTURE_TYPE_COOPERATIVE_MATRIX_PROPERTIES_NV});
    if (list(device, &count, all.data()) != VK_SUCCESS) return false;
    return std::any_of(all.begin(), all.end(), [](const auto& p) {
        return p.MSize == 16 && p.NSize == 16 && p.KSize == 16 && p.AType == VK_COMPONENT_TYPE_FLOAT16_NV &&
               p.BType == VK_COMPONENT_TYPE_FLOAT16_NV && p.CType == VK_COMPONENT_TYPE_FLOAT32_NV &&
               p.DType == VK_COMPONENT_TYPE_FLOAT32_NV && p.scope == VK_SCOPE_SUBGROUP_NV;
    });
}

static bool lists_khr(VkInstance instance, VkPhysicalDevice device) {
    const auto list =
        reinterpret_cast<ListKhr>(vkGetInstanceProcAddr(instance, "vkGetPhysicalDeviceCooperativeMatrixPropertiesKHR"));
    uint32_t count = 0;
    if (!list || list(device, &count, nullptr) != VK_SUCCESS) return false;
    std::vector<PropertiesKhr> all(count, PropertiesKhr{.sType = kPropertiesKhr});
    if (list(device, &count, all.data()) != VK_SUCCESS) return false;
    return std::any_of(all.begin(), all.end(), [](const auto& p) {
        return p.m == 16 && p.n == 16 && p.k == 16 && p.a == 0 && p.b == 0 && p.c == 1 && p.result == 1 &&
               !p.saturating && p.scope == 3;
    });
}

static bool built(Fragments f) {
    const auto shaders = embedded_shaders();
    return std::any_of(shaders.begin(), shaders.end(), [&](const EmbeddedShader& s) {
        return s.name.starts_with("matmul_fragments") && s.name.ends_with(fragments_suffix(f));
    });
}

Fragments device_fragments(VkInstance instance, VkPhysicalDevice device, bool has_nv, bool has_khr) {
    if (has_khr && built(Fragments::khr) && lists_khr(instance, device)) return Fragments::khr;
    return has_nv && lists_nv(instance, device) ? Fragments::nv : Fragments::none;
}

std::string_view fragments_name(Fragments f) {
    switch (f) {
        case Fragments::nv:
            return "cooperative matrix (NV), unverified";
        case Fragments::khr:
            return "cooperative matrix (KHR), unverified";
        default:
            return "";
    }
}

std::string_view fragments_suffix(Fragments f) {
    return f == Fragments::nv ? "_nv" : f == Fragments::khr ? "_khr" : "";
}

const char* fragments_extension(Fragments f) {
    switch (f) {
        case Fragments::nv:
            return VK_NV_COOPERATIVE_MATRIX_EXTENSION_NAME;
        case Fragments::khr:
            return "VK_KHR_cooperative_matrix";
        default:
            return nullptr;
    }
}

VkStructureType fragments_features_type(Fragments f) {
    return f == Fragments::khr ? kFeaturesKhr : VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_COOPERATIVE_MATRIX_FEATURES_NV;
}

}  // namespace lectern
