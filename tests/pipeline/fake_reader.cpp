#include "tests/pipeline/fake_reader.h"

#include <cmath>
#include <cstdio>

namespace lectern::test {

Prompt FakeReader::make_prompt(std::string_view text, std::span<const Image> images, const PromptOptions& options) const {
    shown.push_back({std::string(text), images[0].width, images[0].height, options.line});
    Prompt prompt;
    prompt.ids = {1, 2, 3};
    return prompt;
}

Prompt FakeReader::make_prompt(std::span<const int32_t> ids, std::span<const Image>, const PromptOptions&) const {
    Prompt prompt;
    prompt.ids.assign(ids.begin(), ids.end());
    return prompt;
}

namespace {

class LineParser : public OutputParser {
 public:
    void add(std::string_view piece) override {
        for (char c : piece) take(c);
    }
    void finish() override {}
    const std::vector<Region>& regions() const override { return regions_; }
    const std::vector<std::string>& warnings() const override { return warnings_; }

 private:
    void take(char c) {
        if (c == '\n') {
            head_.clear();
            in_text_ = false;
        } else if (in_text_) {
            regions_.back().content += c;
        } else if (c == '|' && head_.find('|') != std::string::npos) {
            Region region;
            const size_t bar = head_.find('|');
            region.category = *category_from_name(head_.substr(0, bar));
            std::sscanf(head_.c_str() + bar + 1, "%lf,%lf,%lf,%lf", &region.box.x0, &region.box.y0, &region.box.x1,
                        &region.box.y1);
            regions_.push_back(region);
            in_text_ = true;
        } else {
            head_ += c;
        }
    }
    std::vector<Region> regions_;
    std::vector<std::string> warnings_;
    std::string head_;
    bool in_text_ = false;
};

}  // namespace

std::unique_ptr<OutputParser> FakeReader::make_parser(Task, int64_t, int64_t) const {
    return std::make_unique<LineParser>();
}

Generator scripted(std::vector<Answer> answers, int stop_after) {
    return [=](std::vector<GenerateRequest> requests, const GenerateEvents& events, std::stop_token) {
        std::vector<Generated> results(requests.size());
        size_t open = requests.size();
        for (size_t step = 0; open > 0; ++step) {
            for (size_t i = 0; i < requests.size(); ++i) {
                const Answer& answer = answers.at(i);
                const bool cancelled = stop_after >= 0 && step >= static_cast<size_t>(stop_after);
                if (step > answer.text.size() + 1 || (step == answer.text.size() + 1 && !cancelled)) continue;
                const bool end = step == answer.text.size();
                const std::string piece = end || cancelled ? "" : answer.text.substr(step, 1);
                const GeneratedToken token{0, static_cast<float>(std::log(answer.probability)), -5};
                if (!cancelled && events.token) events.token(i, piece, token);
                results[i].text += piece;
                if (!end && !cancelled) continue;
                if (results[i].failure == "closed") continue;
                results[i].reason = cancelled && !end ? StopReason::cancelled : answer.reason;
                if (events.done) events.done(i, results[i]);
                results[i].failure = "closed";
                --open;
            }
        }
        for (Generated& r : results) r.failure.clear();
        return results;
    };
}

LayoutPage FakeLayout::detect(const Image& page, double, std::stop_token) const {
    ++asked;
    return {page, skew, regions};
}

void EventLog::region_found(const Region& region) {
    log.push_back("found " + std::to_string(region.id));
}
void EventLog::text_grew(int64_t region_id, int64_t line, std::string_view piece) {
    streamed[{region_id, line}] += piece;
}
void EventLog::region_done(const Region& region) {
    log.push_back("done " + std::to_string(region.id) + " " + region.content);
}
void EventLog::progress(double part, int64_t) {
    if (part < last_part - 1e-9 || part > 1 + 1e-9) log.push_back("progress went wrong");
    last_part = part;
}

}  // namespace lectern::test
