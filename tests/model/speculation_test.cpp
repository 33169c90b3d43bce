// Guessing ahead never changes an answer: with and without, every dtype, alone and in company, with little room.
#include <gtest/gtest.h>

#include <cstdio>

#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/generate.h"
#include "core/model/registry.h"
#include "tests/support/backends.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_glm_ocr.h"

namespace lectern {
namespace {

using lectern::testing::TempFolder;

constexpr int32_t kNever = 63;

std::unique_ptr<VisionLanguageModel> load(Backend& be, DType dtype, bool stops = false, Quant quant = Quant::none) {
    TempFolder folder;
    test::TinyGlm glm = test::golden_glm();
    if (!stops) {  // an answer goes on to its budget
        glm.generation["eos_token_id"] = {kNever};
        glm.config["text_config"]["eos_token_id"] = {kNever};
    }
    test::write_glm(glm, folder.path(), dtype);
    return load_model(be, folder.path(), {.quant = quant});
}

// A picture and its ids, different for every k.
GenerateRequest request(const VisionLanguageModel& model, int32_t k, int64_t tokens) {
    std::vector<int32_t> ids = test::golden_glm_ids();
    ids[1] = k % 50;
    ids.back() = (3 * k + 9) % 50;
    const std::vector<Image> images{test::golden_glm_image()};
    return {model.make_prompt(ids, images, {}), tokens, {}};
}

std::vector<Generated> run(Backend& be, const VisionLanguageModel& model, int count, int64_t tokens,
                           GenerateOptions options, Speculate speculate) {
    std::vector<GenerateRequest> requests;
    for (int k = 0; k < count; ++k) requests.push_back(request(model, k, tokens + 3 * k));
    options.speculate = speculate;
    return generate(be, model, std::move(requests), options, {}, {});
}

void expect_same(const std::vector<Generated>& plain, const std::vector<Generated>& ahead) {
    ASSERT_EQ(plain.size(), ahead.size());
    for (size_t i = 0; i < plain.size(); ++i) {
        EXPECT_EQ(plain[i].reason, ahead[i].reason) << i << ahead[i].failure;
        ASSERT_EQ(plain[i].tokens.size(), ahead[i].tokens.size()) << i;
        for (size_t t = 0; t < plain[i].tokens.size(); ++t) {
            ASSERT_EQ(plain[i].tokens[t].id, ahead[i].tokens[t].id) << "answer " << i << ", token " << t;
            ASSERT_EQ(plain[i].tokens[t].log_probability, ahead[i].tokens[t].log_probability)
                << "answer " << i << ", token " << t;
            ASSERT_EQ(plain[i].tokens[t].runner_up, ahead[i].tokens[t].runner_up) << "answer " << i << ", token " << t;
        }
    }
}

// The published layer's place taken by one that knows the answer and errs now and then.
class KnowingModel final : public VisionLanguageModel {
 public:
    KnowingModel(const VisionLanguageModel& model, std::vector<int32_t> answer, int32_t first_position, int32_t errs)
        : model_(model), answer_(std::move(answer)), first_position_(first_position), errs_(errs) {}
    const ModelCard& card() const override { return model_.card(); }
    ModelStats stats() const override { return model_.stats(); }
    const Tokenizer* tokenizer() const override { return model_.tokenizer(); }
    const std::vector<int32_t>& stop_ids() const override { return model_.stop_ids(); }
    KvCache::Geometry cache_geometry() const override { return model_.cache_geometry(); }
    Prompt make_prompt(std::string_view text, std::span<const Image> images, const PromptOptions& o) const override {
        return model_.make_prompt(text, images, o);
    }
    Prompt make_prompt(std::span<const int32_t> ids, std::span<const Image> images,
                       const PromptOptions& o) const override {
        return model_.make_prompt(ids, images, o);
    }
    Tensor encode(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const override {
        return model_.encode(be, images, trace);
    }
    int64_t image_tokens(const ImagePatches& image) const override { return model_.image_tokens(image); }
    Tensor forward(Backend& be, const TokenBatch& batch, const Tensor& rows, KvCache& cache,
                   const TraceSink* trace) const override {
        ++forwards;
        return model_.forward(be, batch, rows, cache, trace);
    }
    bool can_draft() const override { return true; }
    Tensor forward_with_states(Backend& be, const TokenBatch& batch, const Tensor& rows, KvCache& cache,
                               Tensor& states) const override {
        ++forwards;
        return model_.forward_with_states(be, batch, rows, cache, states);
    }
    Tensor draft(Backend& be, const TokenBatch& batch, const Tensor& rows, const Tensor& states, KvCache& cache,
                 Tensor* next) const override {
        const Tensor logits = model_.draft(be, batch, rows, states, cache, next);
        if (!logits) return logits;
        std::vector<float> known(static_cast<size_t>(logits.rows() * logits.cols()));
        for (size_t r = 0; r < batch.logits_rows.size(); ++r) {
            const int32_t position = batch.positions[static_cast<size_t>(batch.logits_rows[r]) * 3];
            const auto index = static_cast<size_t>(position + 2 - first_position_);
            int32_t id = index < answer_.size() ? answer_[index] : 0;
            if (errs_ > 0 && static_cast<int32_t>(index) % errs_ == 0) id = (id + 1) % 50;
            known[r * static_cast<size_t>(logits.cols()) + static_cast<size_t>(id)] = 1;
        }
        return be.upload_floats(known, logits.shape);
    }
    std::unique_ptr<OutputParser> make_parser(Task task, int64_t w, int64_t h) const override {
        return model_.make_parser(task, w, h);
    }

    mutable int64_t forwards = 0;

 private:
    const VisionLanguageModel& model_;
    std::vector<int32_t> answer_;
    int32_t first_position_, errs_;
};

TEST(Speculation, EveryDtypeGivesTheSameAnswer) {
    for (const test::BackendCase& c : test::machine_backends()) {
        const auto be = c.make(2);
        for (const DType dtype : {DType::F32, DType::BF16, DType::F16}) {
            const auto model = load(*be, dtype);
            const auto plain = run(*be, *model, 3, 60, {}, Speculate::never);
            const auto ahead = run(*be, *model, 3, 60, {}, Speculate::always);
            expect_same(plain, ahead);
            int64_t guessed = 0, right = 0;
            for (const Generated& g : ahead) guessed += g.drafted_tokens, right += g.accepted_drafts;
            EXPECT_GT(guessed, 0);
            EXPECT_EQ(plain[0].drafted_tokens, 0);
            std::printf("%-16s %-4s %lld of %lld guesses right\n", c.name.c_str(), dtype_name(dtype),
                        static_cast<long long>(right), static_cast<long long>(guessed));
            expect_same(plain, run(*be, *model, 3, 60, {}, Speculate::when_it_pays));
        }
    }
}

TEST(Speculation, QuantisedWeightsGiveTheSameAnswer) {
    for (const test::BackendCase& c : test::machine_backends()) {
        const auto be = c.make(2);
        for (const Quant quant : {Quant::int8, Quant::int4}) {
            SCOPED_TRACE(c.name + " " + quant_name(quant));
            const auto model = load(*be, DType::BF16, false, quant);
            const auto plain = run(*be, *model, 3, 40, {}, Speculate::never);
            const auto ahead = run(*be, *model, 3, 40, {}, Speculate::always);
            expect_same(plain, ahead);
            EXPECT_GT(ahead[0].drafted_tokens, 0);
        }
    }
}

TEST(Speculation, InCompanyAndWithLittleRoom) {
    const auto be = make_cpu_backend({.threads = 2, .compute = Compute::bf16});
    const auto model = load(*be, DType::BF16);
    const KvCache::Geometry g = model->cache_geometry();
    const auto page = static_cast<size_t>(g.layers * 2 * g.kv_dim * kPageRows * 2);
    for (const int count : {1, 5, 17}) {
        const auto plain = run(*be, *model, count, 20, {}, Speculate::never);
        expect_same(plain, run(*be, *model, count, 20, {}, Speculate::always));
        expect_same(plain, run(*be, *model, count, 20, {.max_tokens_per_batch = 7}, Speculate::always));
        GenerateOptions tight{.max_sequences = 6, .cache_bytes = 9 * page};  // sequences are put out and let in again
        expect_same(plain, run(*be, *model, count, 20, tight, Speculate::always));
    }
}

// Guesses that are right save steps; all of them, four of five, none.
TEST(Speculation, RightGuessesSaveSteps) {
    const auto be = make_cpu_backend({.threads = 2, .compute = Compute::f32});
    const auto model = load(*be, DType::F32);
    constexpr int64_t kTokens = 90;
    int32_t k = 0;  // the first prompt that is answered at length
    const auto answered = [&](const VisionLanguageModel& by, Speculate when) {
        std::vector<GenerateRequest> requests{request(*model, k, kTokens)};
        return generate(*be, by, std::move(requests), {.speculate = when}, {}, {});
    };
    while (k < 50 && answered(*model, Speculate::never)[0].tokens.size() < static_cast<size_t>(kTokens)) ++k;
    const auto plain = answered(*model, Speculate::never);
    std::vector<int32_t> answer;
    for (const GeneratedToken& t : plain[0].tokens) answer.push_back(t.id);
    ASSERT_EQ(answer.size(), static_cast<size_t>(kTokens));
    const auto steps = [&](int32_t errs, Speculate when) {
        const KnowingModel knowing(*model, answer, 12, errs);
        const auto ahead = answered(knowing, when);
        expect_same(plain, ahead);
        EXPECT_EQ(knowing.forwards - 1 + ahead[0].accepted_drafts,
                  kTokens - 1);  // each step gives a token and what was right
        EXPECT_DOUBLE_EQ(tokens_per_step(ahead[0]),
                         static_cast<double>(kTokens) / static_cast<double>(knowing.forwards));
        std::printf("errs %d: %lld forwards for %lld tokens, %lld of %lld guesses right\n", errs,
                    static_cast<long long>(knowing.forwards), static_cast<long long>(kTokens),
                    static_cast<long long>(ahead[0].accepted_drafts), static_cast<long long>(ahead[0].drafted_tokens));
        return knowing.forwards;
    };
    EXPECT_LE(steps(0, Speculate::always), 1 + (kTokens + 3) / 4);
    EXPECT_LE(steps(0, Speculate::when_it_pays), 35);
    EXPECT_LE(steps(5, Speculate::always), 50);
    EXPECT_EQ(steps(1, Speculate::always), kTokens);
    EXPECT_EQ(steps(1, Speculate::when_it_pays), kTokens);  // and soon nothing is guessed any more
}

TEST(Speculation, StopsWhereTheAnswerEnds) {
    const auto be = make_cpu_backend({.threads = 2, .compute = Compute::f32});
    const auto model = load(*be, DType::F32);
    const auto long_answer = run(*be, *model, 1, 40, {}, Speculate::never);
    std::vector<int32_t> answer;
    for (const GeneratedToken& t : long_answer[0].tokens) answer.push_back(t.id);
    const KnowingModel knowing(*model, answer, 12, 0);
    for (int64_t budget = 1; budget < 12; ++budget)  // in the middle of what was guessed, too
        expect_same(run(*be, *model, 1, budget, {}, Speculate::never),
                    run(*be, knowing, 1, budget, {}, Speculate::always));
}

TEST(Speculation, DrawnAnswersAreNotGuessed) {
    const auto be = make_cpu_backend({.threads = 2, .compute = Compute::f32});
    const auto model = load(*be, DType::F32);
    const auto drawn = [&](Speculate when) {
        std::vector<GenerateRequest> requests{request(*model, 0, 40)};
        requests[0].sampler = {.temperature = 1, .top_p = 0.9, .seed = 7};
        return generate(*be, *model, std::move(requests), {.speculate = when}, {}, {});
    };
    const auto ahead = drawn(Speculate::always);
    expect_same(drawn(Speculate::never), ahead);
    EXPECT_EQ(ahead[0].drafted_tokens, 0);
}

}  // namespace
}  // namespace lectern
