// Generation: the token loop behind generate(). Its parts: generate.cpp (the loop), generate_admission.cpp (who has
// cache pages), generate_forward.cpp (what one forward does, and what happens when it fails), generate_ahead.cpp (the device
// a step ahead of the host).
#pragma once

#include <deque>
#include <exception>
#include <optional>
#include <vector>

#include "core/model/answer.h"

namespace lectern {

using AnswerGroup = std::span<Answer* const>;

class Generation {
   public:
    Generation(Backend& be, const VisionLanguageModel& model, std::vector<GenerateRequest> requests,
               const GenerateOptions& options, const GenerateEvents& events, std::stop_token stop);
    std::vector<Generated> run();

   private:
    // -- generate.cpp
    void listen(const GenerateEvents& events);
    void refuse_impossible();
    void work();
    void retire();
    void end(Answer& a, StopReason reason, std::string failure = {}, Fault fault = Fault::input);

    // -- generate_admission.cpp
    void make_cache();
    void admit();
    bool full() const { return static_cast<int64_t>(running_.size()) >= std::max<int64_t>(1, options_.max_sequences); }
    bool has_room(const Answer& a) const;
    std::vector<Answer*> next_group();
    void refuse_for_room(Answer& a);
    void make_room_to_grow();
    void evict(Answer& a);
    void draft();

    // -- generate_forward.cpp
    void prefill(AnswerGroup group);
    void decode(AnswerGroup group);
    void run_prefill(AnswerGroup group);
    void run_decode(AnswerGroup group);
    Tensor encode_images(AnswerGroup group, std::vector<int32_t>& first_rows);
    void step(const Tensor& image_rows, AnswerGroup ready, std::span<const AnswerRows> rows);
    void decode_now(AnswerGroup group);
    void choose(const Tensor& logits, AnswerGroup group);
    void choose_one(const Tensor& logits, int64_t row, const TopRow& top, Answer& a);
    void choose_drafted(const Tensor& logits, int64_t first, std::span<const TopRow> rows, Answer& a);
    template <class Attempt, class Restore>
    void divide_on_failure(AnswerGroup group, Attempt attempt, Restore restore, void (Generation::*again)(AnswerGroup));

    // -- generate_ahead.cpp
    struct Step {  // a forward of one row each whose tokens are on their way to the host
        std::vector<Answer*> group;
        int64_t vocabulary = 0;
        TopTokens top;
        std::unique_ptr<Fetch> best;  // of `top`: ids, values, sums
        bool has(const Answer* a) const;
    };
    bool may_go_ahead(AnswerGroup group) const;
    Step begin_step(std::vector<Answer*> group);
    std::optional<Step> begin_next(const Step& now);
    void take_tokens(const Step& step, AnswerGroup group);
    void drop_ahead();
    void decode_ahead(AnswerGroup group);

    Backend& be_;
    const VisionLanguageModel& model_;
    const GenerateOptions options_;
    GenerateEvents events_;
    std::exception_ptr listener_failure_;
    std::stop_token stop_;
    int64_t context_;
    int64_t rows_per_forward_;
    int64_t patches_per_encode_;
    std::deque<Answer> answers_;
    std::deque<Answer*> waiting_;
    std::vector<Answer*> running_;  // oldest first
    std::optional<KvCache> cache_;
    Speculation speculation_;
    TokenBatch batch_;  // kept for its storage
    std::optional<Step> ahead_;  // follows tokens that the host has not seen
    bool goes_ahead_ = true;     // until a step fails: then one at a time
};

}  // namespace lectern
