// Random requests to the fake model, and what each gets when it is alone.
#pragma once

#include <gtest/gtest.h>

#include <random>

#include "core/model/generate.h"
#include "tests/model/fake_model.h"

namespace lectern::testing {

// Numbers that depend on every value of the history; the end comes after some tokens.
inline void chaotic(std::span<const int32_t> history, std::span<float> logits) {
    uint64_t h = 1469598103934665603ull;
    for (const int32_t v : history) h = (h ^ static_cast<uint64_t>(v)) * 1099511628211ull;
    std::mt19937_64 rng(h);
    for (float& l : logits) l = static_cast<float>(rng() % 10000) / 1000.0f;
    if (rng() % 24 == 0) logits[kEnd] = 30;
}

inline std::vector<int32_t> ids_of(const Generated& g) {
    std::vector<int32_t> ids;
    for (const GeneratedToken& t : g.tokens) ids.push_back(t.id);
    return ids;
}

inline void expect_same(const Generated& a, const Generated& b) {
    EXPECT_EQ(a.reason, b.reason);
    EXPECT_EQ(a.text, b.text);
    EXPECT_EQ(a.failure, b.failure);
    ASSERT_EQ(ids_of(a), ids_of(b));
    for (size_t i = 0; i < a.tokens.size(); ++i) {
        EXPECT_EQ(a.tokens[i].log_probability, b.tokens[i].log_probability);
        EXPECT_EQ(a.tokens[i].runner_up, b.tokens[i].runner_up);
    }
}

inline std::vector<GenerateRequest> random_requests(uint64_t seed, size_t count) {
    std::mt19937_64 rng(seed);
    std::vector<GenerateRequest> out;
    for (size_t i = 0; i < count; ++i) {
        std::vector<int32_t> ids(1 + rng() % 70);
        for (int32_t& id : ids) id = static_cast<int32_t>(rng() % 256);
        GenerateRequest r;
        r.prompt =
            FakeModel::prompt(ids, rng() % 2 ? static_cast<int64_t>(rng() % 40) : 0, static_cast<float>(rng() % 100));
        r.max_new_tokens = static_cast<int64_t>(rng() % 60);
        if (rng() % 3 == 0)
            r.sampler = {.temperature = 0.2 + static_cast<double>(rng() % 20) / 10,
                         .top_p = rng() % 2 ? 1.0 : 0.7,
                         .seed = rng()};
        out.push_back(std::move(r));
    }
    return out;
}

inline std::vector<Generated> one_by_one(const FakeModel& model, const std::vector<GenerateRequest>& requests) {
    std::vector<Generated> out;
    for (const GenerateRequest& r : requests) {
        StoringBackend be;
        out.push_back(generate(be, model, {r}, {}, {}, {})[0]);
    }
    return out;
}

}  // namespace lectern::testing
