// Cooperative matrices: fragments of 16 × 16 that a subgroup multiplies in one instruction, F16 with F32 sums.
// Unverified until run on a card that has them; the kernel itself is tested with plain loops in their place.
#pragma once

#include <vulkan/vulkan.h>

#include <string_view>

namespace lectern {

enum class Fragments { none, plain, nv, khr };  // plain: loops of the same shape, for tests

// What this device and this build have: KHR needs a glslang that knows it, NV is always built.
Fragments device_fragments(VkInstance instance, VkPhysicalDevice device, bool has_nv, bool has_khr);
std::string_view fragments_name(Fragments f);    // "cooperative matrix (NV), unverified"
std::string_view fragments_suffix(Fragments f);  // of the shaders' names: "_nv"
const char* fragments_extension(Fragments f);    // null: none to enable
// sType of its features; the struct of KHR looks like that of NV.
VkStructureType fragments_features_type(Fragments f);

}  // namespace lectern
