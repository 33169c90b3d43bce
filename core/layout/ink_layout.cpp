#include "core/layout/ink_layout.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/image/turn.h"
#include "core/layout/binarise.h"
#include "core/layout/deskew.h"
#include "core/layout/orient.h"
#include "core/layout/pictures.h"
#include "core/layout/regions.h"

namespace lectern {

constexpr double kLeastSkew = 0.08;   // degrees; below it turning blurs more than it mends
constexpr double kSpeck = 3;          // pixels at 200 dpi: fewer are no ink
constexpr size_t kMostBlobs = 25000;  // of a page; dense small print has 15,000

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

static PixPtr ink_of(Grey& grey, double dpi) {
    level_paper(grey, dpi);
    return threshold_ink(grey, ink_threshold(grey));
}

static std::vector<Box> upright(const std::vector<Rule>& rules) {
    std::vector<Box> boxes;
    for (const Rule& r : rules) {
        if (!r.horizontal) boxes.push_back(r.box);
    }
    return boxes;
}

// Gaps inside rows: contents entries and list marks are joined to one line, tables are found.
static void find_rows_and_tables(PageParts& parts, const Walls& walls) {
    const std::vector<int> groups = row_groups(parts.lines, parts.blobs, find_gutters(parts.lines, walls));
    parts.lines = merge_lines(std::move(parts.lines), groups, parts.blobs);
    parts.tables = ruled_tables(parts.rules, parts.lines, parts.dpi);
    std::vector<bool> taken(parts.lines.size(), false);
    for (const FoundTable& table : parts.tables) {
        for (const LayoutCell& cell : table.cells) {
            for (int l : cell.lines) taken[l] = true;
        }
    }
    std::vector<FoundTable> open = open_tables(find_gutters(parts.lines, walls), parts.lines, parts.rules, taken);
    std::move(open.begin(), open.end(), std::back_inserter(parts.tables));
}

// Blobs without specks. A page strewn with them would cost time without end: then the measure rises.
static std::vector<Blob> print_blobs(const PixPtr& ink, double dpi, bool noisy) {
    double speck = std::max(2.0, (noisy ? 2 : 1) * kSpeck * dpi * dpi / 40000);
    std::vector<Blob> blobs = find_blobs(ink, static_cast<int>(std::lround(speck)));
    while (blobs.size() > kMostBlobs && speck < dpi) {
        speck *= 1.4;
        std::erase_if(blobs, [&](const Blob& b) { return b.ink < speck; });
    }
    return blobs;
}

// The page on its way to lie straight.
struct Sheet {
    Image image;
    Grey grey;  // despeckled where noisy
    bool noisy = false;
    PixPtr ink;
    double turned = 0;  // degrees, clockwise
};

static void find_ink(Sheet& sheet, double dpi) {
    Grey level = sheet.grey;
    sheet.ink = ink_of(level, dpi);
}

static void take_image(Sheet& sheet, Image image, double dpi) {
    sheet.image = std::move(image);
    sheet.grey = to_grey(sheet.image);
    sheet.noisy = despeckle(sheet.grey);
    find_ink(sheet, dpi);
}

static void set_upright(Sheet& sheet, double dpi) {
    const int turns = find_quarter_turns(sheet.ink);
    if (turns == 0) return;
    take_image(sheet, quarter_turned(sheet.image, turns), dpi);
    sheet.turned = 90 * turns;
}

static void set_level(Sheet& sheet, double dpi, const std::stop_token& stop) {
    const double skew = find_skew(sheet.ink);
    if (std::abs(skew) < kLeastSkew) return;
    sheet.image = turned(sheet.image, skew);
    check(stop);
    sheet.grey = sheet.noisy ? turned(sheet.grey, skew) : to_grey(sheet.image);
    find_ink(sheet, dpi);
    sheet.turned += skew;
}

static Sheet straightened(const Image& page, double dpi, const std::stop_token& stop) {
    Sheet sheet;
    take_image(sheet, is_negative(to_grey(page)) ? negative(page) : page, dpi);
    check(stop);
    set_upright(sheet, dpi);
    check(stop);
    set_level(sheet, dpi, stop);
    return sheet;
}

LayoutPage InkLayout::detect(const Image& page, double dpi, std::stop_token stop) const {
    check(stop);
    LayoutPage out;
    if (page.empty()) return out;
    Sheet sheet = straightened(page, dpi, stop);
    const Grey& grey = sheet.grey;
    const bool noisy = sheet.noisy;
    PageParts parts;
    parts.dpi = dpi;
    parts.ink = std::move(sheet.ink);
    out.skew = sheet.turned;
    out.image = std::move(sheet.image);
    const std::vector<Box> toned = toned_areas(grey, dpi);
    check(stop);
    parts.rules = take_rules(parts.ink, dpi);
    check(stop);
    parts.blobs = print_blobs(parts.ink, dpi, noisy);
    const LargeBlobs large = take_large_blobs(parts.ink, parts.blobs, dpi);
    const Walls walls(upright(parts.rules));
    parts.lines = find_lines(parts.blobs, walls, stop);
    check(stop);
    const std::vector<Box> signs = take_signs(parts.lines, parts.blobs);
    parts.pictures = find_pictures(large, toned, parts.rules, parts.lines, parts.blobs, dpi, grey.width, grey.height);
    parts.pictures.insert(parts.pictures.end(), signs.begin(), signs.end());
    find_rows_and_tables(parts, walls);
    check(stop);
    out.regions = make_regions(parts, limits_);
    return out;
}

std::unique_ptr<LayoutDetector> make_ink_layout(const LineLimits& limits) {
    setMsgSeverity(
        L_SEVERITY_NONE);  // Leptonica comments on odd pages on standard error; what matters becomes an Error
    return std::make_unique<InkLayout>(limits);
}

}  // namespace lectern
