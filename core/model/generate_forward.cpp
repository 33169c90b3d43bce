// One forward: rows of many answers through the model, a token for each; halves of the group when memory fails.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <new>
#include <optional>

#include "core/base/error.h"
#include "core/model/encode.h"
#include "core/model/generation.h"

namespace lectern {

static constexpr int64_t kLeastRows = 256;  // a forward is not made smaller for want of memory

// Runs `attempt`. When it fails, `restore` undoes it and the halves of the group try again, down to one request, which
// gets smaller pieces and, when those are small, one more try before it ends alone. A cancel or a lost device concerns
// all and is passed on.
template <class Attempt, class Restore>
void Generation::divide_on_failure(AnswerGroup group, Attempt attempt, Restore restore,
                                   void (Generation::*again)(AnswerGroup)) {
    std::string failure;
    Fault fault = Fault::memory;
    try {
        return attempt();
    } catch (const Error& e) {
        fault = e.fault();
        if (fault == Fault::cancelled || fault == Fault::device) throw;
        failure = e.what();
    } catch (const std::bad_alloc&) {
        failure = "There was not enough memory to read this.";
    }
    for (Answer* a : group) {
        if (!a->done() && !a->answered) restore(*a);
    }
    const int64_t rows_before = rows_per_forward_;
    if (fault == Fault::memory)
        rows_per_forward_ = std::max(std::min(rows_per_forward_, kLeastRows), rows_per_forward_ / 2);
    if (group.size() == 1) {
        Answer& a = *group[0];
        if (a.done()) return;
        const bool smaller = rows_per_forward_ < std::min(rows_before, a.pending_rows());
        if (fault != Fault::memory || (!smaller && a.retried)) return end(a, StopReason::failed, failure, fault);
        a.retried = !smaller;
        return (this->*again)(group);
    }
    const size_t half = (group.size() + 1) / 2;
    (this->*again)(group.first(half));
    (this->*again)(group.subspan(half));
}

// Those that still wait for their token of this step: a failure may come after others have got theirs.
static std::vector<Answer*> unanswered(AnswerGroup group) {
    std::vector<Answer*> out;
    for (Answer* a : group) {
        if (!a->done() && !a->answered) out.push_back(a);
    }
    return out;
}

void Generation::prefill(AnswerGroup group) {
    const std::vector<Answer*> open = unanswered(group);
    if (open.empty()) return;
    const auto forget = [](Answer& a) {
        a.sequence.keys = 0;  // the pages stay reserved
        a.sequence.next_position = 0;
    };
    divide_on_failure(
        open, [&] { run_prefill(open); }, forget, &Generation::prefill);
}

void Generation::decode(AnswerGroup group) {
    const std::vector<Answer*> open = unanswered(group);
    if (open.empty()) return;
    const auto step_back = [](Answer& a) {
        a.forget_unsaid();
        a.drafted.clear();  // the next attempt makes do with less
    };
    divide_on_failure(
        open, [&] { run_decode(open); }, step_back, &Generation::decode);
}

// All pictures of the group; first_rows: where each request's rows begin.
Tensor Generation::encode_images(AnswerGroup group, std::vector<int32_t>& first_rows) {
    std::vector<const ImagePatches*> images;
    int64_t rows = 0;
    for (const Answer* a : group) {
        first_rows.push_back(static_cast<int32_t>(rows));
        for (const ImagePatches& image : a->request.prompt.images) {
            images.push_back(&image);
            rows += model_.image_tokens(image);
        }
    }
    return encode_packed(be_, model_, images, patches_per_encode_);
}

// Adds up to `most` of a request's pending rows: the prompt's, then those of tokens it said before it was evicted.
static int64_t append_pending(TokenBatch& batch, Answer& a, int32_t first_image_row, int64_t most) {
    int64_t added = 0;
    while (added < most && a.pending_rows() > 0) {
        const int64_t of_prompt = a.prompt_rows() - a.sequence.keys;
        if (of_prompt > 0) {
            const int64_t count = std::min(most - added, of_prompt);
            append_prompt(batch, a.sequence, a.request.prompt, count, first_image_row, count == a.pending_rows());
            added += count;
        } else {
            const auto next = static_cast<size_t>(a.sequence.keys - a.prompt_rows());
            append_token(batch, a.sequence, a.result.tokens[next].id, a.pending_rows() == 1);
            ++added;
        }
    }
    return added;
}

// One forward of batch_, and a token for each that is ready; what stays of it is shown to the layer that guesses.
void Generation::step(const Tensor& image_rows, AnswerGroup ready, std::span<const AnswerRows> rows) {
    if (!Speculation::any(rows)) {
        const Tensor logits = model_.forward(be_, batch_, image_rows, *cache_);
        if (!ready.empty()) choose(logits, ready);
        return;
    }
    Tensor states;
    const Tensor logits = model_.forward_with_states(be_, batch_, image_rows, *cache_, states);
    if (!ready.empty()) choose(logits, ready);
    speculation_.follow(batch_, states, image_rows, rows, *cache_, running_.size());
}

void Generation::run_prefill(AnswerGroup group) {
    std::vector<int32_t> first_rows;
    const Tensor image_rows = encode_images(group, first_rows);
    batch_.clear();
    std::vector<Answer*> ready;  // whose last pending row is in the batch
    std::vector<AnswerRows> rows;
    int64_t room = rows_per_forward_;
    const auto flush = [&] {
        step(image_rows, ready, rows);
        ready.clear();
        rows.clear();
        batch_.clear();
        room = rows_per_forward_;
    };
    for (size_t i = 0; i < group.size(); ++i) {
        while (group[i]->pending_rows() > 0) {
            if (room == 0) flush();
            AnswerRows piece{group[i], static_cast<int32_t>(batch_.ids.size()), group[i]->sequence.keys, 0, first_rows[i]};
            piece.rows = append_pending(batch_, *group[i], first_rows[i], room);
            room -= piece.rows;
            rows.push_back(piece);
        }
        ready.push_back(group[i]);
    }
    flush();
}

void Generation::run_decode(AnswerGroup group) {
    if (may_go_ahead(group)) return decode_ahead(group);
    drop_ahead();
    decode_now(group);
}

// One row for the last token of each, and one for each token proposed to follow it.
void Generation::decode_now(AnswerGroup group) {
    batch_.clear();
    std::vector<AnswerRows> rows;
    for (Answer* a : group) {
        rows.push_back({a, static_cast<int32_t>(batch_.ids.size()), a->sequence.keys, 1 + static_cast<int64_t>(a->drafted.size())});
        append_pending(batch_, *a, 0, 1);
        for (const int32_t id : a->drafted) append_token(batch_, a->sequence, id);
    }
    step({}, group, rows);
}

void Generation::choose_one(const Tensor& logits, int64_t row, const TopRow& top, Answer& a) {
    if (!std::isfinite(top.log_sum_exp) || !std::isfinite(top.values[0])) {
        return end(a, StopReason::failed,
                   "The model's scores are not numbers: its weights are damaged, or the device computes wrongly. "
                   "Check the model's files, or read with the processor (--device cpu).");
    }
    std::optional<GeneratedToken> token = a.sampler.choose(top, a.rule.get());
    assert(token || logits);
    if (!token)
        token = a.sampler.choose_from_all(be_.read_floats(logits.slice_rows(row, 1)), top.log_sum_exp, a.rule.get());
    a.answered = true;
    a.accept(*token, model_, context_, events_);
    if (a.done()) end(a, a.result.reason);
}

// Rows of one answer, `first` being the place of rows[0] in logits: that of its last token, then those of what was
// proposed, as long as it is what the model chooses. The keys of the others are forgotten.
void Generation::choose_drafted(const Tensor& logits, int64_t first, std::span<const TopRow> rows, Answer& a) {
    const std::vector<int32_t> drafted = std::move(a.drafted);
    a.drafted.clear();
    size_t right = 0;
    const auto forget_the_rest = [&] {
        const int64_t wrong = a.sequence.keys - (a.prompt_rows() + static_cast<int64_t>(a.result.tokens.size()) - 1);
        if (a.done() || wrong == 0) return;
        cache_->truncate(a.sequence, a.sequence.keys - wrong);
        a.sequence.next_position -= static_cast<int32_t>(wrong);
    };
    try {
        for (;; ++right) {
            choose_one(logits, first + static_cast<int64_t>(right), rows[right], a);
            if (a.done() || right == drafted.size() || a.result.tokens.back().id != drafted[right]) break;
        }
    } catch (...) {
        if (a.answered) forget_the_rest();
        throw;
    }
    // The last one may be right, too, and have ended the answer.
    if (right < drafted.size() && a.result.tokens.back().id == drafted[right]) ++right;
    a.result.drafted_tokens += static_cast<int64_t>(drafted.size());
    a.result.accepted_drafts += static_cast<int64_t>(right);
    forget_the_rest();
}

// Rows of logits: one for each of the group, in order, and one for each of its proposed tokens.
void Generation::choose(const Tensor& logits, AnswerGroup group) {
    int64_t k = 1;
    for (const Answer* a : group) k = std::max(k, a->sampler.tokens_wanted(a->rule.get()));
    k = std::min(k, logits.cols());
    const TopTokens top = be_.top_tokens(logits, k);
    const Tensor wanted[] = {top.ids, top.values, top.log_sum_exp};
    const std::unique_ptr<Fetch> best = be_.fetch(wanted);
    best->wait();
    const std::vector<int32_t> ids = best->ids(0);
    const std::vector<float> values = best->floats(1), sums = best->floats(2);
    int64_t first = 0;
    for (Answer* a : group) {
        std::vector<TopRow> rows;
        for (int64_t row = first; row <= first + static_cast<int64_t>(a->drafted.size()); ++row) {
            const auto at = static_cast<size_t>(row * k);
            rows.push_back({std::span(ids).subspan(at, static_cast<size_t>(k)),
                            std::span(values).subspan(at, static_cast<size_t>(k)), sums[static_cast<size_t>(row)],
                            logits.cols()});
        }
        choose_drafted(logits, first, rows, *a);
        first += static_cast<int64_t>(rows.size());
    }
}

}  // namespace lectern
