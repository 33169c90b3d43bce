// What --device means, and what becomes of a page when the GPU is lost in the middle of it.
#include "app/device.h"

#include <gtest/gtest.h>

#include "app/engine.h"
#include "app/page_source.h"
#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "gpu/gpu.h"

namespace lectern {

TEST(DeviceName, FourSpellingsAndNoOthers) {
    for (const char* good : {"auto", "cpu", "vulkan", "vulkan:0", "vulkan:12"})
        EXPECT_NO_THROW(check_device_name(good)) << good;
    for (const char* bad :
         {"", "gpu", "vulkan:", "vulkan:-1", "vulkan:x", "vulkan:1x", "vulkan:99999999999", "cuda", "CPU"}) {
        try {
            check_device_name(bad);
            ADD_FAILURE() << bad << " was accepted";
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::argument);
        }
    }
}

TEST(DeviceChoiceTest, AutoNeverTakesASoftwareDriver) {
    const DeviceChoice choice = choose_device("auto", 1000);
    EXPECT_EQ(choice.gpu, automatic_device(list_devices()));
    if (choice.gpu < 0) {
        EXPECT_EQ(choice.name, cpu_info().model);
    } else {
        EXPECT_EQ(list_devices()[static_cast<size_t>(choice.gpu)].kind, DeviceKind::discrete);
        const DeviceChoice large = choose_device("auto", size_t{1} << 50);
        EXPECT_EQ(large.gpu, -1);
        EXPECT_FALSE(large.note.empty());
    }
}

TEST(DeviceChoiceTest, AGpuThatIsNotThereIsADeviceFault) {
    try {
        choose_device("vulkan:77", 0);
        ADD_FAILURE() << "it was chosen";
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::device);
        EXPECT_FALSE(e.parts().advice.empty());
    }
}

class LineReading : public ::testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    }
    // The text of a sample line, and what the engine said meanwhile.
    static std::string read(EngineOptions options, std::vector<std::string>& notices) {
        options.model = "resources/models/reader-tiny";
        options.notice = [&](const std::string& sentence) { notices.push_back(sentence); };
        const auto engine = make_engine(options);
        const auto source = open_page_source("resources/models/reader-tiny/samples/line_00.png");
        PageInput input;
        input.image = source->render(0, 0, {});
        input.width = static_cast<double>(input.image.width) * 72 / input.dpi;
        input.height = static_cast<double>(input.image.height) * 72 / input.dpi;
        PageEvents events;
        const Page page = engine->read(input, {}, events, {});
        EXPECT_EQ(page.state, PageState::read) << page.failure;
        std::string text;
        for (const Region& region : page.regions) text += region.content;
        return text;
    }
};

TEST_F(LineReading, TheSameTextOnBothDevices) {
    std::vector<std::string> notices;
    const std::string cpu = read({.device = "cpu", .compute = Compute::f32}, notices);
    EXPECT_FALSE(cpu.empty());
    EXPECT_EQ(read({.device = "vulkan", .compute = Compute::f32}, notices), cpu);
    EXPECT_TRUE(notices.empty());
}

TEST_F(LineReading, APageWhoseGpuIsLostIsReadOnTheProcessor) {
    std::vector<std::string> notices;
    const std::string cpu = read({.device = "cpu", .compute = Compute::f32}, notices);
    EngineOptions options{.device = "vulkan", .compute = Compute::f32};
    options.open = [](const DeviceChoice& choice, int threads, Compute compute) -> std::unique_ptr<Backend> {
        if (choice.gpu < 0) return open_device(choice, threads, compute);
        return make_vulkan_backend({.device = choice.gpu,
                                    .compute = compute,
                                    .pipeline_cache = false,
                                    .testing = {.lose_device_at_submission = 12}});
    };
    EXPECT_EQ(read(options, notices), cpu);
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_NE(notices[0].find("stopped responding"), std::string::npos) << notices[0];
}

}  // namespace lectern
