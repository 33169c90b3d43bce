// What a family may add to the token loop: rules that lower scores, tokens proposed ahead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/model/sampler.h"
#include "tests/model/random_requests.h"

using namespace lectern;
using namespace lectern::testing;

namespace {

// No token may come within `window` tokens of itself.
class NoSoonAgain : public TokenRule {
   public:
    explicit NoSoonAgain(size_t window) : window_(window) {}
    void add(int32_t id) override { said_.push_back(id); }
    bool active() const override { return !said_.empty(); }
    void lower(std::span<const int32_t> ids, std::span<float> scores) const override {
        const size_t first = said_.size() > window_ ? said_.size() - window_ : 0;
        const std::set<int32_t> recent(said_.begin() + static_cast<std::ptrdiff_t>(first), said_.end());
        for (size_t i = 0; i < ids.size(); ++i)
            if (recent.contains(ids[i])) scores[i] = -std::numeric_limits<float>::infinity();
    }

   private:
    size_t window_;
    std::vector<int32_t> said_;
};

// Halves what lies above zero, for half of the ids.
class Penalty : public TokenRule {
   public:
    void add(int32_t) override {}
    void lower(std::span<const int32_t> ids, std::span<float> scores) const override {
        for (size_t i = 0; i < ids.size(); ++i)
            if (ids[i] % 2 == 0) scores[i] = scores[i] > 0 ? scores[i] / 2 : scores[i] * 2;
    }
};

// Knows what will be said, and errs now and then.
class Prophet : public Drafter {
   public:
    Prophet(std::vector<int32_t> truth, uint64_t seed, int64_t* asked) : truth_(std::move(truth)), rng_(seed), asked_(asked) {}
    void add(int32_t id) override {
        EXPECT_LT(said_, truth_.size());
        EXPECT_EQ(id, truth_[said_]);
        ++said_;
    }
    std::vector<int32_t> propose(int64_t most) override {
        ++*asked_;
        std::vector<int32_t> out;
        const size_t wanted = rng_() % static_cast<size_t>(most + 3);  // sometimes none, sometimes too many
        for (size_t i = said_; out.size() < wanted; ++i)
            out.push_back(rng_() % 5 == 0 || i >= truth_.size() ? static_cast<int32_t>(rng_() % 256) : truth_[i]);
        return out;
    }

   private:
    std::vector<int32_t> truth_;
    std::mt19937_64 rng_;
    int64_t* asked_;
    size_t said_ = 0;
};

}  // namespace

TEST(GenerateHooks, ProposalsChangeTheTimeNeverTheAnswer) {
    FakeModel model;
    model.behavior = chaotic;
    for (uint64_t seed = 0; seed < 8; ++seed) {
        auto requests = random_requests(seed, 20);
        for (size_t i = 0; i < requests.size(); ++i) {  // so that make_drafter can tell them apart
            if (requests[i].prompt.ids.empty()) continue;
            requests[i].prompt.ids[0] = static_cast<int32_t>(i);
        }
        model.drafter = nullptr;
        const auto plain = one_by_one(model, requests);
        int64_t asked = 0;
        model.drafter = [&](const Prompt& p) {
            const auto i = static_cast<size_t>(p.ids[0]);
            return std::make_unique<Prophet>(ids_of(plain[i]), seed * 100 + i, &asked);
        };
        for (const GenerateOptions& options : std::vector<GenerateOptions>{
                 {}, {.max_sequences = 3}, {.max_tokens_per_batch = 17}, {.cache_bytes = 6 * 32 * 8}}) {
            StoringBackend be;
            const auto forwards = model.forwards;
            const auto drafted = generate(be, model, requests, options, {}, {});
            int64_t proposed = 0, right = 0, said = 0;
            for (size_t i = 0; i < requests.size(); ++i) {
                expect_same(drafted[i], plain[i]);
                proposed += drafted[i].drafted_tokens;
                right += drafted[i].accepted_drafts;
                said += static_cast<int64_t>(drafted[i].tokens.size());
            }
            EXPECT_GT(asked, 0);
            EXPECT_GT(right, 0);
            EXPECT_LT(right, proposed);
            EXPECT_LT(right, said);
            EXPECT_GT(model.forwards, forwards);
        }
    }
}

TEST(GenerateHooks, ProposalsSaveForwards) {
    FakeModel model;
    model.behavior = chaotic;
    std::vector<GenerateRequest> requests;
    std::vector<Generated> plain;
    int64_t before = 0;
    for (int32_t first = 0; before < 12; ++first) {  // an answer of some length
        ASSERT_LT(first, 200);
        requests = {{FakeModel::prompt({first, 2, 3}), 20, {}}};
        model.forwards = 0;
        plain = one_by_one(model, requests);
        before = model.forwards;
    }
    model.forwards = 0;
    struct Oracle : Drafter {
        std::vector<int32_t> truth;
        size_t said = 0;
        explicit Oracle(std::vector<int32_t> t) : truth(std::move(t)) {}
        void add(int32_t) override { ++said; }
        std::vector<int32_t> propose(int64_t) override {
            const auto end = truth.begin() + static_cast<std::ptrdiff_t>(std::min(said + 3, truth.size()));
            return {truth.begin() + static_cast<std::ptrdiff_t>(said), end};
        }
    };
    model.drafter = [&](const Prompt&) { return std::make_unique<Oracle>(ids_of(plain[0])); };
    const auto drafted = one_by_one(model, requests);
    expect_same(drafted[0], plain[0]);
    EXPECT_LE(model.forwards, 2 + before / 4);
    EXPECT_EQ(drafted[0].drafted_tokens, drafted[0].accepted_drafts);
}

TEST(GenerateHooks, RulesHoldInAnyCompany) {
    FakeModel model;
    model.behavior = chaotic;
    model.rule = [](const Prompt& p) -> std::unique_ptr<TokenRule> {
        if (p.ids.size() % 3 == 0) return std::make_unique<NoSoonAgain>(p.ids.size() % 2 ? 5 : 80);
        if (p.ids.size() % 3 == 1) return std::make_unique<Penalty>();
        return nullptr;
    };
    for (uint64_t seed = 0; seed < 4; ++seed) {
        const auto requests = random_requests(seed, 20);
        const auto alone = one_by_one(model, requests);
        for (size_t i = 0; i < alone.size(); ++i) {
            if (requests[i].prompt.ids.size() % 3 != 0) continue;
            const auto ids = ids_of(alone[i]);
            for (size_t j = 1; j < ids.size(); ++j) EXPECT_NE(ids[j], ids[j - 1]);
        }
        StoringBackend be;
        const auto together = generate(be, model, requests, {.max_tokens_per_batch = 90}, {}, {});
        for (size_t i = 0; i < requests.size(); ++i) expect_same(together[i], alone[i]);
    }
}

// The best 64 decide under a rule exactly as all logits would, or say that they cannot.
TEST(GenerateHooks, RulesOnTheBestTokensAndOnAllAgree) {
    int64_t decided = 0, asked = 0;
    for (uint64_t seed = 0; seed < 2000; ++seed) {
        std::mt19937_64 rng(seed);
        std::normal_distribution<double> normal(0, seed % 7 ? 3 : 0.2);
        std::vector<float> logits(500);
        for (float& l : logits) l = static_cast<float>(normal(rng));
        std::vector<int32_t> ids(logits.size());
        std::iota(ids.begin(), ids.end(), 0);
        std::stable_sort(ids.begin(), ids.end(), [&](int32_t a, int32_t b) {
            return logits[static_cast<size_t>(a)] > logits[static_cast<size_t>(b)];
        });
        std::vector<float> values;
        double sum = 0;
        for (const int32_t id : ids) values.push_back(logits[static_cast<size_t>(id)]);
        for (const float l : logits) sum += std::exp(static_cast<double>(l));
        const auto lse = static_cast<float>(std::log(sum));
        std::unique_ptr<TokenRule> rule = std::make_unique<Penalty>();
        if (seed % 2) {
            rule = std::make_unique<NoSoonAgain>(70);
            for (uint64_t i = 0; i < seed % 70; ++i) rule->add(ids[seed % 4 ? i * 2 : i]);
        }
        const SamplerOptions options{seed % 3 ? 0.3 * static_cast<double>(seed % 5) : 0.0, seed % 11 ? 1.0 : 0.8, seed};
        Sampler a(options), b(options);
        const TopRow top{std::span(ids).first(64), std::span(values).first(64), lse, 500};
        const auto quick = a.choose(top, rule.get());
        const GeneratedToken slow = b.choose_from_all(logits, lse, rule.get());
        EXPECT_EQ(slow.log_probability, logits[static_cast<size_t>(slow.id)] - lse);
        ++(quick ? decided : asked);
        if (!quick) continue;
        EXPECT_EQ(quick->id, slow.id) << seed;
        EXPECT_EQ(quick->log_probability, slow.log_probability);
        EXPECT_EQ(quick->runner_up, slow.runner_up) << seed;
    }
    EXPECT_GT(decided, 500);
    EXPECT_GT(asked, 10);
}
