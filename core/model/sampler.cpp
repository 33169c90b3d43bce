// Temperature and nucleus sampling (Holtzman et al. 2020) by inverse distribution in falling order of probability.
#include "core/model/sampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace lectern {

namespace {

struct Candidate {
    int32_t id = 0;
    float score = 0;  // after the rule
    float logit = 0;  // the model's own
};

}  // namespace

// Best first; equals by id.
static std::vector<Candidate> ranked(std::span<const int32_t> ids, std::span<const float> logits, const TokenRule* rule) {
    std::vector<float> scores(logits.begin(), logits.end());
    if (rule != nullptr) rule->lower(ids, scores);
    std::vector<Candidate> out(ids.size());
    for (size_t i = 0; i < out.size(); ++i) out[i] = {ids[i], scores[i], logits[i]};
    const auto before = [](const Candidate& a, const Candidate& b) {
        return a.score != b.score ? a.score > b.score : a.id < b.id;
    };
    if (!std::is_sorted(out.begin(), out.end(), before)) std::sort(out.begin(), out.end(), before);
    return out;
}

static GeneratedToken with_probabilities(std::span<const Candidate> best, size_t chosen, float log_sum_exp) {
    GeneratedToken t;
    t.id = best[chosen].id;
    t.log_probability = best[chosen].logit - log_sum_exp;
    if (best.size() > 1) t.runner_up = best[chosen == 0 ? 1 : 0].logit - log_sum_exp;
    return t;
}

// splitmix64: 53 bits of a number that only depends on seed and position.
double Sampler::draw() {
    if (!drawn_) {
        state_ += 0x9E3779B97F4A7C15ull;
        uint64_t z = state_;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ z >> 27) * 0x94D049BB133111EBull;
        drawn_ = static_cast<double>((z ^ z >> 31) >> 11) * 0x1p-53;
    }
    return *drawn_;
}

// Index of the draw among weights (falling), whose total is known to lie in [least_total, most_total].
// Empty when the two ends of that range disagree or the draw falls beyond the given weights.
static std::optional<size_t> pick(std::span<const double> weights, double least_total, double most_total, double top_p,
                                  double u) {
    std::vector<double> sums(weights.size());
    std::partial_sum(weights.begin(), weights.end(), sums.begin());
    const auto reaches = [&](double goal) {
        return static_cast<size_t>(std::lower_bound(sums.begin(), sums.end(), goal) - sums.begin());
    };
    if (top_p < 1) {
        const size_t last = reaches(top_p * least_total);
        if (last != reaches(top_p * most_total) || last == sums.size()) return std::nullopt;
        return std::min(reaches(u * sums[last]), last);
    }
    const size_t index = reaches(u * least_total);
    if (index != reaches(u * most_total) || index == sums.size()) return std::nullopt;
    return index;
}

// Sums of weights exp((score − best) / t) that all tokens together may have, given the best of them.
struct TotalWeight {
    double least = 0, most = 0;
};

// None of the tail lies above the last logit we have, and without temperature its sum is known.
static TotalWeight total_weight(const TopRow& top, std::span<const double> weights, double best, double t, bool ruled) {
    double known = 0, known_untempered = 0;
    for (const double w : weights) known += w;
    for (const float v : top.values) known_untempered += std::exp(v - best);
    const double all = std::exp(top.log_sum_exp - best);
    // The total itself is known, to the precision of a float.
    if (t == 1 && !ruled) return {std::max(known, all * (1 - 1e-6)), std::max(known, all * (1 + 1e-6))};
    const double last = top.values.back() - best;
    double tail = static_cast<double>(top.vocabulary - static_cast<int64_t>(weights.size())) * std::exp(last / t);
    if (t <= 1) {
        const double untempered = std::max(0.0, all - known_untempered) + 1e-6 * std::max(1.0, all);
        tail = std::min(tail, untempered * std::exp(last * (1 / t - 1)));
    }
    return {known, known + tail};
}

std::optional<GeneratedToken> Sampler::choose(const TopRow& top, const TokenRule* rule) {
    const bool ruled = rule != nullptr && rule->active();
    if (ruled && rule->raises() && static_cast<int64_t>(top.ids.size()) < top.vocabulary) return std::nullopt;
    std::vector<Candidate> best = ranked(top.ids, top.values, ruled ? rule : nullptr);
    std::vector<double> weights(best.size());
    const double t = greedy() ? 1 : options_.temperature;
    for (size_t i = 0; i < best.size(); ++i)
        weights[i] = std::exp((best[i].score - static_cast<double>(best[0].score)) / t);
    const TotalWeight total = total_weight(top, weights, best[0].score, t, ruled);
    if (ruled && static_cast<int64_t>(best.size()) < top.vocabulary) {
        // What was lowered to the level of the tokens that were not read may lie behind some of those.
        while (!best.empty() && best.back().score <= top.values.back()) best.pop_back();
        if (best.size() < 2) return std::nullopt;
        weights.resize(best.size());
    }
    if (greedy()) return with_probabilities(best, 0, top.log_sum_exp);
    const auto index = pick(weights, total.least, total.most, options_.top_p, draw());
    if (!index) return std::nullopt;
    drawn_.reset();
    return with_probabilities(best, *index, top.log_sum_exp);
}

GeneratedToken Sampler::choose_from_all(std::span<const float> logits, float log_sum_exp, const TokenRule* rule) {
    std::vector<int32_t> ids(logits.size());
    std::iota(ids.begin(), ids.end(), 0);
    const std::vector<Candidate> best = ranked(ids, logits, rule != nullptr && rule->active() ? rule : nullptr);
    std::vector<double> weights(best.size());
    double total = 0;
    for (size_t i = 0; i < best.size(); ++i) {
        weights[i] = std::exp((best[i].score - static_cast<double>(best[0].score)) / (greedy() ? 1 : options_.temperature));
        total += weights[i];
    }
    const size_t index =
        greedy() ? 0 : pick(weights, total, total, options_.top_p, draw()).value_or(weights.size() - 1);
    drawn_.reset();
    return with_probabilities(best, index, log_sum_exp);
}

}  // namespace lectern
