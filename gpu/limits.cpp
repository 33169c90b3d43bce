// The device's limits, measured: what a rate is a percentage of.
#include <algorithm>
#include <chrono>

#include "gpu/vulkan_backend.h"

namespace lectern {

constexpr double kLongEnough = 0.2;  // seconds of one measurement
constexpr int kTrials = 3;

// Seconds of one round, the best of a few trials of as many rounds as fill the time.
template <class Round, class Wait>
static double seconds_of(Round round, Wait wait) {
    using Clock = std::chrono::steady_clock;
    round();
    wait();
    double best = 1e9;
    for (int trial = 0; trial < kTrials; ++trial) {
        int rounds = 0;
        double seconds = 0;
        for (const auto start = Clock::now(); seconds < kLongEnough; rounds += 8) {
            for (int i = 0; i < 8; ++i) round();
            wait();
            seconds = std::chrono::duration<double>(Clock::now() - start).count();
        }
        best = std::min(best, seconds / rounds);
    }
    return best;
}

DeviceLimits VulkanBackend::measure_limits() {
    struct ReadParams {
        uint32_t n, steps;
    };
    struct FmaParams {
        uint32_t steps;
        float scale;
    };
    const bool software = device_.physical().info.kind == DeviceKind::software;
    const uint32_t group = device_.tuning().elementwise_group;
    const auto wait = [this] { commands_.finish(false); };
    DeviceLimits limits;

    // Far more than any cache, within one binding.
    constexpr uint32_t kSteps = 64;
    const int64_t bytes = std::min<int64_t>(binding_bytes(), software ? int64_t{96} << 20 : int64_t{512} << 20);
    const auto groups = static_cast<uint32_t>(bytes / (int64_t{16} * kSteps * group));
    const int64_t read = int64_t{16} * kSteps * group * groups;
    const Tensor x = allocate(DType::F32, Shape{read / 4}),
                 y = allocate(DType::F32, Shape{std::max<int64_t>(groups, 65535)});
    commands_.clear(bind(x));
    Binding from = bind(x);
    from.element = 16;
    const Program& reader = programs_.get("measure_read", {{"group", group}});
    limits.bytes_per_second =
        static_cast<double>(read) / seconds_of(
                                        [&] {
                                            commands_.dispatch(reader, {groups}, ReadParams{u32(read / 16), kSteps},
                                                               {bind(y), from}, {0, static_cast<double>(read)});
                                        },
                                        wait);

    const Tensor other = allocate(DType::F32, x.shape);
    const auto &a = static_cast<VulkanStorage&>(*x.storage), &b = static_cast<VulkanStorage&>(*other.storage);
    const double copying = seconds_of(
        [&] {
            commands_.copy(a.block->buffer, a.offset, b.block->buffer, b.offset, static_cast<uint64_t>(read));
            commands_.flush();
        },
        wait);
    limits.bytes_per_second = std::max(limits.bytes_per_second, 2 * static_cast<double>(read) / copying);

    const uint32_t steps = software ? 256 : 4096, many = software ? 256 : 4096;
    const double flops = 2.0 * 4 * 8 * steps * many * group;
    const Program& adder = programs_.get("measure_fma", {{"group", group}});
    limits.flops = flops / seconds_of(
                               [&] {
                                   commands_.dispatch(adder, {many}, FmaParams{steps, 0.5f},
                                                      {bind(y), bind(x.slice_rows(0, 1))}, {flops, 0});
                               },
                               wait);
    return limits;
}

}  // namespace lectern
