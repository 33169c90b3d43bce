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

DeviceInfo device(int index, DeviceKind kind, std::string unusable = {}) {
    return {.index = index, .name = "x", .kind = kind, .unusable = std::move(unusable)};
}

TEST(Devices, AutomaticMeansADiscreteCardOrTheProcessor) {
    EXPECT_EQ(automatic_device({}), -1);
    EXPECT_EQ(automatic_device({device(0, DeviceKind::software)}), -1);
    EXPECT_EQ(automatic_device({device(0, DeviceKind::integrated), device(1, DeviceKind::software)}), -1);
    EXPECT_EQ(automatic_device({device(0, DeviceKind::discrete, "too old"), device(1, DeviceKind::discrete)}), 1);
    EXPECT_EQ(automatic_device({device(0, DeviceKind::discrete, "too old")}), -1);
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
