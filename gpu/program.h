// Program: one compute shader with its constants chosen, ready to dispatch. Programs makes each once.
#pragma once

#include <vulkan/vulkan.h>

#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "gpu/device.h"
#include "gpu/pipeline_cache.h"
#include "gpu/reflection.h"

namespace lectern {

struct Program {
    std::string_view shader;
    VkPipeline pipeline = VK_NULL_HANDLE;
    VkPipelineLayout layout = VK_NULL_HANDLE;
    uint32_t bindings = 0;
    uint32_t push_bytes = 0;
    uint32_t written = 0;  // bit n: binding n may be written
    uint32_t group = 0;  // invocations of a workgroup
};

// A specialisation constant by the name it has in the shader; `group` is the workgroup size of every shader.
struct Constant {
    std::string_view name;
    uint32_t value;
};

class Programs {
 public:
    Programs(const Device& device, bool disk_cache);
    ~Programs();
    Programs(const Programs&) = delete;
    Programs& operator=(const Programs&) = delete;

    // Compiled at the first request. An unknown shader or constant, or a constant not given, is a bug
    // (std::logic_error).
    const Program& get(std::string_view shader, std::span<const Constant> constants);
    const Program& get(std::string_view shader, std::initializer_list<Constant> constants) {
        return get(shader, std::span(constants.begin(), constants.size()));
    }

 private:
    struct Layout {
        VkDescriptorSetLayout set = VK_NULL_HANDLE;
        VkPipelineLayout pipeline = VK_NULL_HANDLE;
    };
    Layout layout_for(const Reflection& shader);

    const Device& device_;
    PipelineCache cache_;
    std::map<std::string_view, Reflection> reflections_;
    std::map<std::pair<uint32_t, uint32_t>, Layout> layouts_;  // by bindings and push bytes
    std::map<std::string, Program, std::less<>> programs_;
    std::string key_;  // reused
};

}  // namespace lectern
