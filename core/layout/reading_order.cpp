#include "core/layout/reading_order.h"

#include <algorithm>
#include <numeric>

namespace lectern {

using Indices = std::vector<int>;

// Runs of boxes whose projections touch (or lie closer than `least`), in order of position.
static std::vector<Indices> project(const std::vector<Rect>& boxes, Indices items, bool onto_x, double least) {
    const auto low = [&](int i) { return onto_x ? boxes[i].x0 : boxes[i].y0; };
    const auto high = [&](int i) { return onto_x ? boxes[i].x1 : boxes[i].y1; };
    std::stable_sort(items.begin(), items.end(), [&](int a, int b) { return low(a) < low(b); });
    std::vector<Indices> runs;
    double end = 0;
    for (int i : items) {
        if (runs.empty() || low(i) >= end + least) {
            runs.emplace_back();
            end = high(i);
        }
        runs.back().push_back(i);
        end = std::max(end, high(i));
    }
    return runs;
}

static Indices concatenated(const Indices& a, const Indices& b) {
    Indices out = a;
    out.insert(out.end(), b.begin(), b.end());
    return out;
}

// Do these items stand in columns: white from top to bottom between them?
static bool columns(const std::vector<Rect>& boxes, const Indices& items, double gutter) {
    return project(boxes, items, true, gutter).size() > 1;
}

// Does every column of a group of bands take a good part of its height? A lone piece at the side is no column.
static bool tall_columns(const std::vector<Rect>& boxes, const Indices& items, double gutter) {
    const auto extent = [&](const Indices& part) {
        double y0 = 1e300, y1 = -1e300;
        for (int i : part) y0 = std::min(y0, boxes[i].y0), y1 = std::max(y1, boxes[i].y1);
        return y1 - y0;
    };
    const std::vector<Indices> parts = project(boxes, items, true, gutter);
    return std::all_of(parts.begin(), parts.end(),
                       [&](const Indices& part) { return extent(part) > 0.3 * extent(items); });
}

static Indices order(const std::vector<Rect>& boxes, const Indices& items, double gutter, int depth);

static void append(Indices& to, const Indices& from) {
    to.insert(to.end(), from.begin(), from.end());
}

// Neither cut applies: overlapping boxes go by their top, then by their left edge.
static Indices by_position(const std::vector<Rect>& boxes, Indices items) {
    std::stable_sort(items.begin(), items.end(), [&](int a, int b) {
        const double middle = std::min(boxes[a].height(), boxes[b].height()) / 2;
        if (std::abs(boxes[a].y0 - boxes[b].y0) > middle) return boxes[a].y0 < boxes[b].y0;
        return boxes[a].x0 < boxes[b].x0;
    });
    return items;
}

static Indices order(const std::vector<Rect>& boxes, const Indices& items, double gutter, int depth) {
    if (items.size() < 2 || depth > 40) return by_position(boxes, items);
    const std::vector<Indices> bands = project(boxes, items, false, 0);
    Indices out;
    if (bands.size() == 1) {
        std::vector<Indices> parts = project(boxes, items, true, gutter);
        if (parts.size() == 1) parts = project(boxes, items, true, 0);
        if (parts.size() == 1) return by_position(boxes, items);
        for (const Indices& part : parts) append(out, order(boxes, part, gutter, depth + 1));
        return out;
    }
    // Bands that stand in the same columns are read column by column. A group begins at a band with columns, or at one
    // that fits beside the gutter of such a band below it.
    for (size_t b = 0; b < bands.size();) {
        Indices group = bands[b];
        size_t next = b + 1;
        size_t with_columns = columns(boxes, bands[b], gutter) ? 1 : 0, taken = next;
        Indices best = group;
        for (Indices wider = group; next < bands.size(); ++next) {
            wider = concatenated(wider, bands[next]);
            if (!columns(boxes, wider, gutter)) break;
            with_columns += columns(boxes, bands[next], gutter) ? 1 : 0;
            if (with_columns > 0 && tall_columns(boxes, wider, gutter)) best = wider, taken = next + 1;
        }
        if (taken == b + 1) {
            append(out, order(boxes, bands[b], gutter, depth + 1));
        } else {
            for (const Indices& part : project(boxes, best, true, gutter))
                append(out, order(boxes, part, gutter, depth + 1));
        }
        b = taken;
    }
    return out;
}

std::vector<int> reading_order(const std::vector<Rect>& boxes, double gutter) {
    Indices all(boxes.size());
    std::iota(all.begin(), all.end(), 0);
    return order(boxes, all, gutter, 0);
}

}  // namespace lectern
