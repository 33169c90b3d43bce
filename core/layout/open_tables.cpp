#include <cmath>
#include <map>
#include <numeric>

#include "core/layout/tables.h"

namespace lectern {

constexpr size_t kLeastRows = 3;
constexpr double kSameRow = 0.35;  // em between baselines
constexpr double kTight = 1.45;    // em: a line this close below a cell's text may continue it

struct Strip {
    std::vector<const Gutter*> gutters;
    Box box;
    double em = 0;
};

static Box extent(const Gutter& g, const std::vector<TextLine>& lines) {
    Box b = lines[g.rows.front().left].box;
    for (const SidePair& p : g.rows) {
        b.include(lines[p.left].box);
        b.include(lines[p.right].box);
    }
    return b;
}

// Gutters side by side that share rows belong to one table.
static std::vector<Strip> strips_of(const std::vector<Gutter>& gutters, const std::vector<TextLine>& lines) {
    std::vector<Strip> strips;
    std::vector<int> parent(gutters.size());
    std::iota(parent.begin(), parent.end(), 0);
    const auto root = [&](int i) {
        while (parent[i] != i) i = parent[i];
        return i;
    };
    std::map<int, int> gutter_of_left, gutter_of_right;  // line → gutter it stands left (right) of
    for (size_t g = 0; g < gutters.size(); ++g) {
        if (gutters[g].columns) continue;
        for (const SidePair& p : gutters[g].rows) {
            gutter_of_left[p.left] = static_cast<int>(g);
            gutter_of_right[p.right] = static_cast<int>(g);
        }
    }
    for (const auto& [line, g] : gutter_of_left) {
        const auto other = gutter_of_right.find(line);
        if (other != gutter_of_right.end()) parent[root(g)] = root(other->second);
    }
    std::map<int, size_t> place;
    for (size_t g = 0; g < gutters.size(); ++g) {
        if (gutters[g].columns) continue;
        const auto [it, fresh] = place.try_emplace(root(static_cast<int>(g)), strips.size());
        if (fresh) strips.push_back({{}, extent(gutters[g], lines), gutters[g].em});
        strips[it->second].gutters.push_back(&gutters[g]);
        strips[it->second].box.include(extent(gutters[g], lines));
    }
    return strips;
}

// Left edges of the columns after the first: middles of the white, overlapping white counted once.
static std::vector<int> column_edges(const Strip& strip) {
    std::vector<std::pair<int, int>> white;
    for (const Gutter* g : strip.gutters) {
        if (g->rows.size() >= 2 || strip.gutters.size() == 1) white.push_back({g->x0, g->x1});
    }
    std::sort(white.begin(), white.end());
    std::vector<std::pair<int, int>> merged;
    for (const auto& w : white) {
        if (!merged.empty() && w.first < merged.back().second) {
            merged.back().first = std::max(merged.back().first, w.first);
            merged.back().second = std::min(merged.back().second, w.second);
        } else {
            merged.push_back(w);
        }
    }
    std::vector<int> edges;
    for (const auto& [a, b] : merged) edges.push_back((a + b) / 2);
    return edges;
}

// A rule over most of the table, the nearest above (or below) its box within reach, extends it (header rows of
// three-rule tables).
static void extend_to_rules(Strip& strip, const std::vector<Rule>& rules) {
    const int reach = static_cast<int>(4.5 * strip.em);
    int top = strip.box.y0, bottom = strip.box.y1;
    for (const Rule& r : rules) {
        if (!r.horizontal || overlap_x(r.box, strip.box) * 10 < strip.box.width() * 7 ||
            r.box.width() > strip.box.width() * 1.25 + strip.em * 2)
            continue;
        if (r.box.y1 <= strip.box.y0 && r.box.y0 > strip.box.y0 - reach) top = std::min(top, r.box.y0);
        if (r.box.y0 >= strip.box.y1 - 2 && r.box.y1 < strip.box.y1 + reach) bottom = std::max(bottom, r.box.y1);
    }
    strip.box.y0 = top;
    strip.box.y1 = bottom;
}

struct Row {
    double base = 0;
    std::vector<int> lines;
};

static std::vector<Row> rows_of(const Strip& strip, const std::vector<TextLine>& lines,
                                const std::vector<bool>& taken) {
    std::vector<int> inside;
    for (size_t i = 0; i < lines.size(); ++i) {
        const double y = (lines[i].top + lines[i].base) / 2;
        if (taken[i] || y < strip.box.y0 || y > strip.box.y1) continue;
        if (overlap_x(lines[i].box, strip.box) * 2 < lines[i].box.width()) continue;
        inside.push_back(static_cast<int>(i));
    }
    std::sort(inside.begin(), inside.end(), [&](int a, int b) { return lines[a].base < lines[b].base; });
    std::vector<Row> rows;
    for (int i : inside) {
        if (rows.empty() || lines[i].base - rows.back().base > kSameRow * strip.em) rows.push_back({lines[i].base, {}});
        rows.back().lines.push_back(i);
    }
    return rows;
}

static std::pair<int, int> columns_of(const Box& box, const std::vector<int>& edges) {
    int first = 0, last = 0;
    for (int e : edges) {
        if (box.x0 > e || (box.x0 + box.x1) / 2 > e) ++first;
        if (box.x1 > e) ++last;
    }
    first = std::min(first, last);
    // A piece spans columns when it begins clearly left of an edge it crosses.
    while (first > 0 && box.x0 < edges[first - 1] - box.width() / 8) --first;
    return {first, last};
}

// A row that only goes on with cells of the row above: nothing in the first column, close below.
static bool continues(const Row& row, const Row& above, const std::vector<TextLine>& lines,
                      const std::vector<int>& edges, double em) {
    if (row.base - above.base > kTight * em || row.lines.size() > edges.size()) return false;
    return std::all_of(row.lines.begin(), row.lines.end(),
                       [&](int i) { return columns_of(lines[i].box, edges).first > 0; });
}

static FoundTable build(const Strip& strip, const std::vector<int>& edges, const std::vector<Row>& rows,
                        const std::vector<TextLine>& lines) {
    FoundTable table{strip.box, 0, static_cast<int>(edges.size()) + 1, {}};
    std::map<std::pair<int, int>, size_t> cell_at;
    for (size_t r = 0; r < rows.size(); ++r) {
        if (r == 0 || !continues(rows[r], rows[r - 1], lines, edges, strip.em)) ++table.rows;
        std::vector<int> row = rows[r].lines;
        std::sort(row.begin(), row.end(), [&](int a, int b) { return lines[a].box.x0 < lines[b].box.x0; });
        for (int i : row) {
            const auto [first, last] = columns_of(lines[i].box, edges);
            const auto [it, fresh] = cell_at.try_emplace({table.rows - 1, first}, table.cells.size());
            if (fresh) table.cells.push_back({table.rows - 1, first, 1, last - first + 1, table.rows == 1, {}});
            table.cells[it->second].lines.push_back(i);
            table.box.include(lines[i].box);
        }
    }
    // No cell may reach into the next one of its row.
    std::sort(table.cells.begin(), table.cells.end(), [](const LayoutCell& a, const LayoutCell& b) {
        return a.row != b.row ? a.row < b.row : a.column < b.column;
    });
    for (size_t i = 0; i + 1 < table.cells.size(); ++i) {
        LayoutCell& cell = table.cells[i];
        if (table.cells[i + 1].row == cell.row)
            cell.column_span = std::min(cell.column_span, table.cells[i + 1].column - cell.column);
    }
    return table;
}

std::vector<FoundTable> open_tables(const std::vector<Gutter>& gutters, const std::vector<TextLine>& lines,
                                    const std::vector<Rule>& rules, const std::vector<bool>& taken) {
    std::vector<FoundTable> tables;
    std::vector<bool> used = taken;
    for (Strip& strip : strips_of(gutters, lines)) {
        size_t most_rows = 0;
        for (const Gutter* g : strip.gutters) {
            const auto free = std::count_if(g->rows.begin(), g->rows.end(),
                                            [&](const SidePair& p) { return !used[p.left] && !used[p.right]; });
            most_rows = std::max(most_rows, static_cast<size_t>(free));
        }
        if (most_rows < kLeastRows) continue;
        extend_to_rules(strip, rules);
        const std::vector<int> edges = column_edges(strip);
        const std::vector<Row> rows = rows_of(strip, lines, used);
        if (edges.empty() || rows.size() < kLeastRows) continue;
        FoundTable table = build(strip, edges, rows, lines);
        for (const LayoutCell& cell : table.cells) {
            for (int i : cell.lines) used[i] = true;
        }
        tables.push_back(std::move(table));
    }
    return tables;
}

}  // namespace lectern
