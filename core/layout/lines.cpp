#include "core/layout/lines.h"

#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace lectern {

constexpr double kWordGap = 1.0;    // of the taller letter: letters and close words chain
constexpr double kLineGap = 1.3;    // em: words of one line
constexpr double kWideGap = 6;      // em: widest gap in justified print
constexpr int kLargestDot = 12;         // pixels, of a leader
constexpr size_t kLeastLeader = 5;      // dots
constexpr size_t kManySpecks = 25;    // on one page: dirt, not print
constexpr double kEmOfHeight = 1.45;  // em in heights of capitals and ascenders

// Blobs that overlap a horizontal stripe of the page, per stripe, sorted by left edge.
class Stripes {
   public:
    Stripes(std::span<const Blob> blobs, int page_height) : stripes_(page_height / kHeight + 1) {
        std::vector<int> order(blobs.size());
        std::iota(order.begin(), order.end(), 0);
        std::sort(order.begin(), order.end(), [&](int a, int b) { return blobs[a].box.x0 < blobs[b].box.x0; });
        for (int i : order) {
            for (int s = blobs[i].box.y0 / kHeight; s <= (blobs[i].box.y1 - 1) / kHeight; ++s) stripes_[s].push_back(i);
        }
    }
    const std::vector<int>& at(int s) const { return stripes_[s]; }
    int first(const Box& b) const { return b.y0 / kHeight; }
    int last(const Box& b) const { return (b.y1 - 1) / kHeight; }

   private:
    static constexpr int kHeight = 24;  // pixels
    std::vector<std::vector<int>> stripes_;
};

class Groups {
   public:
    explicit Groups(size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0); }
    int root(int i) {
        while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(int a, int b) { parent_[root(b)] = root(a); }

   private:
    std::vector<int> parent_;
};

bool Walls::between(const Box& a, const Box& b) const {
    const int left = std::min(a.x1, b.x1), right = std::max(a.x0, b.x0);
    const int top = std::max(a.y0, b.y0), bottom = std::min(a.y1, b.y1);
    const int middle = (top + bottom) / 2;  // also of the space between the two when they do not overlap
    for (const Box& r : rules_) {
        if (r.x0 >= left - 2 && r.x1 <= right + 2 && r.y0 <= middle && r.y1 >= middle) return true;
    }
    return false;
}

static double median(std::vector<int>& v) {
    std::nth_element(v.begin(), v.begin() + v.size() / 2, v.end());
    return v[v.size() / 2];
}

static int at_share(const std::vector<int>& sorted, double share) {
    return sorted[static_cast<size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

// Recomputes box, body and size from the blobs. Dots and commas say nothing of the size, nor do brackets and descenders:
// the tallest letters standing on the baseline do.
static void measure(TextLine& line, std::span<const Blob> blobs) {
    line.box = blobs[line.blobs.front()].box;
    std::vector<int> heights;
    for (int i : line.blobs) {
        line.box.include(blobs[i].box);
        heights.push_back(blobs[i].box.height());
    }
    std::sort(heights.begin(), heights.end());
    // The tallest few may be letters of two lines that touch; dots of a leader may be most of all blobs.
    const auto letter = std::upper_bound(heights.begin(), heights.end(), heights.back() * 2 / 5);
    std::vector<int> letters(letter == heights.end() ? heights.begin() : letter, heights.end());
    const double tall = letters.size() > 12 ? at_share(letters, 0.95) : letters.back();
    std::vector<int> tops, bases;
    for (int i : line.blobs) {
        const Box& b = blobs[i].box;
        if (b.height() < 0.38 * tall || b.height() > 1.3 * tall) continue;
        tops.push_back(b.y0);
        bases.push_back(b.y1);
    }
    line.top = median(tops);
    line.base = median(bases);
    std::vector<int> standing;
    for (int i : line.blobs) {
        const Box& b = blobs[i].box;
        if (b.height() >= 0.38 * tall && b.height() <= 1.3 * tall && std::abs(b.y1 - line.base) <= std::max(1.5, 0.12 * tall)) standing.push_back(b.height());
    }
    std::sort(standing.begin(), standing.end());
    const int size = standing.empty() ? static_cast<int>(tall) : at_share(standing, standing.size() < 12 ? 1.0 : 0.92);
    if (line.base <= line.top) line.base = line.top + size;
    line.em = size * kEmOfHeight;
    std::vector<double> strokes;
    for (int i : line.blobs) {
        if (blobs[i].box.height() >= 0.38 * tall && blobs[i].runs > 0) strokes.push_back(static_cast<double>(blobs[i].ink) / blobs[i].runs);
    }
    std::nth_element(strokes.begin(), strokes.begin() + static_cast<long>(strokes.size() / 2), strokes.end());
    line.stroke = strokes.empty() ? 0 : strokes[strokes.size() / 2];
}

static std::vector<TextLine> collect(Groups& groups, std::span<const Blob> blobs, const std::vector<std::vector<int>>& members) {
    std::vector<int> place(members.size(), -1);
    std::vector<TextLine> lines;
    for (size_t i = 0; i < members.size(); ++i) {
        const int r = groups.root(static_cast<int>(i));
        if (place[r] < 0) {
            place[r] = static_cast<int>(lines.size());
            lines.emplace_back();
        }
        std::vector<int>& to = lines[place[r]].blobs;
        to.insert(to.end(), members[i].begin(), members[i].end());
    }
    for (TextLine& line : lines) {
        std::sort(line.blobs.begin(), line.blobs.end(), [&](int a, int b) { return blobs[a].box.x0 < blobs[b].box.x0; });
        measure(line, blobs);
    }
    return lines;
}

// Rows of dots at even distances, as between a heading and its page number. Their dots come to stand in one group.
static void chain_leaders(std::span<const Blob> blobs, Groups& groups) {
    std::vector<int> dots;
    for (size_t i = 0; i < blobs.size(); ++i) {
        const Box& b = blobs[i].box;
        if (b.height() <= kLargestDot && b.width() <= kLargestDot && b.width() <= 2 * b.height() && b.height() <= 2 * b.width()) dots.push_back(static_cast<int>(i));
    }
    std::sort(dots.begin(), dots.end(), [&](int a, int b) { return blobs[a].box.x0 < blobs[b].box.x0; });
    std::vector<std::vector<int>> rows(1 << 16 >> 2);  // by height on the page, four pixels each
    for (int i : dots) {
        const size_t row = static_cast<size_t>(blobs[i].box.y1 >> 2);
        if (row < rows.size()) rows[row].push_back(i);
    }
    for (size_t r = 0; r + 1 < rows.size(); ++r) {
        if (rows[r].empty()) continue;
        std::vector<int> row;  // with the next four pixels, where the same dots may fall
        std::merge(rows[r].begin(), rows[r].end(), rows[r + 1].begin(), rows[r + 1].end(), std::back_inserter(row),
                   [&](int a, int b) { return blobs[a].box.x0 < blobs[b].box.x0; });
        size_t first = 0;
        const auto step = [&](size_t k) { return blobs[row[k]].box.x0 - blobs[row[k - 1]].box.x0; };
        for (size_t k = 1; k <= row.size(); ++k) {
            const bool goes_on = k < row.size() && blobs[row[k]].ink * 2 < blobs[row[k - 1]].ink * 3 && blobs[row[k - 1]].ink * 2 < blobs[row[k]].ink * 3 && std::abs(blobs[row[k]].box.y1 - blobs[row[k - 1]].box.y1) <= 2 &&
                                 step(k) < 16 * blobs[row[k]].box.height() && step(k) > 1 &&
                                 (k - first < 2 || std::abs(step(k) - step(k - 1)) <= 2 + step(k) / 8);
            if (goes_on) continue;
            if (k - first >= kLeastLeader) {
                for (size_t i = first + 1; i < k; ++i) groups.join(row[first], row[i]);
            }
            first = k - first >= 2 && k < row.size() && std::abs(blobs[row[k]].box.y1 - blobs[row[k - 1]].box.y1) <= 2 ? k - 1 : k;
        }
    }
}

// Letters side by side, of like height.
static std::vector<TextLine> chain_letters(std::span<const Blob> blobs, const Walls& walls) {
    int bottom = 0;
    for (const Blob& b : blobs) bottom = std::max(bottom, b.box.y1);
    const Stripes stripes(blobs, bottom + 1);
    Groups groups(blobs.size());
    for (size_t i = 0; i < blobs.size(); ++i) {
        const Box& a = blobs[i].box;
        for (int s = stripes.first(a); s <= stripes.last(a); ++s) {
            const std::vector<int>& row = stripes.at(s);
            auto it = std::lower_bound(row.begin(), row.end(), a.x0, [&](int k, int x) { return blobs[k].box.x0 < x; });
            for (; it != row.end(); ++it) {
                const Box& b = blobs[*it].box;
                if (b.x0 - a.x1 > kWordGap * 2 * a.height()) break;  // no partner is more than twice as tall
                if (static_cast<size_t>(*it) == i) continue;
                const int taller = std::max(a.height(), b.height()), lower = std::min(a.height(), b.height());
                if (b.x0 - a.x1 > kWordGap * taller || taller > 2 * lower || overlap_y(a, b) * 2 < lower) continue;
                if (walls.between(a, b)) continue;
                groups.join(static_cast<int>(i), *it);
            }
        }
    }
    chain_leaders(blobs, groups);
    std::vector<std::vector<int>> members(blobs.size());
    for (size_t i = 0; i < blobs.size(); ++i) members[i] = {static_cast<int>(i)};
    return collect(groups, blobs, members);
}

static bool leader(const TextLine& line, std::span<const Blob> blobs) {
    return line.blobs.size() >= kLeastLeader &&
           std::all_of(line.blobs.begin(), line.blobs.end(), [&](int i) { return blobs[i].box.height() <= kLargestDot && blobs[i].box.width() <= kLargestDot; });
}

// Size for comparing two pieces: short pieces know theirs badly, so the longer one speaks.
static double common_em(const TextLine& a, const TextLine& b) {
    const size_t na = a.blobs.size(), nb = b.blobs.size();
    if (na >= 4 && nb >= 4) return std::min(a.em, b.em);
    return na > nb ? a.em : nb > na ? b.em : std::min(a.em, b.em);
}

static bool same_row(const TextLine& a, const TextLine& b, double most_ratio) {
    const double shared = std::min(a.base, b.base) - std::max(a.top, b.top);
    if (shared < 0.5 * std::min(a.base - a.top, b.base - b.top)) return false;
    const size_t fewer = std::min(a.blobs.size(), b.blobs.size());  // a short piece may have no tall letter to tell its size
    const double ratio = std::max(a.em, b.em) / std::min(a.em, b.em);
    return ratio < (fewer < 3 ? 2.6 : fewer < 10 ? std::max(most_ratio, 1.8) : most_ratio);
}

static std::vector<TextLine> joined(Groups& groups, std::vector<TextLine>& lines, std::span<const Blob> blobs) {
    std::vector<std::vector<int>> members(lines.size());
    for (size_t i = 0; i < lines.size(); ++i) members[i] = std::move(lines[i].blobs);
    return collect(groups, blobs, members);
}

// Words of one row whose gap is at most kLineGap.
static std::vector<TextLine> join_words(std::vector<TextLine> lines, std::span<const Blob> blobs, const Walls& walls) {
    std::sort(lines.begin(), lines.end(), [](const TextLine& a, const TextLine& b) { return a.box.x0 < b.box.x0; });
    Groups groups(lines.size());
    for (size_t i = 0; i < lines.size(); ++i) {
        const TextLine& a = lines[i];
        for (size_t k = i + 1; k < lines.size(); ++k) {
            const TextLine& b = lines[k];
            const int gap = b.box.x0 - a.box.x1;
            if (gap > kLineGap * 3 * a.em) break;
            if (overlap_y(a.box, b.box) <= 0 || !same_row(a, b, 1.7)) continue;
            if (gap <= kLineGap * common_em(a, b) && !walls.between(a.box, b.box)) groups.join(static_cast<int>(i), static_cast<int>(k));
        }
    }
    return joined(groups, lines, blobs);
}

// May `mark` be a part of `line`: an accent, a dot, a comma, a quote, a raised figure, a leader? Among specks a mark must
// stand at the line's own height, and beside it only close by.
static bool fits(const TextLine& mark, const TextLine& line, bool is_leader, bool specks) {
    if (specks && mark.blobs.size() == 1) {
        const bool aside = mark.box.x0 > line.box.x1 + 0.3 * line.em || mark.box.x1 < line.box.x0 - 0.6 * line.em;
        if (aside || mark.box.y0 < line.top - 0.5 * line.em || mark.box.y1 > line.base + 0.25 * line.em) return false;
    }
    const double aside = is_leader ? 3 : 1.2;  // em
    return (mark.blobs.size() <= 3 || is_leader) && mark.box.height() < 0.52 * line.em && mark.box.y0 > line.top - 0.75 * line.em && mark.box.y1 < line.base + 0.5 * line.em &&
           mark.box.x0 < line.box.x1 + aside * line.em && mark.box.x1 > line.box.x0 - 1.2 * line.em;
}

// Distance of the mark from the body of the line, in em; sideways counts less.
static double distance(const TextLine& mark, const TextLine& line) {
    const double up = line.top - mark.box.y1, down = mark.box.y0 - line.base;
    const double aside = std::max({0, line.box.x0 - mark.box.x1, mark.box.x0 - line.box.x1});
    return (std::max({0.0, up, down * 1.25}) + 0.25 * aside) / line.em;
}

// Small pieces join the nearest line; dots of a leader follow one another, so both directions are walked.
static std::vector<TextLine> attach_marks(std::vector<TextLine> lines, std::span<const Blob> blobs, const Walls& walls, bool specks) {
    std::sort(lines.begin(), lines.end(), [](const TextLine& a, const TextLine& b) { return a.box.x0 < b.box.x0; });
    const auto host_like = [](const TextLine& l) { return l.blobs.size() >= 3 || (l.blobs.size() == 2 && l.em > 10); };
    std::vector<int> hosts;
    for (size_t i = 0; i < lines.size(); ++i) hosts.push_back(static_cast<int>(i));
    std::vector<int> host_of(lines.size(), -1);
    std::vector<Box> original;
    for (const TextLine& l : lines) original.push_back(l.box);
    const auto walk = [&](int i) {
        if (host_of[i] >= 0) return;
        const TextLine& mark = lines[i];
        int best = -1;
        double nearest = 0.9;
        const bool is_leader = leader(mark, blobs);
        for (int h : hosts) {
            if (h == i || host_of[h] >= 0) continue;
            const TextLine& line = lines[h];
            if (line.box.y1 < mark.box.y0 - 60 && line.box.y1 + line.em < mark.box.y0) continue;
            if (!fits(mark, line, is_leader, specks) || original[i].height() * 2 > line.em * 1.05) continue;
            if (leader(line, blobs)) continue;
            if (line.blobs.size() < 2 && !host_like(line) && original[h].height() < 2 * original[i].height()) continue;
            const double d = distance(mark, line);
            if (d < nearest && !walls.between(mark.box, line.box)) nearest = d, best = h;
        }
        if (best < 0) return;
        host_of[i] = best;
        lines[best].box.include(mark.box);
    };
    for (size_t i = 0; i < lines.size(); ++i) walk(static_cast<int>(i));
    for (size_t i = lines.size(); i-- > 0;) walk(static_cast<int>(i));
    Groups groups(lines.size());
    for (size_t i = 0; i < lines.size(); ++i) {
        if (host_of[i] >= 0) groups.join(host_of[i], static_cast<int>(i));
    }
    return joined(groups, lines, blobs);
}

// Pieces of one line lying inside another's body (stacked marks, parts of broken letters).
static std::vector<TextLine> absorb(std::vector<TextLine> lines, std::span<const Blob> blobs) {
    std::sort(lines.begin(), lines.end(), [](const TextLine& a, const TextLine& b) { return a.box.x0 < b.box.x0; });
    Groups groups(lines.size());
    for (size_t i = 0; i < lines.size(); ++i) {
        for (size_t k = i + 1; k < lines.size() && lines[k].box.x0 < lines[i].box.x1 + lines[i].em; ++k) {
            const TextLine& a = lines[i];
            const TextLine& b = lines[k];
            const TextLine& small = a.blobs.size() < b.blobs.size() ? a : b;
            const TextLine& large = a.blobs.size() < b.blobs.size() ? b : a;
            const double shared = std::min<double>(small.box.y1, large.base + 0.25 * large.em) - std::max<double>(small.box.y0, large.top - 0.3 * large.em);
            const int aside = -overlap_x(a.box, b.box);
            if (aside > 0.6 * large.em || small.box.height() > 1.1 * large.em) continue;
            if (shared >= 0.6 * small.box.height()) groups.join(static_cast<int>(i), static_cast<int>(k));
        }
    }
    return joined(groups, lines, blobs);
}

// Justified print can open gaps wider than kLineGap: joined when every line right above and below runs through the gap.
static std::vector<TextLine> join_wide_gaps(std::vector<TextLine> lines, std::span<const Blob> blobs, const Walls& walls) {
    std::sort(lines.begin(), lines.end(), [](const TextLine& a, const TextLine& b) { return a.box.x0 < b.box.x0; });
    Groups groups(lines.size());
    for (size_t i = 0; i < lines.size(); ++i) {
        const TextLine& a = lines[i];
        int next = -1;
        for (size_t k = 0; k < lines.size(); ++k) {
            const TextLine& b = lines[k];
            if (b.box.x0 < a.box.x1 || !same_row(a, b, 1.3)) continue;
            if (next < 0 || b.box.x0 < lines[next].box.x0) next = static_cast<int>(k);
        }
        if (next < 0) continue;
        const TextLine& b = lines[next];
        const double em = common_em(a, b);
        if (b.box.x0 - a.box.x1 > kWideGap * em || walls.between(a.box, b.box)) continue;
        int through = 0, open = 0;
        for (size_t k = 0; k < lines.size(); ++k) {
            const TextLine& c = lines[k];
            const double rise = std::abs(c.base - a.base);
            if (&c == &a || &c == &b || rise < 0.6 * em || rise > 2.0 * em) continue;
            const bool left = c.box.x0 < a.box.x1 - em, right = c.box.x1 > b.box.x0 + em;
            if (left && right) ++through;
            else if (overlap_x(c.box, a.box) > 0 || overlap_x(c.box, b.box) > 0) open += (c.box.x1 < b.box.x0 + em && left) ? 0 : 1;
        }
        if (through > 0 && open == 0) groups.join(static_cast<int>(i), next);
    }
    return joined(groups, lines, blobs);
}

static void check(const std::stop_token& stop) {
    if (stop.stop_requested()) throw Error({.fault = Fault::cancelled, .attempted = "find the text lines of the page"});
}

std::vector<TextLine> merge_lines(std::vector<TextLine> lines, const std::vector<int>& group, std::span<const Blob> blobs) {
    Groups groups(lines.size());
    std::vector<int> first(lines.size(), -1);
    for (size_t i = 0; i < lines.size(); ++i) {
        if (first[group[i]] < 0) first[group[i]] = static_cast<int>(i);
        groups.join(first[group[i]], static_cast<int>(i));
    }
    return joined(groups, lines, blobs);
}

// Lines without a letter: specks, lone dots and dashes. Their size is judged by the page's print.
static std::vector<TextLine> take_specks(std::vector<TextLine>& lines, std::span<const Blob> blobs) {
    std::vector<double> sizes;
    for (const TextLine& line : lines) {
        if (line.blobs.size() >= 5) sizes.push_back(line.em);
    }
    double em = 0;
    if (!sizes.empty()) {
        std::nth_element(sizes.begin(), sizes.begin() + static_cast<long>(sizes.size() / 2), sizes.end());
        em = sizes[sizes.size() / 2];
    }
    std::vector<TextLine> specks;
    std::erase_if(lines, [&](const TextLine& line) {
        int tallest = 0;
        for (int i : line.blobs) tallest = std::max(tallest, blobs[i].box.height());
        const bool dash = line.blobs.size() == 1 && line.box.width() > 0.3 * em && line.box.width() < 1.2 * em;  // an empty cell's
        const bool speck = !dash && (tallest < 0.3 * em || (line.blobs.size() < 3 && tallest < 7));
        if (speck && line.blobs.size() <= 3) specks.push_back(line);
        return speck;
    });
    return specks;
}

static std::vector<TextLine> lines_of(std::span<const Blob> blobs, const Walls& walls, const std::stop_token& stop, bool specks) {
    std::vector<TextLine> lines = chain_letters(blobs, walls);
    check(stop);
    lines = join_words(std::move(lines), blobs, walls);
    lines = attach_marks(std::move(lines), blobs, walls, specks);
    check(stop);
    lines = join_words(std::move(lines), blobs, walls);
    lines = absorb(std::move(lines), blobs);
    lines = attach_marks(std::move(lines), blobs, walls, specks);
    lines = join_words(std::move(lines), blobs, walls);
    check(stop);
    return join_wide_gaps(std::move(lines), blobs, walls);
}

std::vector<TextLine> find_lines(std::span<const Blob> blobs, const Walls& walls, std::stop_token stop) {
    if (blobs.empty()) return {};
    std::vector<TextLine> lines = lines_of(blobs, walls, stop, false);
    const size_t specks = take_specks(lines, blobs).size();
    if (specks < kManySpecks) return lines;
    lines = lines_of(blobs, walls, stop, true);
    take_specks(lines, blobs);
    return lines;
}

}  // namespace lectern
