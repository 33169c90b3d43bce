#include "core/layout/ink_layout.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/layout/binarise.h"
#include "core/layout/blobs.h"
#include "core/layout/blocks.h"
#include "core/layout/deskew.h"
#include "core/layout/lines.h"
#include "core/layout/reading_order.h"
#include "core/layout/rules.h"

namespace lectern {

constexpr double kLeastSkew = 0.08;  // degrees; below it turning blurs more than it mends

class InkLayout final : public LayoutDetector {
   public:
    explicit InkLayout(const LineLimits& limits) : limits_(limits) {}
    LayoutPage detect(const Image& page, double dpi, std::stop_token stop) const override;

   private:
    LineLimits limits_;
};

static void check(const std::stop_token& stop) {
    if (stop.stop_requested()) throw Error({.fault = Fault::cancelled, .attempted = "find the text lines of the page"});
}

static PixPtr ink_of(const Image& page, double dpi) {
    Grey grey = to_grey(page);
    level_paper(grey, dpi);
    return threshold_ink(grey, ink_threshold(grey));
}

static Rect rect_of(const Box& b) {
    return {static_cast<double>(b.x0), static_cast<double>(b.y0), static_cast<double>(b.x1), static_cast<double>(b.y1)};
}

LayoutPage InkLayout::detect(const Image& page, double dpi, std::stop_token stop) const {
    check(stop);
    LayoutPage out;
    if (page.empty()) return out;
    PixPtr ink = ink_of(page, dpi);
    check(stop);
    out.skew = find_skew(ink);
    if (std::abs(out.skew) >= kLeastSkew) {
        out.image = turned(page, out.skew);
        check(stop);
        ink = ink_of(out.image, dpi);
    } else {
        out.skew = 0;
        out.image = page;
    }
    check(stop);
    const std::vector<Rule> rules = take_rules(ink, dpi);
    check(stop);
    const int speck = std::max(2, static_cast<int>(std::lround(3 * dpi * dpi / 40000)));
    std::vector<Blob> blobs = find_blobs(ink, speck);
    std::erase_if(blobs, [&](const Blob& b) { return b.box.height() > 0.6 * dpi || b.box.width() > 1.5 * dpi; });
    const std::vector<TextLine> lines = find_lines(blobs, stop);
    std::vector<std::vector<LayoutLine>> boxes = box_lines(lines, blobs, ink, limits_);
    check(stop);
    std::vector<Box> barriers;
    for (const Rule& r : rules) {
        if (r.horizontal) barriers.push_back(r.box);
    }
    const std::vector<TextBlock> blocks = find_blocks(lines, barriers);
    std::vector<Rect> rects;
    for (const TextBlock& b : blocks) rects.push_back(rect_of(b.box));
    for (int b : reading_order(rects, 0.06 * dpi)) {
        for (const TextBlock& p : split_paragraphs(blocks[b], lines)) {
            LayoutRegion region;
            region.box = rect_of(p.box);
            for (int l : p.lines) region.lines.insert(region.lines.end(), boxes[l].begin(), boxes[l].end());
            if (!region.lines.empty()) out.regions.push_back(std::move(region));
        }
    }
    return out;
}

std::unique_ptr<LayoutDetector> make_ink_layout(const LineLimits& limits) { return std::make_unique<InkLayout>(limits); }

}  // namespace lectern
