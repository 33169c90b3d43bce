// Answer: one request on its way through generate(): its sequence, what chose its tokens, what it has said so far.
#pragma once

#include <memory>

#include "core/model/drafter.h"
#include "core/model/generate.h"
#include "core/model/repetition_guard.h"
#include "core/model/sampler.h"
#include "core/model/speculation.h"
#include "core/model/token_rule.h"
#include "core/tokenizer/utf8_stream.h"

namespace lectern {

class Answer {
 public:
    Answer(size_t number, GenerateRequest what, const VisionLanguageModel& model);

    // Takes a chosen token: text, stop rules, event. `context`: tokens the model can hold, 0 when unlimited.
    // Afterwards done() says whether it was the last one.
    void accept(const GeneratedToken& token, const VisionLanguageModel& model, int64_t context,
                const GenerateEvents& events);
    void finish(StopReason reason, std::string failure = {}, Fault fault = Fault::input);
    bool done() const { return done_; }

    int64_t prompt_rows() const { return static_cast<int64_t>(request.prompt.ids.size()); }
    // Rows that must be run before the next token: prompt and what has been said but is not in the cache.
    int64_t pending_rows() const { return prompt_rows() + static_cast<int64_t>(result.tokens.size()) - sequence.keys; }
    // Keys of tokens beyond the last but one that was said are as if they had not been written; the pages stay.
    void forget_unsaid() { forget_beyond(prompt_rows() + static_cast<int64_t>(result.tokens.size()) - 1); }
    void forget_beyond(int64_t keys);  // likewise those beyond so many
    int64_t patches() const;
    int64_t most_keys(int64_t context) const;  // at the end of its budget

    const size_t index;
    GenerateRequest request;
    Sequence sequence;
    Sampler sampler;
    std::unique_ptr<TokenRule> rule;   // the family's, if it has one
    std::unique_ptr<Drafter> drafter;  // likewise
    Guesses guesses;                   // of the model's own next-token layer
    std::vector<int32_t> drafted;      // what the present step checks beside its token
    Generated result;
    bool answered = false;  // it has got its token of the present step
    bool retried = false;   // the present step failed before for want of memory

 private:
    RepetitionGuard guard_;
    Utf8Stream stream_;
    bool done_ = false;
};

}  // namespace lectern
