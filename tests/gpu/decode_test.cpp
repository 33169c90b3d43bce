// What a decoded token costs beside its arithmetic: one wait of the host, for the token, while the device is at the
// next one already; no copies up where the host sees the device's memory, and one command for all of them where it does not.
#include <gtest/gtest.h>

#include <cstdio>

#include "core/model/generate.h"
#include "core/model/model.h"
#include "core/weights/safetensors.h"
#include "core/weights/weight_table.h"
#include "gpu/gpu.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"
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
        for (size_t i = 2; i + 1 < counts.size(); ++i) {
            const GpuCounts &before = counts[i - 1], &now = counts[i];
            EXPECT_EQ(now.waits - before.waits, 1) << "token " << i;
            EXPECT_EQ(now.submissions - before.submissions, 1) << "token " << i;
            // Back come ids, values, sums and the word for wrong indices.
            EXPECT_LE(now.copies - before.copies, GetParam() ? 5 : 4) << "token " << i;
            EXPECT_LT(now.barriers - before.barriers, now.dispatches - before.dispatches + now.copies - before.copies) << i;
        }
        // When the first is told only its own step has been submitted, when the second is, the one behind it, too. The
        // last one's was under way before the one before it was read, and nothing is begun behind it.
        const auto at = [&](size_t i) { return counts[i].submissions - counts[0].submissions; };
        EXPECT_EQ(at(1), 2);
        EXPECT_EQ(at(kTokens - 2), static_cast<int64_t>(kTokens) - 1);
        EXPECT_EQ(at(kTokens - 1), static_cast<int64_t>(kTokens) - 1);
        EXPECT_EQ(counts[kTokens - 1].waits, counts[kTokens - 2].waits + 1);
        const GpuCounts &a = counts[kTokens - 3], &b = counts[kTokens - 2];
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

// Answers that end at different tokens, in a cache too small for all: nobody gets another's token, and each is what it is
// when the host reads every token before the next step, to the bit.
TEST_P(Decode, AnswersInCompanyAreThoseOfOneStepAtATime) {
    lectern::testing::TempFolder folder;
    Json config = tiny::dots_ocr_config();
    tiny::write_checkpoint(folder.path(), config, tiny::dots_ocr_tensors(config), DType::BF16);
    const auto model = load_model(*be_, folder.path());
    const auto answers = [&](GenerateOptions options, int64_t pages) {
        const KvCache::Geometry g = model->cache_geometry();
        if (pages > 0) options.cache_bytes = static_cast<size_t>(pages * g.layers * 2 * g.kv_dim * kPageRows * 2);
        std::vector<GenerateRequest> requests;
        for (const int64_t tokens : {3, 40, 17}) {
            std::vector<int32_t> ids = tiny::dots_ocr_ids();
            ids.back() = static_cast<int32_t>(40 + 7 * requests.size());
            requests.push_back({model->make_prompt(ids, tiny::dots_ocr_images(), {}), tokens, {}});
        }
        return generate(*be_, *model, std::move(requests), options, {}, {});
    };
    const std::vector<Generated> want = answers({.ahead = false}, 0);
    // All at once, one by one, and three pages for answers that grow to two each.
    for (const auto& [together, pages] : {std::pair<int64_t, int64_t>{64, 0}, {1, 0}, {64, 3}}) {
        SCOPED_TRACE(std::to_string(together) + " together, pages " + std::to_string(pages));
        const std::vector<Generated> got = answers({.max_sequences = together}, pages);
        for (size_t i = 0; i < want.size(); ++i) {
            EXPECT_EQ(got[i].reason, want[i].reason) << i;
            ASSERT_EQ(got[i].tokens.size(), want[i].tokens.size()) << i;
            for (size_t t = 0; t < want[i].tokens.size(); ++t) {
                const GeneratedToken &a = got[i].tokens[t], &b = want[i].tokens[t];
                EXPECT_EQ(a.id, b.id) << i << ", token " << t;
                // A sequence that was evicted comes back by way of the kernels of many rows.
                const float close = pages == 0 ? 0 : 0.05f;
                EXPECT_NEAR(a.log_probability, b.log_probability, close) << i << ", token " << t;
                EXPECT_NEAR(a.runner_up, b.runner_up, close) << i << ", token " << t;
            }
        }
    }
    for (const std::string& message : be_->validation_messages()) ADD_FAILURE() << message;
}

// An output head that is the embedding, too, is in memory once, where its rows lie as the table's do.
TEST_P(Decode, ATiedEmbeddingIsHeldOnce) {
    struct Case {
        int64_t width;
        Quant quant;
        bool once;
    };
    constexpr int64_t kWords = 4200;
    for (const auto& [width, quant, once] :
         {Case{2048, Quant::none, true}, {2044, Quant::none, false}, {2048, Quant::int8, false}}) {
        SCOPED_TRACE(std::to_string(width) + " " + quant_name(quant));
        lectern::testing::TempFolder folder;
        const test::RandomTensor words = test::random_tensor(DType::BF16, Shape{kWords, width}, 5);
        {
            SafetensorsWriter file(folder.path() / "model.safetensors");
            const int64_t shape[] = {kWords, width};
            file.add("embed", DType::BF16, shape, words.bytes);
            file.finish();
        }
        Tensor table, head;
        const WeightTable weights{{"embed", {kWords, width}, "text.embed_tokens", WeightUse::table, {&table}},
                                  {"embed", {kWords, width}, "text.lm_head.weight", WeightUse::matmul, {&head}}};
        load_weights(*be_, Checkpoint(folder.path()), weights, {.quant = quant});
        EXPECT_EQ(table.storage == head.storage, once);
        const std::vector<int32_t> ids{0, kWords - 1, 17};
        const Tensor rows = be_->gather_rows(table, be_->upload_ids(ids));
        const std::vector<float> found = be_->read_floats(rows), product = be_->read_floats(be_->matmul(rows, head)),
                                 apart = be_->read_floats(be_->matmul(rows, be_->pack_weight_as(words.host(), quant)));
        for (size_t r = 0; r < ids.size(); ++r)
            for (int64_t c = 0; c < width; ++c)
                ASSERT_EQ(found[r * static_cast<size_t>(width) + static_cast<size_t>(c)], words.at(ids[r], c));
        EXPECT_TRUE(test::same_bits(product, apart));
    }
    for (const std::string& message : be_->validation_messages()) ADD_FAILURE() << message;
}

// A cancel between two steps, one of which is on its way: it ends at once, and what follows is read as if it had not been.
TEST_P(Decode, AfterACancelTheNextAnswerIsWhole) {
    lectern::testing::TempFolder folder;
    Json config = tiny::dots_ocr_config();
    tiny::write_checkpoint(folder.path(), config, tiny::dots_ocr_tensors(config), DType::BF16);
    const auto model = load_model(*be_, folder.path());
    const auto answer = [&](int cancel_at) {
        std::stop_source source;
        GenerateEvents events;
        events.token = [&, n = 0](size_t, std::string_view, const GeneratedToken&) mutable {
            if (++n == cancel_at) source.request_stop();
        };
        std::vector<GenerateRequest> requests;
        requests.push_back({model->make_prompt(tiny::dots_ocr_ids(), tiny::dots_ocr_images(), {}), 20, {}});
        return generate(*be_, *model, std::move(requests), {}, events, source.get_token())[0];
    };
    const Generated whole = answer(0);
    for (const int at : {1, 2, 7}) {
        const Generated cut = answer(at), again = answer(0);
        EXPECT_EQ(cut.reason, StopReason::cancelled);
        ASSERT_EQ(cut.tokens.size(), static_cast<size_t>(at));
        ASSERT_EQ(again.tokens.size(), whole.tokens.size());
        for (size_t t = 0; t < whole.tokens.size(); ++t) {
            EXPECT_EQ(again.tokens[t].id, whole.tokens[t].id);
            EXPECT_EQ(again.tokens[t].log_probability, whole.tokens[t].log_probability);
        }
    }
    for (const std::string& message : be_->validation_messages()) ADD_FAILURE() << message;
}

INSTANTIATE_TEST_SUITE_P(With, Decode, ::testing::Values(false, true),
                         [](const auto& with) { return with.param ? "staged" : "direct"; });

}  // namespace
}  // namespace lectern
