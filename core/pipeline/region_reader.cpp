#include "core/pipeline/region_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/document/region_parts.h"
#include "core/document/table.h"
#include "core/image/resize.h"
#include "core/model/extract_output.h"
#include "core/model/markdown_text.h"
#include "core/model/task_prompt.h"
#include "core/pipeline/crop.h"
#include "core/pipeline/cut_repeats.h"
#include "core/pipeline/ink_check.h"
#include "core/pipeline/line_text.h"
#include "core/pipeline/region_text.h"
#include "core/pipeline/word_confidence.h"

namespace lectern {

// Longest answer asked for when nobody says: dense newspaper pages take about 12,000 tokens.
static constexpr int64_t kMaxAnswer = 16'384;
static constexpr double kTypicalAnswer = 1200;  // tokens of a page; only paces the progress bar
static constexpr double kCropMargin = 4;        // pixels around a region cut out for a region reader

std::string prompt_for(const ModelCard& card, Task task, const ReadOptions& options) {
    if (!options.prompt.empty()) return options.prompt;
    const std::string* text = card.prompt_for(task);
    std::string prompt = text != nullptr ? *text : std::string();
    return task == Task::extract && !options.form.empty() ? prompt + "\n" + options.form : prompt;
}

// `box`: the part of the picture that is asked about, where a task wants one.
static GenerateRequest make_request(const VisionLanguageModel& model, Task task, const Image& picture,
                                    const ReadOptions& options, const std::optional<Rect>& box = {}) {
    check_mode(model, options.mode);
    const bool own = !options.prompt.empty();  // the user's, put to the model the plain way
    const std::string prompt = prompt_for(model.card(), task, options);
    const TaskStyle style = own ? TaskStyle{} : model.card().style_of(task);
    GenerateRequest request;
    request.prompt = model.make_prompt(own ? prompt : fill_prompt(prompt, model, {picture.height, picture.width}, box), std::span(&picture, 1),
                                       {.mode = options.mode, .text_first = style.text_first, .system = style.system});
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

// A table the answer broke off in is closed, whoever wrote it.
static void close_table(Region& region) {
    if (region.kind != ContentKind::html_table) return;
    if (std::string cut = close_cut_table(region.content); !cut.empty()) region.warnings.push_back(std::move(cut));
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
    // `ink`: of the picture, for answers that copy it; else nullptr.
    AnswerFollower(std::unique_ptr<OutputParser> parser, const PageFrame& frame, PageEvents& events, InkCheck* ink)
        : parser_(std::move(parser)), frame_(frame), events_(events), ink_(ink) {}
    void heard(std::string_view text, const GeneratedToken& token);
    std::vector<Region> finish(const Generated& result);
    bool invents() const { return invents_; }  // it says more than the ink can be

 private:
    Region on_page(size_t index) const;
    Region judged(size_t index, bool loops = false) const;
    void announce_growth();
    void send_rest(size_t index);

    std::unique_ptr<OutputParser> parser_;
    const PageFrame& frame_;
    PageEvents& events_;
    InkCheck* ink_;
    bool invents_ = false;
    std::vector<Belief> beliefs_;  // one per announced region
    std::vector<LineReading> heard_;         // likewise: its content as it grew, token by token
    std::vector<GeneratedToken> speaking_;  // the last token and those before it that only began its character
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

// `loops`: the guard stopped the answer in it.
Region AnswerFollower::judged(size_t index, bool loops) const {
    Region region = on_page(index);
    if (loops) cut_repeats(region);
    close_table(region);
    judge(region, beliefs_[index]);
    region.lines = lines_with_confidence(region, heard_[index]);
    return region;
}

void AnswerFollower::send_rest(size_t index) {
    const std::string& content = parser_->regions()[index].content;
    if (content.size() <= sent_) return;
    const std::string_view piece = std::string_view(content).substr(sent_);
    events_.text_grew(static_cast<int64_t>(index) + 1, 0, piece);
    if (ink_ != nullptr && !invents_) invents_ = ink_->beyond(piece);
    for (size_t i = 0; i < speaking_.size(); ++i)
        heard_[index].add(i + 1 < speaking_.size() ? std::string_view() : piece, speaking_[i]);
    sent_ = content.size();
}

void AnswerFollower::announce_growth() {
    const std::vector<Region>& regions = parser_->regions();
    if (!beliefs_.empty()) send_rest(beliefs_.size() - 1);
    while (beliefs_.size() < regions.size()) {
        if (!beliefs_.empty()) events_.region_done(judged(beliefs_.size() - 1));
        beliefs_.emplace_back();
        heard_.emplace_back();
        sent_ = 0;
        Region begun = on_page(beliefs_.size() - 1);
        begun.state = RegionState::reading;
        begun.content.clear();
        events_.region_found(begun);
        send_rest(beliefs_.size() - 1);
    }
}

void AnswerFollower::heard(std::string_view text, const GeneratedToken& token) {
    speaking_.push_back(token);
    if (!text.empty()) {
        parser_->add(text);
        announce_growth();
        speaking_.clear();
    }
    if (beliefs_.empty()) return;
    beliefs_.back().log_sum += token.log_probability;
    ++beliefs_.back().tokens;
}

std::vector<Region> AnswerFollower::finish(const Generated& result) {
    parser_->finish();
    announce_growth();
    std::vector<Region> regions;
    const bool loops = result.reason == StopReason::repetition;
    for (size_t i = 0; i < beliefs_.size(); ++i) regions.push_back(judged(i, loops && i + 1 == beliefs_.size()));
    if (regions.empty()) return regions;
    if (loops) cut_repeats(regions);
    for (const std::string& warning : parser_->warnings()) regions.back().warnings.push_back(warning);
    if (!parser_->warnings().empty()) regions.back().state = RegionState::unsure;
    mark_end(regions.back(), result);
    if (invents_ && result.reason == StopReason::repetition)
        regions.back().warnings.back() = "The model wrote far more than the ink here can be and was stopped; the end may be made up.";
    events_.region_done(regions.back());
    return regions;
}

}  // namespace

static std::unique_ptr<OutputParser> parser_for(const VisionLanguageModel& model, Task task, const Image& picture,
                                                const ReadOptions& options) {
    return task == Task::extract ? make_extract_parser(options.form, picture.width, picture.height)
                                 : model.make_parser(task, picture.width, picture.height);
}

// Tasks that copy what is written; descriptions, drawings and the user's own questions may say more than the ink.
static bool copies_ink(const ReadOptions& options) {
    const Task t = options.task;
    return options.prompt.empty() && (t == Task::page || t == Task::text || t == Task::table || t == Task::grounding);
}

std::vector<Region> read_whole(const Generator& generator, const VisionLanguageModel& model, const Image& picture,
                               const PageFrame& frame, const ReadOptions& options, PageEvents& events,
                               std::stop_token stop, const Surroundings* around) {
    std::vector<GenerateRequest> requests;
    requests.push_back(around != nullptr ? make_request(model, options.task, *around->picture, options, around->box)
                                         : make_request(model, options.task, picture, options));
    InkCheck ink(picture, frame.dpi);
    AnswerFollower follower(parser_for(model, options.task, picture, options), frame, events, copies_ink(options) ? &ink : nullptr);
    int64_t tokens = 0;
    std::stop_source enough;  // the caller's stop, and ours when the answer outgrows the ink
    const std::stop_callback passed_on(stop, [&] { enough.request_stop(); });
    GenerateEvents answer;
    answer.token = [&](size_t, std::string_view text, const GeneratedToken& token) {
        follower.heard(text, token);
        ++tokens;
        if (follower.invents()) enough.request_stop();
        events.progress(1 - std::exp(-static_cast<double>(tokens) / kTypicalAnswer), tokens);
    };
    Generated result = generator(std::move(requests), answer, enough.get_token()).at(0);
    if (follower.invents() && !stop.stop_requested() && result.reason == StopReason::cancelled) result.reason = StopReason::repetition;
    std::vector<Region> regions = follower.finish(result);
    // A page of which nothing is known has failed; for want of memory it is read again with fewer pixels.
    if (result.reason == StopReason::failed && regions.empty())
        throw Error({.fault = result.fault, .attempted = "read the page", .found = result.failure});
    return regions;
}

// Nothing was read although generate() has tried with less: fewer pixels may help.
static bool wants_fewer_pixels(const Generated& result) {
    return result.reason == StopReason::failed && result.fault == Fault::memory && result.tokens.empty();
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
    LineReading reading = {};

    void heard(std::string_view text, const GeneratedToken& token, PageEvents& events) {
        parser->add(text);
        reading.add(text, token);
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
            add_cut(region, part.cut);
        }
        region.warnings.insert(region.warnings.end(), parser->warnings().begin(), parser->warnings().end());
        drop_markdown();
        if (result.reason == StopReason::repetition) cut_repeats(region);
        close_table(region);
        judge(region, belief);
        mark_end(region, result);
        region.lines = lines_with_confidence(region, reading);
        events.region_done(region);
    }
    // A sentence about why it could not be asked for.
    void fail(const std::string& why, PageEvents& events) {
        region.state = RegionState::failed;
        region.warnings.push_back(why);
        events.region_done(region);
    }
    // The layout knows what the region is; a model's own "# " and "- " say it once more.
    void drop_markdown() {
        if (region.kind != ContentKind::text) return;
        const bool heading = region.content.starts_with('#');
        MarkdownText text = plain_from_markdown(region.category, region.content);
        region.content = std::move(text.content);
        if (heading && region.level == 0) region.level = text.level;
    }
};

// A region on its way to the model.
struct Asked {
    size_t part = 0;
    Task task = Task::text;
    Image picture;
};

}  // namespace

static constexpr const char* kFewerPixels =
    "Memory was short, so this was read with fewer pixels; small print may be less exact.";

// False when nothing legible would be left.
static bool shrink(Image& picture) {
    constexpr int64_t kLeastSide = 56;  // pixels
    const int64_t width = picture.width * 7 / 10, height = picture.height * 7 / 10;
    if (std::min(width, height) < kLeastSide) return false;
    picture = resize_bicubic(picture, width, height);
    return true;
}

// Text between two list items whose left edges it shares is an item whose bullet the model left out.
static void find_missing_bullets(std::vector<FoundRegion>& parts, double page_width, PageEvents& events) {
    const double close = page_width / 100;
    const auto edge = [&](size_t i) { return parts[i].region.box.x0; };
    const auto is = [&](size_t i, Category c) { return parts[i].region.category == c && parts[i].region.kind == ContentKind::text; };
    for (size_t i = 1; i + 1 < parts.size(); ++i) {
        if (!is(i, Category::Text) || !is(i - 1, Category::ListItem) || !is(i + 1, Category::ListItem)) continue;
        if (std::abs(edge(i) - edge(i - 1)) > close || std::abs(edge(i) - edge(i + 1)) > close) continue;
        parts[i].region.category = Category::ListItem;
        parts[i].region.level = parts[i - 1].region.level;
        events.region_done(parts[i].region);
    }
}

std::vector<Region> read_found_regions(const Generator& generator, const VisionLanguageModel& model,
                                       const LayoutPage& found, const PageFrame& frame, const ReadOptions& options,
                                       PageEvents& events, std::stop_token stop) {
    std::vector<FoundRegion> parts;
    std::vector<Asked> asked;
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
        asked.push_back({parts.size() - 1, task, picture});
    }
    int64_t tokens = 0;
    const size_t all = asked.size();
    size_t done = 0;
    const auto progress = [&] {
        events.progress(static_cast<double>(done) / static_cast<double>(all), tokens);
    };
    GenerateEvents answer;
    answer.token = [&](size_t i, std::string_view text, const GeneratedToken& token) {
        parts[asked[i].part].heard(text, token, events);
        ++tokens;
        progress();
    };
    std::vector<Asked> again;
    answer.done = [&](size_t i, const Generated& result) {
        FoundRegion& part = parts[asked[i].part];
        if (wants_fewer_pixels(result) && shrink(asked[i].picture)) {
            if (part.region.warnings.empty()) part.region.warnings.push_back(kFewerPixels);
            again.push_back(std::move(asked[i]));
            return;
        }
        part.finish(result, events);
        ++done;
        progress();
    };
    while (!asked.empty()) {
        std::vector<GenerateRequest> requests;
        const auto refused = [&](const Asked& a) {
            try {
                requests.push_back(make_request(model, a.task, a.picture, options));
                parts[a.part].parser = parser_for(model, a.task, a.picture, options);
                return false;
            } catch (const Error& e) {
                if (e.fault() != Fault::input) throw;
                parts[a.part].fail(e.what(), events);
                ++done;
                return true;
            }
        };
        std::erase_if(asked, refused);
        if (!requests.empty()) generator(std::move(requests), answer, stop);
        asked = std::exchange(again, {});
    }
    find_missing_bullets(parts, frame.found_width * 72 / frame.dpi, events);
    std::vector<Region> regions;
    for (FoundRegion& part : parts) regions.push_back(std::move(part.region));
    return regions;
}

bool has_readable_region(const LayoutPage& found) {
    const auto readable = [](const LayoutRegion& region) { return region.category != Category::Picture; };
    return std::any_of(found.regions.begin(), found.regions.end(), readable);
}

// Hardly a pixel is far from the paper's brightness.
static bool is_blank(const Image& page) {
    constexpr int kFar = 40;           // of 255
    constexpr double kSpecks = 2e-5;   // of all pixels
    std::array<int64_t, 256> count{};
    for (size_t i = 0; i + 2 < page.rgb.size(); i += 3)
        ++count[static_cast<size_t>((page.rgb[i] * 54 + page.rgb[i + 1] * 183 + page.rgb[i + 2] * 19) >> 8)];
    const auto pixels = static_cast<int64_t>(page.rgb.size() / 3);
    int64_t seen = 0, far = 0;
    int paper = 0;
    while (paper < 255 && (seen += count[static_cast<size_t>(paper)]) <= pixels / 2) ++paper;
    for (int level = 0; level < 256; ++level)
        if (std::abs(level - paper) > kFar) far += count[static_cast<size_t>(level)];
    return static_cast<double>(far) <= kSpecks * static_cast<double>(pixels);
}

std::vector<Region> read_without_regions(const Generator& generator, const VisionLanguageModel& model,
                                         const LayoutPage& found, const PageFrame& frame, const ReadOptions& options,
                                         PageEvents& events, std::stop_token stop) {
    std::vector<Region> regions;
    if (!is_blank(found.image)) {
        ReadOptions whole = options;
        if (whole.task == Task::page) whole.task = task_for(model.card(), Category::Text);
        regions = read_whole(generator, model, found.image, frame, whole, events, stop);
        if (!regions.empty()) {
            regions[0].warnings.push_back("No regions with text were found on this page; it was read in one piece.");
            if (regions[0].state == RegionState::read) regions[0].state = RegionState::unsure;
            events.region_done(regions[0]);
        }
    }
    for (const LayoutRegion& picture : found.regions) {
        regions.push_back(new_region(picture, frame, static_cast<int64_t>(regions.size())));
        regions.back().state = RegionState::read;
        events.region_found(regions.back());
        events.region_done(regions.back());
    }
    return regions;
}

}  // namespace lectern
