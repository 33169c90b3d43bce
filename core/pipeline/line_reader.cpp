#include "core/pipeline/line_reader.h"

#include <algorithm>
#include <cmath>

#include "core/pipeline/crop.h"
#include "core/pipeline/cut_repeats.h"
#include "core/pipeline/line_text.h"
#include "core/pipeline/region_text.h"

namespace lectern {

// Lines given to one generate() call: bounds the memory of their patches (about 0.2 MB each) on newspaper pages.
static constexpr size_t kLinesAtOnce = 512;
static constexpr double kPixelsPerToken = 11;  // of the scaled line, on average: only paces the progress bar

static const std::string& prompt_text(const ModelCard& card, const ReadOptions& options) {
    static const std::string none;
    if (!options.prompt.empty()) return options.prompt;
    const std::string* text = card.prompt_for(Task::text);
    return text != nullptr ? *text : none;
}

// Width of the crop once scaled to the reader's height, as the family's own rule rounds it.
static double scaled_width(const Image& crop, const ModelCard::Line& line) {
    const double multiple = static_cast<double>(line.width_multiple);
    const double width = static_cast<double>(line.height * crop.width) / static_cast<double>(crop.height);
    const double rounded = std::max(1.0, std::round(width / multiple)) * multiple;
    return std::min(rounded, static_cast<double>(line.max_width));
}

namespace {

class PageOfLines {
 public:
    PageOfLines(const VisionLanguageModel& model, const LayoutPage& found, const PageFrame& frame,
                const ReadOptions& options, PageEvents& events);
    void announce();
    void read(const Generator& generator, std::stop_token stop);
    std::vector<Region> regions();

 private:
    struct Slot {
        size_t region, line;
        double weight = 1;    // expected tokens
        double credited = 0;  // of it, already shown as progress
    };
    void read_some(const Generator& generator, std::span<Slot> slots, std::stop_token stop);
    GenerateRequest request_for(Slot& slot);
    void heard(Slot& slot, std::string_view text, const GeneratedToken& token);
    void finished(Slot& slot, const Generated& result);
    void close_region(size_t region);
    void credit(Slot& slot, double amount);

    const VisionLanguageModel& model_;
    const LayoutPage& found_;
    const PageFrame& frame_;
    const ReadOptions& options_;
    PageEvents& events_;
    std::vector<Slot> slots_;
    std::vector<Region> regions_;                     // one per layout region
    std::vector<std::vector<LineReading>> readings_;  // [region][line]
    std::vector<size_t> open_lines_;                  // [region] lines still being read
    WordEvidence evidence_;
    double total_weight_ = 0, credited_ = 0;
    int64_t tokens_ = 0;
};

PageOfLines::PageOfLines(const VisionLanguageModel& model, const LayoutPage& found, const PageFrame& frame,
                         const ReadOptions& options, PageEvents& events)
    : model_(model), found_(found), frame_(frame), options_(options), events_(events) {
    for (const LayoutRegion& region : found.regions) {
        const size_t index = readings_.size();
        readings_.emplace_back(region.lines.size());
        open_lines_.push_back(region.lines.size());
        regions_.push_back(new_region(region, frame, static_cast<int64_t>(index)));
        for (size_t line = 0; line < region.lines.size(); ++line) {
            const Rect& box = region.lines[line].box;
            const double aspect = box.height() > 0 ? box.width() / box.height() : 1;
            slots_.push_back(
                {index, line, 2 + aspect * static_cast<double>(model.card().line.height) / kPixelsPerToken});
            total_weight_ += slots_.back().weight;
        }
    }
}

void PageOfLines::announce() {
    for (size_t i = 0; i < regions_.size(); ++i) {
        Region begun = regions_[i];
        for (const LayoutLine& line : found_.regions[i].lines) begun.lines.emplace_back().box = frame_.to_points(line.box);
        events_.region_found(begun);
    }
    for (size_t i = 0; i < regions_.size(); ++i) {
        if (open_lines_[i] == 0) close_region(i);  // pictures
    }
}

GenerateRequest PageOfLines::request_for(Slot& slot) {
    const ModelCard& card = model_.card();
    const Rect& box = found_.regions[slot.region].lines[slot.line].box;
    const Image picture = crop(found_.image, box, line_margin(box));
    GenerateRequest request;
    if (picture.empty()) return request;
    request.prompt = model_.make_prompt(prompt_text(card, options_), std::span(&picture, 1), {.line = true});
    const double by_width = std::ceil(scaled_width(picture, card.line) * card.line.max_characters_per_pixel);
    request.max_new_tokens = 1 + std::min(card.line.max_characters, static_cast<int64_t>(by_width));  // end token
    if (options_.max_new_tokens > 0) request.max_new_tokens = std::min(request.max_new_tokens, options_.max_new_tokens);
    request.sampler = options_.sampler;
    return request;
}

void PageOfLines::credit(Slot& slot, double amount) {
    const double gain = std::clamp(amount, 0.0, slot.weight - slot.credited);
    slot.credited += gain;
    credited_ += gain;
    events_.progress(total_weight_ > 0 ? credited_ / total_weight_ : 1, tokens_);
}

void PageOfLines::heard(Slot& slot, std::string_view text, const GeneratedToken& token) {
    readings_[slot.region][slot.line].add(text, token);
    ++tokens_;
    if (!text.empty()) events_.text_grew(regions_[slot.region].id, static_cast<int64_t>(slot.line), text);
    if (slot.credited + 2 < slot.weight) credit(slot, 1);
}

void PageOfLines::finished(Slot& slot, const Generated& result) {
    LineReading& reading = readings_[slot.region][slot.line];
    reading.reason = result.reason;
    reading.failure = result.failure;
    reading.done = result.reason != StopReason::cancelled;
    if (reading.reason == StopReason::repetition) reading.cut_end(repeated_tail(reading.text));
    evidence_.add_line(reading.text);
    credit(slot, slot.weight);
    if (--open_lines_[slot.region] == 0) close_region(slot.region);
}

void PageOfLines::close_region(size_t region) {
    fill_region(regions_[region], found_.regions[region], readings_[region], frame_, evidence_);
    events_.region_done(regions_[region]);
}

void PageOfLines::read_some(const Generator& generator, std::span<Slot> slots, std::stop_token stop) {
    std::vector<GenerateRequest> requests;
    std::vector<Slot*> asked;
    for (Slot& slot : slots) {
        if (stop.stop_requested()) return;
        GenerateRequest request = request_for(slot);
        if (request.max_new_tokens == 0) {
            finished(slot, {});
            continue;
        }
        requests.push_back(std::move(request));
        asked.push_back(&slot);
    }
    GenerateEvents heard_events;
    heard_events.token = [&](size_t i, std::string_view text, const GeneratedToken& token) {
        heard(*asked[i], text, token);
    };
    heard_events.done = [&](size_t i, const Generated& result) { finished(*asked[i], result); };
    if (!requests.empty()) generator(std::move(requests), heard_events, stop);
}

void PageOfLines::read(const Generator& generator, std::stop_token stop) {
    for (size_t at = 0; at < slots_.size() && !stop.stop_requested(); at += kLinesAtOnce) {
        read_some(generator, std::span(slots_).subspan(at, std::min(kLinesAtOnce, slots_.size() - at)), stop);
    }
}

// Content is made again now that the whole page speaks about its hyphens.
std::vector<Region> PageOfLines::regions() {
    for (size_t i = 0; i < regions_.size(); ++i)
        fill_region(regions_[i], found_.regions[i], readings_[i], frame_, evidence_);
    return std::move(regions_);
}

}  // namespace

std::vector<Region> read_lines(const Generator& generator, const VisionLanguageModel& model, const LayoutPage& found,
                               const PageFrame& frame, const ReadOptions& options, PageEvents& events,
                               std::stop_token stop) {
    PageOfLines page(model, found, frame, options, events);
    page.announce();
    page.read(generator, stop);
    return page.regions();
}

}  // namespace lectern
