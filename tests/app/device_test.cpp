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

constexpr int64_t kGB = 1'000'000'000;

DeviceInfo pretended(int index, DeviceKind kind, int64_t memory, std::string unusable = {}) {
    return {.index = index, .name = "Card " + std::to_string(index), .kind = kind, .memory = memory, .free = memory, .unusable = std::move(unusable)};
}

TEST(DeviceChoiceTest, AutoSaysWhyACardIsLeftAlone) {
    const auto card = pretended(0, DeviceKind::discrete, 4 * kGB);
    const DeviceChoice fits = choose_device("auto", {.memory = 3 * kGB}, {card});
    EXPECT_EQ(fits.gpu, 0);
    EXPECT_EQ(fits.name, "Card 0");
    EXPECT_FALSE(fits.note);
    const DeviceChoice large = choose_device("auto", {.memory = 6'700'000'000}, {card});
    EXPECT_EQ(large.gpu, -1);
    EXPECT_EQ(large.name, cpu_info().model);
    ASSERT_TRUE(large.note);
    EXPECT_EQ(sentence(*large.note),
              "The model needs 6.7 GB of GPU memory and 4.0 GB are free on Card 0, so the processor is used.");
    const DeviceChoice old = choose_device("auto", {}, {pretended(0, DeviceKind::discrete, kGB, "it has no compute queue")});
    ASSERT_TRUE(old.note);
    EXPECT_EQ(sentence(*old.note), "Card 0 cannot be used: it has no compute queue. The processor is used instead.");
    // Nothing was lost where there is no card, or one that would not pay.
    EXPECT_FALSE(choose_device("auto", {}, {}).note);
    EXPECT_FALSE(choose_device("auto", {}, {pretended(0, DeviceKind::software, 9 * kGB)}).note);
    EXPECT_FALSE(choose_device("auto", {.weights = 1000}, {pretended(0, DeviceKind::integrated, 9 * kGB)}).note);
}

TEST(DeviceChoiceTest, VulkanTakesWhatItIsToldTo) {
    const std::vector<DeviceInfo> devices{pretended(0, DeviceKind::discrete, kGB, "too old"),
                                          pretended(1, DeviceKind::integrated, kGB),
                                          pretended(2, DeviceKind::software, kGB)};
    const AutomaticNeeds huge{.memory = 900 * kGB};  // whether it fits is check_memory's question
    EXPECT_EQ(choose_device("vulkan", huge, devices).gpu, 1);
    EXPECT_EQ(choose_device("vulkan:2", huge, devices).gpu, 2);
    EXPECT_EQ(choose_device("cpu", huge, devices).gpu, -1);
}

TEST(DeviceChoiceTest, AutoNeverTakesASoftwareDriver) {
    const DeviceChoice choice = choose_device("auto", {.memory = 1000});
    if (choice.gpu >= 0) {
        EXPECT_NE(list_devices()[static_cast<size_t>(choice.gpu)].kind, DeviceKind::software);
    }
}

TEST(DeviceChoiceTest, AGpuThatIsNotThereIsADeviceFault) {
    try {
        choose_device("vulkan:77", {});
        ADD_FAILURE() << "it was chosen";
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::device);
        EXPECT_FALSE(e.parts().advice.empty());
    }
}

TEST(DeviceChoiceTest, WhatDoesNotFitIsSaidBeforeAnythingIsLoaded) {
    const ModelReport report = inspect_model("resources/models/reader-tiny");
    const auto weights = static_cast<int64_t>(report.sizes.weight_bytes + report.sizes.table_bytes);
    const DeviceChoice small{.gpu = 0, .name = "Card 0", .free = weights / 2};
    try {
        check_memory(small, report, 0, Compute::bf16);
        ADD_FAILURE() << "it was taken to fit";
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::memory);
        EXPECT_EQ(exit_code(e.fault()), 5);
        const std::string what = e.what();
        for (const std::string& part : {gigabytes(weights), gigabytes(small.free), std::string("on Card 0"), std::string("--device cpu")})
            EXPECT_NE(what.find(part), std::string::npos) << part << " in: " << what;
    }
    const auto tight = check_memory({.gpu = 0, .name = "Card 0", .free = weights + 1000}, report, 0, Compute::bf16);
    ASSERT_TRUE(tight);
    EXPECT_NE(sentence(*tight).find("free on Card 0"), std::string::npos) << sentence(*tight);
    EXPECT_FALSE(check_memory({.gpu = 0, .name = "Card 0", .free = 100 * kGB}, report, 0, Compute::bf16));
}

class LineReading : public ::testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    }
    // A sample line as a page, and what the engine said meanwhile.
    static Page read(EngineOptions options, std::vector<std::string>& notices) {
        options.notice = [&](const DeviceNotice& notice) { notices.push_back(sentence(notice)); };
        options.model = "resources/models/reader-tiny";
        const auto engine = make_engine(options);
        return read_line(*engine);
    }
    static Page read_line(Engine& engine) {
        const auto source = open_page_source("resources/models/reader-tiny/samples/line_00.png");
        PageInput input;
        input.image = source->render(0, 0, {});
        input.width = static_cast<double>(input.image.width) * 72 / input.dpi;
        input.height = static_cast<double>(input.image.height) * 72 / input.dpi;
        PageEvents events;
        return engine.read(input, {}, events, {});
    }
    static std::string text_of(const Page& page) {
        std::string text;
        for (const Region& region : page.regions) text += region.content;
        return text;
    }
};

TEST_F(LineReading, TheSameTextOnBothDevices) {
    std::vector<std::string> notices;
    const std::string cpu = text_of(read({.device = "cpu", .compute = Compute::f32}, notices));
    EXPECT_FALSE(cpu.empty());
    const Page page = read({.device = "vulkan", .compute = Compute::f32}, notices);
    EXPECT_EQ(page.state, PageState::read) << page.failure;
    EXPECT_EQ(text_of(page), cpu);
    EXPECT_TRUE(notices.empty());
}

TEST_F(LineReading, APageWhoseGpuIsLostIsReadOnTheProcessorAndSoAreThoseAfterIt) {
    std::vector<std::string> notices;
    const std::string cpu = text_of(read({.device = "cpu", .compute = Compute::f32}, notices));
    int opened = 0;  // GPUs
    EngineOptions options{.model = "resources/models/reader-tiny", .device = "vulkan", .compute = Compute::f32};
    options.notice = [&](const DeviceNotice& notice) { notices.push_back(sentence(notice)); };
    options.open = [&](const DeviceChoice& choice, int threads, Compute compute) -> std::unique_ptr<Backend> {
        if (choice.gpu < 0) return open_device(choice, threads, compute);
        ++opened;
        return make_vulkan_backend({.device = choice.gpu,
                                    .compute = compute,
                                    .pipeline_cache = false,
                                    .testing = {.lose_device_at_submission = 12}});
    };
    const auto engine = make_engine(options);
    EXPECT_FALSE(engine->lost_gpu());
    const Page first = read_line(*engine), second = read_line(*engine);
    EXPECT_EQ(text_of(first), cpu);
    EXPECT_EQ(first.state, PageState::warnings);
    ASSERT_EQ(first.warnings.size(), 1u);
    EXPECT_NE(first.warnings[0].find("read again on the processor"), std::string::npos) << first.warnings[0];
    EXPECT_EQ(text_of(second), cpu);
    EXPECT_EQ(second.state, PageState::read);
    EXPECT_TRUE(engine->lost_gpu());
    EXPECT_EQ(engine->device_name(), cpu_info().model);
    EXPECT_EQ(opened, 1);
    ASSERT_EQ(notices.size(), 1u);
    EXPECT_NE(notices[0].find("stopped responding"), std::string::npos) << notices[0];
}

}  // namespace lectern
