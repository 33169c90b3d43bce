#include "core/layout/line_marks.h"

#include <algorithm>
#include <cmath>

namespace lectern {

constexpr int kLargestDot = 12;     // pixels, of a leader
constexpr size_t kLeastLeader = 5;  // dots

void chain_leaders(std::span<const Blob> blobs, Groups& groups) {
    std::vector<int> dots;
    for (size_t i = 0; i < blobs.size(); ++i) {
        const Box& b = blobs[i].box;
        if (b.height() <= kLargestDot && b.width() <= kLargestDot && b.width() <= 2 * b.height() &&
            b.height() <= 2 * b.width())
            dots.push_back(static_cast<int>(i));
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
            const bool goes_on = k < row.size() && blobs[row[k]].ink * 2 < blobs[row[k - 1]].ink * 3 &&
                                 blobs[row[k - 1]].ink * 2 < blobs[row[k]].ink * 3 &&
                                 std::abs(blobs[row[k]].box.y1 - blobs[row[k - 1]].box.y1) <= 2 &&
                                 step(k) < 16 * blobs[row[k]].box.height() && step(k) > 1 &&
                                 (k - first < 2 || std::abs(step(k) - step(k - 1)) <= 2 + step(k) / 8);
            if (goes_on) continue;
            if (k - first >= kLeastLeader) {
                for (size_t i = first + 1; i < k; ++i) groups.join(row[first], row[i]);
            }
            first = k - first >= 2 && k < row.size() && std::abs(blobs[row[k]].box.y1 - blobs[row[k - 1]].box.y1) <= 2
                        ? k - 1
                        : k;
        }
    }
}

static bool leader(const TextLine& line, std::span<const Blob> blobs) {
    return line.blobs.size() >= kLeastLeader && std::all_of(line.blobs.begin(), line.blobs.end(), [&](int i) {
               return blobs[i].box.height() <= kLargestDot && blobs[i].box.width() <= kLargestDot;
           });
}

// May `mark` be a part of `line`: an accent, a dot, a comma, a quote, a raised figure, a leader? Among specks a mark
// must stand at the line's own height, and beside it only close by.
static bool fits(const TextLine& mark, const TextLine& line, bool is_leader, bool specks) {
    if (specks && mark.blobs.size() == 1) {
        const bool aside = mark.box.x0 > line.box.x1 + 0.3 * line.em || mark.box.x1 < line.box.x0 - 0.6 * line.em;
        if (aside || mark.box.y0 < line.top - 0.5 * line.em || mark.box.y1 > line.base + 0.25 * line.em) return false;
    }
    const double aside = is_leader ? 3 : 1.2;  // em
    return (mark.blobs.size() <= 3 || is_leader) && mark.box.height() < 0.52 * line.em &&
           mark.box.y0 > line.top - 0.75 * line.em && mark.box.y1 < line.base + 0.5 * line.em &&
           mark.box.x0 < line.box.x1 + aside * line.em && mark.box.x1 > line.box.x0 - 1.2 * line.em;
}

// Distance of the mark from the body of the line, in em; sideways counts less.
static double distance(const TextLine& mark, const TextLine& line) {
    const double up = line.top - mark.box.y1, down = mark.box.y0 - line.base;
    const double aside = std::max({0, line.box.x0 - mark.box.x1, mark.box.x0 - line.box.x1});
    return (std::max({0.0, up, down * 1.25}) + 0.25 * aside) / line.em;
}

std::vector<TextLine> attach_marks(std::vector<TextLine> lines, std::span<const Blob> blobs, const Walls& walls,
                                   bool specks) {
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

std::vector<TextLine> absorb(std::vector<TextLine> lines, std::span<const Blob> blobs) {
    std::sort(lines.begin(), lines.end(), [](const TextLine& a, const TextLine& b) { return a.box.x0 < b.box.x0; });
    Groups groups(lines.size());
    for (size_t i = 0; i < lines.size(); ++i) {
        for (size_t k = i + 1; k < lines.size() && lines[k].box.x0 < lines[i].box.x1 + lines[i].em; ++k) {
            const TextLine& a = lines[i];
            const TextLine& b = lines[k];
            const TextLine& small = a.blobs.size() < b.blobs.size() ? a : b;
            const TextLine& large = a.blobs.size() < b.blobs.size() ? b : a;
            const double shared = std::min<double>(small.box.y1, large.base + 0.25 * large.em) -
                                  std::max<double>(small.box.y0, large.top - 0.3 * large.em);
            const int aside = -overlap_x(a.box, b.box);
            if (aside > 0.6 * large.em || small.box.height() > 1.1 * large.em) continue;
            if (shared >= 0.6 * small.box.height()) groups.join(static_cast<int>(i), static_cast<int>(k));
        }
    }
    return joined(groups, lines, blobs);
}

std::vector<TextLine> take_specks(std::vector<TextLine>& lines, std::span<const Blob> blobs) {
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
        const bool dash =
            line.blobs.size() == 1 && line.box.width() > 0.3 * em && line.box.width() < 1.2 * em;  // an empty cell's
        const bool speck = !dash && (tallest < 0.3 * em || (line.blobs.size() < 3 && tallest < 7));
        if (speck && line.blobs.size() <= 3) specks.push_back(line);
        return speck;
    });
    return specks;
}

}  // namespace lectern
