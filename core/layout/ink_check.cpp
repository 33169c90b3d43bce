#include "core/layout/ink_check.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "core/base/error.h"
#include "core/document/table.h"
#include "core/image/turn.h"
#include "core/layout/binarise.h"
#include "core/layout/blobs.h"
#include "core/layout/orient.h"
#include "core/layout/rules.h"

namespace lectern {

constexpr double kLeastPiece = 0.5;    // square points of ink: less is a speck
constexpr double kEdge = 4;            // points from the sheet's edge in which shadows of the scanner lie
constexpr double kMargin = 2.5;        // points by which print may overhang its region
constexpr double kNear = 14;           // points between pieces of one place
constexpr double kLeastPlace = 3;      // points of a place's longer side: less is no letter
constexpr double kLeastPlaceInk = 2;   // square points of its ink, likewise
constexpr double kInkPerLetter = 0.3;  // square points; print of 4 points has 1.6 a letter

static void check(const std::stop_token& stop) {
    if (stop.stop_requested()) throw Error({.fault = Fault::cancelled, .attempted = "look for print on the page"});
}

// Shadows and punched holes along an edge; a page that is printed to its edge keeps what reaches inwards.
static bool edge_shadow(const Rect& box, double width, double height) {
    const bool touches = box.x0 < kEdge || box.y0 < kEdge || box.x1 > width - kEdge || box.y1 > height - kEdge;
    const bool along = box.width() < 3 * kEdge || box.height() < 3 * kEdge;
    return touches && along;
}

PageInk find_ink(const Image& page, double dpi, std::stop_token stop) {
    PageInk out;
    if (page.empty() || !(dpi > 0)) return out;
    const Image* image = &page;
    Image turned_over;
    Grey grey = to_grey(page);
    if (is_negative(grey)) {
        turned_over = negative(page);
        image = &turned_over;
        grey = to_grey(*image);
    }
    check(stop);
    despeckle(grey);
    level_paper(grey, dpi);
    PixPtr ink = threshold_ink(grey, ink_threshold(grey));
    check(stop);
    take_rules(ink, dpi);
    check(stop);
    const double points = 72 / dpi;
    const int least = std::max(2, static_cast<int>(std::lround(kLeastPiece / (points * points))));
    for (const Blob& blob : find_blobs(ink, least)) {
        const Rect box = scaled({static_cast<double>(blob.box.x0), static_cast<double>(blob.box.y0),
                                 static_cast<double>(blob.box.x1), static_cast<double>(blob.box.y1)},
                                points);
        if (edge_shadow(box, static_cast<double>(page.width) * points, static_cast<double>(page.height) * points))
            continue;
        out.pieces.push_back({box, blob.ink * points * points});
        out.area += out.pieces.back().area;
    }
    return out;
}

static bool covers(const Rect& region, const Rect& piece) {
    const double x = (piece.x0 + piece.x1) / 2, y = (piece.y0 + piece.y1) / 2;
    const Rect wide{region.x0 - kMargin, region.y0 - kMargin, region.x1 + kMargin, region.y1 + kMargin};
    if (wide.contains(x, y)) return true;
    // A piece as large as a drawing is covered where most of it is.
    return intersected(wide, piece).area() > 0.5 * piece.area();
}

// Rows of the page, so that thousands of pieces need not be held against thousands of regions.
class RegionRows {
 public:
    explicit RegionRows(const Page& page) {
        for (const Region& region : page.regions)
            for (int row = row_of(region.box.y0 - kMargin); row <= row_of(region.box.y1 + kMargin); ++row)
                rows_[row].push_back(&region);
    }
    bool covered(const Rect& piece) const {
        for (int row = row_of(piece.y0); row <= row_of(piece.y1); ++row) {
            const auto found = rows_.find(row);
            if (found == rows_.end()) continue;
            for (const Region* region : found->second)
                if (covers(region->box, piece)) return true;
        }
        return false;
    }

 private:
    static int row_of(double y) { return static_cast<int>(std::floor(std::clamp(y, -1e5, 1e5) / 24)); }
    std::unordered_map<int, std::vector<const Region*>> rows_;
};

static size_t root_of(std::vector<size_t>& parents, size_t i) {
    while (parents[i] != i) i = parents[i] = parents[parents[i]];
    return i;
}

// Pieces no further apart than kNear become one place. They come from top to bottom, so few have to be compared.
static std::vector<Rect> places_of(std::vector<InkPiece> pieces) {
    std::sort(pieces.begin(), pieces.end(), [](const auto& a, const auto& b) { return a.box.y0 < b.box.y0; });
    std::vector<size_t> parents(pieces.size());
    std::iota(parents.begin(), parents.end(), size_t{0});
    double tallest = 0;
    for (size_t i = 0; i < pieces.size(); ++i) {
        const Rect& a = pieces[i].box;
        const Rect wide{a.x0 - kNear, a.y0 - kNear, a.x1 + kNear, a.y1 + kNear};
        for (size_t j = i; j-- > 0 && pieces[j].box.y0 > a.y0 - tallest - kNear;)
            if (!intersected(wide, pieces[j].box).empty()) parents[root_of(parents, i)] = root_of(parents, j);
        tallest = std::max(tallest, a.height());
    }
    std::unordered_map<size_t, InkPiece> joined;
    std::vector<size_t> order;
    for (size_t i = 0; i < pieces.size(); ++i) {
        const size_t root = root_of(parents, i);
        const auto [at, fresh] = joined.try_emplace(root, InkPiece{pieces[i].box, 0});
        at->second.box = united(at->second.box, pieces[i].box);
        at->second.area += pieces[i].area;
        if (fresh) order.push_back(root);
    }
    std::vector<Rect> out;
    for (const size_t root : order) {
        const InkPiece& place = joined.at(root);
        const double side = std::max(place.box.width(), place.box.height());
        if (side >= kLeastPlace && place.area >= kLeastPlaceInk) out.push_back(place.box);
    }
    return out;
}

static size_t letters_of(const Region& region) {
    std::string text = region.content;
    if (region.kind == ContentKind::html_table) {
        text.clear();
        for (const TableCell& cell : table_from_html(region.content).cells) text += cell.text;
    }
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > ' ' && (byte & 0xC0) != 0x80;  // characters, not bytes
    }));
}

static double ink_in(const PageInk& ink, const Rect& box) {
    double area = 0;
    for (const InkPiece& piece : ink.pieces) {
        const double part = intersected(box, piece.box).area();
        if (part > 0) area += piece.area * part / piece.box.area();
    }
    return area;
}

InkReport check_ink(const PageInk& ink, const Page& page) {
    InkReport report;
    const RegionRows rows(page);
    std::vector<InkPiece> unread;
    for (const InkPiece& piece : ink.pieces)
        if (!rows.covered(piece.box)) unread.push_back(piece);
    report.unread = places_of(unread);
    double area = 0;
    for (const InkPiece& piece : unread)
        for (const Rect& place : report.unread)
            if (place.contains(piece.box.x0, piece.box.y0)) {
                area += piece.area;
                break;
            }
    if (ink.area > 0) report.unread_part = area / ink.area;
    for (const Region& region : page.regions) {
        const bool picture = region.kind == ContentKind::picture || region.category == Category::Picture;
        if (picture || region.state == RegionState::reading) continue;
        const size_t letters = letters_of(region);
        if (letters > 0 && ink_in(ink, region.box) < kInkPerLetter * static_cast<double>(letters))
            report.inkless.push_back(region.id);
    }
    return report;
}

}  // namespace lectern
