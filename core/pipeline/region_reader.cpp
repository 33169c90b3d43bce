#include "core/pipeline/region_reader.h"

#include <algorithm>
#include <cmath>

#include "core/pipeline/crop.h"
#include "core/pipeline/line_text.h"
#include "core/pipeline/region_text.h"

namespace lectern {

// Longest answer asked for when nobody says: dense newspaper pages take about 12,000 tokens.
static constexpr int64_t kMaxAnswer = 16'384;
static constexpr double kTypicalAnswer = 1200;  // tokens of a page; only paces the progress bar
static constexpr double kCropMargin = 4;        // pixels around a region cut out for a region reader

std::string prompt_for(const ModelCard& card, Task task, const ReadOptions& options) {
    if (!options.prompt.empty()) return options.prompt;
    const std::string* text = card.prompt_for(task);
    return text != nullptr ? *text : std::string();
}

static GenerateRequest make_request(const VisionLanguageModel& model, const std::string& prompt, const Image& picture,
                                    const ReadOptions& options) {
    GenerateRequest request;
    request.prompt = model.make_prompt(prompt, std::span(&picture, 1), {});
    const int64_t room = model.stats().context - static_cast<int64_t>(request.prompt.ids.size());
    request.max_new_tokens =
        std::max<int64_t>(1, std::min(room, options.max_new_tokens > 0 ? options.max_new_tokens : kMaxAnswer));
    request.sampler = options.sampler;
    return request;
}

// What an early end means for the region it happened in.
static void mark_end(Region& region, const Generated& result) {
    switch (result.reason) {
        case StopReason::end_token:
            return;
        case StopReason::cancelled:
            region.state = RegionState::stopped;
            return;
        case StopReason::token_budget:
            region.warnings.push_back("The answer reached the token limit and was cut here.");
            break;
        case StopReason::context_full:
            region.warnings.push_back("The answer filled the model's context and was cut here.");
            break;
        case StopReason::repetition:
            region.warnings.push_back("The model began to repeat itself and was stopped here.");
            break;
        case StopReason::failed:
            region.warnings.push_back(result.failure);
            region.state = RegionState::failed;
            return;
    }
    region.state = RegionState::unsure;
}

namespace {

// Mean probability of the tokens heard while a region was the last one.
struct Belief {
    double log_sum = 0;
    size_t tokens = 0;
    std::optional<double> mean() const {
        return tokens > 0 ? std::optional(std::exp(log_sum / static_cast<double>(tokens))) : std::nullopt;
    }
};

// Follows a parser while its regions grow and tells the events what is new.
class AnswerFollower {
 public:
    AnswerFollower(std::unique_ptr<OutputParser> parser, const PageFrame& frame, PageEvents& events)
        : parser_(std::move(parser)), frame_(frame), events_(events) {}
    void heard(std::string_view text, const GeneratedToken& token);
    std::vector<Region> finish(const Generated& result);

 private:
    Region on_page(size_t index) const;
    void announce_growth();

    std::unique_ptr<OutputParser> parser_;
    const PageFrame& frame_;
    PageEvents& events_;
    std::vector<Belief> beliefs_;  // one per announced region
    size_t sent_ = 0;              // bytes of the last region's content already sent
};

Region AnswerFollower::on_page(size_t index) const {
    Region region = parser_->regions()[index];
    region.id = static_cast<int64_t>(index) + 1;
    region.order = static_cast<int64_t>(index);
    if (!region.box.empty()) region.box = frame_.to_points(region.box);
    return region;
}

static void judge(Region& region, const Belief& belief) {
    region.confidence = belief.mean();
    const bool doubt = !region.warnings.empty() || (region.confidence && *region.confidence < kSure);
    region.state = doubt ? RegionState::unsure : RegionState::read;
}

void AnswerFollower::announce_growth() {
    const std::vector<Region>& regions = parser_->regions();
    const auto send_rest = [&](size_t index) {
        const std::string& content = regions[index].content;
        if (content.size() <= sent_) return;
        events_.text_grew(static_cast<int64_t>(index) + 1, 0, std::string_view(content).substr(sent_));
        sent_ = content.size();
    };
    if (!beliefs_.empty()) send_rest(beliefs_.size() - 1);
    while (beliefs_.size() < regions.size()) {
        if (!beliefs_.empty()) {
            Region done = on_page(beliefs_.size() - 1);
            judge(done, beliefs_.back());
            events_.region_done(done);
        }
        beliefs_.emplace_back();
        sent_ = 0;
        Region begun = on_page(beliefs_.size() - 1);
        begun.state = RegionState::reading;
        begun.content.clear();
        events_.region_found(begun);
        send_rest(beliefs_.size() - 1);
    }
}

void AnswerFollower::heard(std::string_view text, const GeneratedToken& token) {
    if (!text.empty()) parser_->add(text);
    announce_growth();
    if (beliefs_.empty()) return;
    beliefs_.back().log_sum += token.log_probability;
    ++beliefs_.back().tokens;
}

std::vector<Region> AnswerFollower::finish(const Generated& result) {
    parser_->finish();
    announce_growth();
    std::vector<Region> regions;
    for (size_t i = 0; i < beliefs_.size(); ++i) {
        regions.push_back(on_page(i));
        judge(regions.back(), beliefs_[i]);
    }
    if (regions.empty()) return regions;
    for (const std::string& warning : parser_->warnings()) regions.back().warnings.push_back(warning);
    if (!parser_->warnings().empty()) regions.back().state = RegionState::unsure;
    mark_end(regions.back(), result);
    events_.region_done(regions.back());
    return regions;
}

}  // namespace

std::vector<Region> read_whole(const Generator& generator, const VisionLanguageModel& model, const Image& picture,
                               const PageFrame& frame, const ReadOptions& options, PageEvents& events,
                               std::stop_token stop) {
    std::vector<GenerateRequest> requests;
    requests.push_back(make_request(model, prompt_for(model.card(), options.task, options), picture, options));
    AnswerFollower follower(model.make_parser(options.task, picture.width, picture.height), frame, events);
    int64_t tokens = 0;
    GenerateEvents answer;
    answer.token = [&](size_t, std::string_view text, const GeneratedToken& token) {
        follower.heard(text, token);
        ++tokens;
        events.progress(1 - std::exp(-static_cast<double>(tokens) / kTypicalAnswer), tokens);
    };
    const std::vector<Generated> results = generator(std::move(requests), answer, stop);
    return follower.finish(results.at(0));
}

static Task task_for(const ModelCard& card, Category category) {
    const Task wanted = category == Category::Table     ? Task::table
                        : category == Category::Formula ? Task::formula
                                                        : Task::text;
    if (card.prompt_for(wanted) != nullptr || card.tasks.empty()) return wanted;
    return card.prompt_for(Task::text) != nullptr ? Task::text : card.tasks[0].first;
}

namespace {

// One region of the layout, read on its own. What its answer is parsed into becomes the region's content.
struct FoundRegion {
    Region region;
    std::unique_ptr<OutputParser> parser;
    Belief belief;

    void heard(std::string_view text, const GeneratedToken& token, PageEvents& events) {
        parser->add(text);
        belief.log_sum += token.log_probability;
        ++belief.tokens;
        if (!text.empty()) events.text_grew(region.id, 0, text);
    }
    void finish(const Generated& result, PageEvents& events) {
        parser->finish();
        for (const Region& part : parser->regions()) {
            if (region.content.empty()) region.kind = part.kind;
            region.content += (region.content.empty() ? "" : "\n\n") + part.content;
            region.warnings.insert(region.warnings.end(), part.warnings.begin(), part.warnings.end());
        }
        region.warnings.insert(region.warnings.end(), parser->warnings().begin(), parser->warnings().end());
        judge(region, belief);
        mark_end(region, result);
        events.region_done(region);
    }
};

}  // namespace

std::vector<Region> read_found_regions(const Generator& generator, const VisionLanguageModel& model,
                                       const LayoutPage& found, const PageFrame& frame, const ReadOptions& options,
                                       PageEvents& events, std::stop_token stop) {
    std::vector<FoundRegion> parts;
    std::vector<GenerateRequest> requests;
    std::vector<size_t> asked;
    for (const LayoutRegion& region : found.regions) {
        parts.push_back({new_region(region, frame, static_cast<int64_t>(parts.size())), nullptr, {}});
        events.region_found(parts.back().region);
        const Image picture =
            region.category == Category::Picture ? Image() : crop(found.image, region.box, {kCropMargin, kCropMargin});
        if (picture.empty()) {
            parts.back().region.state = RegionState::read;
            events.region_done(parts.back().region);
            continue;
        }
        const Task task = options.task == Task::page ? task_for(model.card(), region.category) : options.task;
        parts.back().parser = model.make_parser(task, picture.width, picture.height);
        requests.push_back(make_request(model, prompt_for(model.card(), task, options), picture, options));
        asked.push_back(parts.size() - 1);
    }
    int64_t tokens = 0;
    size_t done = 0;
    const auto progress = [&] {
        events.progress(static_cast<double>(done) / static_cast<double>(asked.size()), tokens);
    };
    GenerateEvents answer;
    answer.token = [&](size_t i, std::string_view text, const GeneratedToken& token) {
        parts[asked[i]].heard(text, token, events);
        ++tokens;
        progress();
    };
    answer.done = [&](size_t i, const Generated& result) {
        parts[asked[i]].finish(result, events);
        ++done;
        progress();
    };
    if (!requests.empty()) generator(std::move(requests), answer, stop);
    std::vector<Region> regions;
    for (FoundRegion& part : parts) regions.push_back(std::move(part.region));
    return regions;
}

}  // namespace lectern
