// What a decoded token costs beside its arithmetic: one wait of the host, for the token; no copies up where the host
// sees the device's memory, and one command for all of them where it does not.
#include <gtest/gtest.h>

#include <cstdio>

#include "core/model/generate.h"
#include "core/model/model.h"
#include "gpu/gpu.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_dots_ocr.h"
#include "tests/support/tiny_glm_ocr.h"

namespace lectern {
namespace {

constexpr int64_t kTokens = 12;

class Decode : public ::testing::TestWithParam<bool> {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
        be_ = make_vulkan_backend({.compute = Compute::bf16,
                                   .validation = true,
                                   .pipeline_cache = false,
                                   .testing = {.staged = GetParam(), .work_slice = 1}});
    }

    // Counts when each token was told.
    std::vector<GpuCounts> decode(const VisionLanguageModel& model, GenerateRequest request) {
        std::vector<GpuCounts> counts;
        GenerateEvents events;
        events.token = [&](size_t, std::string_view, const GeneratedToken&) { counts.push_back(be_->counts()); };
        std::vector<GenerateRequest> requests;
        requests.push_back(std::move(request));
        generate(*be_, model, std::move(requests), {.speculate = Speculate::never}, events, {});
        return counts;
    }

    void expect_one_wait(const char* family, const std::vector<GpuCounts>& counts) {
        ASSERT_EQ(counts.size(), static_cast<size_t>(kTokens));
        for (size_t i = 2; i < counts.size(); ++i) {
            const GpuCounts &before = counts[i - 1], &now = counts[i];
            EXPECT_EQ(now.waits - before.waits, 1) << "token " << i;
            EXPECT_EQ(now.submissions - before.submissions, 1) << "token " << i;
            // Back come ids, values, sums and the word for wrong indices.
            EXPECT_LE(now.copies - before.copies, GetParam() ? 5 : 4) << "token " << i;
            EXPECT_LT(now.barriers - before.barriers, now.dispatches - before.dispatches) << "token " << i;
        }
        const GpuCounts &a = counts[kTokens - 2], &b = counts[kTokens - 1];
        std::printf("%s, %s: a token is %lld dispatches, %lld barriers, %lld copies, %lld submissions, %lld waits\n",
                    family, GetParam() ? "staged" : "direct", static_cast<long long>(b.dispatches - a.dispatches),
                    static_cast<long long>(b.barriers - a.barriers), static_cast<long long>(b.copies - a.copies),
                    static_cast<long long>(b.submissions - a.submissions), static_cast<long long>(b.waits - a.waits));
        for (const std::string& message : be_->validation_messages()) ADD_FAILURE() << message;
    }

    std::unique_ptr<GpuBackend> be_;
};

TEST_P(Decode, DotsOcrWaitsOnceForAToken) {
    lectern::testing::TempFolder folder;
    Json config = tiny::dots_ocr_config();
    tiny::write_checkpoint(folder.path(), config, tiny::dots_ocr_tensors(config), DType::BF16);
    const auto model = load_model(*be_, folder.path());
    expect_one_wait(
        "dots.ocr",
        decode(*model, {model->make_prompt(tiny::dots_ocr_ids(), tiny::dots_ocr_images(), {}), kTokens, {}}));
}

TEST_P(Decode, GlmOcrWaitsOnceForAToken) {
    lectern::testing::TempFolder folder;
    test::TinyGlm glm = test::golden_glm();
    glm.generation["eos_token_id"] = glm.config["text_config"]["eos_token_id"] = {63};  // goes on to its budget
    test::write_glm(glm, folder.path(), DType::BF16);
    const auto model = load_model(*be_, folder.path());
    const std::vector<Image> images{test::golden_glm_image()};
    expect_one_wait("GLM-OCR", decode(*model, {model->make_prompt(test::golden_glm_ids(), images, {}), kTokens, {}}));
}

INSTANTIATE_TEST_SUITE_P(With, Decode, ::testing::Values(false, true),
                         [](const auto& with) { return with.param ? "staged" : "direct"; });

}  // namespace
}  // namespace lectern
