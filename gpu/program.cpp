#include "gpu/program.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <system_error>

#include "gpu/cache_file.h"
#include "gpu/check.h"
#include "gpu/shaders/embedded.h"

namespace lectern {

constexpr int kRunsKept = 20;             // a program that so many runs have not used is forgotten
constexpr size_t kMostRemembered = 1000;  // programs

// The list of one build of the shaders is of no use to another: eight characters of their hash.
static std::string mark_of_shaders() {
    uint64_t hash = 0xcbf29ce484222325u;
    for (const EmbeddedShader& shader : embedded_shaders())
        for (const uint32_t word : shader.words) hash = (hash ^ word) * 0x100000001b3u;
    std::string mark = "l";
    for (int i = 0; i < 7; ++i) mark += static_cast<char>('a' + (hash >> (8 * i)) % 26);
    return mark;
}

Programs::Programs(const Device& device, bool disk_cache)
    : device_(device), cache_(device, disk_cache), list_mark_(mark_of_shaders()) {
    for (const EmbeddedShader& shader : embedded_shaders()) reflections_.emplace(shader.name, reflect(shader.words));
    if (!disk_cache) return;
    list_path_ = cache_path("programs", device.physical().properties);
    load_list();
    try {
        worker_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
    } catch (const std::system_error&) {
        // No thread to be had: programs are built when they are first asked for.
    }
}

Programs::~Programs() {
    if (worker_.joinable()) {
        worker_.request_stop();
        worker_.join();
        save_list();
    }
    for (const auto& [key, e] : programs_) vkDestroyPipeline(device_.handle(), e.program.pipeline, nullptr);
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
    if (!layout.set)  // it is there when a pipeline layout failed before
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

// Finds the program, or makes its entry with all but the pipeline.
Programs::Entry& Programs::entry(std::string_view name, std::span<const Constant> constants, bool& is_new) {
    key_.assign(name);
    for (const Constant& c : constants) {
        key_ += '\0';
        key_ += c.name;
        key_.append(reinterpret_cast<const char*>(&c.value), sizeof c.value);
    }
    is_new = false;
    if (const auto known = programs_.find(key_); known != programs_.end()) return known->second;

    const auto found = reflections_.find(name);
    require(found != reflections_.end(), "no such shader");
    const Reflection& shader = found->second;
    require(constants.size() == shader.constants.size(), "the shader has another number of constants");
    Entry e{.shader = &shader, .constants = {}, .line = std::string(name)};
    for (const Constant& c : constants) {
        const auto it = shader.constants.find(c.name);
        require(it != shader.constants.end(), "a constant the shader does not have");
        e.constants.emplace_back(it->second, c.value);
        (((e.line += ' ') += c.name) += '=') += std::to_string(c.value);
        if (c.name == "group") e.program.group = c.value;
    }
    require(e.program.group > 0 && e.program.group <= device_.limits().maxComputeWorkGroupInvocations,
            "a workgroup of a wrong size");
    e.program.shader = found->first;
    e.program.layout = layout_for(shader).pipeline;
    e.program.bindings = shader.bindings;
    e.program.push_bytes = shader.push_bytes;
    e.program.written = shader.written;
    is_new = true;
    return programs_.emplace(key_, std::move(e)).first->second;
}

static VkResult make_pipeline(VkDevice device, VkPipelineCache cache, const Reflection& shader, VkPipelineLayout layout,
                              const std::vector<std::pair<uint32_t, uint32_t>>& constants, VkPipeline& pipeline) {
    std::vector<VkSpecializationMapEntry> entries;
    std::vector<uint32_t> values;
    for (const auto& [id, value] : constants) {
        entries.push_back({.constantID = id, .offset = static_cast<uint32_t>(values.size() * 4), .size = 4});
        values.push_back(value);
    }
    const VkSpecializationInfo specialisation{.mapEntryCount = static_cast<uint32_t>(entries.size()),
                                              .pMapEntries = entries.data(),
                                              .dataSize = values.size() * 4,
                                              .pData = values.data()};
    const VkShaderModuleCreateInfo words{.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
                                         .codeSize = shader.words.size_bytes(),
                                         .pCode = shader.words.data()};
    VkShaderModule module = VK_NULL_HANDLE;
    VkResult result = vkCreateShaderModule(device, &words, nullptr, &module);
    if (result != VK_SUCCESS) return result;
    const VkComputePipelineCreateInfo create{.sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
                                             .flags = VK_PIPELINE_CREATE_DISPATCH_BASE_BIT,
                                             .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                                                       .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                                                       .module = module,
                                                       .pName = "main",
                                                       .pSpecializationInfo = &specialisation},
                                             .layout = layout};
    result = vkCreateComputePipelines(device, cache, 1, &create, nullptr, &pipeline);
    vkDestroyShaderModule(device, module, nullptr);
    return result;
}

// Called with the lock, which is free meanwhile: the driver compiles for many threads at a time.
void Programs::build(Entry& e, std::unique_lock<std::mutex>& lock) {
    e.state = State::building;
    lock.unlock();
    VkPipeline pipeline = VK_NULL_HANDLE;
    const VkResult result =
        make_pipeline(device_.handle(), cache_.handle(), *e.shader, e.program.layout, e.constants, pipeline);
    lock.lock();
    e.program.pipeline = pipeline;
    e.state = result == VK_SUCCESS ? State::ready : State::failed;
    changed_.notify_all();
    if (result != VK_SUCCESS) throw_vulkan(result, "prepare the GPU program " + std::string(e.program.shader));
    cache_.note_new();
    ++counts_.built;
}

const Program& Programs::get(std::string_view name, std::span<const Constant> constants) {
    std::unique_lock lock(mutex_);
    bool is_new = false;
    Entry& e = entry(name, constants, is_new);
    if (announce_only_) {
        if (is_new) queue_.push_back(&e);
        changed_.notify_all();
        return e.program;
    }
    e.used = true;
    if (e.state == State::ready) return e.program;
    ++counts_.waited_for;
    changed_.wait(lock, [&] { return e.state != State::building; });
    if (e.state != State::ready) build(e, lock);  // what failed before may succeed now, or say why
    return e.program;
}

void Programs::work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [&] { return !queue_.empty(); })) {
        Entry& e = *queue_.front();
        queue_.pop_front();
        if (e.state != State::queued) continue;
        try {
            build(e, lock);
            ++counts_.built_ahead;
        } catch (const std::exception&) {
            // Whoever needs it tries again and says so.
        }
        changed_.notify_all();
    }
}

ProgramCounts Programs::counts() const {
    const std::unique_lock lock(mutex_);
    ProgramCounts counts = counts_;
    for (const auto& [key, e] : programs_) counts.to_build += e.state == State::queued || e.state == State::building;
    return counts;
}

std::string Programs::note() const {
    return cache_.note().empty() ? list_note_ : cache_.note();
}

// -- the list of the last runs: lines of "<runs unused> <shader> <constant>=<value> ...", those used last first

static bool read_number(std::string_view text, uint32_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

static std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const size_t end = std::min(text.find(at), text.size());
        parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

// A line that does not fit the shaders is passed over, and so is a program that the device has no memory for yet.
void Programs::load_list() {
    const std::vector<char> bytes = load_cache_file(list_path_, list_mark_, list_note_);
    for (const std::string_view line : split({bytes.data(), bytes.size()}, '\n')) {
        const std::vector<std::string_view> words = split(line, ' ');
        uint32_t runs = 0;
        if (words.size() < 2 || !read_number(words[0], runs) || programs_.size() == kMostRemembered) continue;
        std::vector<Constant> constants;
        for (size_t i = 2; i < words.size(); ++i) {
            const size_t equals = words[i].find('=');
            uint32_t value = 0;
            if (equals == std::string_view::npos || !read_number(words[i].substr(equals + 1), value)) break;
            constants.push_back({words[i].substr(0, equals), value});
        }
        try {
            bool is_new = false;
            Entry& e = entry(words[1], constants, is_new);
            e.runs_unused = static_cast<int>(std::min<uint32_t>(runs, kRunsKept)) + 1;
            if (is_new) queue_.push_back(&e);
        } catch (const std::exception&) {
        }
    }
}

void Programs::save_list() const {
    std::vector<std::pair<int, std::string_view>> lines;
    bool any_used = false;
    for (const auto& [key, e] : programs_) {
        any_used |= e.used;
        if (e.used || (e.runs_unused > 0 && e.runs_unused <= kRunsKept))
            lines.emplace_back(e.used ? 0 : e.runs_unused, e.line);
    }
    if (!any_used) return;
    std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string text;
    for (const auto& [runs, line] : lines) text += std::to_string(runs) + " " + std::string(line) + "\n";
    save_cache_file(list_path_, list_mark_, text);
}

}  // namespace lectern
