// Commands on their way: submitting, waiting, taking back what the device has finished.
#include <algorithm>

#include "gpu/check.h"
#include "gpu/commands.h"

namespace lectern {

constexpr double kUnfinished = 0.045;   // seconds of work submitted and not finished: what a cancelled page still costs
constexpr uint64_t kPoll = 10'000'000;  // nanoseconds between looks at the stop token

void Commands::read_queries(Recording& r) {
    std::vector<uint64_t> ticks(2 + 2 * r.dispatches.size());
    if (vkGetQueryPoolResults(device_.handle(), r.queries, 0, static_cast<uint32_t>(ticks.size()), ticks.size() * 8,
                              ticks.data(), 8, VK_QUERY_RESULT_64_BIT) != VK_SUCCESS)
        return;
    const uint32_t bits = device_.physical().timestamp_bits;
    const uint64_t mask = bits >= 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1;
    const auto seconds = [&](size_t i) {
        return static_cast<double>((ticks[i + 1] - ticks[i]) & mask) *
               static_cast<double>(device_.limits().timestampPeriod) * 1e-9;
    };
    if (r.estimate > 1e-4) correction_ = std::clamp(0.7 * correction_ + 0.3 * seconds(0) / r.estimate, 0.02, 50.0);
    for (size_t i = 0; i < r.dispatches.size(); ++i) {
        const auto& [name, work] = r.dispatches[i];
        OpTime& t = times_[name];
        ++t.dispatches;
        t.seconds += seconds(2 + 2 * i);
        t.flops += work.flops;
        t.bytes += work.bytes;
    }
}

// Takes back what the device has finished.
void Commands::retire() {
    uint64_t finished = 0;
    check_device(vkGetSemaphoreCounterValue(device_.handle(), done_, &finished), "ask the GPU");
    timeline_.completed = finished;
    while (!running_.empty() && running_.front()->submission <= finished) {
        if (running_.front()->queries) read_queries(*running_.front());
        spare_.push_back(std::move(running_.front()));
        running_.pop_front();
    }
}

void Commands::wait(uint64_t submission) {
    const VkSemaphoreWaitInfo info{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
                                   .semaphoreCount = 1,
                                   .pSemaphores = &done_,
                                   .pValues = &submission};
    for (;;) {
        const VkResult result = vkWaitSemaphores(device_.handle(), &info, kPoll);
        check_device(result, "wait for the GPU");
        if (result == VK_SUCCESS) break;
        check_stop();
    }
    retire();
}

// Waits until the work submitted and not finished, with `seconds` more, is little enough.
void Commands::make_room(double seconds) {
    retire();
    for (;;) {
        double unfinished = seconds;
        for (const auto& r : running_) unfinished += r->estimate * correction_;
        if (running_.empty() || unfinished <= kUnfinished) return;
        wait(running_.front()->submission);
    }
}

// The early copies: after everything of earlier submissions, before everything of this one.
void Commands::record_early(Recording& r) {
    const VkCommandBufferBeginInfo start{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                         .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT};
    check_device(vkBeginCommandBuffer(r.early, &start), "record GPU commands");
    barrier(r.early);
    std::vector<VkBufferCopy> pieces;
    for (size_t i = 0; i < r.early_copies.size(); ++i) {
        const Recording::EarlyCopy& c = r.early_copies[i];
        pieces.push_back(c.piece);
        if (i + 1 < r.early_copies.size() && r.early_copies[i + 1].from == c.from && r.early_copies[i + 1].to == c.to)
            continue;
        vkCmdCopyBuffer(r.early, c.from, c.to, static_cast<uint32_t>(pieces.size()), pieces.data());
        ++counts_.copies;
        pieces.clear();
    }
    barrier(r.early);
    check_device(vkEndCommandBuffer(r.early), "record GPU commands");
}

// A submission that the driver refuses for want of memory is offered again; one that cannot even be ended is gone,
// weights on their way perhaps with it, so nothing on this device can be trusted any more.
void Commands::end_recording(Recording& r) {
    try {
        if (r.queries) vkCmdWriteTimestamp(r.commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, r.queries, 1);
        check_device(vkEndCommandBuffer(r.commands), "record GPU commands");
        if (!r.early_copies.empty()) record_early(r);
    } catch (...) {
        lost_ = true;
        throw;
    }
    r.ended = true;
}

void Commands::flush() {
    if (!open_) return;
    make_room(open_->estimate * correction_);
    if (lost_ || static_cast<int>(timeline_.recording) - 1 == testing_.lose_device_at_submission)
        check_device(VK_ERROR_DEVICE_LOST, "compute on the GPU");
    Recording& r = *open_;
    if (!r.ended) end_recording(r);
    const VkCommandBuffer both[] = {r.early, r.commands};
    const bool has_early = !r.early_copies.empty();
    r.submission = timeline_.recording;
    const VkTimelineSemaphoreSubmitInfo count{.sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO,
                                              .signalSemaphoreValueCount = 1,
                                              .pSignalSemaphoreValues = &r.submission};
    const VkSubmitInfo submit{.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
                              .pNext = &count,
                              .commandBufferCount = has_early ? 2u : 1u,
                              .pCommandBuffers = has_early ? both : both + 1,
                              .signalSemaphoreCount = 1,
                              .pSignalSemaphores = &done_};
    check_device(vkQueueSubmit(device_.queue(), 1, &submit, VK_NULL_HANDLE), "compute on the GPU");
    ++timeline_.recording;
    running_.push_back(std::move(open_));
}

void Commands::flush_for_host() {
    begin();
    const VkMemoryBarrier memory{.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
                                 .srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT,
                                 .dstAccessMask = VK_ACCESS_HOST_READ_BIT};
    vkCmdPipelineBarrier(open_->commands, VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT,
                         VK_PIPELINE_STAGE_HOST_BIT, 0, 1, &memory, 0, nullptr, 0, nullptr);
    flush();
}

void Commands::finish(bool for_host) {
    if (lost_) throw_vulkan(VK_ERROR_DEVICE_LOST, "read from the GPU");
    if (for_host && host_sees_all_) return;
    if (for_host)
        flush_for_host();
    else
        flush();
    count_wait();
    if (!running_.empty()) wait(running_.back()->submission);
    host_sees_all_ = for_host;
}

}  // namespace lectern
