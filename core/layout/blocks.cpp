#include "core/layout/blocks.h"

#include <cmath>
#include <map>
#include <numeric>

namespace lectern {

constexpr double kSpacing = 2.1;   // em: largest distance of baselines inside a block
constexpr double kSizes = 1.35;    // ratio of print sizes inside a block

static bool like_size(const TextLine& a, const TextLine& b) {
    const double most = a.blobs.size() < 6 || b.blobs.size() < 6 ? 1.7 : kSizes;
    return std::max(a.em, b.em) < most * std::min(a.em, b.em);
}

static bool barrier_between(const TextLine& a, const TextLine& b, const std::vector<Box>& barriers) {
    const Box between{std::max(a.box.x0, b.box.x0), static_cast<int>(a.base), std::min(a.box.x1, b.box.x1), static_cast<int>(b.top)};
    for (const Box& r : barriers) {
        const int middle = (r.y0 + r.y1) / 2;
        if (middle > between.y0 && middle < between.y1 && overlap_x(r, between) * 2 > between.width()) return true;
    }
    return false;
}

// The nearest line below (or above) that overlaps sideways; -1 without one.
static int nearest(const std::vector<TextLine>& lines, size_t i, bool below) {
    int best = -1;
    double least = 1e9;
    for (size_t k = 0; k < lines.size(); ++k) {
        if (k == i) continue;
        const double step = below ? lines[k].base - lines[i].base : lines[i].base - lines[k].base;
        if (step < 0.3 * lines[i].em || step >= least) continue;
        if (overlap_x(lines[i].box, lines[k].box) <= 0) continue;
        least = step;
        best = static_cast<int>(k);
    }
    return best;
}

std::vector<TextBlock> find_blocks(const std::vector<TextLine>& lines, const std::vector<Box>& barriers) {
    std::vector<int> up(lines.size(), -1), down(lines.size(), -1);
    for (size_t i = 0; i < lines.size(); ++i) {
        up[i] = nearest(lines, i, false);
        down[i] = nearest(lines, i, true);
    }
    // Two lines join when each is the other's nearest: a full-width line above two columns joins neither.
    std::vector<int> block(lines.size(), -1);
    std::vector<int> order(lines.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) { return lines[a].base < lines[b].base; });
    std::vector<TextBlock> blocks;
    for (int i : order) {
        const int u = up[i];
        const bool mutual = u >= 0 && down[u] == i;
        const double em = u >= 0 ? std::max(lines[i].em, lines[u].em) : 0;
        if (mutual && like_size(lines[i], lines[u]) && lines[i].base - lines[u].base < kSpacing * em &&
            !barrier_between(lines[u], lines[i], barriers)) {
            block[i] = block[u];
        } else {
            block[i] = static_cast<int>(blocks.size());
            blocks.push_back({lines[i].box, {}});
        }
        blocks[block[i]].lines.push_back(i);
        blocks[block[i]].box.include(lines[i].box);
    }
    return blocks;
}

static double median_step(const TextBlock& block, const std::vector<TextLine>& lines) {
    std::vector<double> steps;
    for (size_t i = 1; i < block.lines.size(); ++i) steps.push_back(lines[block.lines[i]].base - lines[block.lines[i - 1]].base);
    if (steps.empty()) return 0;
    std::nth_element(steps.begin(), steps.begin() + steps.size() / 2, steps.end());
    return steps[steps.size() / 2];
}

std::vector<TextBlock> split_paragraphs(const TextBlock& block, const std::vector<TextLine>& lines) {
    const double step = median_step(block, lines);
    std::vector<TextBlock> out;
    for (size_t i = 0; i < block.lines.size(); ++i) {
        const TextLine& line = lines[block.lines[i]];
        bool starts = i == 0;
        if (i > 0) {
            const TextLine& before = lines[block.lines[i - 1]];
            const double em = std::max(line.em, before.em);
            const double own = line.base - before.base;
            starts |= own > 1.25 * step && own > step + 0.25 * em;                       // space above
            starts |= line.box.x0 > before.box.x0 + 0.8 * em && line.box.x0 > block.box.x0 + 0.8 * em &&
                      before.box.x1 < block.box.x1 - 2 * em;                              // indent after a short line
            const bool indented = line.box.x0 > block.box.x0 + 0.8 * em && line.box.x0 < block.box.x0 + 5 * em;
            const bool next_back = i + 1 >= block.lines.size() || lines[block.lines[i + 1]].box.x0 < line.box.x0 - 0.6 * em;
            starts |= indented && next_back && before.box.x0 < line.box.x0 - 0.6 * em;    // first-line indent
            starts |= before.box.x1 < block.box.x1 - 0.25 * block.box.width() && line.box.x0 < before.box.x0 + 0.5 * em &&
                      before.box.x0 <= block.box.x0 + 0.8 * em && line.box.width() > before.box.width() * 1.3;  // short last line
        }
        if (starts) out.push_back({line.box, {}});
        out.back().lines.push_back(block.lines[i]);
        out.back().box.include(line.box);
    }
    return out;
}

}  // namespace lectern
