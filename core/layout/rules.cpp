#include "core/layout/rules.h"

#include <allheaders.h>

#include <cmath>
#include <numeric>

namespace lectern {

constexpr double kShortest = 0.3;    // inch
constexpr double kThickest = 0.055;  // inch, drift of a not quite level rule included
constexpr double kDash = 0.7;        // inch: shorter ones may be dashes of large print
constexpr int kAspect = 12;

static int ink_in(const PixPtr& ink, Box box) {
    box = {std::max(box.x0, 0), std::max(box.y0, 0), std::min<int>(box.x1, pixGetWidth(ink.get())),
           std::min<int>(box.y1, pixGetHeight(ink.get()))};
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

// White beside it? Strips of a dark block between its light letters are no rules. Looked at twice, as rules can be
// double.
static bool stands_free(const PixPtr& ink, const Rule& r) {
    const auto share = [&](bool before, int away) {
        Box b = r.box;
        if (r.horizontal)
            b = before ? Box{b.x0, b.y0 - away, b.x1, b.y0 - away + 1} : Box{b.x0, b.y1 + away - 1, b.x1, b.y1 + away};
        else
            b = before ? Box{b.x0 - away, b.y0, b.x0 - away + 1, b.y1} : Box{b.x1 + away - 1, b.y0, b.x1 + away, b.y1};
        return static_cast<double>(ink_in(ink, b)) / (r.horizontal ? b.width() : b.height());
    };
    const double before = std::min(share(true, 3), share(true, 7)), after = std::min(share(false, 3), share(false, 7));
    return std::min(before, after) < 0.3 && std::max(before, after) < 0.6;
}

static void clear(PixPtr& ink, const Box& b) {
    pixRasterop(ink.get(), b.x0, b.y0, b.width(), b.height(), PIX_CLR, nullptr, 0, 0);
}

// Opening with a flat brick as long as `length`, one pixel across: erosion and dilation by doubling, as each round lets
// every pixel stand for twice as many. Rows are words wide, so the vertical case is one AND (OR) of two rows.
static PixPtr opened(const PixPtr& ink, int length, bool horizontal) {
    PixPtr out = owned(pixCopy(nullptr, ink.get()));
    const int width = pixGetWidth(ink.get()), height = pixGetHeight(ink.get());
    const auto combine = [&](int shift, bool erode) {  // with itself, shifted towards the origin (erode) or away
        const PixPtr other = owned(pixCopy(nullptr, out.get()));
        const int dx = horizontal ? shift : 0, dy = horizontal ? 0 : shift;
        if (erode) {
            pixRasterop(out.get(), 0, 0, width - dx, height - dy, PIX_SRC & PIX_DST, other.get(), dx, dy);
            pixRasterop(out.get(), horizontal ? width - dx : 0, horizontal ? 0 : height - dy, horizontal ? dx : width,
                        horizontal ? height : dy, PIX_CLR, nullptr, 0, 0);
        } else {
            pixRasterop(out.get(), dx, dy, width - dx, height - dy, PIX_SRC | PIX_DST, other.get(), 0, 0);
        }
    };
    for (const bool erode : {true, false}) {
        int reach = 1;
        while (reach < length) {
            const int shift = std::min(reach, length - reach);
            combine(shift, erode);
            reach += shift;
        }
    }
    return out;
}

static void take(const PixPtr& ink, double dpi, bool horizontal, std::vector<Rule>& rules) {
    const int length = std::max(12, static_cast<int>(std::lround(kShortest * dpi * (horizontal ? 1 : 1.3))));
    const int thickest = std::max(3, static_cast<int>(std::lround(kThickest * dpi)));
    for (const Blob& blob : find_blobs(opened(ink, length, horizontal), length)) {
        const int along = horizontal ? blob.box.width() : blob.box.height();
        const int across = horizontal ? blob.box.height() : blob.box.width();
        // Mean thickness decides; the box also holds the drift.
        const double thickness = static_cast<double>(blob.ink) / along;
        if (across > thickest || thickness * kAspect > along) continue;
        if (horizontal && dash(ink, blob.box, dpi)) continue;
        if (stands_free(ink, {blob.box, horizontal})) rules.push_back({blob.box, horizontal});
    }
}

std::vector<Rule> take_rules(PixPtr& ink, double dpi) {
    std::vector<Rule> rules;
    take(ink, dpi, true, rules);
    take(ink, dpi, false, rules);
    for (const Rule& r : rules) {
        // One more pixel on each side takes the grey fringe along.
        Box b = r.box;
        if (r.horizontal)
            b.y0 -= 1, b.y1 += 1;
        else
            b.x0 -= 1, b.x1 += 1;
        clear(ink, b);
    }
    return rules;
}

}  // namespace lectern
