#include "core/layout/lines.h"

#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/layout/line_groups.h"
#include "core/layout/line_marks.h"

namespace lectern {

constexpr double kWordGap = 1.0;    // of the taller letter: letters and close words chain
constexpr double kLineGap = 1.3;    // em: words of one line
constexpr double kWideGap = 6;      // em: widest gap in justified print
constexpr size_t kManySpecks = 25;  // on one page: dirt, not print

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

bool Walls::between(const Box& a, const Box& b) const {
    const int left = std::min(a.x1, b.x1), right = std::max(a.x0, b.x0);
    const int top = std::max(a.y0, b.y0), bottom = std::min(a.y1, b.y1);
    const int middle = (top + bottom) / 2;  // also of the space between the two when they do not overlap
    for (const Box& r : rules_) {
        if (r.x0 >= left - 2 && r.x1 <= right + 2 && r.y0 <= middle && r.y1 >= middle) return true;
    }
    return false;
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

// Size for comparing two pieces: short pieces know theirs badly, so the longer one speaks.
static double common_em(const TextLine& a, const TextLine& b) {
    const size_t na = a.blobs.size(), nb = b.blobs.size();
    if (na >= 4 && nb >= 4) return std::min(a.em, b.em);
    return na > nb ? a.em : nb > na ? b.em : std::min(a.em, b.em);
}

static bool same_row(const TextLine& a, const TextLine& b, double most_ratio) {
    const double shared = std::min(a.base, b.base) - std::max(a.top, b.top);
    if (shared < 0.5 * std::min(a.base - a.top, b.base - b.top)) return false;
    const size_t fewer =
        std::min(a.blobs.size(), b.blobs.size());  // a short piece may have no tall letter to tell its size
    const double ratio = std::max(a.em, b.em) / std::min(a.em, b.em);
    return ratio < (fewer < 3 ? 2.6 : fewer < 10 ? std::max(most_ratio, 1.8) : most_ratio);
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
            if (gap <= kLineGap * common_em(a, b) && !walls.between(a.box, b.box))
                groups.join(static_cast<int>(i), static_cast<int>(k));
        }
    }
    return joined(groups, lines, blobs);
}

// Justified print can open gaps wider than kLineGap: joined when every line right above and below runs through the gap.
static std::vector<TextLine> join_wide_gaps(std::vector<TextLine> lines, std::span<const Blob> blobs,
                                            const Walls& walls) {
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
            const bool left = c.box.x0<a.box.x1 - em, right = c.box.x1> b.box.x0 + em;
            if (left && right)
                ++through;
            else if (overlap_x(c.box, a.box) > 0 || overlap_x(c.box, b.box) > 0)
                open += (c.box.x1 < b.box.x0 + em && left) ? 0 : 1;
        }
        if (through > 0 && open == 0) groups.join(static_cast<int>(i), next);
    }
    return joined(groups, lines, blobs);
}

static void check(const std::stop_token& stop) {
    if (stop.stop_requested()) throw Error({.fault = Fault::cancelled, .attempted = "find the text lines of the page"});
}

std::vector<TextLine> merge_lines(std::vector<TextLine> lines, const std::vector<int>& group,
                                  std::span<const Blob> blobs) {
    Groups groups(lines.size());
    std::vector<int> first(lines.size(), -1);
    for (size_t i = 0; i < lines.size(); ++i) {
        if (first[group[i]] < 0) first[group[i]] = static_cast<int>(i);
        groups.join(first[group[i]], static_cast<int>(i));
    }
    return joined(groups, lines, blobs);
}

static std::vector<TextLine> lines_of(std::span<const Blob> blobs, const Walls& walls, const std::stop_token& stop,
                                      bool specks) {
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
