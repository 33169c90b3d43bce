#include "core/model/generate.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <exception>
#include <new>
#include <optional>

#include "core/base/error.h"
#include "core/model/answer.h"

namespace lectern {

namespace {

constexpr int64_t kGrowthAhead = 1024;  // tokens a newcomer should find room for beside its prompt

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

using Group = std::span<Answer* const>;

class Generation {
 public:
    Generation(Backend& be, const VisionLanguageModel& model, std::vector<GenerateRequest> requests,
               const GenerateOptions& options, const GenerateEvents& events, std::stop_token stop);
    std::vector<Generated> run();

 private:
    void work();
    void listen(const GenerateEvents& events);
    void refuse_impossible();
    void make_cache();
    void admit();
    bool full() const { return static_cast<int64_t>(running_.size()) >= std::max<int64_t>(1, options_.max_sequences); }
    bool has_room(const Answer& a) const;
    void prefill(Group group);
    void decode(Group group);
    void run_prefill(Group group);
    void run_decode(Group group);
    void make_room_to_grow();
    void evict(Answer& a);
    Tensor encode_images(Group group, std::vector<int32_t>& first_rows);
    void choose(const Tensor& logits, Group group);
    void choose_one(const Tensor& logits, int64_t row, const TopRow& top, Answer& a);
    void retire();
    void end(Answer& a, StopReason reason, std::string failure = {});
    template <class Attempt, class Restore>
    void divide_on_failure(Group group, Attempt attempt, Restore restore, void (Generation::*again)(Group));

    Backend& be_;
    const VisionLanguageModel& model_;
    const GenerateOptions options_;
    GenerateEvents events_;
    std::exception_ptr listener_failure_;
    std::stop_token stop_;
    int64_t context_;
    int64_t rows_per_forward_;
    std::deque<Answer> answers_;
    std::deque<Answer*> waiting_;
    std::vector<Answer*> running_;  // oldest first
    std::optional<KvCache> cache_;
    TokenBatch batch_;  // kept for its storage
};

}  // namespace

Generation::Generation(Backend& be, const VisionLanguageModel& model, std::vector<GenerateRequest> requests,
                       const GenerateOptions& options, const GenerateEvents& events, std::stop_token stop)
    : be_(be),
      model_(model),
      options_(options),
      stop_(std::move(stop)),
      context_(model.stats().context),
      rows_per_forward_(std::max<int64_t>(1, options.max_tokens_per_batch)) {
    listen(events);
    for (size_t i = 0; i < requests.size(); ++i) waiting_.push_back(&answers_.emplace_back(i, std::move(requests[i])));
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

void Generation::end(Answer& a, StopReason reason, std::string failure) {
    a.finish(reason, std::move(failure));
    if (cache_) cache_->release(a.sequence);
    if (events_.done) events_.done(a.index, a.result);
}

// Requests that need no forward, or could never have one.
void Generation::refuse_impossible() {
    std::deque<Answer*> possible;
    for (Answer* a : waiting_) {
        if (a->prompt_rows() == 0) {
            end(*a, StopReason::failed, "The prompt is empty.");
        } else if (context_ > 0 && a->prompt_rows() > context_) {
            end(*a, StopReason::failed,
                "The prompt has " + std::to_string(a->prompt_rows()) + " tokens, the model can hold " +
                    std::to_string(context_) + ". Use fewer pixels or a shorter prompt.");
        } else if (a->request.max_new_tokens <= 0) {
            end(*a, StopReason::token_budget);
        } else {
            possible.push_back(a);
        }
    }
    waiting_.swap(possible);
}

// As large as the requests that run together can need, within the bound; smaller when memory does not allow.
void Generation::make_cache() {
    const KvCache::Geometry g = model_.cache_geometry();
    const size_t page_bytes =
        static_cast<size_t>(g.layers * 2 * g.kv_dim * kPageRows) * (be_.compute() == Compute::bf16 ? 2 : 4);
    std::vector<int64_t> needs;
    for (const Answer* a : waiting_) needs.push_back(KvCache::pages_for(a->most_keys(context_)));
    std::sort(needs.rbegin(), needs.rend());
    int64_t pages = 0;
    for (size_t i = 0; i < needs.size() && static_cast<int64_t>(i) < std::max<int64_t>(1, options_.max_sequences); ++i)
        pages += needs[i];
    pages = std::clamp<int64_t>(
        pages, 1, std::max<int64_t>(1, static_cast<int64_t>(options_.cache_bytes / std::max<size_t>(1, page_bytes))));
    while (true) {
        try {
            cache_.emplace(be_, g, pages);
            return;
        } catch (const Error& e) {
            if (e.fault() != Fault::memory || pages == 1) throw;
        }
        pages = (pages + 1) / 2;
    }
}

bool Generation::has_room(const Answer& a) const {
    const int64_t ahead = std::min(a.most_keys(context_), a.pending_rows() + kGrowthAhead);
    return cache_->free_pages() >= KvCache::pages_for(running_.empty() ? a.pending_rows() : ahead);
}

// Lets waiting requests in, in order, a forward's worth at a time.
void Generation::admit() {
    while (!waiting_.empty() && !full() && !stop_.stop_requested()) {
        std::vector<Answer*> group;
        int64_t rows = 0, patches = 0;
        while (!waiting_.empty() && !full()) {
            Answer* a = waiting_.front();
            const bool fits =
                rows + a->pending_rows() <= rows_per_forward_ && patches + a->patches() <= rows_per_forward_;
            if ((!group.empty() && !fits) || !has_room(*a)) break;
            rows += a->pending_rows();
            patches += a->patches();
            if (!cache_->reserve(a->sequence, a->pending_rows())) break;
            waiting_.pop_front();
            a->answered = false;
            group.push_back(a);
            running_.push_back(a);
        }
        if (group.empty()) {
            if (!running_.empty()) return;  // wait until one of them leaves
            Answer* a = waiting_.front();   // not even alone in an empty cache
            waiting_.pop_front();
            if (!a->result.tokens.empty()) {
                end(*a, StopReason::context_full);
            } else {
                end(*a, StopReason::failed,
                    "The prompt has " + std::to_string(a->prompt_rows()) +
                        " tokens, for which there is not enough memory. Use fewer pixels or a shorter prompt.");
            }
            continue;
        }
        prefill(group);
        retire();
    }
}

// Runs `attempt`. When it fails, `restore` undoes it and the halves of the group try again, down to one request, which
// then ends alone. A cancel or a lost device concerns all and is passed on.
template <class Attempt, class Restore>
void Generation::divide_on_failure(Group group, Attempt attempt, Restore restore, void (Generation::*again)(Group)) {
    std::string failure;
    bool memory = true;
    try {
        return attempt();
    } catch (const Error& e) {
        if (e.fault() == Fault::cancelled || e.fault() == Fault::device) throw;
        failure = e.what();
        memory = e.fault() == Fault::memory;
    } catch (const std::bad_alloc&) {
        failure = "There was not enough memory to read this.";
    }
    for (Answer* a : group) {
        if (!a->done() && !a->answered) restore(*a);
    }
    if (group.size() == 1) {
        if (!group[0]->done()) end(*group[0], StopReason::failed, failure);
        return;
    }
    if (memory) rows_per_forward_ = std::max(std::min<int64_t>(rows_per_forward_, 256), rows_per_forward_ / 2);
    const size_t half = (group.size() + 1) / 2;
    (this->*again)(group.first(half));
    (this->*again)(group.subspan(half));
}

// Those that still wait for their token of this step: a failure may come after others have got theirs.
static std::vector<Answer*> unanswered(Group group) {
    std::vector<Answer*> out;
    for (Answer* a : group) {
        if (!a->done() && !a->answered) out.push_back(a);
    }
    return out;
}

void Generation::prefill(Group group) {
    const std::vector<Answer*> open = unanswered(group);
    if (open.empty()) return;
    const auto forget = [](Answer& a) {
        a.sequence.keys = 0;  // the pages stay reserved
        a.sequence.next_position = 0;
    };
    divide_on_failure(
        open, [&] { run_prefill(open); }, forget, &Generation::prefill);
}

void Generation::decode(Group group) {
    const std::vector<Answer*> open = unanswered(group);
    if (open.empty()) return;
    std::vector<Sequence> before;
    for (const Answer* a : open) before.push_back({{}, a->sequence.keys, a->sequence.position_axes, a->sequence.next_position});
    const auto step_back = [&](Answer& a) {
        const auto i = static_cast<size_t>(std::find(open.begin(), open.end(), &a) - open.begin());
        a.sequence.keys = before[i].keys;
        a.sequence.next_position = before[i].next_position;
    };
    divide_on_failure(
        open, [&] { run_decode(open); }, step_back, &Generation::decode);
}

// All pictures of the group in one go; first_rows: where each request's rows begin.
Tensor Generation::encode_images(Group group, std::vector<int32_t>& first_rows) {
    std::vector<const ImagePatches*> images;
    int64_t rows = 0;
    for (const Answer* a : group) {
        first_rows.push_back(static_cast<int32_t>(rows));
        for (const ImagePatches& image : a->request.prompt.images) {
            images.push_back(&image);
            rows += model_.image_tokens(image);
        }
    }
    return images.empty() ? Tensor{} : model_.encode(be_, images);
}

static void clear(TokenBatch& b) {
    b.ids.clear();
    b.image_row.clear();
    b.positions.clear();
    b.slots.clear();
    b.spans.spans.clear();
    b.spans.pages.clear();
    b.logits_rows.clear();
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

void Generation::run_prefill(Group group) {
    std::vector<int32_t> first_rows;
    const Tensor image_rows = encode_images(group, first_rows);
    clear(batch_);
    std::vector<Answer*> ready;  // whose last pending row is in the batch
    int64_t room = rows_per_forward_;
    const auto flush = [&] {
        const Tensor logits = model_.forward(be_, batch_, image_rows, *cache_);
        if (!ready.empty()) choose(logits, ready);
        ready.clear();
        clear(batch_);
        room = rows_per_forward_;
    };
    for (size_t i = 0; i < group.size(); ++i) {
        while (group[i]->pending_rows() > 0) {
            if (room == 0) flush();
            room -= append_pending(batch_, *group[i], first_rows[i], room);
        }
        ready.push_back(group[i]);
    }
    flush();
}

void Generation::run_decode(Group group) {
    clear(batch_);
    for (Answer* a : group) append_pending(batch_, *a, 0, 1);
    choose(model_.forward(be_, batch_, {}, *cache_), group);
}

void Generation::choose_one(const Tensor& logits, int64_t row, const TopRow& top, Answer& a) {
    if (!std::isfinite(top.log_sum_exp) || !std::isfinite(top.values[0])) {
        return end(a, StopReason::failed,
                   "The model's scores are not numbers: its weights are damaged, or the device computes wrongly. "
                   "Check the model's files, or read with the processor (--device cpu).");
    }
    std::optional<GeneratedToken> token = a.sampler.choose(top);
    if (!token) token = a.sampler.choose_from_all(be_.read_floats(logits.slice_rows(row, 1)), top.log_sum_exp);
    a.answered = true;
    a.accept(*token, model_, context_, events_);
    if (a.done()) end(a, a.result.reason);
}

// logits row i belongs to group[i].
void Generation::choose(const Tensor& logits, Group group) {
    int64_t k = 1;
    for (const Answer* a : group) k = std::max(k, a->sampler.tokens_wanted());
    k = std::min(k, logits.cols());
    const TopTokens top = be_.top_tokens(logits, k);
    const std::vector<int32_t> ids = be_.read_ids(top.ids);
    const std::vector<float> values = be_.read_floats(top.values), sums = be_.read_floats(top.log_sum_exp);
    for (size_t i = 0; i < group.size(); ++i) {
        const auto n = static_cast<size_t>(std::min(k, group[i]->sampler.tokens_wanted()));
        const TopRow row{std::span(ids).subspan(i * static_cast<size_t>(k), n),
                         std::span(values).subspan(i * static_cast<size_t>(k), n), sums[i], logits.cols()};
        choose_one(logits, static_cast<int64_t>(i), row, *group[i]);
    }
}

// The youngest gives its pages back and waits to be let in again; its prompt and tokens are then run anew.
void Generation::evict(Answer& a) {
    cache_->truncate(a.sequence, 0);
    a.sequence.next_position = 0;
    running_.erase(std::find(running_.begin(), running_.end(), &a));
    waiting_.push_front(&a);
}

// Every running sequence gets a place for one more key, the older ones first.
void Generation::make_room_to_grow() {
    for (size_t i = 0; i < running_.size(); ++i) {
        while (!cache_->reserve(running_[i]->sequence, running_[i]->sequence.keys + running_[i]->pending_rows())) {
            Answer& youngest = *running_.back();
            if (running_.size() == 1) {
                end(youngest, StopReason::context_full);
                running_.clear();
                return;
            }
            const bool self = &youngest == running_[i];
            evict(youngest);
            if (self) return;
        }
    }
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

std::vector<Generated> generate(Backend& be, const VisionLanguageModel& model, std::vector<GenerateRequest> requests,
                                const GenerateOptions& options, const GenerateEvents& events, std::stop_token stop) {
    return Generation(be, model, std::move(requests), options, events, std::move(stop)).run();
}

}  // namespace lectern
