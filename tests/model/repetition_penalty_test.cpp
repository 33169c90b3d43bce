// The repetition penalty against transformers 5.23: RepetitionPenaltyLogitsProcessor on a row of logits, and generate()
// with do_sample=False on the parity fixture "tied".
#include "core/model/repetition_penalty.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/generate.h"
#include "tests/support/fixture.h"
#include "tests/support/temp_folder.h"

namespace lectern {
namespace {

std::vector<float> lowered(double penalty) {
    const std::vector<int32_t> prompt{4, 1, 4};
    RepetitionPenalty rule(penalty, prompt);
    for (const int32_t id : {3, 6, 1}) rule.add(id);
    std::vector<int32_t> ids{0, 1, 2, 3, 4, 5, 6, 7};
    std::vector<float> scores{2.0f, -1.5f, 0.25f, 0.0f, 3.75f, -0.125f, 7.0f, -2.5f};
    rule.lower(ids, scores);
    return scores;
}

TEST(RepetitionPenalty, ScoresOfTheReference) {
    EXPECT_EQ(lowered(1.05), (std::vector<float>{2, -1.57499993f, 0.25f, 0, 3.57142878f, -0.125f, 6.66666698f, -2.5f}));
    EXPECT_EQ(lowered(1.3), (std::vector<float>{2, -1.94999993f, 0.25f, 0, 2.88461542f, -0.125f, 5.38461542f, -2.5f}));
    EXPECT_EQ(lowered(0.8), (std::vector<float>{2, -1.20000005f, 0.25f, 0, 4.6875f, -0.125f, 8.75f, -2.5f}));
}

class PenaltyOfFolder : public ::testing::Test {
 protected:
    void SetUp() override {
        fixture_ = test::read_fixture("tests/data/parity/qwen2_5_vl/tied/fixture.json");
        be_ = make_cpu_backend({.threads = 2, .compute = Compute::f32});
    }
    // 24 tokens; `of_file`: what generation_config.json says, `asked`: what the request does (0: nothing).
    std::vector<int32_t> say(const char* of_file, double asked) {
        test::write_model(fixture_, folder_.path());
        std::ofstream(folder_.path() / "generation_config.json")
            << "{" << of_file << "\"do_sample\": true, \"temperature\": 0.000001}";
        const auto model = load_model(*be_, folder_.path());
        std::vector<GenerateRequest> requests;
        requests.push_back({.prompt = model->make_prompt(fixture_.ids, fixture_.images, {}), .max_new_tokens = 24});
        requests[0].sampler.repetition_penalty = asked;
        std::vector<int32_t> ids;
        const Generated result = generate(*be_, *model, std::move(requests), {}, {}, {})[0];
        for (const GeneratedToken& t : result.tokens)
            ids.push_back(t.id);
        return ids;
    }

    const std::vector<int32_t> none_{159, 221, 221, 63, 63, 63, 63, 63,  63,  63,  63,  63,
                                     63,  63,  63,  63, 63, 63, 63, 208, 208, 208, 208, 208};
    const std::vector<int32_t> some_{159, 221, 63,  232, 232, 129, 233, 233, 232, 232, 232, 232,
                                     232, 49,  252, 192, 192, 192, 192, 192, 192, 192, 192, 192};
    const std::vector<int32_t> strong_{159, 221, 63, 232, 69, 28, 251, 240, 75, 226, 80,  111,
                                       138, 16,  97, 244, 58, 12, 192, 72,  65, 90,  135, 89};
    test::Fixture fixture_;
    lectern::testing::TempFolder folder_;
    std::unique_ptr<Backend> be_;
};

TEST_F(PenaltyOfFolder, TokensOfTheReference) {
    EXPECT_EQ(say("", 0), none_);
    EXPECT_EQ(say("", 1.3), some_);
    EXPECT_EQ(say("", 2), strong_);
    EXPECT_EQ(say("\"repetition_penalty\": 1.3, ", 0), some_) << "as the checkpoint says";
    EXPECT_EQ(say("\"repetition_penalty\": 1.05, ", 0), none_);
    EXPECT_EQ(say("\"repetition_penalty\": 1.3, ", 1), none_) << "the request wins";
    EXPECT_EQ(say("\"repetition_penalty\": 1.3, ", 2), strong_);
}

TEST_F(PenaltyOfFolder, OnlyPositiveNumbers) {
    test::write_model(fixture_, folder_.path());
    for (const char* wrong : {"0", "-1", "\"high\"", "1000"}) {
        std::ofstream(folder_.path() / "generation_config.json") << "{\"repetition_penalty\": " << wrong << "}";
        const std::vector<std::string> problems = inspect_model(folder_.path()).problems;
        ASSERT_EQ(problems.size(), 1u) << wrong;
        EXPECT_NE(problems[0].find("repetition_penalty"), std::string::npos) << problems[0];
    }
}

}  // namespace
}  // namespace lectern
