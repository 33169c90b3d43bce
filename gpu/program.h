// Program: one compute shader with its constants chosen, ready to dispatch. Programs makes each once, ahead of its
// first use where it can: a thread builds what the last run on this device used, and what is announced, while weights
// load.
#pragma once

#include <vulkan/vulkan.h>

#include <condition_variable>
#include <deque>
#include <initializer_list>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

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
    uint32_t group = 0;    // invocations of a workgroup
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

    // Compiled at the first request, or before it by the thread, for which it then waits. An unknown shader or
    // constant, or a constant not given, is a bug (std::logic_error).
    const Program& get(std::string_view shader, std::span<const Constant> constants);
    const Program& get(std::string_view shader, std::initializer_list<Constant> constants) {
        return get(shader, std::span(constants.begin(), constants.size()));
    }
    // From here on get() leaves the work to the thread; what it returns has no pipeline yet and cannot be dispatched.
    void announce_only(bool on) { announce_only_ = on; }

    bool builds_ahead() const { return worker_.joinable(); }
    ProgramCounts counts() const;
    std::string note() const;  // why a file of the last run could not be used; empty when it could

 private:
    struct Layout {
        VkDescriptorSetLayout set = VK_NULL_HANDLE;
        VkPipelineLayout pipeline = VK_NULL_HANDLE;
    };
    enum class State { queued, building, ready, failed };
    struct Entry {
        const Reflection* shader = nullptr;
        std::vector<std::pair<uint32_t, uint32_t>> constants;  // id, value
        State state = State::queued;
        std::string line = {};  // of the file
        int runs_unused = 0;    // as the file counts them
        bool used = false;
        Program program = {};
    };
    Entry& entry(std::string_view shader, std::span<const Constant> constants, bool& is_new);
    Layout layout_for(const Reflection& shader);
    void build(Entry& e, std::unique_lock<std::mutex>& lock);
    void work(const std::stop_token& stop);
    void load_list();
    void save_list() const;

    const Device& device_;
    PipelineCache cache_;
    std::map<std::string_view, Reflection> reflections_;
    std::filesystem::path list_path_;
    std::string list_mark_, list_note_;
    bool announce_only_ = false;

    mutable std::mutex mutex_;  // of all below; a pipeline is built without it
    std::condition_variable_any changed_;
    std::map<std::pair<uint32_t, uint32_t>, Layout> layouts_;  // by bindings and push bytes
    std::map<std::string, Entry, std::less<>> programs_;       // by shader and constants
    std::deque<Entry*> queue_;
    ProgramCounts counts_;
    std::string key_;  // reused
    std::jthread worker_;
};

}  // namespace lectern
