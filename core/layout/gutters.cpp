#include "core/layout/gutters.h"

#include <cmath>
#include <numeric>

namespace lectern {

constexpr double kAligned = 0.22;     // em: baselines of one row
constexpr double kNarrowGutter = 0.8; // em of white left after all rows
constexpr double kRowStep = 6;        // em between rows of one gutter
constexpr double kProseWidth = 9;     // em: columns of running text are at least this wide
constexpr double kMarkWidth = 3.2;    // em: widest list mark or section number that is joined to its text

static std::vector<SidePair> side_pairs(const std::vector<TextLine>& lines, const Walls& walls) {
    std::vector<SidePair> pairs;
    for (size_t i = 0; i < lines.size(); ++i) {
        const TextLine& a = lines[i];
        int next = -1;
        for (size_t k = 0; k < lines.size(); ++k) {
            const TextLine& b = lines[k];
            if (k == i || b.box.x0 < a.box.x1 - 2) continue;
            if (std::abs(b.base - a.base) > kAligned * std::max(a.em, b.em)) continue;
            if (next < 0 || b.box.x0 < lines[next].box.x0) next = static_cast<int>(k);
        }
        if (next < 0 || walls.between(a.box, lines[next].box)) continue;
        // Something of another row standing in the gap keeps them apart.
        bool apart = false;
        for (const TextLine& c : lines) {
            apart |= &c != &a && &c != &lines[next] && c.box.x0 >= a.box.x1 && c.box.x1 <= lines[next].box.x0 &&
                     c.base > a.top && c.top < a.base;
        }
        if (!apart) pairs.push_back({static_cast<int>(i), next});
    }
    std::sort(pairs.begin(), pairs.end(), [&](const SidePair& p, const SidePair& q) { return lines[p.left].base < lines[q.left].base; });
    return pairs;
}

// Does any line run through the white between two heights?
static bool crossed(const std::vector<TextLine>& lines, int x0, int x1, double y0, double y1) {
    for (const TextLine& line : lines) {
        if (line.base > y0 + 1 && line.top < y1 - 1 && line.box.x0 < x1 && line.box.x1 > x0) return true;
    }
    return false;
}

struct Side {
    int lines = 0;
    double median_width = 0;  // em
    double full = 0;          // share of lines that reach three quarters of the widest
    int x0 = 1 << 30, x1 = 0;
    bool prose() const { return median_width >= kProseWidth && full >= 0.5; }
    bool surely_prose() const { return median_width >= 1.3 * kProseWidth && full >= 0.7 && lines >= 4; }
    int width() const { return x1 - x0; }
};

// The text next to a gutter, on one side of it.
static Side side_of(const Gutter& g, const std::vector<TextLine>& lines, bool left) {
    int bound = left ? 0 : 1 << 30;  // far edge of the pieces in the rows
    for (const SidePair& p : g.rows) bound = left ? std::max(bound, lines[p.left].box.x1) : std::min(bound, lines[p.right].box.x0);
    int reach = left ? 1 << 30 : 0;
    for (const SidePair& p : g.rows) reach = left ? std::min(reach, lines[p.left].box.x0) : std::max(reach, lines[p.right].box.x1);
    Side side;
    std::vector<int> widths;
    for (const TextLine& line : lines) {
        if (line.base < g.y0 || line.top > g.y1) continue;
        const bool inside = left ? line.box.x1 <= g.x0 + 2 && line.box.x0 >= reach - g.em * 0.5 : line.box.x0 >= g.x1 - 2 && line.box.x1 <= reach + g.em * 0.5;
        if (!inside) continue;
        widths.push_back(line.box.width());
        side.x0 = std::min(side.x0, line.box.x0);
        side.x1 = std::max(side.x1, line.box.x1);
    }
    side.lines = static_cast<int>(widths.size());
    if (widths.empty()) return side;
    const int widest = *std::max_element(widths.begin(), widths.end());
    std::nth_element(widths.begin(), widths.begin() + widths.size() / 2, widths.end());
    side.median_width = widths[widths.size() / 2] / g.em;
    for (int w : widths) side.full += w * 4 >= widest * 3 ? 1.0 : 0.0;
    side.full /= static_cast<double>(widths.size());
    return side;
}

static bool parts_columns(const Gutter& g, const std::vector<TextLine>& lines) {
    const Side left = side_of(g, lines, true), right = side_of(g, lines, false);
    const int fewer = std::min(left.lines, right.lines);
    const double rows = static_cast<double>(g.rows.size());
    if (fewer >= 4 && rows < 0.65 * fewer) return true;  // the lines of the two sides do not stand in rows
    if (left.prose() && right.prose()) return true;
    // One side runs, and the other has a line beside nearly every one of its lines.
    const int more = std::max(left.lines, right.lines);
    const double narrower = std::min(left.median_width, right.median_width);
    if ((left.surely_prose() || right.surely_prose()) && narrower > 5 && fewer * 10 >= more * 8) return true;
    // Two equal halves over many rows, as in an index.
    const double alike = std::abs(left.width() - right.width()) / static_cast<double>(std::max(1, std::max(left.width(), right.width())));
    return rows >= 10 && alike < 0.12 && narrower > kProseWidth / 2;
}

std::vector<Gutter> find_gutters(const std::vector<TextLine>& lines, const Walls& walls) {
    std::vector<Gutter> gutters;
    for (const SidePair& pair : side_pairs(lines, walls)) {
        const TextLine& a = lines[pair.left];
        const TextLine& b = lines[pair.right];
        const double em = std::min(a.em, b.em);
        Gutter* home = nullptr;
        double nearest = kRowStep;
        for (Gutter& g : gutters) {
            const TextLine& last = lines[g.rows.back().left];
            const double step = (a.base - last.base) / std::max(em, g.em);
            const int x0 = std::max(g.x0, a.box.x1), x1 = std::min(g.x1, b.box.x0);
            if (step < 0.5 || step >= nearest || x1 - x0 < kNarrowGutter * em) continue;
            if (std::max(em, g.em) > 1.5 * std::min(em, g.em) || crossed(lines, x0, x1, last.base, a.top)) continue;
            nearest = step;
            home = &g;
        }
        if (!home) {
            gutters.push_back({{}, a.box.x1, b.box.x0, std::min(a.box.y0, b.box.y0), 0, em, false});
            home = &gutters.back();
        }
        home->rows.push_back(pair);
        home->x0 = std::max(home->x0, a.box.x1);
        home->x1 = std::min(home->x1, b.box.x0);
        home->y1 = std::max({home->y1, a.box.y1, b.box.y1});
    }
    for (Gutter& g : gutters) g.columns = parts_columns(g, lines);
    return gutters;
}

// Does the piece end in (or consist of) a row of dots?
static bool ends_in_leader(const TextLine& line, const std::vector<Blob>& blobs) {
    int dots = 0;
    for (size_t i = line.blobs.size(); i-- > 0 && dots < 4;) {
        const Box& b = blobs[line.blobs[i]].box;
        if (b.height() > 0.25 * line.em && b.height() > 6) return false;
        ++dots;
    }
    return dots >= 4;
}

std::vector<int> row_groups(const std::vector<TextLine>& lines, const std::vector<Blob>& blobs, const std::vector<Gutter>& gutters) {
    std::vector<int> group(lines.size());
    std::iota(group.begin(), group.end(), 0);
    const auto root = [&](int i) {
        while (group[i] != i) i = group[i];
        return i;
    };
    for (const Gutter& g : gutters) {
        int widest_left = 0;
        for (const SidePair& p : g.rows) widest_left = std::max(widest_left, lines[p.left].box.width());
        const Side right = side_of(g, lines, false);
        const bool marks = widest_left <= kMarkWidth * g.em && (right.median_width > 6 || g.rows.size() < 3);
        for (const SidePair& p : g.rows) {
            const int gap = lines[p.right].box.x0 - lines[p.left].box.x1;
            const bool leader = ends_in_leader(lines[p.left], blobs) && gap < 5 * g.em;
            const bool mark = marks && !g.columns && gap < 4 * g.em && lines[p.left].box.height() < 1.4 * g.em;
            if (leader || mark) group[root(p.right)] = root(p.left);
        }
    }
    for (size_t i = 0; i < group.size(); ++i) group[i] = root(static_cast<int>(i));
    return group;
}

}  // namespace lectern
