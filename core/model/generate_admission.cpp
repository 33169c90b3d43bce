// Who has pages of the cache: letting in, growing, giving way.
#include <algorithm>

#include "core/base/error.h"
#include "core/model/generation.h"

namespace lectern {

static constexpr int64_t kGrowthAhead = 1024;  // tokens a newcomer should find room for beside its prompt
static constexpr int64_t kMostDrafted = 8;     // tokens ahead of the last chosen one

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

// The requests at the front that one prefill can take, with room in the cache.
std::vector<Answer*> Generation::next_group() {
    std::vector<Answer*> group;
    int64_t rows = 0, patches = 0;
    while (!waiting_.empty() && !full()) {
        Answer* a = waiting_.front();
        const bool fits =
            rows + a->pending_rows() <= rows_per_forward_ && patches + a->patches() <= patches_per_encode_;
        if ((!group.empty() && !fits) || !has_room(*a)) break;
        rows += a->pending_rows();
        patches += a->patches();
        if (!cache_->reserve(a->sequence, a->pending_rows())) break;
        waiting_.pop_front();
        a->answered = false;
        group.push_back(a);
        running_.push_back(a);
    }
    return group;
}

// Not even alone in an empty cache.
void Generation::refuse_for_room(Answer& a) {
    if (!a.result.tokens.empty()) return end(a, StopReason::context_full);
    end(a, StopReason::failed,
        "The prompt has " + std::to_string(a.prompt_rows()) +
            " tokens, for which there is not enough memory. Read at a lower dpi, read a smaller region, or shorten the text.",
        Fault::memory);
}

// Lets waiting requests in, in order, a forward's worth at a time.
void Generation::admit() {
    while (!waiting_.empty() && !full() && !stop_.stop_requested()) {
        const std::vector<Answer*> group = next_group();
        if (!group.empty()) {
            prefill(group);
            retire();
        } else if (running_.empty()) {
            Answer* a = waiting_.front();
            waiting_.pop_front();
            refuse_for_room(*a);
        } else {
            return;  // wait until one of them leaves
        }
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

// Tokens to be checked with the next step, where a family proposes some and the cache has places for them.
void Generation::draft() {
    std::vector<Answer*> guessing;
    std::vector<int64_t> room;
    for (Answer* a : running_) {
        a->drafted.clear();
        if (!a->drafter && a->guesses.next < 0) continue;
        const auto said = static_cast<int64_t>(a->result.tokens.size());
        int64_t most = std::min(kMostDrafted, a->request.max_new_tokens - said - 1);
        if (context_ > 0) most = std::min(most, context_ - a->prompt_rows() - said);
        if (most <= 0 || a->pending_rows() != 1) continue;
        if (!a->drafter) {
            if (!cache_->reserve(a->sequence, a->sequence.keys + 1 + most)) continue;
            guessing.push_back(a);
            room.push_back(most);
            continue;
        }
        a->drafted = a->drafter->propose(most);
        if (static_cast<int64_t>(a->drafted.size()) > most) a->drafted.resize(static_cast<size_t>(most));
        if (!cache_->reserve(a->sequence, a->sequence.keys + 1 + static_cast<int64_t>(a->drafted.size()))) a->drafted.clear();
    }
    if (!guessing.empty()) speculation_.propose(guessing, room, *cache_);
}

}  // namespace lectern
