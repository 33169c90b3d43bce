#include "core/model/answer.h"

#include <algorithm>

#include "core/model/repetition_penalty.h"

namespace lectern {

const char* stop_reason_name(StopReason r) {
    switch (r) {
        case StopReason::end_token:
            return "end token";
        case StopReason::token_budget:
            return "token budget";
        case StopReason::repetition:
            return "repetition";
        case StopReason::context_full:
            return "context full";
        case StopReason::cancelled:
            return "cancelled";
        case StopReason::failed:
            return "failed";
    }
    return "failed";
}

// The family's rule, behind the penalty that is asked for or else the model's own.
static std::unique_ptr<TokenRule> make_rule(const GenerateRequest& request, const VisionLanguageModel& model) {
    const double asked = request.sampler.repetition_penalty, penalty = asked > 0 ? asked : model.card().repetition_penalty;
    std::unique_ptr<TokenRule> rule = model.make_rule(request.prompt);
    if (penalty == 1) return rule;
    return std::make_unique<RepetitionPenalty>(penalty, request.prompt.ids, std::move(rule));
}

Answer::Answer(size_t number, GenerateRequest what, const VisionLanguageModel& model)
    : index(number),
      request(std::move(what)),
      sampler(request.sampler),
      rule(make_rule(request, model)),
      drafter(model.make_drafter(request.prompt)),
      guard_(model.guard_thresholds()) {}

void Answer::forget_beyond(int64_t keys) {
    const int64_t more = std::max<int64_t>(0, sequence.keys - keys);
    sequence.keys -= more;
    sequence.next_position -= static_cast<int32_t>(more);
}

int64_t Answer::patches() const {
    int64_t n = 0;
    for (const ImagePatches& image : request.prompt.images) n += image.patches();
    return n;
}

int64_t Answer::most_keys(int64_t context) const {
    const int64_t keys = prompt_rows() + request.max_new_tokens - 1;  // the last token's key is never needed
    return context > 0 ? std::min(keys, context) : keys;
}

void Answer::finish(StopReason reason, std::string failure, Fault fault) {
    if (done_) return;
    done_ = true;
    result.reason = reason;
    result.failure = std::move(failure);
    result.fault = fault;
    result.text += stream_.finish();  // after a cancel or failure; otherwise accept() has emptied it
    request.prompt = {};
}

void Answer::accept(const GeneratedToken& token, const VisionLanguageModel& model, int64_t context,
                    const GenerateEvents& events) {
    result.tokens.push_back(token);
    retried = false;
    if (rule) rule->add(token.id);
    if (drafter) drafter->add(token.id);
    const auto count = static_cast<int64_t>(result.tokens.size());
    const auto& stops = model.stop_ids();
    std::string text = stream_.add(model.token_text(token.id));
    std::optional<StopReason> reason;
    if (std::find(stops.begin(), stops.end(), token.id) != stops.end()) {
        reason = StopReason::end_token;
    } else if (guard_.add(token.id, text)) {
        reason = StopReason::repetition;
        result.repeated_tokens = guard_.repeated_tokens();
    } else if (count >= request.max_new_tokens) {
        reason = StopReason::token_budget;
    } else if (context > 0 && prompt_rows() + count > context) {
        reason = StopReason::context_full;
    }
    if (reason) text += stream_.finish();
    result.text += text;
    if (events.token) events.token(index, text, token);
    if (reason) finish(*reason);
}

}  // namespace lectern
