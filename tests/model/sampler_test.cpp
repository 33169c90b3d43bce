#include "core/model/sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <vector>

using namespace lectern;

struct Row {
    std::vector<float> logits, top_values;
    std::vector<int32_t> top_ids;
    float lse = 0;
    TopRow top() const { return {top_ids, top_values, lse, static_cast<int64_t>(logits.size())}; }
};

static Row make_row(std::vector<float> logits, size_t k) {
    Row r;
    r.logits = std::move(logits);
    std::vector<int32_t> order(r.logits.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
        return r.logits[static_cast<size_t>(a)] > r.logits[static_cast<size_t>(b)];
    });
    double sum = 0;
    for (const float l : r.logits) sum += std::exp(static_cast<double>(l));
    r.lse = static_cast<float>(std::log(sum));
    r.top_ids.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(std::min(k, order.size())));
    for (const int32_t id : r.top_ids) r.top_values.push_back(r.logits[static_cast<size_t>(id)]);
    return r;
}

static Row random_row(uint64_t seed, double spread, size_t vocabulary = 1000, size_t k = 64) {
    std::mt19937_64 rng(seed);
    std::normal_distribution<double> normal(0, spread);
    std::vector<float> logits(vocabulary);
    for (float& l : logits) l = static_cast<float>(normal(rng));
    return make_row(std::move(logits), k);
}

TEST(Sampler, GreedyTakesTheBestWithItsProbabilities) {
    Sampler s({});
    const Row r = make_row({0, 3, 1, 3}, 2);
    const auto t = s.choose(r.top());
    ASSERT_TRUE(t);
    EXPECT_EQ(t->id, 1);  // the lower id of equals
    EXPECT_FLOAT_EQ(t->log_probability, 3 - r.lse);
    EXPECT_FLOAT_EQ(t->runner_up, 3 - r.lse);
    EXPECT_EQ(s.tokens_wanted(), 2);
}

// The best 64 decide a draw exactly as all logits would, or say that they cannot.
TEST(Sampler, BestTokensAndAllLogitsAgree) {
    int64_t decided = 0, asked = 0;
    for (uint64_t seed = 0; seed < 3000; ++seed) {
        const double temperature = std::vector<double>{0.1, 0.5, 0.9, 1.0, 1.5}[seed % 5],
                     top_p = std::vector<double>{1, 0.9, 0.3}[seed % 3];
        const Row r = random_row(seed, 1 + static_cast<double>(seed % 7));
        const SamplerOptions options{temperature, top_p, seed * 7919};
        Sampler some(options), all(options);
        const auto quick = some.choose(r.top());
        const GeneratedToken exact = all.choose_from_all(r.logits, r.lse);
        const GeneratedToken t = quick ? *quick : some.choose_from_all(r.logits, r.lse);
        EXPECT_EQ(t.id, exact.id) << seed;
        EXPECT_EQ(t.log_probability, exact.log_probability);
        EXPECT_EQ(t.runner_up, exact.runner_up);
        ++(quick ? decided : asked);
    }
    EXPECT_GT(decided, 1500);
    EXPECT_GT(asked, 10);
}

TEST(Sampler, FrequenciesFollowTheDistribution) {
    for (const double temperature : {0.5, 1.0, 2.0}) {
        const Row r = make_row({2, 1, 0, -1, 0.5}, 5);
        std::map<int32_t, int> count;
        const int n = 20000;
        Sampler s({temperature, 1, 99});
        for (int i = 0; i < n; ++i) ++count[s.choose(r.top()).value_or(GeneratedToken{-1}).id];
        double z = 0;
        for (const float l : r.logits) z += std::exp(l / temperature);
        for (size_t id = 0; id < r.logits.size(); ++id) {
            const double p = std::exp(r.logits[id] / temperature) / z;
            EXPECT_NEAR(count[static_cast<int32_t>(id)], n * p, 5 * std::sqrt(n * p * (1 - p)));
        }
    }
}

TEST(Sampler, TheNucleusIsTheSmallestThatReaches) {
    const Row r = make_row({3, 2.5f, 0, -1}, 4);  // 0.57, 0.35, 0.03, 0.01 of the whole
    Sampler s({1, 0.6, 5});
    std::map<int32_t, int> count;
    for (int i = 0; i < 5000; ++i) ++count[s.choose(r.top())->id];
    EXPECT_EQ(count.size(), 2u);
    EXPECT_GT(count[0], count[1]);
    Sampler narrow({1, 0.5, 5});
    for (int i = 0; i < 100; ++i) EXPECT_EQ(narrow.choose(r.top())->id, 0);
}

TEST(Sampler, SeedsDecide) {
    const auto draw = [](uint64_t seed) {
        Sampler s({1.0, 1.0, seed});
        std::vector<int32_t> ids;
        for (uint64_t i = 0; i < 50; ++i) {
            const Row r = random_row(i, 4);
            const auto t = s.choose(r.top());
            ids.push_back(t ? t->id : s.choose_from_all(r.logits, r.lse).id);
        }
        return ids;
    };
    EXPECT_EQ(draw(1), draw(1));
    EXPECT_NE(draw(1), draw(2));
}
