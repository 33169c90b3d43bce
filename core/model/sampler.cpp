// Temperature and nucleus sampling (Holtzman et al. 2020) by inverse distribution in falling order of probability.
#include "core/model/sampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace lectern {

static GeneratedToken with_probabilities(std::span<const int32_t> ids, std::span<const float> values, size_t chosen,
                                         float log_sum_exp) {
    GeneratedToken t;
    t.id = ids[chosen];
    t.log_probability = values[chosen] - log_sum_exp;
    if (values.size() > 1) t.runner_up = values[chosen == 0 ? 1 : 0] - log_sum_exp;
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

std::optional<GeneratedToken> Sampler::choose(const TopRow& top) {
    if (greedy()) return with_probabilities(top.ids, top.values, 0, top.log_sum_exp);
    const double t = options_.temperature, best = top.values[0];
    std::vector<double> weights(top.values.size());
    double known = 0, known_untempered = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
        weights[i] = std::exp((top.values[i] - best) / t);
        known += weights[i];
        known_untempered += std::exp(top.values[i] - best);
    }
    // The tail: none of it lies above the last value we have, and without temperature its sum is known.
    const double last = top.values.back() - best;
    double tail = static_cast<double>(top.vocabulary - static_cast<int64_t>(weights.size())) * std::exp(last / t);
    if (t <= 1) {
        const double untempered = std::max(0.0, std::exp(top.log_sum_exp - best) - known_untempered) + 1e-6;
        tail = std::min(tail, untempered * std::exp(last * (1 / t - 1)));
    }
    double least = known, most = known + tail;
    if (t == 1) {  // the total itself is known, to the precision of a float
        const double total = std::exp(top.log_sum_exp - best);
        least = std::max(known, total * (1 - 1e-6));
        most = std::max(known, total * (1 + 1e-6));
    }
    const auto index = pick(weights, least, most, options_.top_p, draw());
    if (!index) return std::nullopt;
    drawn_.reset();
    return with_probabilities(top.ids, top.values, *index, top.log_sum_exp);
}

GeneratedToken Sampler::choose_from_all(std::span<const float> logits, float log_sum_exp) {
    std::vector<int32_t> ids(logits.size());
    std::iota(ids.begin(), ids.end(), 0);
    std::stable_sort(ids.begin(), ids.end(), [&](int32_t a, int32_t b) {
        return logits[static_cast<size_t>(a)] > logits[static_cast<size_t>(b)];
    });
    std::vector<float> values(ids.size());
    std::vector<double> weights(ids.size());
    double total = 0;
    for (size_t i = 0; i < ids.size(); ++i) {
        values[i] = logits[static_cast<size_t>(ids[i])];
        weights[i] = std::exp((values[i] - static_cast<double>(values[0])) / (greedy() ? 1 : options_.temperature));
        total += weights[i];
    }
    const size_t index =
        greedy() ? 0 : pick(weights, total, total, options_.top_p, draw()).value_or(weights.size() - 1);
    drawn_.reset();
    return with_probabilities(ids, values, index, log_sum_exp);
}

}  // namespace lectern
