// Sampler: which token comes next, from the best tokens of a row and its log-sum-exp, or from all logits.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/model/generate.h"
#include "core/model/token_rule.h"

namespace lectern {

// Best tokens of one row as TopTokens has them, on the host.
struct TopRow {
    std::span<const int32_t> ids;   // best first
    std::span<const float> values;  // logits
    float log_sum_exp = 0;          // of the whole row
    int64_t vocabulary = 0;
};

// One per request: its random numbers depend on the seed and the number of tokens drawn, never on other requests.
class Sampler {
 public:
    explicit Sampler(const SamplerOptions& options) : options_(options), state_(options.seed) {}

    bool greedy() const { return options_.temperature <= 0; }
    // Of TopTokens; more may be given.
    int64_t tokens_wanted(const TokenRule* rule = nullptr) const {
        return greedy() && (rule == nullptr || !rule->active()) ? 2 : 64;
    }

    // Empty when the best tokens do not decide the draw; then choose_from_all() with the same row's logits must follow.
    // The probabilities of the result are the model's own, whatever `rule` did to the choice.
    std::optional<GeneratedToken> choose(const TopRow& top, const TokenRule* rule = nullptr);
    GeneratedToken choose_from_all(std::span<const float> logits, float log_sum_exp, const TokenRule* rule = nullptr);

 private:
    double draw();  // [0, 1); the same number again until a token has been chosen

    SamplerOptions options_;
    uint64_t state_;
    std::optional<double> drawn_;
};

}  // namespace lectern
