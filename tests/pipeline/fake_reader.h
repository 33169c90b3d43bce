// A reader without weights: what it answers is written down, what it is shown is kept.
#pragma once

#include "core/pipeline/pipeline.h"

namespace lectern::test {

class FakeReader : public VisionLanguageModel {
 public:
    ModelCard the_card;

    const ModelCard& card() const override { return the_card; }
    ModelStats stats() const override { return {.context = 1000}; }
    const Tokenizer* tokenizer() const override { return nullptr; }
    const std::vector<int32_t>& stop_ids() const override { return stop_ids_; }
    KvCache::Geometry cache_geometry() const override { return {}; }
    Prompt make_prompt(std::string_view text, std::span<const Image> images, const PromptOptions& options) const override;
    Prompt make_prompt(std::span<const int32_t> ids, std::span<const Image> images, const PromptOptions& options) const override;
    Tensor encode(Backend&, std::span<const ImagePatches* const>, const TraceSink*) const override { return {}; }
    int64_t image_tokens(const ImagePatches&) const override { return 1; }
    Tensor forward(Backend&, const TokenBatch&, const Tensor&, KvCache&, const TraceSink*) const override { return {}; }
    // Answers are "category|x0,y0,x1,y1|text" lines.
    std::unique_ptr<OutputParser> make_parser(Task task, int64_t width, int64_t height) const override;

    struct Shown {
        std::string text;
        int64_t width = 0, height = 0;
        bool line = false;
    };
    mutable std::vector<Shown> shown;

 private:
    std::vector<int32_t> stop_ids_{0};
};

// One answer of a scripted generator.
struct Answer {
    std::string text;
    double probability = 0.99;  // of each character
    StopReason reason = StopReason::end_token;
};

// Answers request i with answers[i], characters of all requests taking turns, as in real batched decoding.
// stop_after: requests stop at this many steps, unfinished ones as cancelled; -1: never.
Generator scripted(std::vector<Answer> answers, int stop_after = -1);

// Finds what it was told, and counts how often it was asked.
class FakeLayout : public LayoutDetector {
 public:
    std::vector<LayoutRegion> regions;
    double skew = 0;
    mutable int asked = 0;
    LayoutPage detect(const Image& page, double dpi, std::stop_token stop) const override;
};

// Writes down what happens.
class EventLog : public PageEvents {
 public:
    std::vector<std::string> log;
    double last_part = 0;
    void region_found(const Region& region) override;
    void text_grew(int64_t region_id, int64_t line, std::string_view piece) override;
    void region_done(const Region& region) override;
    void progress(double part, int64_t tokens) override;

    std::map<std::pair<int64_t, int64_t>, std::string> streamed;
};

}  // namespace lectern::test
