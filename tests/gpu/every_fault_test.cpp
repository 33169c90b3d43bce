// A small model reads a picture on a device whose calls fail one after the other: every submission, every allocation,
// all kinds of objects, each in its turn, once and for good. The engine lives and gives the processor's text each time,
// whatever failed; only a device that does not even open is an error, with a sentence. The validation layer, which sits
// above the faults and so sees how they are taken, says nothing, not even about what is left behind. Faults come from
// the layer in fault_layer.cpp, by way of the environment; faults_test.cpp does the same to the real program.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "app/engine.h"
#include "core/base/error.h"
#include "gpu/gpu.h"
#include "tests/support/synthetic_image.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_glm_ocr.h"

namespace lectern {
namespace {

enum class Each { one, some };  // every call in its turn, or ever fewer of the later ones
struct Calls {                  // which calls fail, with what
    const char* function;
    const char* result;
    bool for_good = false;  // and all after them
    bool staged = false;    // as on a card whose memory the host does not see
    bool cache = false;     // programs are built by a thread
    Each each = Each::one;
};

struct Outcome {
    Page page;
    bool opened = false;  // the GPU did
    std::string error;    // what ended the reading instead; empty: nothing did
    std::string error_advice;
    std::vector<std::string> notices;
    std::map<std::string, long> calls;  // by function, on the GPU
    std::string validation;             // what the layer said
};

class EveryFault : public ::testing::Test {
 protected:
    // One for all tests: the driver's cache of compiled shaders lies there, too.
    static const lectern::testing::TempFolder& folder() {
        static const lectern::testing::TempFolder one;
        return one;
    }
    static void SetUpTestSuite() {
        ::setenv("VK_ADD_LAYER_PATH", LECTERN_LAYERS, 1);
        ::setenv("VK_INSTANCE_LAYERS", "VK_LAYER_KHRONOS_validation:VK_LAYER_LECTERN_faults", 1);
    }
    void SetUp() override {
        const auto settings = folder().write("vk_layer_settings.txt",
                                             "khronos_validation.debug_action = VK_DBG_LAYER_ACTION_LOG_MSG\n"
                                             "khronos_validation.report_flags = error,warn\n"
                                             "khronos_validation.log_filename = " +
                                                 log().string() +
                                                 "\n"
                                                 "khronos_validation.enables = "
                                                 "VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT\n");
        ::setenv("VK_LAYER_SETTINGS_PATH", settings.c_str(), 1);
        ::setenv("XDG_CACHE_HOME", (folder().path() / "cache").c_str(), 1);
        ::setenv("LECTERN_VULKAN_FAULTS", "", 1);
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
        test::write_glm(test::reading_glm(), folder().path() / "glm", DType::BF16);
        const Outcome cpu = read("", {.device = "cpu"});
        text_ = text_of(cpu.page);
        warnings_ = cpu.page.warnings;
        ASSERT_GT(text_.size(), 1u);
    }
    std::filesystem::path log() const { return folder().path() / "validation.txt"; }
    std::filesystem::path report() const { return folder().path() / "report.txt"; }

    // As far as its first tokens: enough for every kind of call.
    static Page read_page(Engine& engine) {
        PageInput input;
        input.image = lectern::testing::synthetic_image(32, 48, 0);
        input.width = static_cast<double>(input.image.width) * 72 / input.dpi;
        input.height = static_cast<double>(input.image.height) * 72 / input.dpi;
        PageEvents events;
        ReadOptions options;
        options.max_new_tokens = 4;
        return engine.read(input, options, events, {});
    }
    static std::string text_of(const Page& page) {
        std::string text;
        for (const Region& region : page.regions) text += region.content;
        return text;
    }

    Outcome read(const std::string& faults, EngineOptions options, const GpuTesting& testing = {}, bool cache = false) {
        std::filesystem::remove(report());
        std::filesystem::remove(log());
        ::setenv("LECTERN_VULKAN_FAULTS", ("report=" + report().string() + "," + faults).c_str(), 1);
        Outcome outcome;
        options.model = (folder().path() / "glm").string();
        options.compute = Compute::f32;
        options.notice = [&](const DeviceNotice& notice) { outcome.notices.push_back(sentence(notice)); };
        options.open = [&](const DeviceChoice& choice, int threads, Compute compute) -> std::unique_ptr<Backend> {
            if (choice.gpu < 0) return open_device(choice, threads, compute);
            auto be = make_vulkan_backend(
                {.device = choice.gpu, .compute = compute, .pipeline_cache = cache, .testing = testing});
            outcome.opened = true;
            return be;
        };
        try {
            const auto engine = make_engine(options);
            outcome.page = read_page(*engine);
        } catch (const Error& e) {
            outcome.error = e.what();
            outcome.error_advice = e.parts().advice;
        }
        std::ifstream in(report());
        std::string function;
        for (long calls = 0; in >> function >> calls;) outcome.calls[function] += calls;
        std::stringstream said;
        said << std::ifstream(log()).rdbuf();
        outcome.validation = said.str();
        return outcome;
    }

    void expect_survived(const Outcome& outcome) {
        EXPECT_EQ(outcome.validation, "");
        if (!outcome.opened) {  // the GPU that was asked for is not to be had
            EXPECT_TRUE(outcome.error.starts_with("Could not ")) << outcome.error;
            EXPECT_NE(outcome.error_advice.find("--device cpu"), std::string::npos) << outcome.error;
            return;
        }
        EXPECT_EQ(outcome.error, "");
        EXPECT_TRUE(outcome.page.state == PageState::read || outcome.page.state == PageState::warnings)
            << outcome.page.failure;
        EXPECT_EQ(text_of(outcome.page), text_);
    }
    // Calls of the function fail in their turn, alone or with all after it, until the page needs no more of them.
    void fail_in_turn(const Calls& c) {
        int runs = 0;
        for (long n = 0;; n += c.each == Each::one ? 1 : 1 + n / 2, ++runs) {
            const std::string fault =
                std::string(c.function) + "=" + std::to_string(n) + (c.for_good ? "+:" : ":") + c.result;
            SCOPED_TRACE(fault);
            const Outcome outcome = read(fault, {.device = "vulkan"}, {.staged = c.staged}, c.cache);
            expect_survived(outcome);
            const bool hit = outcome.calls.contains(c.function) && outcome.calls.at(c.function) > n;
            if (!hit) {
                EXPECT_TRUE(outcome.notices.empty()) << outcome.notices[0];
                EXPECT_EQ(outcome.page.warnings, warnings_);
                break;
            }
            if (c.result != std::string("lost")) continue;
            ASSERT_EQ(outcome.notices.size(), 1u);
            EXPECT_NE(outcome.notices[0].find("stopped responding"), std::string::npos) << outcome.notices[0];
        }
        EXPECT_GT(runs, 0) << c.function << " is never called";
        std::printf("%s: %d times failed, each in its turn\n", c.function, runs);
    }

    std::string text_;  // the processor's, and its remarks on it
    std::vector<std::string> warnings_;
};

class Submissions : public EveryFault, public ::testing::WithParamInterface<Calls> {};
class Allocations : public EveryFault, public ::testing::WithParamInterface<Calls> {};
class Objects : public EveryFault, public ::testing::WithParamInterface<Calls> {};

TEST_P(Submissions, FailInTurn) {
    fail_in_turn(GetParam());
}
TEST_P(Allocations, FailInTurn) {
    fail_in_turn(GetParam());
}
TEST_P(Objects, FailInTurn) {
    fail_in_turn(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Every, Submissions,
    ::testing::Values(Calls{.function = "QueueSubmit", .result = "lost"},
                      Calls{.function = "QueueSubmit", .result = "lost", .staged = true},
                      Calls{.function = "QueueSubmit", .result = "memory"},
                      Calls{.function = "QueueSubmit", .result = "unknown", .for_good = true},
                      Calls{.function = "WaitSemaphores", .result = "lost"},
                      Calls{.function = "WaitSemaphores", .result = "host"},
                      Calls{.function = "GetSemaphoreCounterValue", .result = "lost", .each = Each::some},
                      Calls{.function = "GetSemaphoreCounterValue", .result = "host", .each = Each::some},
                      Calls{.function = "BeginCommandBuffer", .result = "memory"},
                      Calls{.function = "EndCommandBuffer", .result = "memory", .staged = true}));
INSTANTIATE_TEST_SUITE_P(
    Every, Allocations,
    ::testing::Values(Calls{.function = "AllocateMemory", .result = "memory"},
                      Calls{.function = "AllocateMemory", .result = "memory", .staged = true},
                      Calls{.function = "AllocateMemory", .result = "host", .for_good = true, .staged = true},
                      Calls{.function = "MapMemory", .result = "map"},
                      Calls{.function = "MapMemory", .result = "map", .for_good = true, .staged = true},
                      Calls{.function = "CreateBuffer", .result = "host"},
                      Calls{.function = "BindBufferMemory", .result = "memory"}));
constexpr Calls some(const char* function, const char* result, bool for_good = false, bool cache = false) {
    return {.function = function, .result = result, .for_good = for_good, .cache = cache, .each = Each::some};
}
INSTANTIATE_TEST_SUITE_P(
    Some, Objects,
    ::testing::Values(some("CreateShaderModule", "host"), some("CreateShaderModule", "host", true, true),
                      some("CreateComputePipelines", "memory", true),
                      some("CreateComputePipelines", "unknown", false, true), some("CreatePipelineLayout", "host"),
                      some("CreatePipelineLayout", "host", false, true), some("CreateDescriptorSetLayout", "memory"),
                      some("CreatePipelineCache", "host"), some("GetPipelineCacheData", "host", true, true),
                      some("CreateCommandPool", "host"), some("CreateSemaphore", "host"),
                      some("CreateQueryPool", "memory"), some("AllocateCommandBuffers", "memory")));

}  // namespace
}  // namespace lectern
