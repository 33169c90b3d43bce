// The token loop on a device that runs behind: steps begun before their tokens are known change the time, never an answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/random_requests.h"

using namespace lectern;
using namespace lectern::testing;

namespace {

// Says that its ops return before they are done, and counts what the host does meanwhile.
class BehindBackend : public StoringBackend {
   public:
    bool runs_behind() const override { return true; }
    Tensor slice_cols(const Tensor& x, int64_t first, int64_t count) override {
        Tensor y = allocate(x.dtype, {x.rows(), count});
        for (int64_t r = 0; r < x.rows(); ++r)
            std::memcpy(host_data(y) + r * count * 4, host_data(x) + (r * x.cols() + first) * 4, static_cast<size_t>(count) * 4);
        ++fed_back;
        return y;
    }
    int64_t fed_back = 0;  // steps whose ids came from the device
};

std::vector<GenerateRequest> greedy(std::vector<GenerateRequest> requests) {
    for (GenerateRequest& r : requests) r.sampler = {};
    return requests;
}

}  // namespace

TEST(GenerateAhead, AnswersAreTheSameInAnyCompany) {
    FakeModel model;
    model.behavior = chaotic;
    for (uint64_t seed = 0; seed < 12; ++seed)
        for (const bool all_greedy : {true, false}) {
            const auto requests = all_greedy ? greedy(random_requests(seed, 25)) : random_requests(seed, 25);
            const auto alone = one_by_one(model, requests);
            const std::vector<GenerateOptions> settings{{},
                                                        {.max_tokens_per_batch = 17},
                                                        {.max_tokens_per_batch = 200, .max_sequences = 3, .cache_bytes = 1000000},
                                                        {.cache_bytes = 6 * 32 * 8},  // six pages: they must give way to each other
                                                        {.max_sequences = 4, .cache_bytes = 9 * 32 * 8},
                                                        {.max_sequences = 1},
                                                        {.ahead = false}};
            for (const GenerateOptions& options : settings) {
                BehindBackend be;
                const auto together = generate(be, model, requests, options, {}, {});
                for (size_t i = 0; i < requests.size(); ++i) expect_same(together[i], alone[i]);
                if (!options.ahead) {
                    EXPECT_EQ(be.fed_back, 0);
                } else if (all_greedy && (options.max_sequences == 1 || options.cache_bytes > 1000000)) {
                    EXPECT_GT(be.fed_back, 0);
                }
            }
        }
}

// One answer: the step after a token is begun before the token is told, and only the one behind the end is for nothing.
TEST(GenerateAhead, TheNextStepIsBegunBeforeATokenIsSeen) {
    for (const int64_t budget : {5, 100}) {
        FakeModel model;
        model.behavior = [](std::span<const int32_t> history, std::span<float> logits) { logits[history.size() < 12 ? 65 : kEnd] = 5; };
        BehindBackend be;
        std::vector<int64_t> forwards;
        GenerateEvents events;
        events.token = [&](size_t, std::string_view, const GeneratedToken&) { forwards.push_back(model.forwards); };
        const auto got = generate(be, model, {{FakeModel::prompt({1, 2}), budget, {}}}, {}, events, {});
        if (budget == 5) {  // the last token's is known to be the last: nothing is begun behind it
            EXPECT_EQ(got[0].reason, StopReason::token_budget);
            EXPECT_EQ(forwards, (std::vector<int64_t>{1, 3, 4, 5, 5}));
        } else {
            EXPECT_EQ(got[0].reason, StopReason::end_token);
            EXPECT_EQ(forwards, (std::vector<int64_t>{1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
        }
        EXPECT_EQ(got[0].tokens.size(), forwards.size());
    }
}

// A stop token, a loop, damaged scores: the others go on as if nothing had been begun for those.
TEST(GenerateAhead, WhatLiesPastAnEndIsDropped) {
    const auto behavior = [](std::span<const int32_t> history, std::span<float> logits) {
        const size_t said = history.size() - 2;
        const int32_t who = history[0];
        logits[static_cast<size_t>(97 + (said * 7 + static_cast<size_t>(who)) % 26)] = 5;
        if (who == 1 && said == 6) logits[kEnd] = 9;
        if (who == 2) logits[120] = 9;  // says one thing for ever
        if (who == 3 && said == 9) logits[150] = std::nanf("");
        if (who == 4 && said == 40 * 26) logits[kEnd] = 9;
    };
    FakeModel model;
    model.behavior = behavior;
    std::vector<GenerateRequest> requests;
    for (int32_t who = 0; who < 5; ++who) requests.push_back({FakeModel::prompt({who, 9}), who == 0 ? 33 : 3000, {}});
    const auto alone = one_by_one(model, requests);
    EXPECT_EQ(alone[0].reason, StopReason::token_budget);
    EXPECT_EQ(alone[1].reason, StopReason::end_token);
    EXPECT_EQ(alone[2].reason, StopReason::repetition);
    EXPECT_EQ(alone[3].reason, StopReason::failed);
    for (const int64_t together : {1, 2, 5}) {
        BehindBackend be;
        const auto got = generate(be, model, requests, {.max_sequences = together}, {}, {});
        for (size_t i = 0; i < requests.size(); ++i) {
            expect_same(got[i], alone[i]);
            EXPECT_EQ(got[i].repeated_tokens, alone[i].repeated_tokens);
        }
        EXPECT_GT(be.fed_back, 0);
    }
}

TEST(GenerateAhead, ContextAndCacheEndItWhereTheyDoOtherwise) {
    FakeModel model;
    model.behavior = [](std::span<const int32_t> history, std::span<float> logits) { logits[97 + history.size() % 26] = 5; };
    for (const int64_t context : {5, 10, 33, 64, 65})
        for (const size_t pages : {1, 2, 3}) {
            model.context = context;
            const std::vector<GenerateRequest> requests{{FakeModel::prompt({1, 2, 3, 4}), 200, {}}};
            StoringBackend now;
            BehindBackend behind;
            const GenerateOptions options{.cache_bytes = pages * 32 * 8};
            const auto want = generate(now, model, requests, options, {}, {}), got = generate(behind, model, requests, options, {}, {});
            expect_same(got[0], want[0]);
            EXPECT_EQ(got[0].reason, StopReason::context_full);
        }
}

// Memory for one step, not for two; memory that fails while tokens are on their way.
TEST(GenerateAhead, FailingMemoryMeansOneStepAtATime) {
    const auto requests = greedy(random_requests(31, 9));
    FakeModel model;
    model.behavior = chaotic;
    const auto alone = one_by_one(model, requests);
    for (int64_t fails = 2; fails < 30; ++fails) {
        BehindBackend be;
        model.forwards = 0;
        model.on_forward = [&] {
            if (model.forwards == fails) {
                ++model.forwards;
                throw Error({.fault = Fault::memory, .attempted = "run the model", .found = "not enough memory"});
            }
        };
        const auto got = generate(be, model, requests, {}, {}, {});
        for (size_t i = 0; i < requests.size(); ++i) expect_same(got[i], alone[i]);
    }
    model.on_forward = [] {};
}

TEST(GenerateAhead, ADeviceThatIsLostConcernsAll) {
    FakeModel model;
    model.behavior = chaotic;
    model.on_forward = [&] {
        if (model.forwards == 4) throw Error({.fault = Fault::device, .attempted = "run the model", .found = "a lost device"});
    };
    BehindBackend be;
    EXPECT_THROW(generate(be, model, greedy(random_requests(1, 5)), {}, {}, {}), Error);
}

TEST(GenerateAhead, CancelAtEveryStepKeepsWhatWasSaid) {
    FakeModel model;
    model.behavior = chaotic;
    const auto requests = greedy(random_requests(42, 6));
    const auto whole = one_by_one(model, requests);
    for (int64_t step = 0; step < 70; ++step) {
        std::stop_source source;
        BehindBackend be;
        model.forwards = 0;
        model.on_forward = [&] {
            if (model.forwards >= step) source.request_stop();
            if (be.stop.stop_requested()) throw Error({.fault = Fault::cancelled, .attempted = "run the model"});
        };
        size_t done = 0;
        GenerateEvents events;
        events.done = [&](size_t, const Generated&) { ++done; };
        const auto results = generate(be, model, requests, {.max_sequences = 3}, events, source.get_token());
        EXPECT_EQ(done, requests.size());
        for (size_t i = 0; i < requests.size(); ++i) {
            const auto got = ids_of(results[i]), all = ids_of(whole[i]);
            ASSERT_LE(got.size(), all.size());
            EXPECT_TRUE(std::equal(got.begin(), got.end(), all.begin()));
            if (got.size() < all.size()) {
                EXPECT_EQ(results[i].reason, StopReason::cancelled);
            }
        }
    }
    model.on_forward = [] {};
}

TEST(GenerateAhead, WhatAListenerThrowsComesOut) {
    FakeModel model;
    model.behavior = chaotic;
    for (int at = 1; at < 20; ++at) {
        BehindBackend be;
        GenerateEvents events;
        events.token = [n = 0, at](size_t, std::string_view, const GeneratedToken&) mutable {
            if (++n == at) throw std::runtime_error("no room on the disk");
        };
        EXPECT_THROW(generate(be, model, greedy(random_requests(1, 9)), {}, events, {}), std::runtime_error);
    }
}

// What lowers scores or draws is chosen on the host: nothing is begun before it has spoken.
TEST(GenerateAhead, OtherRulesOfChoiceTakeTheOldWay) {
    class Nothing : public TokenRule {
       public:
        void add(int32_t) override {}
        void lower(std::span<const int32_t>, std::span<float>) const override {}
    };
    FakeModel model;
    model.behavior = chaotic;
    auto requests = greedy(random_requests(3, 8));
    const auto plain = one_by_one(model, requests);
    model.rule = [](const Prompt&) { return std::make_unique<Nothing>(); };
    BehindBackend ruled;
    const auto got = generate(ruled, model, requests, {}, {}, {});
    for (size_t i = 0; i < requests.size(); ++i) expect_same(got[i], plain[i]);
    EXPECT_EQ(ruled.fed_back, 0);
    model.rule = nullptr;
    for (GenerateRequest& r : requests) r.sampler = {.temperature = 0.7, .seed = 5};
    BehindBackend sampled;
    generate(sampled, model, requests, {}, {}, {});
    EXPECT_EQ(sampled.fed_back, 0);
}
