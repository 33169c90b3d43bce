// generate() with the in-box reader on the CPU: every line the same to the bit, alone, together, and crowded.
#include <gtest/gtest.h>

#include "core/base/json.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/generate.h"
#include "tests/support/read_png.h"

using namespace lectern;

static const std::filesystem::path kFolder = "resources/models/reader-tiny";

static std::vector<GenerateRequest> sample_requests(const VisionLanguageModel& model, size_t count,
                                                    std::vector<Json>* samples = nullptr) {
    std::vector<GenerateRequest> requests;
    const Json file = read_json_file(kFolder / "samples" / "samples.json", Fault::input);
    for (const Json& line : file.at("lines")) {
        if (requests.size() == count) break;
        const Image image = test::read_png(kFolder / "samples" / line.at("file").get<std::string>());
        requests.push_back({model.make_prompt("", {&image, 1}, {.line = true}), 109});
        if (requests.size() % 3 == 0) requests.back().sampler = {0.8, 0.95, requests.size()};
        if (samples) samples->push_back(line);
    }
    return requests;
}

static void expect_same(const Generated& a, const Generated& b) {
    EXPECT_EQ(a.text, b.text);
    EXPECT_EQ(a.reason, b.reason);
    ASSERT_EQ(a.tokens.size(), b.tokens.size());
    for (size_t i = 0; i < a.tokens.size(); ++i) {
        EXPECT_EQ(a.tokens[i].id, b.tokens[i].id);
        EXPECT_EQ(a.tokens[i].log_probability, b.tokens[i].log_probability) << i;
        EXPECT_EQ(a.tokens[i].runner_up, b.tokens[i].runner_up);
    }
}

class GenerateReader : public ::testing::TestWithParam<Compute> {};

TEST_P(GenerateReader, TheSameInAnyCompany) {
    const auto be = make_cpu_backend({.compute = GetParam()});
    const auto model = load_model(*be, kFolder);
    const auto requests = sample_requests(*model, 12);
    std::vector<Generated> alone;
    for (const GenerateRequest& r : requests) alone.push_back(generate(*be, *model, {r}, {}, {}, {})[0]);
    const std::vector<GenerateOptions> settings{
        {},
        {.max_tokens_per_batch = 500, .max_sequences = 5},
        {.max_tokens_per_batch = 7},
        {.cache_bytes = size_t{4} * 2 * 128 * 32 * 4 * 12}};  // twelve pages in f32: they must give way to each other
    for (const GenerateOptions& options : settings) {
        const auto together = generate(*be, *model, requests, options, {}, {});
        for (size_t i = 0; i < requests.size(); ++i) expect_same(together[i], alone[i]);
    }
}

TEST_P(GenerateReader, ReadsItsSamplesAsTheReferenceDid) {
    const auto be = make_cpu_backend({.compute = GetParam()});
    const auto model = load_model(*be, kFolder);
    std::vector<Json> samples;
    auto requests = sample_requests(*model, 100, &samples);
    for (GenerateRequest& r : requests) r.sampler = {};
    const auto results = generate(*be, *model, requests, {}, {}, {});
    size_t same = 0;
    for (size_t i = 0; i < results.size(); ++i) {
        EXPECT_NE(results[i].reason, StopReason::failed) << results[i].failure;
        same += results[i].text == samples[i].at("output").get<std::string>();
        for (const GeneratedToken& t : results[i].tokens) EXPECT_LE(t.runner_up, t.log_probability);
    }
    // The reference computed in f32 on the same weights; rounding to bf16 may turn a near tie.
    EXPECT_GE(same, GetParam() == Compute::f32 ? results.size() : results.size() - 4);
}

INSTANTIATE_TEST_SUITE_P(Computes, GenerateReader, ::testing::Values(Compute::f32, Compute::bf16));
