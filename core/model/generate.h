// generate: prefill, then decode for many sequences; the only loop over tokens.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/model/model.h"

namespace lectern {

struct SamplerOptions {  // how a token is chosen among those the model thinks likely
    double temperature = 0;  // 0: greedy
    double top_p = 1;  // only the likeliest tokens of this total probability; 1: all
    uint64_t seed = 0;  // the same seed gives the same text
    double repetition_penalty = 0;  // on tokens of prompt and answer; 1: none, 0: as the model's generation_config.json says
};

enum class StopReason { end_token, token_budget, repetition, context_full, cancelled, failed };  // why an answer ended
const char* stop_reason_name(StopReason r);  // as in reports: "end_token", …

struct GenerateRequest {  // one answer that is wanted
    Prompt prompt;  // ids with placeholders, and pictures
    int64_t max_new_tokens = 0;  // end token included; 0: as many as the context holds
    SamplerOptions sampler = {};  // greedy unless said otherwise
};

struct GeneratedToken {  // a token and how sure the model was of it
    int32_t id = 0;  // of the tokenizer
    float log_probability = 0;  // of this token under the model, temperature 1
    float runner_up = 0;        // log-probability of the best other token
};

struct Generated {  // an answer
    std::vector<GeneratedToken> tokens;  // end token included when it came
    std::string text;                    // decoded, special tokens dropped
    StopReason reason = StopReason::end_token;  // why it ended
    std::string failure;          // sentence, when reason is failed
    Fault fault = Fault::input;   // its kind
    int64_t repeated_tokens = 0;  // when reason is repetition: tokens at the end that only repeat what precedes them
    int64_t drafted_tokens = 0, accepted_drafts = 0;  // proposed ahead (Drafter, Speculation), and how many of them were right
};

// Whether a model's next-token layer guesses ahead (speculation.h): while its guesses prove right often enough to pay.
enum class Speculate { never, when_it_pays, always };

struct GenerateOptions {  // bounds of memory and of company; the answers do not depend on them
    int64_t max_tokens_per_batch = 8192;   // patches encoded and prompt rows prefilled in one forward
    int64_t max_sequences = 64;            // decoded together
    size_t cache_bytes = size_t{1} << 30;  // upper bound of the KV pool
    Speculate speculate = Speculate::when_it_pays;  // of models with a next-token layer
    // Where the backend runs behind the host (Backend::runs_behind) and tokens are simply the likeliest, a step is begun
    // before the last one's tokens have been read: the device takes them from where it chose them.
    bool ahead = true;
};

// `request` counts from 0 in the order given to generate().
struct GenerateEvents {
    std::function<void(size_t request, std::string_view text, const GeneratedToken& token)>
        token;  // text: whole characters, may be empty
    std::function<void(size_t request, const Generated& result)> done;  // called once for each request
};

// Mean length of what one step of the model gave: 1 without guesses, more when some were right.
double tokens_per_step(const Generated& result);

// Requests wait in the given order, enter when cache pages are free, decode together, leave when done.
// The result of each is the same as if it ran alone. Cancel: unfinished requests end with StopReason::cancelled
// and keep what they have. One that fails alone ends with StopReason::failed; the others go on.
std::vector<Generated> generate(Backend& be, const VisionLanguageModel& model, std::vector<GenerateRequest> requests,
                                const GenerateOptions& options, const GenerateEvents& events, std::stop_token stop);

}  // namespace lectern
