// Commands being recorded; gpu/submission.cpp sends them.
#include "gpu/commands.h"

#include <algorithm>

#include "core/base/error.h"
#include "gpu/check.h"

namespace lectern {

constexpr double kSlice = 0.005;           // seconds of work per submission
constexpr uint32_t kMostDispatches = 256;  // of one submission, when each is measured

Commands::Commands(const Device& device, Timeline& timeline, const VulkanOptions& options)
    : device_(device),
      timeline_(timeline),
      testing_(options.testing),
      slice_(options.testing.work_slice > 0 ? options.testing.work_slice : kSlice) {
    per_op_ = options.timestamps && device.physical().timestamp_bits > 0;
    const VkCommandPoolCreateInfo pool{
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT | VK_COMMAND_POOL_CREATE_TRANSIENT_BIT,
        .queueFamilyIndex = device.physical().queue_family};
    check(vkCreateCommandPool(device.handle(), &pool, nullptr, &pool_), "prepare the GPU");
    const VkSemaphoreTypeCreateInfo type{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
                                         .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE};
    const VkSemaphoreCreateInfo semaphore{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO, .pNext = &type};
    const VkResult made = vkCreateSemaphore(device.handle(), &semaphore, nullptr, &done_);
    if (made != VK_SUCCESS) vkDestroyCommandPool(device.handle(), pool_, nullptr);
    check(made, "prepare the GPU");
}

Commands::~Commands() {
    vkDeviceWaitIdle(device_.handle());
    const auto destroy = [&](const std::unique_ptr<Recording>& r) {
        if (r && r->queries) vkDestroyQueryPool(device_.handle(), r->queries, nullptr);
    };
    destroy(open_);
    for (const auto& r : running_) destroy(r);
    for (const auto& r : spare_) destroy(r);
    vkDestroySemaphore(device_.handle(), done_, nullptr);
    vkDestroyCommandPool(device_.handle(), pool_, nullptr);
}

// A lost device stays lost: whoever owns the Backend must make a new one.
void Commands::check_device(VkResult result, std::string_view attempted) {
    if (result == VK_ERROR_DEVICE_LOST) lost_ = true;
    check(result, attempted);
}

void Commands::check_stop() const {
    if (lost_) throw_vulkan(VK_ERROR_DEVICE_LOST, "compute on the GPU");
    if (stop_.stop_requested())
        throw Error({.fault = Fault::cancelled, .attempted = "finish the page", .found = "it was stopped"});
}

void Commands::begin() {
    host_sees_all_ = false;
    if (open_ && open_->ended) flush();
    if (open_) return;
    retire();
    if (!spare_.empty()) {
        open_ = std::move(spare_.back());
        spare_.pop_back();
    } else {
        auto r = std::make_unique<Recording>();
        const VkCommandBufferAllocateInfo allocate{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
                                                   .commandPool = pool_,
                                                   .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
                                                   .commandBufferCount = 1};
        check_device(vkAllocateCommandBuffers(device_.handle(), &allocate, &r->commands), "record GPU commands");
        check_device(vkAllocateCommandBuffers(device_.handle(), &allocate, &r->early), "record GPU commands");
        if (device_.physical().timestamp_bits > 0) {
            const VkQueryPoolCreateInfo queries{.sType = VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO,
                                                .queryType = VK_QUERY_TYPE_TIMESTAMP,
                                                .queryCount = 2 + (per_op_ ? 2 * kMostDispatches : 0)};
            check_device(vkCreateQueryPool(device_.handle(), &queries, nullptr, &r->queries), "record GPU commands");
        }
        open_ = std::move(r);
    }
    open_->estimate = 0;
    open_->ended = false;
    open_->dispatches.clear();
    open_->early_copies.clear();
    const VkCommandBufferBeginInfo start{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                         .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT};
    if (const VkResult begun = vkBeginCommandBuffer(open_->commands, &start); begun != VK_SUCCESS) {
        spare_.push_back(std::move(open_));  // nothing may be recorded there before it has begun
        check_device(begun, "record GPU commands");
    }
    if (!open_->queries) return;
    vkCmdResetQueryPool(open_->commands, open_->queries, 0, 2 + (per_op_ ? 2 * kMostDispatches : 0));
    vkCmdWriteTimestamp(open_->commands, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, open_->queries, 0);
}

// Everything before, of this queue, is finished and seen by everything after.
void Commands::barrier(VkCommandBuffer commands) {
    if (counts_.barriers++ == testing_.skip_barrier) return;
    const VkMemoryBarrier memory{.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
                                 .srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT,
                                 .dstAccessMask = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT |
                                                  VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT};
    constexpr VkPipelineStageFlags kStages = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT;
    vkCmdPipelineBarrier(commands, kStages, kStages, 0, 1, &memory, 0, nullptr, 0, nullptr);
}

// A barrier, if the next command of the open recording needs one. Waiting on the host is none: what a submission wrote
// is shown to later ones by barriers alone. Ops that are measured run one by one, else they would share their times.
void Commands::order(std::span<const Access> next) {
    const bool alone = per_op_ || testing_.every_barrier;
    if (hazards_.conflict(next) || (alone && !hazards_.empty())) {
        barrier(open_->commands);
        hazards_.clear();
    }
    hazards_.add(next);
}

Commands::Bound Commands::describe(const Program& program, const void* params, size_t params_bytes,
                                   std::span<const Binding> bindings) const {
    require(bindings.size() == program.bindings, "the shader has another number of bindings");
    require(32 + params_bytes == program.push_bytes, "the shader's push constants have another size");
    Bound bound{.count = bindings.size()};
    const uint64_t alignment = device_.limits().minStorageBufferOffsetAlignment;
    for (size_t i = 0; i < bindings.size(); ++i) {
        const Binding& b = bindings[i];
        const uint64_t begin = b.storage->offset + b.offset, aligned = begin / alignment * alignment;
        require((begin - aligned) % b.element == 0 && b.offset + b.bytes <= b.storage->size,
                "a binding outside its tensor");
        bound.push[i] = static_cast<uint32_t>((begin - aligned) / b.element);
        const uint64_t range = std::max<uint64_t>((begin - aligned + b.bytes + 3) / 4 * 4, 4);
        require(static_cast<int64_t>(range) <= device_.binding_bytes(), "a binding larger than the device takes");
        bound.buffers[i] = {.buffer = b.storage->block->buffer, .offset = aligned, .range = range};
        bound.uses[i] = {b.storage->block->buffer, aligned, aligned + range, (program.written >> i & 1) != 0};
    }
    std::memcpy(bound.push.data() + 8, params, params_bytes);
    return bound;
}

void Commands::bind(const Program& program, const Bound& bound) {
    std::array<VkWriteDescriptorSet, 8> writes{};
    for (size_t i = 0; i < bound.count; ++i)
        writes[i] = {.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                     .dstBinding = static_cast<uint32_t>(i),
                     .descriptorCount = 1,
                     .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
                     .pBufferInfo = &bound.buffers[i]};
    const VkCommandBuffer commands = open_->commands;
    vkCmdBindPipeline(commands, VK_PIPELINE_BIND_POINT_COMPUTE, program.pipeline);
    device_.push_descriptors()(commands, VK_PIPELINE_BIND_POINT_COMPUTE, program.layout, 0,
                               static_cast<uint32_t>(bound.count), writes.data());
    vkCmdPushConstants(commands, program.layout, VK_SHADER_STAGE_COMPUTE_BIT, 0, program.push_bytes, bound.push.data());
}

void Commands::dispatch_bytes(const Program& program, Groups groups, const void* params, size_t params_bytes,
                              std::span<const Binding> bindings, Work work) {
    if (pretend_) return;
    check_stop();
    if (groups.x == 0 || groups.y == 0 || groups.z == 0) return;
    const auto& most = device_.limits().maxComputeWorkGroupCount;
    require(groups.x <= most[0] && groups.y <= most[1] && groups.z <= most[2], "more workgroups than the device takes");
    const Bound bound = describe(program, params, params_bytes, bindings);
    const double seconds =
        std::max(work.flops / device_.tuning().flops, work.bytes / device_.tuning().bandwidth) + 2e-6;

    // The pieces of one dispatch do not touch each other's results, so only the first needs the barrier.
    uint32_t* longest = &groups.x;
    if (groups.y > *longest) longest = &groups.y;
    if (groups.z > *longest) longest = &groups.z;
    const uint32_t whole = *longest;
    const auto pieces =
        static_cast<uint32_t>(std::clamp(seconds * correction_ / slice_, 1.0, static_cast<double>(whole)));
    for (uint32_t piece = 0; piece < pieces; ++piece) {
        if (piece > 0) check_stop();
        begin();
        if (piece == 0) order({bound.uses.data(), bound.count});
        bind(program, bound);
        const auto first = static_cast<uint32_t>(uint64_t{whole} * piece / pieces);
        *longest = static_cast<uint32_t>(uint64_t{whole} * (piece + 1) / pieces) - first;
        const uint32_t base[3] = {longest == &groups.x ? first : 0, longest == &groups.y ? first : 0,
                                  longest == &groups.z ? first : 0};
        const auto query = static_cast<uint32_t>(2 + 2 * open_->dispatches.size());
        if (per_op_) vkCmdWriteTimestamp(open_->commands, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT, open_->queries, query);
        if (pieces == 1)  // synchronisation validation 1.3.239 does not look at vkCmdDispatchBase
            vkCmdDispatch(open_->commands, groups.x, groups.y, groups.z);
        else
            vkCmdDispatchBase(open_->commands, base[0], base[1], base[2], groups.x, groups.y, groups.z);
        ++counts_.dispatches;
        if (per_op_) {
            vkCmdWriteTimestamp(open_->commands, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT, open_->queries, query + 1);
            open_->dispatches.emplace_back(program.shader, Work{work.flops / pieces, work.bytes / pieces});
        }
        open_->estimate += seconds / pieces;
        if (open_->estimate * correction_ >= slice_ || open_->dispatches.size() == kMostDispatches) flush();
    }
}

void Commands::copy(VkBuffer from, uint64_t from_offset, VkBuffer to, uint64_t to_offset, uint64_t bytes) {
    if (lost_) throw_vulkan(VK_ERROR_DEVICE_LOST, "copy to the GPU");
    begin();
    const Access uses[] = {{from, from_offset, from_offset + bytes, false}, {to, to_offset, to_offset + bytes, true}};
    order(uses);
    const VkBufferCopy region{.srcOffset = from_offset, .dstOffset = to_offset, .size = bytes};
    vkCmdCopyBuffer(open_->commands, from, to, 1, &region);
    ++counts_.copies;
    open_->estimate += static_cast<double>(bytes) / device_.tuning().bandwidth;
}

void Commands::copy_early(VkBuffer from, uint64_t from_offset, VkBuffer to, uint64_t to_offset, uint64_t bytes) {
    if (lost_) throw_vulkan(VK_ERROR_DEVICE_LOST, "copy to the GPU");
    begin();
    open_->early_copies.push_back({from, to, {.srcOffset = from_offset, .dstOffset = to_offset, .size = bytes}});
}

void Commands::clear(const Binding& to) {
    if (pretend_) return;
    begin();
    const uint64_t begin = to.storage->offset + to.offset, bytes = to.bytes / 4 * 4;
    const Access use{to.storage->block->buffer, begin, begin + bytes, true};
    order({&use, 1});
    vkCmdFillBuffer(open_->commands, to.storage->block->buffer, begin, bytes, 0);
}

GpuCounts Commands::counts() const {
    GpuCounts c = counts_;
    c.submissions = submissions();
    return c;
}

std::vector<OpTime> Commands::take_times() {
    std::vector<OpTime> all;
    for (auto& [name, time] : times_) {
        time.op = name;
        all.push_back(std::move(time));
    }
    times_.clear();
    return all;
}

}  // namespace lectern
