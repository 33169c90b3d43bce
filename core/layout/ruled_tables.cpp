#include <cmath>
#include <numeric>

#include "core/layout/tables.h"

namespace lectern {

constexpr double kTouch = 0.05;      // inch: rules this close meet
constexpr size_t kMostRules = 4000;  // a page of hatching is no table
constexpr int kMostUnits = 20000;    // cells of the full grid

struct Grid {
    std::vector<int> xs, ys;  // positions of the rules, ascending
    std::vector<const Rule*> rules;
    Box box;
};

static std::vector<Grid> grids_of(const std::vector<Rule>& rules, int touch) {
    std::vector<int> parent(rules.size());
    std::iota(parent.begin(), parent.end(), 0);
    const auto root = [&](int i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    };
    for (size_t i = 0; i < rules.size(); ++i) {
        for (size_t k = i + 1; k < rules.size(); ++k) {
            if (overlap_x(rules[i].box, rules[k].box) > -touch && overlap_y(rules[i].box, rules[k].box) > -touch) {
                parent[root(static_cast<int>(k))] = root(static_cast<int>(i));
            }
        }
    }
    std::vector<Grid> grids;
    std::vector<int> place(rules.size(), -1);
    for (size_t i = 0; i < rules.size(); ++i) {
        int& at = place[root(static_cast<int>(i))];
        if (at < 0) {
            at = static_cast<int>(grids.size());
            grids.push_back({{}, {}, {}, rules[i].box});
        }
        grids[at].rules.push_back(&rules[i]);
        grids[at].box.include(rules[i].box);
    }
    return grids;
}

// Positions that lie within `touch` of one another become one.
static std::vector<int> merged(std::vector<int> values, int touch) {
    std::sort(values.begin(), values.end());
    std::vector<int> out;
    for (int v : values) {
        if (out.empty() || v - out.back() > touch) out.push_back(v);
    }
    return out;
}

static void place_lines(Grid& grid, int touch) {
    std::vector<int> xs = {grid.box.x0, grid.box.x1}, ys = {grid.box.y0, grid.box.y1};
    for (const Rule* r : grid.rules) {
        if (r->horizontal)
            ys.push_back((r->box.y0 + r->box.y1) / 2);
        else
            xs.push_back((r->box.x0 + r->box.x1) / 2);
    }
    grid.xs = merged(xs, touch);
    grid.ys = merged(ys, touch);
}

// Share of [from, to] covered by rules lying at `at`.
static double covered(const Grid& grid, bool horizontal, int at, int from, int to, int touch) {
    std::vector<bool> hit(static_cast<size_t>(std::max(1, to - from)), false);
    for (const Rule* r : grid.rules) {
        if (r->horizontal != horizontal) continue;
        const int where = horizontal ? (r->box.y0 + r->box.y1) / 2 : (r->box.x0 + r->box.x1) / 2;
        if (std::abs(where - at) > touch) continue;
        const int a = std::max(from, horizontal ? r->box.x0 : r->box.y0),
                  b = std::min(to, horizontal ? r->box.x1 : r->box.y1);
        for (int i = a; i < b; ++i) hit[static_cast<size_t>(i - from)] = true;
    }
    return static_cast<double>(std::count(hit.begin(), hit.end(), true)) / static_cast<double>(hit.size());
}

// Cells: units of the grid joined where no rule parts them; a union that is no rectangle grows to its bounding box.
static std::vector<LayoutCell> cells_of(const Grid& grid, int touch) {
    const int rows = static_cast<int>(grid.ys.size()) - 1, columns = static_cast<int>(grid.xs.size()) - 1;
    std::vector<int> owner(static_cast<size_t>(rows) * columns, -1);
    const auto at = [&](int r, int c) -> int& { return owner[static_cast<size_t>(r) * columns + c]; };
    const auto open_right = [&](int r, int c) {
        return covered(grid, false, grid.xs[c + 1], grid.ys[r] + 2, grid.ys[r + 1] - 2, touch) < 0.5;
    };
    const auto open_below = [&](int r, int c) {
        return covered(grid, true, grid.ys[r + 1], grid.xs[c] + 2, grid.xs[c + 1] - 2, touch) < 0.5;
    };
    std::vector<LayoutCell> cells;
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            if (at(r, c) >= 0) continue;
            LayoutCell cell{r, c, 1, 1, r == 0 && rows > 1, {}};
            while (c + cell.column_span < columns && at(r, c + cell.column_span) < 0 &&
                   open_right(r, c + cell.column_span - 1))
                ++cell.column_span;
            while (r + cell.row_span < rows) {
                bool open = true;
                for (int k = 0; k < cell.column_span; ++k) {
                    open &= at(r + cell.row_span, c + k) < 0 && open_below(r + cell.row_span - 1, c + k);
                }
                if (!open) break;
                ++cell.row_span;
            }
            for (int i = 0; i < cell.row_span; ++i) {
                for (int k = 0; k < cell.column_span; ++k) at(r + i, c + k) = static_cast<int>(cells.size());
            }
            cells.push_back(cell);
        }
    }
    return cells;
}

// Rows without rules between them: when the cells of one grid row hold equally many lines on common baselines, each is
// a row.
static void split_rows(FoundTable& table, const std::vector<TextLine>& lines) {
    for (int r = 0; r < table.rows; ++r) {
        std::vector<LayoutCell*> row;
        size_t count = 0, filled = 0;
        bool simple = true;
        for (LayoutCell& cell : table.cells) {
            if (cell.row > r || cell.row + cell.row_span <= r) continue;
            simple &= cell.row_span == 1;
            row.push_back(&cell);
            if (cell.lines.empty()) continue;
            ++filled;
            if (count == 0) count = cell.lines.size();
            simple &= cell.lines.size() == count;
        }
        if (!simple || count < 2 || filled < 2 || filled < row.size()) continue;
        for (size_t i = 0; i < count; ++i) {
            for (const LayoutCell* cell : row) {
                const TextLine& a = lines[cell->lines[i]];
                simple &= std::abs(a.base - lines[row.front()->lines[i]].base) < 0.3 * a.em;
            }
        }
        if (!simple) continue;
        const int more = static_cast<int>(count) - 1;
        std::vector<LayoutCell> added;
        for (LayoutCell& cell : table.cells) {
            if (cell.row > r) {
                cell.row += more;
            } else if (cell.row == r) {
                for (size_t i = 1; i < count; ++i) {
                    added.push_back(
                        {r + static_cast<int>(i), cell.column, 1, cell.column_span, false, {cell.lines[i]}});
                }
                cell.lines.resize(1);
            }
        }
        table.cells.insert(table.cells.end(), added.begin(), added.end());
        table.rows += more;
        r += more;
    }
    std::sort(table.cells.begin(), table.cells.end(), [](const LayoutCell& a, const LayoutCell& b) {
        return a.row != b.row ? a.row < b.row : a.column < b.column;
    });
}

static void fill(FoundTable& table, const Grid& grid, const std::vector<TextLine>& lines) {
    for (size_t i = 0; i < lines.size(); ++i) {
        const double x = (lines[i].box.x0 + lines[i].box.x1) / 2.0, y = (lines[i].top + lines[i].base) / 2;
        for (LayoutCell& cell : table.cells) {
            if (x >= grid.xs[cell.column] && x < grid.xs[cell.column + cell.column_span] && y >= grid.ys[cell.row] &&
                y < grid.ys[cell.row + cell.row_span]) {
                cell.lines.push_back(static_cast<int>(i));
            }
        }
    }
    for (LayoutCell& cell : table.cells) {
        std::sort(cell.lines.begin(), cell.lines.end(), [&](int a, int b) {
            const double em = std::max(lines[a].em, lines[b].em);
            if (std::abs(lines[a].base - lines[b].base) > 0.3 * em) return lines[a].base < lines[b].base;
            return lines[a].box.x0 < lines[b].box.x0;
        });
    }
}

std::vector<FoundTable> ruled_tables(const std::vector<Rule>& rules, const std::vector<TextLine>& lines, double dpi) {
    std::vector<FoundTable> tables;
    if (rules.size() > kMostRules) return tables;
    const int touch = std::max(3, static_cast<int>(std::lround(kTouch * dpi)));
    for (Grid& grid : grids_of(rules, touch)) {
        const auto down =
            std::count_if(grid.rules.begin(), grid.rules.end(), [](const Rule* r) { return !r->horizontal; });
        if (down < 1 || static_cast<size_t>(down) == grid.rules.size()) continue;
        place_lines(grid, touch);
        const int rows = static_cast<int>(grid.ys.size()) - 1, columns = static_cast<int>(grid.xs.size()) - 1;
        if (rows < 1 || columns < 1 || rows * columns < 2 || rows * columns > kMostUnits) continue;
        FoundTable table{grid.box, rows, columns, cells_of(grid, touch)};
        if (table.cells.size() < 2) continue;
        fill(table, grid, lines);
        const auto filled =
            std::count_if(table.cells.begin(), table.cells.end(), [](const LayoutCell& c) { return !c.lines.empty(); });
        // A plot's frame with ticks, a form with one box: text in at least two cells and a third of them makes a table.
        if (filled < 2 || filled * 3 < static_cast<long>(table.cells.size())) continue;
        split_rows(table, lines);
        tables.push_back(std::move(table));
    }
    return tables;
}

}  // namespace lectern
