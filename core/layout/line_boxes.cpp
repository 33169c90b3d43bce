#include "core/layout/line_boxes.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>

namespace lectern {

// Of the print size, above and below the baseline: where ascenders and descenders of most faces end.
constexpr double kAscent = 0.74, kDescent = 0.22;
constexpr double kMargin = 0.07;  // em around the ink
// em: mean width of a character. Touching letters of scans count as one and make it look wider; the upper bound holds
// that, since a line cut too often costs nothing and one cut too seldom loses its end at the reader's limit (scans of
// tests/read: 2.05 % of characters wrong at 0.65, 1.09 % at 0.44, 0.45 % at 0.39, 0.44 % at 0.35; clean pages 0.5 %).
constexpr double kWidestGap = 3.5;  // em of white inside a crop
constexpr double kNarrowest = 0.33, kWidest = 0.37;

// Row between two lines that cuts the least ink, looked for between the baseline of one and the body of the other.
static int cut_between(const TextLine& upper, const TextLine& lower, const PixPtr& ink) {
    const int from = static_cast<int>(std::lround(upper.base)), to = static_cast<int>(std::lround(lower.top));
    if (to <= from) return (from + to) / 2;
    const Box between{std::max(upper.box.x0, lower.box.x0), from, std::min(upper.box.x1, lower.box.x1), to + 1};
    if (between.width() <= 0) return (from + to) / 2;
    const std::vector<int> rows = row_profile(ink, between);
    // The middle of the longest stretch of least ink; ties go to the stretch, so clear space is shared.
    const int least = *std::min_element(rows.begin(), rows.end());
    int best = 0, length = 0;
    for (size_t i = 0; i < rows.size();) {
        size_t j = i;
        while (j < rows.size() && rows[j] <= least) ++j;
        if (static_cast<int>(j - i) > length) length = static_cast<int>(j - i), best = static_cast<int>(i + j) / 2;
        i = std::max(j, i + 1);
    }
    return from + best;
}

// Top and bottom of the crop of line i.
static std::pair<int, int> crop_rows(size_t i, const std::vector<TextLine>& lines, const PixPtr& ink) {
    const TextLine& a = lines[i];
    const double margin = std::max(1.0, kMargin * a.em);
    double y0 = std::min(a.box.y0 - margin, a.base - kAscent * a.em - margin);
    double y1 = std::max(a.box.y1 + margin, a.base + kDescent * a.em + margin);
    for (size_t k = 0; k < lines.size(); ++k) {
        const TextLine& b = lines[k];
        if (k == i || overlap_x(a.box, b.box) <= 0 || b.box.y1 < y0 - 2 || b.box.y0 > y1 + 2) continue;
        if (b.base > a.base && b.top > a.top + 0.5 * (a.base - a.top)) {
            y1 = std::min<double>(y1, a.box.y1 < b.box.y0 ? std::max<double>((a.box.y1 + b.box.y0 + 1) / 2, a.box.y1)
                                                          : cut_between(a, b, ink));
        } else if (b.base < a.base && b.base < a.base - 0.5 * (a.base - a.top)) {
            y0 = std::max<double>(y0, b.box.y1 < a.box.y0 ? std::min<double>((b.box.y1 + a.box.y0) / 2, a.box.y0)
                                                          : cut_between(b, a, ink));
        }
    }
    const int height = pixGetHeight(ink.get());
    return {std::clamp(static_cast<int>(std::floor(y0)), 0, height - 1),
            std::clamp(static_cast<int>(std::ceil(y1)), 1, height)};
}

// Horizontal gaps between the blobs of a line, and the width from which a gap parts two words.
struct Gap {
    int x0, x1;
    int width() const { return x1 - x0; }
};

static std::vector<Gap> gaps_of(const TextLine& line, const std::vector<Blob>& blobs) {
    std::vector<Gap> gaps;
    int end = blobs[line.blobs.front()].box.x1;
    for (int i : line.blobs) {
        const Box& b = blobs[i].box;
        if (b.x0 > end) gaps.push_back({end, b.x0});
        end = std::max(end, b.x1);
    }
    return gaps;
}

// Otsu's split of the gap widths, kept between 0.12 and 0.3 em (letter-spaced print above, tight print below).
static double word_gap(const std::vector<Gap>& gaps, double em) {
    std::vector<double> widths;
    for (const Gap& g : gaps) widths.push_back(std::min<double>(g.width(), em));
    std::sort(widths.begin(), widths.end());
    double total = 0;
    for (double w : widths) total += w;
    double best = -1, threshold = 0.2 * em, left = 0;
    for (size_t i = 0; i + 1 < widths.size(); ++i) {
        left += widths[i];
        const double n = static_cast<double>(i) + 1, m = static_cast<double>(widths.size()) - n;
        const double difference = (total - left) / m - left / n;
        if (n * m * difference * difference > best)
            best = n * m * difference * difference, threshold = (widths[i] + widths[i + 1]) / 2;
    }
    return std::clamp(threshold, 0.13 * em, 0.3 * em);
}

static std::vector<Rect> words_of(const TextLine& line, const std::vector<Blob>& blobs) {
    const std::vector<Gap> gaps = gaps_of(line, blobs);
    const double least = word_gap(gaps, line.em);
    std::vector<Box> words;
    int end = 0;
    for (int i : line.blobs) {
        const Box& b = blobs[i].box;
        if (words.empty() || b.x0 - end >= least)
            words.push_back(b);
        else
            words.back().include(b);
        end = std::max(end, b.x1);
    }
    std::vector<Rect> out;
    for (const Box& w : words) {
        out.push_back({static_cast<double>(w.x0), static_cast<double>(w.y0), static_cast<double>(w.x1),
                       static_cast<double>(w.y1)});
    }
    return out;
}

// Mean width of a character, blanks counted: blobs above one another (dots of i, accents) are one character. Kept
// within what faces are like, since letters may touch or be broken.
static double character_width(const TextLine& line, const std::vector<Blob>& blobs, size_t words) {
    size_t characters = words;
    int end = line.box.x0;
    for (int i : line.blobs) {
        const Box& b = blobs[i].box;
        if (end - b.x0 < b.width() / 2) ++characters;
        end = std::max(end, b.x1);
    }
    return std::clamp(line.box.width() / static_cast<double>(characters), kNarrowest * line.em, kWidest * line.em);
}

// Words of one crop: as many as the widest allowed crop takes, in pieces of like width.
static std::vector<size_t> cuts_of(const std::vector<Rect>& words, double widest, double widest_gap) {
    const double x0 = words.front().x0, width = words.back().x1 - x0;
    const int pieces = static_cast<int>(std::ceil(width / widest));
    std::vector<size_t> starts = {0};
    double from = x0;
    for (size_t i = 1; i < words.size(); ++i) {
        const double share = (words.back().x1 - from) / std::max(1, pieces + 1 - static_cast<int>(starts.size()));
        const bool full = words[i].x1 - from > widest;
        const bool fair = words[i].x1 - from > share && words[i].x0 - from > 0.7 * share;
        const bool apart = words[i].x0 - words[i - 1].x1 > widest_gap;
        if (!full && !apart && !(fair && static_cast<int>(starts.size()) < pieces)) continue;
        starts.push_back(i);
        from = words[i].x0;
    }
    return starts;
}

std::vector<std::vector<LayoutLine>> box_lines(const std::vector<TextLine>& lines, const std::vector<Blob>& blobs,
                                               const PixPtr& ink, const LineLimits& limits) {
    const int page_width = pixGetWidth(ink.get());
    std::vector<std::vector<LayoutLine>> out(lines.size());
    for (size_t i = 0; i < lines.size(); ++i) {
        const TextLine& line = lines[i];
        const auto [y0, y1] = crop_rows(i, lines, ink);
        if (y1 - y0 < 3) continue;
        const std::vector<Rect> words = words_of(line, blobs);
        const double widest =
            std::min(limits.aspect * (y1 - y0), limits.characters * character_width(line, blobs, words.size()));
        const std::vector<size_t> starts = cuts_of(words, widest, kWidestGap * line.em);
        const double side = std::max(2.0, 0.12 * line.em);
        for (size_t s = 0; s < starts.size(); ++s) {
            const size_t first = starts[s], last = s + 1 < starts.size() ? starts[s + 1] : words.size();
            LayoutLine piece;
            piece.words.assign(words.begin() + static_cast<long>(first), words.begin() + static_cast<long>(last));
            // Half the blank between two pieces at most, so no crop shows the neighbour's letter.
            const double left = first > 0 ? std::min(side, (words[first].x0 - words[first - 1].x1) / 2) : side;
            const double right = last < words.size() ? std::min(side, (words[last].x0 - words[last - 1].x1) / 2) : side;
            piece.box = {std::max(0.0, std::floor(words[first].x0 - left)), static_cast<double>(y0),
                         std::min<double>(page_width, std::ceil(words[last - 1].x1 + right)), static_cast<double>(y1)};
            piece.continues = s + 1 < starts.size();
            out[i].push_back(std::move(piece));
        }
    }
    return out;
}

}  // namespace lectern
