#include "core/model/speculation.h"

#include <algorithm>
#include <cassert>
#include <new>

#include "core/base/error.h"
#include "core/model/answer.h"

namespace lectern {

static constexpr int64_t kMostGuesses = 3;    // the layer was trained for one and is published with three
static constexpr double kCost = 0.35;         // of one guess and of checking it, in steps (GLM-OCR int4: 117 of 373 MB)
static constexpr double kMemory = 0.85;       // weight of what is known about the rate against one more guess
static constexpr int64_t kMostRows = 16;      // of a forward: beyond, arithmetic rather than memory sets the pace

void Speculation::begin(Answer& a) const {
    a.guesses = {};
    a.guesses.on = when_ != Speculate::never && model_.can_draft() && a.sampler.greedy() && !a.drafter;
}

bool Speculation::any(std::span<const AnswerRows> rows) {
    return std::any_of(rows.begin(), rows.end(), [](const AnswerRows& r) { return r.answer->guesses.on; });
}

// How many guesses pay: tokens won over what they cost, (1 + p + p² + …) / (1 + n · cost).
int64_t Speculation::worth(const Guesses& g) const {
    if (when_ == Speculate::always) return kMostGuesses;
    int64_t best = 0;
    double most = 1, won = 1, power = 1;
    for (int64_t n = 1; n <= kMostGuesses; ++n) {
        power *= g.rate;
        won += power;
        if (const double ratio = won / (1 + static_cast<double>(n) * kCost); ratio > most) {
            most = ratio;
            best = n;
        }
    }
    return best;
}

// Which of the guesses were right: as many as rows were kept beyond the first.
void Speculation::settle(Answer& a, int64_t kept) const {
    Guesses& g = a.guesses;
    const int64_t right = std::min(kept - 1, g.proposed);
    for (int64_t i = 0; i < g.proposed && i <= right; ++i) g.rate = kMemory * g.rate + (i < right ? 1 - kMemory : 0);
    g.proposed = 0;
    if (worth(g) == 0) g = {};  // it does not pay; the layer sees no more of this answer
}

// The rows of answers that took part cannot be guessed on any more: they go on without.
static void give_up(std::span<const AnswerRows> rows) {
    for (const AnswerRows& r : rows) r.answer->guesses = {};
}

static void append_pages(TokenBatch& batch, const Sequence& s, int64_t rows, int64_t keys) {
    Span span;
    span.first_row = static_cast<int32_t>(batch.ids.size() - static_cast<size_t>(rows));
    span.rows = static_cast<int32_t>(rows);
    span.keys = static_cast<int32_t>(keys);
    span.page_offset = static_cast<int32_t>(batch.spans.pages.size());
    batch.spans.spans.push_back(span);
    batch.spans.pages.insert(batch.spans.pages.end(), s.pages.begin(), s.pages.begin() + KvCache::pages_for(keys));
}

// Token i of prompt and answer, or the row of the pictures that stands there.
static void append_next(TokenBatch& batch, const Answer& a, int64_t i, int32_t first_image_row) {
    const Prompt& prompt = a.request.prompt;
    const auto at = static_cast<size_t>(i);
    const bool of_prompt = i < a.prompt_rows();
    const int32_t row = of_prompt && !prompt.image_row.empty() ? prompt.image_row[at] : -1;
    batch.image_row.push_back(row < 0 ? -1 : first_image_row + row);
    batch.ids.push_back(of_prompt ? prompt.ids[at] : a.result.tokens[at - prompt.ids.size()].id);
}

void Speculation::show(const TokenBatch& batch, const Tensor& states, const Tensor& image_rows, std::span<const AnswerRows> rows,
                       KvCache& cache, bool guess) const {
    TokenBatch next;
    next.position_axes = batch.position_axes;
    next.spans.causal = true;
    std::vector<int32_t> from;
    std::vector<Answer*> guessing;
    const auto axes = static_cast<size_t>(batch.position_axes);
    for (const AnswerRows& r : rows) {
        Answer& a = *r.answer;
        if (!a.guesses.on || r.rows == 0) continue;
        for (int64_t i = 0; i < r.rows; ++i) {
            const auto row = static_cast<size_t>(r.first_row + i);
            append_next(next, a, r.first_key + i + 1, r.first_image_row);
            next.positions.insert(next.positions.end(), &batch.positions[row * axes], &batch.positions[row * axes] + axes);
            next.slots.push_back(batch.slots[row]);
            from.push_back(static_cast<int32_t>(row));
        }
        append_pages(next, a.sequence, r.rows, r.first_key + r.rows);
        const bool all_seen = r.first_key + r.rows + 1 == a.prompt_rows() + static_cast<int64_t>(a.result.tokens.size());
        if (!guess || !all_seen) continue;
        next.logits_rows.push_back(static_cast<int32_t>(next.ids.size()) - 1);
        guessing.push_back(&a);
    }
    if (next.ids.empty()) return;
    Tensor further;
    const Tensor of_rows = from.size() == batch.ids.size() ? states : be_.gather_rows(states, be_.upload_ids(from));
    const Tensor logits = model_.draft(be_, next, image_rows, of_rows, cache, guessing.empty() ? nullptr : &further);
    if (guessing.empty()) return;
    const std::vector<int32_t> ids = be_.read_ids(be_.top_tokens(logits, 1).ids);
    for (size_t i = 0; i < guessing.size(); ++i) {
        guessing[i]->guesses.next = ids[i];
        guessing[i]->guesses.state = be_.gather_rows(further, be_.upload_ids(std::span(&next.logits_rows[i], 1)));
    }
}

void Speculation::follow(const TokenBatch& batch, const Tensor& states, const Tensor& image_rows, std::span<const AnswerRows> rows,
                         KvCache& cache, size_t running) const {
    std::vector<AnswerRows> kept;
    for (AnswerRows r : rows) {
        Answer& a = *r.answer;
        a.guesses.next = -1;
        a.guesses.state = {};
        if (a.done()) a.guesses = {};
        if (!a.guesses.on) continue;
        r.rows = std::min(r.rows, a.sequence.keys - r.first_key);  // wrong guesses have been forgotten
        if (a.guesses.proposed > 0) settle(a, r.rows);
        if (a.guesses.on) kept.push_back(r);
    }
    try {
        show(batch, states, image_rows, kept, cache, static_cast<int64_t>(running) * 2 <= kMostRows);
    } catch (const Error& e) {
        if (e.fault() != Fault::memory) throw;
        give_up(kept);
    } catch (const std::bad_alloc&) {
        give_up(kept);
    }
}

static int32_t slot_of(const Sequence& s, int64_t key) {
    return static_cast<int32_t>(s.pages[static_cast<size_t>(key / kPageRows)] * kPageRows + key % kPageRows);
}

// One more guess for each, from its last; the layer's own state stands for the model's.
void Speculation::guess_on(std::span<Answer* const> answers, KvCache& cache, bool last) const {
    TokenBatch next;
    next.spans.causal = true;
    Tensor states;
    if (answers.size() > 1) states = be_.allocate(DType::F32, Shape{static_cast<int64_t>(answers.size()), answers[0]->guesses.state.cols()});
    for (size_t i = 0; i < answers.size(); ++i) {
        const Answer& a = *answers[i];
        const Sequence& s = a.sequence;
        const auto ahead = static_cast<int32_t>(a.drafted.size()) - 1;  // the guess given in stands so far beyond the next key
        next.position_axes = s.position_axes;
        next.ids.push_back(a.drafted.back());
        next.positions.insert(next.positions.end(), static_cast<size_t>(s.position_axes), s.next_position + ahead);
        next.slots.push_back(slot_of(s, s.keys + ahead));
        append_pages(next, s, 1, s.keys + ahead + 1);
        next.logits_rows.push_back(static_cast<int32_t>(i));
        const auto row = static_cast<int32_t>(i);
        if (answers.size() > 1) be_.scatter_rows(states, a.guesses.state, be_.upload_ids(std::span(&row, 1)));
    }
    Tensor further;
    const Tensor logits = model_.draft(be_, next, {}, answers.size() > 1 ? states : answers[0]->guesses.state, cache,
                                       last ? nullptr : &further);
    const std::vector<int32_t> ids = be_.read_ids(be_.top_tokens(logits, 1).ids);
    for (size_t i = 0; i < answers.size(); ++i) {
        answers[i]->drafted.push_back(ids[i]);
        const auto row = static_cast<int32_t>(i);
        if (!last) answers[i]->guesses.state = be_.gather_rows(further, be_.upload_ids(std::span(&row, 1)));
    }
}

void Speculation::propose(std::span<Answer* const> answers, std::span<const int64_t> most, KvCache& cache) const {
    std::vector<Answer*> guessing;
    std::vector<int64_t> wanted;
    const int64_t each = kMostRows / std::max<int64_t>(1, static_cast<int64_t>(answers.size())) - 1;
    for (size_t i = 0; i < answers.size(); ++i) {
        Answer& a = *answers[i];
        const int64_t n = std::min({most[i], each, worth(a.guesses)});
        if (a.guesses.next < 0 || n <= 0) continue;
        a.drafted.assign(1, a.guesses.next);
        guessing.push_back(&a);
        wanted.push_back(n);
    }
    try {
        for (int64_t n = 2; n <= kMostGuesses; ++n) {
            std::vector<Answer*> more;
            for (size_t i = 0; i < guessing.size(); ++i)
                if (wanted[i] >= n) more.push_back(guessing[i]);
            if (!more.empty()) guess_on(more, cache, n == kMostGuesses);
        }
    } catch (const Error& e) {
        if (e.fault() != Fault::memory) throw;  // what has been guessed so far will do
    } catch (const std::bad_alloc&) {
    }
    for (Answer* a : guessing) a->guesses.proposed = static_cast<int64_t>(a->drafted.size());
}

}  // namespace lectern
