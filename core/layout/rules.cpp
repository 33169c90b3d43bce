#include "core/layout/rules.h"

#include <allheaders.h>

#include <cmath>
#include <numeric>

namespace lectern {

constexpr double kShortest = 0.3;      // inch
constexpr double kThickest = 0.055;    // inch, drift of a not quite level rule included
constexpr double kDash = 0.7;          // inch: shorter ones may be dashes of large print
constexpr int kAspect = 12;

static int ink_in(const PixPtr& ink, Box box) {
    box = {std::max(box.x0, 0), std::max(box.y0, 0), std::min<int>(box.x1, pixGetWidth(ink.get())), std::min<int>(box.y1, pixGetHeight(ink.get()))};
    if (box.width() <= 0 || box.height() <= 0) return 0;
    const std::vector<int> rows = row_profile(ink, box);
    return std::accumulate(rows.begin(), rows.end(), 0);
}

// A dash has letters close by on both sides and nothing of a rule beyond them.
static bool dash(const PixPtr& ink, const Box& box, double dpi) {
    if (box.width() > kDash * dpi) return false;
    const int reach = static_cast<int>(box.width() / 2), up = static_cast<int>(box.width() / 3);
    const int least = std::max(6, box.width() / 4);
    return ink_in(ink, {box.x0 - reach, box.y0 - up, box.x0 - 1, box.y1 + up / 2}) > least &&
           ink_in(ink, {box.x1 + 1, box.y0 - up, box.x1 + reach, box.y1 + up / 2}) > least;
}

static void clear(PixPtr& ink, const Box& b) {
    pixRasterop(ink.get(), b.x0, b.y0, b.width(), b.height(), PIX_CLR, nullptr, 0, 0);
}

static void take(const PixPtr& ink, double dpi, bool horizontal, std::vector<Rule>& rules) {
    const int length = std::max(12, static_cast<int>(std::lround(kShortest * dpi * (horizontal ? 1 : 1.3))));
    const PixPtr opened = owned(horizontal ? pixOpenBrick(nullptr, ink.get(), length, 1) : pixOpenBrick(nullptr, ink.get(), 1, length));
    const int thickest = std::max(3, static_cast<int>(std::lround(kThickest * dpi)));
    for (const Blob& blob : find_blobs(opened, length)) {
        const int along = horizontal ? blob.box.width() : blob.box.height();
        const int across = horizontal ? blob.box.height() : blob.box.width();
        // Mean thickness decides; the box also holds the drift.
        const double thickness = static_cast<double>(blob.ink) / along;
        if (across > thickest || thickness * kAspect > along) continue;
        if (horizontal && dash(ink, blob.box, dpi)) continue;
        rules.push_back({blob.box, horizontal});
    }
}

std::vector<Rule> take_rules(PixPtr& ink, double dpi) {
    std::vector<Rule> rules;
    take(ink, dpi, true, rules);
    take(ink, dpi, false, rules);
    for (const Rule& r : rules) {
        // One more pixel on each side takes the grey fringe along.
        Box b = r.box;
        if (r.horizontal) b.y0 -= 1, b.y1 += 1;
        else b.x0 -= 1, b.x1 += 1;
        clear(ink, b);
    }
    return rules;
}

}  // namespace lectern
