#include "core/layout/line_groups.h"

#include <algorithm>
#include <cmath>

namespace lectern {

constexpr double kEmOfHeight = 1.45;  // em in heights of capitals and ascenders

static double median(std::vector<int>& v) {
    std::nth_element(v.begin(), v.begin() + v.size() / 2, v.end());
    return v[v.size() / 2];
}

static int at_share(const std::vector<int>& sorted, double share) {
    return sorted[static_cast<size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

// Recomputes box, body and size from the blobs. Dots and commas say nothing of the size, nor do brackets and
// descenders: the tallest letters standing on the baseline do.
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
        if (b.height() >= 0.38 * tall && b.height() <= 1.3 * tall &&
            std::abs(b.y1 - line.base) <= std::max(1.5, 0.12 * tall))
            standing.push_back(b.height());
    }
    std::sort(standing.begin(), standing.end());
    const int size = standing.empty() ? static_cast<int>(tall) : at_share(standing, standing.size() < 12 ? 1.0 : 0.92);
    if (line.base <= line.top) line.base = line.top + size;
    line.em = size * kEmOfHeight;
    std::vector<double> strokes;
    for (int i : line.blobs) {
        if (blobs[i].box.height() >= 0.38 * tall && blobs[i].runs > 0)
            strokes.push_back(static_cast<double>(blobs[i].ink) / blobs[i].runs);
    }
    std::nth_element(strokes.begin(), strokes.begin() + static_cast<long>(strokes.size() / 2), strokes.end());
    line.stroke = strokes.empty() ? 0 : strokes[strokes.size() / 2];
}

std::vector<TextLine> collect(Groups& groups, std::span<const Blob> blobs,
                              const std::vector<std::vector<int>>& members) {
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
        std::sort(line.blobs.begin(), line.blobs.end(),
                  [&](int a, int b) { return blobs[a].box.x0 < blobs[b].box.x0; });
        measure(line, blobs);
    }
    return lines;
}

std::vector<TextLine> joined(Groups& groups, std::vector<TextLine>& lines, std::span<const Blob> blobs) {
    std::vector<std::vector<int>> members(lines.size());
    for (size_t i = 0; i < lines.size(); ++i) members[i] = std::move(lines[i].blobs);
    return collect(groups, blobs, members);
}

}  // namespace lectern
