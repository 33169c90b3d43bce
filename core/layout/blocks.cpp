#include "core/layout/blocks.h"

#include <cmath>
#include <map>
#include <numeric>

namespace lectern {

constexpr double kSpacing = 2.1;  // em: largest distance of baselines inside a block
constexpr double kSizes = 1.35;   // ratio of print sizes inside a block

static bool like_size(const TextLine& a, const TextLine& b) {
    const double most = a.blobs.size() < 6 || b.blobs.size() < 6 ? 1.7 : kSizes;
    return std::max(a.em, b.em) < most * std::min(a.em, b.em);
}

static bool barrier_between(const TextLine& a, const TextLine& b, const std::vector<Box>& barriers) {
    const Box between{std::max(a.box.x0, b.box.x0), static_cast<int>(a.base), std::min(a.box.x1, b.box.x1),
                      static_cast<int>(b.top)};
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

// Does another line stand beside the nearest one, so that line i lies over (or under) two columns?
static bool branches(const std::vector<TextLine>& lines, size_t i, int near, bool below) {
    if (near < 0) return false;
    const TextLine& line = lines[i];
    const TextLine& first = lines[near];
    for (const TextLine& other : lines) {
        const double step = below ? other.base - line.base : line.base - other.base;
        if (step < 0.3 * line.em || step > std::abs(first.base - line.base) + 2.2 * line.em) continue;
        if (overlap_x(other.box, line.box) > 0.5 * line.em && overlap_x(other.box, first.box) < -0.8 * line.em)
            return true;
    }
    return false;
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
        const bool mutual = u >= 0 && down[u] == i && !branches(lines, static_cast<size_t>(u), i, true) &&
                            !branches(lines, static_cast<size_t>(i), u, false);
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

// The leading: the lower quartile of the steps, as paragraphs of one line have wider ones.
static double leading_of(const TextBlock& block, const std::vector<TextLine>& lines) {
    std::vector<double> steps;
    for (size_t i = 1; i < block.lines.size(); ++i)
        steps.push_back(lines[block.lines[i]].base - lines[block.lines[i - 1]].base);
    if (steps.empty()) return 0;
    std::nth_element(steps.begin(), steps.begin() + static_cast<long>(steps.size() / 4), steps.end());
    return steps[steps.size() / 4];
}

Lead lead_of(const TextLine& line, const std::vector<Blob>& blobs) {
    Lead lead;
    const Box& first = blobs[line.blobs.front()].box;
    int end = first.x1;
    size_t pieces = 1;
    for (size_t i = 1; i < line.blobs.size(); ++i) {
        const Box& b = blobs[line.blobs[i]].box;
        if (b.x0 - end > 0.22 * line.em) {
            lead.mark_width = end - line.box.x0;
            lead.text_x0 = b.x0;
            break;
        }
        end = std::max(end, b.x1);
        ++pieces;
    }
    const double middle = (first.y0 + first.y1) / 2.0;
    lead.bullet = lead.text_x0 > 0 && pieces == 1 && first.height() < 0.5 * line.em && first.width() < 0.9 * line.em &&
                  first.width() > 0.08 * line.em && middle > line.base - 0.55 * line.em &&
                  middle < line.base - 0.1 * line.em && lead.text_x0 - first.x1 > 0.28 * line.em;
    return lead;
}

// A number or letter standing out: the lines below begin where its text begins, or carry such marks themselves.
static bool hangs(const TextBlock& block, size_t i, const std::vector<TextLine>& lines,
                  const std::vector<Lead>& leads) {
    const TextLine& line = lines[block.lines[i]];
    const Lead& lead = leads[i];
    if (lead.text_x0 == 0 || lead.mark_width > 2.4 * line.em) return false;
    const double tolerance = 0.15 * line.em;
    const auto follows = [&](size_t k) { return std::abs(lines[block.lines[k]].box.x0 - lead.text_x0) < tolerance; };
    const auto alike = [&](size_t k) {
        return leads[k].text_x0 > 0 && leads[k].mark_width < 2.4 * line.em &&
               std::abs(leads[k].text_x0 - lead.text_x0) < tolerance &&
               leads[k].mark_width < 0.9 * (lead.text_x0 - line.box.x0 + line.em);
    };
    if (i + 1 < block.lines.size() && follows(i + 1) && lead.text_x0 > block.box.x0 + 0.7 * line.em) return true;
    // Single-line items: three in a row whose texts stand below one another, not all of them filling the column.
    size_t run = 1, short_lines = line.box.x1 < block.box.x1 - 2 * line.em ? 1 : 0;
    const auto count = [&](size_t k) {
        if (!alike(k)) return false;
        ++run;
        short_lines += lines[block.lines[k]].box.x1 < block.box.x1 - 2 * line.em ? 1 : 0;
        return true;
    };
    for (size_t k = i; k > 0 && count(k - 1); --k) {
    }
    for (size_t k = i + 1; k < block.lines.size() && count(k); ++k) {
    }
    return run >= 3 && short_lines * 2 >= run;
}

// A heading run into its text: other weight or other size on the whole line.
static bool other_print(const TextLine& a, const TextLine& b) {
    const auto ratio = [](double u, double v) { return std::max(u, v) / std::max(1e-9, std::min(u, v)); };
    if (std::min(a.blobs.size(), b.blobs.size()) < 5) return false;
    if (std::min(a.blobs.size(), b.blobs.size()) < 12) return ratio(a.em, b.em) > 1.6;  // may lack tall letters
    if (ratio(a.em, b.em) > 1.2 && ratio(a.base - a.top, b.base - b.top) > 1.2) return true;
    return ratio(a.stroke, b.stroke) > 1.35;
}

std::vector<Paragraph> split_paragraphs(const TextBlock& block, const std::vector<TextLine>& lines,
                                        const std::vector<Blob>& blobs) {
    const double step = leading_of(block, lines);
    std::vector<Lead> leads;
    for (int i : block.lines) leads.push_back(lead_of(lines[i], blobs));
    std::vector<Paragraph> out;
    for (size_t i = 0; i < block.lines.size(); ++i) {
        const TextLine& line = lines[block.lines[i]];
        const bool marked = leads[i].bullet || hangs(block, i, lines, leads);
        bool starts = i == 0 || marked;
        if (i > 0) {
            const TextLine& before = lines[block.lines[i - 1]];
            const double em = std::max(line.em, before.em);
            const double own = line.base - before.base;
            starts |= other_print(line, before);
            starts |= own > 1.25 * step && own > step + 0.25 * em;  // space above
            const bool hanging = out.back().marked;
            const bool short_before = before.box.x1 < block.box.x1 - 2 * em;
            starts |= hanging && line.box.x0 < before.box.x0 - 0.5 * em &&
                      (out.back().block.lines.size() > 1 || short_before);  // back from an item
            starts |= !hanging && line.box.x0 > before.box.x0 + 0.8 * em && short_before;  // indent after a short line
            const bool indented = line.box.x0 > block.box.x0 + 0.8 * em && line.box.x0 < block.box.x0 + 5 * em;
            const bool next_back =
                i + 1 >= block.lines.size() || lines[block.lines[i + 1]].box.x0 < line.box.x0 - 0.6 * em;
            starts |= !hanging && indented && next_back && before.box.x0 < line.box.x0 - 0.6 * em;  // first-line indent
            starts |= before.box.x1 < block.box.x1 - 0.25 * block.box.width() &&
                      std::abs(line.box.x0 - before.box.x0) < 0.5 * em && before.box.x0 <= block.box.x0 + 0.8 * em &&
                      line.box.width() > before.box.width() * 1.3;  // short last line
        }
        if (starts) out.push_back({{line.box, {}}, marked});
        out.back().block.lines.push_back(block.lines[i]);
        out.back().block.box.include(line.box);
    }
    return out;
}

}  // namespace lectern
