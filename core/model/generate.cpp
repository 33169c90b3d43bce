// The loop over tokens: who waits, who runs, what a listener and a cancel do. See generation.h for its other parts.
#include "core/model/generate.h"

#include "core/base/error.h"
#include "core/model/check_prompt.h"
#include "core/model/generation.h"

namespace lectern {

namespace {

// Makes the backend heed the stop token for as long as this lives.
class StopScope {
   public:
    StopScope(Backend& be, std::stop_token stop) : be_(be) { be_.set_stop(std::move(stop)); }
    ~StopScope() { be_.set_stop({}); }
    StopScope(const StopScope&) = delete;
    StopScope& operator=(const StopScope&) = delete;

   private:
    Backend& be_;
};

}  // namespace

Generation::Generation(Backend& be, const VisionLanguageModel& model, std::vector<GenerateRequest> requests,
                       const GenerateOptions& options, const GenerateEvents& events, std::stop_token stop)
    : be_(be),
      model_(model),
      options_(options),
      stop_(std::move(stop)),
      context_(model.stats().context),
      rows_per_forward_(std::max<int64_t>(1, options.max_tokens_per_batch)),
      patches_per_encode_(rows_per_forward_),
      speculation_(be, model, options.speculate) {
    listen(events);
    for (size_t i = 0; i < requests.size(); ++i)
        {
        waiting_.push_back(&answers_.emplace_back(i, std::move(requests[i]), model));
        speculation_.begin(*waiting_.back());
    }
}

// What a listener throws is no request's failure: everything ends, and run() passes it on.
void Generation::listen(const GenerateEvents& events) {
    const auto guarded = [this](const auto& call) {
        if (listener_failure_) return;
        try {
            call();
        } catch (...) {
            listener_failure_ = std::current_exception();
            throw Error({.fault = Fault::cancelled, .attempted = "go on"});
        }
    };
    if (events.token) {
        events_.token = [=, heard = events.token](size_t request, std::string_view text, const GeneratedToken& token) {
            guarded([&] { heard(request, text, token); });
        };
    }
    if (events.done) {
        events_.done = [=, heard = events.done](size_t request, const Generated& result) {
            guarded([&] { heard(request, result); });
        };
    }
}

void Generation::end(Answer& a, StopReason reason, std::string failure, Fault fault) {
    a.finish(reason, std::move(failure), fault);
    if (cache_) cache_->release(a.sequence);
    if (events_.done) events_.done(a.index, a.result);
}

// Requests that need no forward, or could never have one.
void Generation::refuse_impossible() {
    std::deque<Answer*> possible;
    for (Answer* a : waiting_) {
        if (std::string problem = problem_of(a->request.prompt, model_, context_); !problem.empty()) {
            end(*a, StopReason::failed, std::move(problem));
        } else if (a->request.max_new_tokens <= 0) {
            end(*a, StopReason::token_budget);
        } else {
            possible.push_back(a);
        }
    }
    waiting_.swap(possible);
}

void Generation::retire() {
    std::erase_if(running_, [](const Answer* a) { return a->done(); });
}

void Generation::work() {
    refuse_impossible();
    if (!waiting_.empty()) make_cache();
    while ((!waiting_.empty() || !running_.empty()) && !stop_.stop_requested()) {
        admit();
        make_room_to_grow();
        draft();
        const std::vector<Answer*> group = running_;
        for (Answer* a : group) a->answered = false;
        if (!group.empty()) decode(group);
        retire();
    }
}

std::vector<Generated> Generation::run() {
    const StopScope scope(be_, stop_);
    const auto unless_cancelled = [](auto&& call) {
        try {
            call();
        } catch (const Error& e) {
            if (e.fault() != Fault::cancelled) throw;
        }
    };
    unless_cancelled([&] { work(); });
    std::vector<Generated> results;
    for (Answer& a : answers_) {
        if (!a.done()) unless_cancelled([&] { end(a, StopReason::cancelled); });
        results.push_back(std::move(a.result));
    }
    if (listener_failure_) std::rethrow_exception(listener_failure_);
    return results;
}

double tokens_per_step(const Generated& result) {
    const auto tokens = static_cast<double>(result.tokens.size());
    return tokens > 0 ? tokens / (tokens - static_cast<double>(result.accepted_drafts)) : 1;
}

std::vector<Generated> generate(Backend& be, const VisionLanguageModel& model, std::vector<GenerateRequest> requests,
                                const GenerateOptions& options, const GenerateEvents& events, std::stop_token stop) {
    return Generation(be, model, std::move(requests), options, events, std::move(stop)).run();
}

}  // namespace lectern
