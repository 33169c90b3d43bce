#include "core/layout/gutters.h"

#include <cmath>
#include <numeric>

namespace lectern {

constexpr double kAligned = 0.22;      // em: baselines of one row
constexpr double kNarrowGutter = 0.8;  // em of white left after all rows
constexpr double kRowStep = 6;         // em between rows of one gutter
constexpr double kProseWidth = 9;      // em: columns of running text are at least this wide
constexpr double kLoneGap = 10;        // em
constexpr double kShortWhite = 12;     // em
constexpr double kMarkWidth = 3.2;     // em: widest list mark or section number that is joined to its text

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
    std::sort(pairs.begin(), pairs.end(),
              [&](const SidePair& p, const SidePair& q) { return lines[p.left].base < lines[q.left].base; });
    return pairs;
}

// Does any line run through the white between two heights?
static bool crossed(const std::vector<TextLine>& lines, int x0, int x1, double y0, double y1) {
    for (const TextLine& line : lines) {
        if (line.base > y0 + 1 && line.top < y1 - 1 && line.box.x0 < x1 && line.box.x1 > x0) return true;
    }
    return false;
}

// How far the white of a gutter reaches up and down before a line crosses it.
static void extend(Gutter& g, const std::vector<TextLine>& lines) {
    const double middle = (g.x0 + g.x1) / 2.0, half = std::min((g.x1 - g.x0) / 2.0, 0.4 * g.em);
    int top = 0, bottom = 1 << 30;
    for (const TextLine& line : lines) {
        if (line.box.x0 >= middle + half || line.box.x1 <= middle - half) continue;
        if (line.base <= g.y0 + 2)
            top = std::max(top, line.box.y1);
        else if (line.top >= g.y1 - 2)
            bottom = std::min(bottom, line.box.y0);
    }
    g.reach_y0 = top;
    g.reach_y1 = bottom;
}

struct Side {
    int lines = 0;
    double median_width = 0;  // em
    double full = 0;          // share of lines that reach three quarters of the widest, by width
    int x0 = 1 << 30, x1 = 0;
    bool prose() const { return median_width >= kProseWidth && full >= 0.6; }
    bool surely_prose() const { return median_width >= 1.3 * kProseWidth && full >= 0.75 && lines >= 4; }
    int width() const { return x1 - x0; }
};

// Nearest pieces to the left and to the right in the same row; -1 without one.
struct Neighbours {
    std::vector<int> left, right;
};

static Neighbours neighbours_of(const std::vector<TextLine>& lines) {
    Neighbours n{std::vector<int>(lines.size(), -1), std::vector<int>(lines.size(), -1)};
    for (size_t i = 0; i < lines.size(); ++i) {
        for (size_t k = 0; k < lines.size(); ++k) {
            if (i == k || lines[k].box.x0 < lines[i].box.x1 - 2 || lines[k].top > lines[i].base ||
                lines[k].base < lines[i].top)
                continue;
            if (n.right[i] < 0 || lines[k].box.x0 < lines[n.right[i]].box.x0) n.right[i] = static_cast<int>(k);
            if (n.left[k] < 0 || lines[i].box.x1 > lines[n.left[k]].box.x1) n.left[k] = static_cast<int>(i);
        }
    }
    return n;
}

// The text next to a gutter, on one side of it, as far up and down as its white reaches.
static Side side_of(const Gutter& g, const std::vector<TextLine>& lines, const Neighbours& near, bool left) {
    Side side;
    std::vector<int> widths;
    for (size_t i = 0; i < lines.size(); ++i) {
        const TextLine& line = lines[i];
        if (line.base < g.reach_y0 || line.top > g.reach_y1) continue;
        if (left ? line.box.x1 > g.x0 + 2 : line.box.x0 < g.x1 - 2) continue;
        const int between = left ? near.right[i] : near.left[i];
        if (between >= 0 && (left ? lines[between].box.x1 <= g.x0 + 2 : lines[between].box.x0 >= g.x1 - 2)) continue;
        widths.push_back(line.box.width());
        side.x0 = std::min(side.x0, line.box.x0);
        side.x1 = std::max(side.x1, line.box.x1);
    }
    side.lines = static_cast<int>(widths.size());
    if (widths.empty()) return side;
    // Weighed by width: headings, short last lines and small tables in a column count little.
    std::sort(widths.begin(), widths.end());
    const int widest = widths.back();
    double total = 0, seen = 0, full = 0;
    for (int w : widths) total += w, full += w * 4 >= widest * 3 ? w : 0;
    for (int w : widths) {
        if ((seen += w) * 2 < total) continue;
        side.median_width = w / g.em;
        break;
    }
    side.full = full / total;
    return side;
}

static bool parts_columns(const Gutter& g, const std::vector<Gutter>& all, const std::vector<TextLine>& lines,
                          const Neighbours& near) {
    const Side left = side_of(g, lines, near, true), right = side_of(g, lines, near, false);
    const int fewer = std::min(left.lines, right.lines);
    // Other gutters in the same white are the same one.
    double rows = 0;
    for (const Gutter& o : all) {
        if (std::min(o.x1, g.x1) - std::max(o.x0, g.x0) < 0.4 * g.em) continue;
        for (const SidePair& p : o.rows)
            rows += lines[p.left].base > g.reach_y0 && lines[p.left].base < g.reach_y1 ? 1 : 0;
    }
    if (fewer >= 4 && rows < 0.65 * fewer) return true;  // the lines of the two sides do not stand in rows
    if (left.prose() && right.prose()) return true;
    // One side runs, and the other has a line beside nearly every one of its lines.
    const int more = std::max(left.lines, right.lines);
    const double narrower = std::min(left.median_width, right.median_width);
    if ((left.surely_prose() || right.surely_prose()) && narrower > 5 && fewer * 10 >= more * 8) return true;
    // Two equal halves over many rows, as in an index.
    const double alike = std::abs(left.width() - right.width()) /
                         static_cast<double>(std::max(1, std::max(left.width(), right.width())));
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
            gutters.push_back({{}, a.box.x1, b.box.x0, std::min(a.box.y0, b.box.y0), 0, 0, 0, em, false});
            home = &gutters.back();
        }
        home->rows.push_back(pair);
        home->x0 = std::max(home->x0, a.box.x1);
        home->x1 = std::min(home->x1, b.box.x0);
        home->y1 = std::max({home->y1, a.box.y1, b.box.y1});
    }
    for (Gutter& g : gutters) extend(g, lines);
    const Neighbours near = neighbours_of(lines);
    for (Gutter& g : gutters) g.columns = parts_columns(g, gutters, lines, near);
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

// Does any line lie close above or below this piece, beginning right of `x`: a mate in a column of its own?
static bool has_mates(const std::vector<TextLine>& lines, int piece, int x) {
    const TextLine& a = lines[piece];
    for (const TextLine& b : lines) {
        const double step = std::abs(b.base - a.base);
        if (step > 0.5 * a.em && step < 2.0 * a.em && b.box.x0 >= x && overlap_x(a.box, b.box) > 0) return true;
    }
    return false;
}

// Is this row the first or the last of the page, with white towards the rest?
static bool page_edge(const std::vector<TextLine>& lines, const SidePair& p) {
    const TextLine& a = lines[p.left];
    double above = 1e9, below = 1e9;
    for (const TextLine& b : lines) {
        if (b.base < a.base - 0.5 * a.em) above = std::min(above, a.base - b.base);
        if (b.base > a.base + 0.5 * a.em) below = std::min(below, b.base - a.base);
    }
    return (above > 1e8) != (below > 1e8) && std::min(above, below) > 1.8 * a.em;
}

std::vector<int> row_groups(const std::vector<TextLine>& lines, const std::vector<Blob>& blobs,
                            const std::vector<Gutter>& gutters) {
    std::vector<int> group(lines.size());
    const Neighbours near = neighbours_of(lines);
    std::iota(group.begin(), group.end(), 0);
    const auto root = [&](int i) {
        while (group[i] != i) i = group[i];
        return i;
    };
    for (const Gutter& g : gutters) {
        int widest_left = 0;
        for (const SidePair& p : g.rows) widest_left = std::max(widest_left, lines[p.left].box.width());
        const Side right = side_of(g, lines, near, false);
        const bool marks = widest_left <= kMarkWidth * g.em && (right.median_width > 6 || g.rows.size() < 3);
        for (const SidePair& p : g.rows) {
            const int gap = lines[p.right].box.x0 - lines[p.left].box.x1;
            const bool leader = ends_in_leader(lines[p.left], blobs) && gap < 5 * g.em;
            const bool mark = marks && !g.columns && gap < 4 * g.em && lines[p.left].box.height() < 1.4 * g.em;
            // A piece alone at the right of its line, without a column of its own.
            const bool between = g.reach_y1 - g.reach_y0 < kShortWhite * g.em;  // lines above and below run through
            const bool alone = g.rows.size() == 1 && !g.columns && (gap < kLoneGap * g.em || between) &&
                               !has_mates(lines, p.right, lines[p.left].box.x1);
            if (leader || mark || alone || page_edge(lines, p)) group[root(p.right)] = root(p.left);
        }
    }
    for (size_t i = 0; i < group.size(); ++i) group[i] = root(static_cast<int>(i));
    return group;
}

}  // namespace lectern
