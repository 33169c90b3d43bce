#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/error.h"
#include "gpu/gpu.h"

namespace lectern {
namespace {

TEST(Devices, AreNumberedBestFirst) {
    const std::vector<DeviceInfo> devices = list_devices();
    if (devices.empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    bool software = false;
    for (size_t i = 0; i < devices.size(); ++i) {
        const DeviceInfo& d = devices[i];
        EXPECT_EQ(d.index, static_cast<int>(i));
        EXPECT_FALSE(d.name.empty());
        EXPECT_FALSE(d.driver.empty());
        EXPECT_GT(d.memory, 0) << d.name;
        if (d.unusable.empty()) {
            EXPECT_GE(d.subgroup_size, 4) << d.name;
        }
        EXPECT_FALSE(software && d.kind != DeviceKind::software) << d.name << " stands behind a software driver";
        software = d.kind == DeviceKind::software;
    }
}

using Why = AutomaticDevice::Why;
constexpr int64_t kGB = 1'000'000'000;

// A machine's devices in the order of list_devices(), numbered.
std::vector<DeviceInfo> machine(std::vector<DeviceInfo> devices) {
    for (size_t i = 0; i < devices.size(); ++i) devices[i].index = static_cast<int>(i);
    return devices;
}

DeviceInfo device(DeviceKind kind, int64_t free = 8 * kGB, std::string unusable = {}) {
    return {.name = "x", .kind = kind, .memory = free, .free = free, .unusable = std::move(unusable)};
}

void expect(const std::vector<DeviceInfo>& devices, const AutomaticNeeds& needs, int taken, int left = -1,
            Why why = Why::none) {
    const AutomaticDevice answer = automatic_device(machine(devices), needs);
    EXPECT_EQ(answer.device, taken);
    EXPECT_EQ(answer.left_alone, left);
    EXPECT_EQ(answer.why, why);
}

TEST(Devices, AutomaticTakesTheFirstDiscreteCardThatHasRoom) {
    const auto card = device(DeviceKind::discrete), small = device(DeviceKind::discrete, 2 * kGB);
    expect({}, {}, -1);
    expect({card}, {.memory = 7 * kGB}, 0);
    expect({small, card}, {.memory = 7 * kGB}, 1, 0, Why::memory);
    expect({small, small}, {.memory = 7 * kGB}, -1, 0, Why::memory);
    expect({device(DeviceKind::discrete, 8 * kGB, "too old"), card}, {}, 1, 0, Why::unusable);
    expect({device(DeviceKind::discrete, 8 * kGB, "too old")}, {}, -1, 0, Why::unusable);
    DeviceInfo busy = card;  // what others hold does not count as room
    busy.free = 1 * kGB;
    expect({busy}, {.memory = 2 * kGB}, -1, 0, Why::memory);
}

TEST(Devices, AutomaticTakesAnIntegratedGpuOnlyWhereItPays) {
    const auto card = device(DeviceKind::discrete, 2 * kGB), chip = device(DeviceKind::integrated);
    const AutomaticNeeds large{.memory = 3 * kGB, .weights = 2 * kGB};
    expect({chip}, large, 0);
    expect({card, chip}, large, 1, 0, Why::memory);
    expect({chip}, {.memory = 3 * kGB, .weights = 2 * kGB, .fast_processor = true}, -1, 0, Why::slower);
    expect({chip}, {.memory = kGB, .weights = kIntegratedPays - 1}, -1, 0, Why::slower);
    expect({chip}, {.memory = 9 * kGB, .weights = 2 * kGB}, -1, 0, Why::memory);
    expect({card, chip}, {.memory = kGB, .weights = 10'000'000}, 0);  // a card takes small models, too
    expect({card, chip}, {.memory = 3 * kGB, .weights = 2 * kGB, .fast_processor = true}, -1, 0, Why::memory);
}

TEST(Devices, AutomaticNeverTakesWhatMayBeTheProcessorInDisguise) {
    for (const DeviceKind kind : {DeviceKind::software, DeviceKind::virtual_gpu, DeviceKind::other})
        expect({device(kind, 1000 * kGB)}, {.memory = kGB, .weights = kGB}, -1);
}

TEST(Devices, AWrongNumberIsNamed) {
    if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    try {
        make_vulkan_backend({.device = 99});
        FAIL() << "device 99 was opened";
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::device);
        EXPECT_NE(std::string(e.what()).find("99"), std::string::npos) << e.what();
        EXPECT_NE(std::string(e.what()).find(list_devices()[0].name), std::string::npos) << e.what();
    }
}

}  // namespace
}  // namespace lectern
