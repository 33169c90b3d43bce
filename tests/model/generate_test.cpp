#include "core/model/generate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "core/tokenizer/utf8_stream.h"
#include "tests/model/random_requests.h"

using namespace lectern;
using namespace lectern::testing;
using ::testing::HasSubstr;

// After the prompt: the bytes of `text` over and over; the prompt's last id counts as position 0.
static FakeModel::Behavior saying(std::string text, int64_t prompt_length, bool again = false) {
    return [=](std::span<const int32_t> history, std::span<float> logits) {
        const size_t said = history.size() - static_cast<size_t>(prompt_length);
        if (said < text.size() || again) {
            logits[static_cast<uint8_t>(text[said % text.size()])] = 5;
        } else {
            logits[kEnd] = 5;
        }
    };
}

struct Heard {
    std::vector<std::string> text;
    std::vector<std::vector<int32_t>> ids;
    std::vector<size_t> done;
    GenerateEvents events;
    explicit Heard(size_t n) : text(n), ids(n) {
        events.token = [this](size_t r, std::string_view piece, const GeneratedToken& t) {
            text[r] += piece;
            ids[r].push_back(t.id);
            Utf8Stream whole;
            EXPECT_EQ(whole.add(piece), piece);
        };
        events.done = [this](size_t r, const Generated&) { done.push_back(r); };
    }
};

TEST(Generate, TheSameInAnyCompany) {
    FakeModel model;
    model.behavior = chaotic;
    for (uint64_t seed = 0; seed < 12; ++seed) {
        const auto requests = random_requests(seed, 25);
        const auto alone = one_by_one(model, requests);
        const std::vector<GenerateOptions> settings{
            {},
            {.max_tokens_per_batch = 17},
            {.max_tokens_per_batch = 1},
            {.max_tokens_per_batch = 200, .max_sequences = 3},
            {.cache_bytes = 6 * 32 * 8},  // six pages: they must give way to each other
            {.max_tokens_per_batch = 100, .max_sequences = 1}};
        for (const GenerateOptions& options : settings) {
            StoringBackend be;
            Heard heard(requests.size());
            const auto together = generate(be, model, requests, options, heard.events, {});
            ASSERT_EQ(together.size(), requests.size());
            for (size_t i = 0; i < requests.size(); ++i) {
                expect_same(together[i], alone[i]);
                EXPECT_EQ(heard.text[i], together[i].text);
                EXPECT_EQ(heard.ids[i], ids_of(together[i]));
            }
            std::sort(heard.done.begin(), heard.done.end());
            for (size_t i = 0; i < heard.done.size(); ++i) EXPECT_EQ(heard.done[i], i);
            EXPECT_EQ(heard.done.size(), requests.size());
        }
    }
}

TEST(Generate, DecodesTogetherOneForwardPerStep) {
    FakeModel model;
    model.behavior = saying("0123456789", 2);
    std::vector<GenerateRequest> requests(8, {.prompt = FakeModel::prompt({1, 2}), .max_new_tokens = 50});
    StoringBackend be;
    const auto results = generate(be, model, requests, {}, {}, {});
    for (const Generated& g : results) {
        EXPECT_EQ(g.text, "0123456789");
        EXPECT_EQ(g.reason, StopReason::end_token);
        EXPECT_EQ(g.tokens.back().id, kEnd);
    }
    EXPECT_EQ(model.forwards, 11);  // one prefill of all, ten steps
    EXPECT_EQ(model.rows_seen, 8 * 2 + 8 * 10);
}

TEST(Generate, LateComersEnterWhenOthersLeave) {
    FakeModel model;
    model.behavior = saying("abc", 1);
    std::vector<GenerateRequest> requests(10, {.prompt = FakeModel::prompt({1}), .max_new_tokens = 9});
    StoringBackend be;
    Heard heard(requests.size());
    generate(be, model, requests, {.max_sequences = 4}, heard.events, {});
    EXPECT_EQ(heard.done, (std::vector<size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    EXPECT_LE(model.largest_rows, 4);
}

TEST(Generate, GroupsAreHalvedWhenMemoryRunsOut) {
    const auto requests = random_requests(77, 20);
    FakeModel roomy;
    roomy.behavior = chaotic;
    const auto alone = one_by_one(roomy, requests);
    for (const auto& [rows, patches] :
         std::vector<std::pair<int64_t, int64_t>>{{120, 1 << 30}, {1 << 30, 170}, {130, 180}}) {
        FakeModel tight;
        tight.behavior = chaotic;
        tight.most_rows = rows;
        tight.most_patches = patches;
        StoringBackend be;
        const auto together = generate(be, tight, requests, {}, {}, {});
        for (size_t i = 0; i < requests.size(); ++i) expect_same(together[i], alone[i]);
        EXPECT_TRUE(tight.largest_rows > rows || tight.largest_patches > patches);  // it was tried and did not fit
    }
}

TEST(Generate, WhatFailsFailsAlone) {
    auto requests = random_requests(5, 9);
    for (auto& r : requests) r.max_new_tokens = 20;
    FakeModel model;
    model.behavior = chaotic;
    const auto alone = one_by_one(model, requests);
    requests[3].prompt = FakeModel::prompt({1, 2}, 8, -5);  // a picture that cannot be encoded
    requests[6].prompt = FakeModel::prompt({1, 2}, 100);    // one that is too large for memory
    requests[7].prompt = {};
    model.most_patches = 399;
    StoringBackend be;
    const auto together = generate(be, model, requests, {}, {}, {});
    for (size_t i = 0; i < requests.size(); ++i) {
        if (i == 3 || i == 6 || i == 7) continue;
        expect_same(together[i], alone[i]);
    }
    EXPECT_EQ(together[3].reason, StopReason::failed);
    EXPECT_THAT(together[3].failure, HasSubstr("encode the picture: a bad one"));
    EXPECT_EQ(together[6].reason, StopReason::failed);
    EXPECT_THAT(together[6].failure, HasSubstr("not enough memory"));
    EXPECT_THAT(together[7].failure, HasSubstr("empty"));
}

TEST(Generate, DecodingStepsAreHalvedToo) {
    FakeModel model;
    model.behavior = saying("abcdef", 1);
    std::vector<GenerateRequest> requests(9, {.prompt = FakeModel::prompt({1}), .max_new_tokens = 9});
    model.on_forward = [&] { model.most_rows = model.forwards >= 2 ? 4 : 9; };
    StoringBackend be;
    for (const Generated& g : generate(be, model, requests, {}, {}, {})) EXPECT_EQ(g.text, "abcdef");
    model.forwards = 0;
    model.on_forward = [&] { model.most_rows = model.forwards >= 3 ? 0 : 9; };
    for (const Generated& g : generate(be, model, requests, {}, {}, {})) {
        EXPECT_EQ(g.reason, StopReason::failed);
        EXPECT_EQ(g.text, "abc");
    }
}

TEST(Generate, ALostDeviceConcernsAll) {
    FakeModel model;
    model.behavior = chaotic;
    model.on_forward = [&] {
        if (model.forwards == 3)
            throw Error({.fault = Fault::device, .attempted = "run the model", .found = "a lost device"});
    };
    StoringBackend be;
    EXPECT_THROW(generate(be, model, random_requests(1, 5), {}, {}, {}), Error);
}

TEST(Generate, WhatAListenerThrowsComesOut) {
    FakeModel model;
    model.behavior = chaotic;
    StoringBackend be;
    GenerateEvents events;
    events.token = [n = 0](size_t, std::string_view, const GeneratedToken&) mutable {
        if (++n == 7) throw std::runtime_error("no room on the disk");
    };
    EXPECT_THROW(generate(be, model, random_requests(1, 5), {}, events, {}), std::runtime_error);
    events = {};
    events.done = [](size_t, const Generated&) { throw Error({.fault = Fault::output, .attempted = "write"}); };
    EXPECT_THROW(generate(be, model, random_requests(1, 5), {}, events, {}), Error);
}

TEST(Generate, TheCacheMayBeSmallerThanWanted) {
    const auto requests = random_requests(8, 12);
    FakeModel model;
    model.behavior = chaotic;
    const auto alone = one_by_one(model, requests);
    StoringBackend be;
    be.largest_allocation = 16 * 32 * 4;  // sixteen pages
    const auto together = generate(be, model, requests, {}, {}, {});
    for (size_t i = 0; i < requests.size(); ++i) {
        if (together[i].reason != StopReason::failed) expect_same(together[i], alone[i]);
    }
}

TEST(Generate, CancelAtEveryStep) {
    FakeModel model;
    model.behavior = chaotic;
    const auto requests = random_requests(42, 6);
    const auto whole = one_by_one(model, requests);
    for (int64_t step = 0; step < 70; ++step) {
        std::stop_source source;
        StoringBackend be;
        model.forwards = 0;
        model.on_forward = [&] {
            if (model.forwards >= step) source.request_stop();
            if (be.stop.stop_requested()) throw Error({.fault = Fault::cancelled, .attempted = "run the model"});
        };
        Heard heard(requests.size());
        const auto results = generate(be, model, requests, {.max_sequences = 3}, heard.events, source.get_token());
        EXPECT_FALSE(be.stop.stop_possible());
        EXPECT_EQ(heard.done.size(), requests.size());
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

TEST(Generate, ScoresThatAreNotNumbersEndOneRequest) {
    for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
        for (const int32_t at : {0, 150, 299}) {
            FakeModel model;
            model.behavior = [&](std::span<const int32_t> history, std::span<float> logits) {
                saying("abcdefgh", 2)(history, logits);
                if (history[0] == 66 && history.size() == 6) logits[static_cast<size_t>(at)] = bad;
            };
            std::vector<GenerateRequest> requests{{FakeModel::prompt({1, 2}), 20, {}},
                                                  {FakeModel::prompt({66, 2}), 20, {}},
                                                  {FakeModel::prompt({1, 2}), 20, {}}};
            StoringBackend be;
            const auto results = generate(be, model, requests, {}, {}, {});
            EXPECT_EQ(results[0].text, "abcdefgh");
            EXPECT_EQ(results[2].text, "abcdefgh");
            EXPECT_EQ(results[1].reason, StopReason::failed);
            EXPECT_EQ(results[1].text, "abcd");
            EXPECT_THAT(results[1].failure, HasSubstr("not numbers"));
        }
    }
}

TEST(Generate, BudgetContextAndEmptyAnswer) {
    FakeModel model;
    model.behavior = saying("abcdefghijkl", 4);
    model.context = 10;
    const auto run = [&](int64_t budget) {
        StoringBackend be;
        return generate(be, model, {{FakeModel::prompt({1, 2, 3, 4}), budget, {}}}, {}, {}, {})[0];
    };
    EXPECT_EQ(run(3).text, "abc");
    EXPECT_EQ(run(3).reason, StopReason::token_budget);
    EXPECT_EQ(run(0).reason, StopReason::token_budget);
    EXPECT_TRUE(run(0).tokens.empty());
    EXPECT_EQ(run(100).reason, StopReason::context_full);
    EXPECT_EQ(run(100).text, "abcdefg");  // ten keys: four of the prompt, six of tokens; the seventh token needs none
    model.behavior = saying("", 4);
    EXPECT_EQ(run(5).reason, StopReason::end_token);
    EXPECT_EQ(run(5).text, "");
    EXPECT_EQ(run(5).tokens.size(), 1u);
    model.context = 3;
    EXPECT_EQ(run(5).reason, StopReason::failed);
    EXPECT_THAT(run(5).failure, HasSubstr("4 tokens, the model can hold 3"));
    model.context = 1000;
    StoringBackend be;
    const auto large = generate(be, model, {{FakeModel::prompt(std::vector<int32_t>(100, 1)), 5, {}}},
                                {.cache_bytes = 2 * 32 * 8}, {}, {})[0];
    EXPECT_EQ(large.reason, StopReason::failed);
    EXPECT_THAT(large.failure, HasSubstr("not enough memory"));
}

TEST(Generate, BrokenCharactersComeOutReplaced) {
    FakeModel model;
    model.behavior = saying("a\xE2\x82\xAC\xFF\xE2\x82", 1);
    std::vector<GenerateRequest> requests{{FakeModel::prompt({1}), 20, {}}, {FakeModel::prompt({1}), 3, {}}};
    StoringBackend be;
    Heard heard(2);
    const auto results = generate(be, model, requests, {}, heard.events, {});
    EXPECT_EQ(results[0].text, "a€\uFFFD\uFFFD");
    EXPECT_EQ(results[1].text, "a\uFFFD");
    EXPECT_EQ(heard.text[0], results[0].text);
    EXPECT_EQ(heard.text[1], results[1].text);
}

TEST(Generate, LoopsOfEveryPeriodStop) {
    FakeModel model;
    std::mt19937 rng(3);
    for (size_t period = 1; period <= 200; ++period) {
        std::string text;
        for (size_t i = 0; i < period; ++i) text += static_cast<char>('a' + rng() % 26);
        model.behavior = [&](std::span<const int32_t> history, std::span<float> logits) {
            logits[static_cast<uint8_t>(text[history.size() % text.size()])] = 5;
        };
        StoringBackend be;
        const auto g = generate(be, model, {{FakeModel::prompt({1}), 16384, {}}}, {}, {}, {})[0];
        EXPECT_EQ(g.reason, StopReason::repetition) << period;
        EXPECT_LE(g.tokens.size(), std::max<size_t>(1024, 8 * period) + 64) << period;
        EXPECT_GE(static_cast<size_t>(g.repeated_tokens) + 200, g.tokens.size()) << period;
    }
}
