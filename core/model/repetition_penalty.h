// RepetitionPenalty: tokens the prompt or the answer holds already become less likely (Keskar et al. 2019, CTRL), as
// generation_config.json's repetition_penalty asks for.
#pragma once

#include <memory>
#include <vector>

#include "core/model/token_rule.h"

namespace lectern {

class RepetitionPenalty final : public TokenRule {
 public:
    // `prompt`: all of its ids, placeholders of pictures included. `then`: another rule, applied to what this one
    // leaves.
    RepetitionPenalty(double penalty, std::span<const int32_t> prompt, std::unique_ptr<TokenRule> then = nullptr);

    void add(int32_t id) override;
    bool raises() const override { return penalty_ < 1; }
    // Each id that was seen, once: positive scores are divided by the penalty, others multiplied with it, in F32.
    void lower(std::span<const int32_t> ids, std::span<float> scores) const override;

 private:
    float penalty_;
    std::vector<bool> seen_;
    std::unique_ptr<TokenRule> then_;
};

}  // namespace lectern
