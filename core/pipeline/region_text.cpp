#include "core/pipeline/region_text.h"

#include <algorithm>
#include <cmath>

#include "core/document/region_parts.h"

namespace lectern {

static constexpr size_t kQuoted = 3;  // doubtful lines a warning quotes
static constexpr size_t kQuotedBytes = 80;

Region new_region(const LayoutRegion& found, const PageFrame& frame, int64_t order) {
    Region region;
    region.id = order + 1;
    region.order = order;
    region.box = frame.to_points(found.box);
    region.category = found.category;
    region.level = found.level;
    if (found.category == Category::Picture) region.kind = ContentKind::picture;
    return region;
}

// Pieces of an over-long line, heard separately, become one reading again.
static LineReading joined(std::span<const LineReading> pieces) {
    LineReading whole = pieces[0];
    for (const LineReading& next : pieces.subspan(1)) {
        whole.text += ' ';
        const size_t shift = whole.text.size();
        whole.text += next.text;
        for (const LineReading::Piece& p : next.pieces) whole.pieces.push_back({p.end + shift, p.log_probability});
        whole.done = whole.done && next.done;
        if (whole.reason == StopReason::end_token) whole.reason = next.reason;
        if (whole.failure.empty()) whole.failure = next.failure;
        whole.cut += next.cut;
    }
    return whole;
}

namespace {

struct Tally {
    size_t lines = 0, unread = 0, unsure = 0, stopped = 0, failed = 0, looped = 0, cut = 0;
    double log_sum = 0;
    size_t tokens = 0;
    std::vector<std::string> doubtful;
    std::string failure;
};

}  // namespace

static void count_line(Tally& tally, const LineReading& reading, bool believed) {
    ++tally.lines;
    if (!reading.done) ++tally.stopped;
    if (reading.reason == StopReason::failed) {
        ++tally.failed;
        tally.failure = reading.failure;
    }
    if (reading.reason == StopReason::repetition) ++tally.looped;
    if (reading.reason == StopReason::token_budget || reading.reason == StopReason::context_full) ++tally.cut;
    if (!believed && reading.done && reading.reason != StopReason::failed) {
        ++tally.unread;
        if (!reading.text.empty()) tally.doubtful.push_back(reading.text);
    }
    if (!believed) return;
    if (mean_probability(reading) < kSure) ++tally.unsure;
    for (const LineReading::Piece& p : reading.pieces) tally.log_sum += p.log_probability;
    tally.tokens += reading.pieces.size();
}

// Cut between characters.
static std::string quoted(std::string text) {
    if (text.size() > kQuotedBytes) {
        size_t end = kQuotedBytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
        text = text.substr(0, end) + "…";
    }
    return "“" + text + "”";
}

static std::string count_of_lines(size_t n, size_t of) {
    if (of == 1) return "The line";
    return std::to_string(n) + (n == 1 ? " line" : " lines");
}

static std::vector<std::string> warnings_of(const Tally& tally) {
    std::vector<std::string> warnings;
    if (tally.unread > 0) {
        std::string s = count_of_lines(tally.unread, tally.lines) + " could not be read with confidence and " +
                        (tally.unread == 1 ? "was" : "were") + " left out";
        for (size_t i = 0; i < std::min(kQuoted, tally.doubtful.size()); ++i)
            s += (i == 0 ? ": " : ", ") + quoted(tally.doubtful[i]);
        warnings.push_back(s + ".");
    }
    if (tally.looped > 0) {
        warnings.push_back(count_of_lines(tally.looped, tally.lines) + " began to repeat and " +
                           (tally.looped == 1 ? "was" : "were") + " cut there.");
    }
    if (tally.cut > 0) {
        warnings.push_back(count_of_lines(tally.cut, tally.lines) + " reached the length limit and " +
                           (tally.cut == 1 ? "was" : "were") + " cut there.");
    }
    if (tally.failed > 0)
        warnings.push_back(count_of_lines(tally.failed, tally.lines) + " could not be read: " + tally.failure);
    return warnings;
}

static RegionState state_of(const Tally& tally) {
    if (tally.stopped > 0) return RegionState::stopped;
    if (tally.lines > 0 && tally.failed == tally.lines) return RegionState::failed;
    if (tally.lines > 0 && tally.unread + tally.failed == tally.lines) return RegionState::unread;
    const bool doubt = tally.unread + tally.failed + tally.unsure + tally.looped + tally.cut > 0;
    return doubt ? RegionState::unsure : RegionState::read;
}

void fill_region(Region& region, const LayoutRegion& found, std::span<const LineReading> readings,
                 const PageFrame& frame, const WordEvidence& evidence) {
    region.lines.clear();
    region.cut.clear();
    Tally tally;
    std::vector<std::string> texts(readings.size());  // by layout line; pieces of one line: all in the first
    for (size_t i = 0; i < readings.size();) {
        size_t end = i + 1;
        while (end < readings.size() && found.lines[end - 1].continues) ++end;
        const LineReading reading = joined(readings.subspan(i, end - i));
        Rect box = frame.to_points(found.lines[i].box);
        std::vector<Rect> words;
        for (size_t k = i; k < end; ++k) {
            box = united(box, frame.to_points(found.lines[k].box));
            for (const Rect& word : found.lines[k].words) words.push_back(frame.to_points(word));
        }
        // There is ink, so an empty answer is no reading either.
        const bool empty = reading.text.find_first_not_of(' ') == std::string::npos;
        const bool believed = reading.reason != StopReason::failed &&
                              (!reading.done || (!empty && mean_probability(reading) >= kBelieved));
        count_line(tally, reading, believed);
        if (!reading.cut.empty()) add_cut(region, (region.cut.empty() ? "" : "\n") + reading.cut);
        Line line = make_line(reading, box, words);
        if (!believed) {
            line.text.clear();
            line.words.clear();
        }
        texts[i] = line.text;
        region.lines.push_back(std::move(line));
        i = end;
    }
    const bool table = found.category == Category::Table && !found.cells.empty();
    region.content = table ? table_html(found, texts, evidence) : join_lines(texts, evidence);
    if (region.kind != ContentKind::picture) region.kind = table ? ContentKind::html_table : ContentKind::text;
    if (tally.tokens > 0) region.confidence = std::exp(tally.log_sum / static_cast<double>(tally.tokens));
    region.warnings = warnings_of(tally);
    region.state = state_of(tally);
}

}  // namespace lectern
