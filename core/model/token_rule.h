// TokenRule: a family's own say in which token comes next (banned n-grams, penalties). One per answer.
#pragma once

#include <cstdint>
#include <span>

namespace lectern {

class TokenRule {
   public:
    virtual ~TokenRule() = default;

    // A token was chosen. Those of the prompt are given to VisionLanguageModel::make_rule().
    virtual void add(int32_t id) = 0;

    // Whether lower() could change any score at present; while false, only the two best tokens are read.
    virtual bool active() const { return true; }

    // Whether lower() may raise a score after all; then all logits are read at every token.
    virtual bool raises() const { return false; }

    // Lowers the scores (logits) of ids it does not want; −infinity bans. Unless raises() says so none may be raised: that the tokens which were
    // not read stay below those that were is what spares reading them all. `ids` are in no particular order.
    virtual void lower(std::span<const int32_t> ids, std::span<float> scores) const = 0;
};

}  // namespace lectern
