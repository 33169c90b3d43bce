// Speculation: guesses of a model's own next-token layer, for all answers of a step at once. generate() checks them with
// the next step; they change how long an answer takes, never the answer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/layers/kv_cache.h"
#include "core/model/generate.h"
#include "core/model/model.h"

namespace lectern {

class Answer;

// What speculation keeps of one answer between two steps.
struct Guesses {
    bool on = false;       // the layer has seen every row of this answer so far
    double rate = 0.6;     // part of the guesses that proved right, recent ones weighing more
    int64_t proposed = 0;  // of the present step
    int32_t next = -1;     // the token guessed to follow the last chosen one; -1: none
    Tensor state;          // [1, hidden] to guess further from
};

// Rows of one answer in a forward: keys [first_key, first_key + rows).
struct AnswerRows {
    Answer* answer = nullptr;
    int32_t first_row = 0;
    int64_t first_key = 0, rows = 0;
    int32_t first_image_row = 0;  // where its pictures begin in the embeddings of that forward
};

class Speculation {
   public:
    Speculation(Backend& be, const VisionLanguageModel& model, Speculate when) : be_(be), model_(model), when_(when) {}

    // An answer enters: greedy ones of a model that can guess take part.
    void begin(Answer& a) const;
    static bool any(std::span<const AnswerRows> rows);

    // After a forward and the choice of tokens: shows the layer the rows that stay, and takes its first guesses.
    // `running`: answers that decode together.
    void follow(const TokenBatch& batch, const Tensor& states, const Tensor& image_rows, std::span<const AnswerRows> rows,
                KvCache& cache, size_t running) const;

    // Fills `drafted` of answers that have a first guess: up to `most[i]` tokens each, fewer where they seldom prove
    // right. Their sequences have cache places for as many keys beyond the next.
    void propose(std::span<Answer* const> answers, std::span<const int64_t> most, KvCache& cache) const;

   private:
    int64_t worth(const Guesses& g) const;
    void settle(Answer& a, int64_t kept) const;
    void show(const TokenBatch& batch, const Tensor& states, const Tensor& image_rows, std::span<const AnswerRows> rows,
              KvCache& cache, bool guess) const;
    void guess_on(std::span<Answer* const> answers, KvCache& cache, bool last) const;

    Backend& be_;
    const VisionLanguageModel& model_;
    Speculate when_;
};

}  // namespace lectern
