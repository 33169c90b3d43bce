#include "core/model/repetition_penalty.h"

namespace lectern {

RepetitionPenalty::RepetitionPenalty(double penalty, std::span<const int32_t> prompt, std::unique_ptr<TokenRule> then)
    : penalty_(static_cast<float>(penalty)) {
    for (const int32_t id : prompt) add(id);
    then_ = std::move(then);  // knows the prompt already
}

void RepetitionPenalty::add(int32_t id) {
    const auto at = static_cast<size_t>(id);
    if (at >= seen_.size()) seen_.resize(at + 1);
    seen_[at] = true;
    if (then_) then_->add(id);
}

void RepetitionPenalty::lower(std::span<const int32_t> ids, std::span<float> scores) const {
    for (size_t i = 0; i < ids.size(); ++i) {
        const auto at = static_cast<size_t>(ids[i]);
        if (at < seen_.size() && seen_[at]) scores[i] = scores[i] < 0 ? scores[i] * penalty_ : scores[i] / penalty_;
    }
    if (then_ && then_->active()) then_->lower(ids, scores);
}

}  // namespace lectern
