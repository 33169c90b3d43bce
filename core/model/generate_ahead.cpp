// Decoding on a device that runs behind the host: while the host reads one step's tokens the device is already at the next,
// which takes them from where they were chosen. What lies past an answer's end is dropped.
#include <algorithm>
#include <new>

#include "core/base/error.h"
#include "core/model/generation.h"

namespace lectern {

bool Generation::Step::has(const Answer* a) const { return std::find(group.begin(), group.end(), a) != group.end(); }

// Whether the device alone can know each one's next token, the likeliest. Where others wait to come in for one of several it
// pays to see who leaves first: with whom comes in, the step begun would have to be done again.
bool Generation::may_go_ahead(AnswerGroup group) const {
    if (!options_.ahead || !goes_ahead_ || !be_.runs_behind()) return false;
    if (!ahead_ && !waiting_.empty() && group.size() > 1) return false;
    return std::all_of(group.begin(), group.end(), [](const Answer* a) {
        return a->sampler.greedy() && !a->rule && !a->drafter && !a->guesses.on && a->drafted.empty();
    });
}

// One forward of batch_, whose rows are the group's; its tokens are asked for, not waited for.
Generation::Step Generation::begin_step(std::vector<Answer*> group) {
    const Tensor logits = model_.forward(be_, batch_, {}, *cache_);
    Step s{.group = std::move(group), .vocabulary = logits.cols(), .top = {}, .best = nullptr};
    s.top = be_.top_tokens(logits, std::min<int64_t>(2, s.vocabulary));
    const Tensor wanted[] = {s.top.ids, s.top.values, s.top.log_sum_exp};
    s.best = be_.fetch(wanted);
    return s;
}

// The step behind `now`, whose tokens nobody has seen. None where one of them is its answer's last for certain, where the
// cache is full, or when memory runs out.
std::optional<Generation::Step> Generation::begin_next(const Step& now) {
    if (!waiting_.empty() && now.group.size() > 1) return {};
    for (Answer* a : now.group) {
        const auto said = static_cast<int64_t>(a->result.tokens.size());
        if (a->done() || said + 1 >= a->request.max_new_tokens) return {};
        if (context_ > 0 && a->sequence.keys + 1 > context_) return {};
        if (!cache_->reserve(a->sequence, a->sequence.keys + 1)) return {};
    }
    try {
        batch_.clear();
        for (Answer* a : now.group) append_token(batch_, a->sequence, 0);
        batch_.device_ids = be_.slice_cols(now.top.ids, 0, 1);
        return begin_step(now.group);
    } catch (const Error& e) {
        if (e.fault() != Fault::memory) throw;
    } catch (const std::bad_alloc&) {
    }
    goes_ahead_ = false;  // there is just enough memory for one step at a time
    for (Answer* a : now.group) a->forget_beyond(a->prompt_rows() + static_cast<int64_t>(a->result.tokens.size()));
    return {};
}

// Those of the group that still are.
void Generation::take_tokens(const Step& step, AnswerGroup group) {
    step.best->wait();
    const std::vector<int32_t> ids = step.best->ids(0);
    const std::vector<float> values = step.best->floats(1), sums = step.best->floats(2);
    const auto k = static_cast<size_t>(step.top.ids.cols());
    for (Answer* a : group) {
        const auto row = static_cast<size_t>(std::find(step.group.begin(), step.group.end(), a) - step.group.begin());
        const TopRow top{std::span(ids).subspan(row * k, k), std::span(values).subspan(row * k, k), sums[row],
                         step.vocabulary};
        choose_one({}, 0, top, *a);  // the likeliest: no other logits are asked for
    }
}

// What was begun ahead is not wanted: its keys are as if they had not been written.
void Generation::drop_ahead() {
    if (!ahead_) return;
    for (Answer* a : ahead_->group)
        if (!a->done()) a->forget_unsaid();
    ahead_.reset();
}

void Generation::decode_ahead(AnswerGroup group) {
    const bool begun = ahead_ && std::all_of(group.begin(), group.end(), [&](const Answer* a) { return ahead_->has(a); });
    Step now;
    if (begun) {
        now = std::move(*ahead_);
        ahead_.reset();
    } else {
        drop_ahead();
        batch_.clear();
        for (Answer* a : group) append_token(batch_, a->sequence, a->result.tokens.back().id);
        now = begin_step({group.begin(), group.end()});
    }
    try {
        if (now.group.size() == group.size()) ahead_ = begin_next(now);
        take_tokens(now, group);
    } catch (...) {
        ahead_.reset();
        goes_ahead_ = false;
        for (Answer* a : now.group)
            if (!a->done()) a->forget_unsaid();
        throw;
    }
}

}  // namespace lectern
