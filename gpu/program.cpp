#include "gpu/program.h"

#include <cstring>
#include <vector>

#include "gpu/check.h"
#include "gpu/shaders/embedded.h"

namespace lectern {

Programs::Programs(const Device& device, bool disk_cache) : device_(device), cache_(device, disk_cache) {
    for (const EmbeddedShader& shader : embedded_shaders()) reflections_.emplace(shader.name, reflect(shader.words));
}

Programs::~Programs() {
    for (const auto& [key, program] : programs_) vkDestroyPipeline(device_.handle(), program.pipeline, nullptr);
    for (const auto& [key, layout] : layouts_) {
        vkDestroyPipelineLayout(device_.handle(), layout.pipeline, nullptr);
        vkDestroyDescriptorSetLayout(device_.handle(), layout.set, nullptr);
    }
}

Programs::Layout Programs::layout_for(const Reflection& shader) {
    Layout& layout = layouts_[{shader.bindings, shader.push_bytes}];
    if (layout.pipeline) return layout;
    std::vector<VkDescriptorSetLayoutBinding> bindings;
    for (uint32_t i = 0; i < shader.bindings; ++i)
        bindings.push_back({.binding = i,
                            .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
                            .descriptorCount = 1,
                            .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT,
                            .pImmutableSamplers = nullptr});
    const VkDescriptorSetLayoutCreateInfo set{.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
                                              .flags = VK_DESCRIPTOR_SET_LAYOUT_CREATE_PUSH_DESCRIPTOR_BIT_KHR,
                                              .bindingCount = shader.bindings,
                                              .pBindings = bindings.data()};
    check(vkCreateDescriptorSetLayout(device_.handle(), &set, nullptr, &layout.set), "prepare the GPU programs");
    const VkPushConstantRange push{.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT, .offset = 0, .size = shader.push_bytes};
    const VkPipelineLayoutCreateInfo pipeline{.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
                                              .setLayoutCount = 1,
                                              .pSetLayouts = &layout.set,
                                              .pushConstantRangeCount = 1,
                                              .pPushConstantRanges = &push};
    check(vkCreatePipelineLayout(device_.handle(), &pipeline, nullptr, &layout.pipeline), "prepare the GPU programs");
    return layout;
}

// Values in the order of the shader's own constants.
static std::vector<uint32_t> values_of(const Reflection& shader, std::span<const Constant> constants,
                                       std::vector<VkSpecializationMapEntry>& entries) {
    require(constants.size() == shader.constants.size(), "the shader has another number of constants");
    std::vector<uint32_t> values;
    for (const Constant& c : constants) {
        const auto it = shader.constants.find(c.name);
        require(it != shader.constants.end(), "a constant the shader does not have");
        entries.push_back({.constantID = it->second, .offset = static_cast<uint32_t>(values.size() * 4), .size = 4});
        values.push_back(c.value);
    }
    return values;
}

const Program& Programs::get(std::string_view name, std::span<const Constant> constants) {
    key_.assign(name);
    for (const Constant& c : constants) {
        key_ += '\0';
        key_ += c.name;
        key_.append(reinterpret_cast<const char*>(&c.value), sizeof c.value);
    }
    if (const auto known = programs_.find(key_); known != programs_.end()) return known->second;

    const auto found = reflections_.find(name);
    require(found != reflections_.end(), "no such shader");
    const Reflection& shader = found->second;
    std::vector<VkSpecializationMapEntry> entries;
    const std::vector<uint32_t> values = values_of(shader, constants, entries);
    const VkSpecializationInfo specialisation{.mapEntryCount = static_cast<uint32_t>(entries.size()),
                                              .pMapEntries = entries.data(),
                                              .dataSize = values.size() * 4,
                                              .pData = values.data()};

    Program program{.shader = found->first,
                    .layout = layout_for(shader).pipeline,
                    .bindings = shader.bindings,
                    .push_bytes = shader.push_bytes,
                    .written = shader.written};
    for (const Constant& c : constants)
        if (c.name == "group") program.group = c.value;
    require(program.group > 0 && program.group <= device_.limits().maxComputeWorkGroupInvocations,
            "a workgroup of a wrong size");
    const VkShaderModuleCreateInfo words{.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
                                         .codeSize = shader.words.size_bytes(),
                                         .pCode = shader.words.data()};
    VkShaderModule module = VK_NULL_HANDLE;
    check(vkCreateShaderModule(device_.handle(), &words, nullptr, &module),
          "prepare the GPU program " + std::string(name));
    const VkComputePipelineCreateInfo create{.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
                                             .flags = VK_PIPELINE_CREATE_DISPATCH_BASE_BIT,
                                             .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                                                       .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                                                       .module = module,
                                                       .pName = "main",
                                                       .pSpecializationInfo = &specialisation},
                                             .layout = program.layout};
    const VkResult result =
        vkCreateComputePipelines(device_.handle(), cache_.handle(), 1, &create, nullptr, &program.pipeline);
    vkDestroyShaderModule(device_.handle(), module, nullptr);
    check(result, "prepare the GPU program " + std::string(name));
    cache_.note_new();
    return programs_.emplace(key_, program).first->second;
}

}  // namespace lectern
