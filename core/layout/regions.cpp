#include "core/layout/regions.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>

#include "core/layout/blocks.h"
#include "core/layout/categories.h"
#include "core/layout/reading_order.h"

namespace lectern {

using LineBoxes = std::vector<std::vector<LayoutLine>>;  // of every text line: one, or several where it was cut

static Rect rect_of(const Box& b) {
    return {static_cast<double>(b.x0), static_cast<double>(b.y0), static_cast<double>(b.x1), static_cast<double>(b.y1)};
}

// One thing to be put in order: a text block, a table or a picture.
struct Item {
    Rect box;
    const TextBlock* block = nullptr;
    const FoundTable* table = nullptr;
    const Box* picture = nullptr;
};

// Width of strokes over size of print, the median of the lines.
static double weight_of(const std::vector<int>& line_indices, const PageParts& parts) {
    std::vector<double> weights;
    for (int l : line_indices) weights.push_back(parts.lines[l].stroke / parts.lines[l].em);
    std::nth_element(weights.begin(), weights.begin() + static_cast<long>(weights.size() / 2), weights.end());
    return weights[weights.size() / 2];
}

static double size_of(const std::vector<int>& line_indices, const PageParts& parts) {
    std::vector<double> sizes;
    for (int l : line_indices) sizes.push_back(parts.lines[l].em);
    std::nth_element(sizes.begin(), sizes.begin() + static_cast<long>(sizes.size() / 2), sizes.end());
    return sizes[sizes.size() / 2];
}

static LayoutRegion table_region(const FoundTable& table, const LineBoxes& boxes) {
    LayoutRegion region;
    region.category = Category::Table;
    region.box = rect_of(table.box);
    region.rows = table.rows;
    region.columns = table.columns;
    for (LayoutCell cell : table.cells) {
        std::vector<int> placed;
        for (int l : cell.lines) {
            for (const LayoutLine& piece : boxes[l]) {
                placed.push_back(static_cast<int>(region.lines.size()));
                region.lines.push_back(piece);
                region.box = united(region.box, piece.box);
            }
        }
        cell.lines = std::move(placed);
        region.cells.push_back(std::move(cell));
    }
    return region;
}

static LayoutRegion text_region(const TextBlock& block, const LineBoxes& boxes) {
    LayoutRegion region;
    region.box = rect_of(block.box);
    for (int l : block.lines) region.lines.insert(region.lines.end(), boxes[l].begin(), boxes[l].end());
    return region;
}

// Text lines inside pictures belong to the picture; those of tables to the table.
static std::vector<TextLine> free_lines(const PageParts& parts, std::vector<int>& index) {
    std::vector<bool> taken(parts.lines.size(), false);
    for (const FoundTable& table : parts.tables) {
        for (const LayoutCell& cell : table.cells) {
            for (int l : cell.lines) taken[l] = true;
        }
    }
    std::vector<TextLine> lines;
    for (size_t i = 0; i < parts.lines.size(); ++i) {
        const TextLine& line = parts.lines[i];
        const double x = (line.box.x0 + line.box.x1) / 2.0, y = (line.top + line.base) / 2;
        const bool inside = std::any_of(parts.pictures.begin(), parts.pictures.end(),
                                        [&](const Box& p) { return x > p.x0 && x < p.x1 && y > p.y0 && y < p.y1; });
        if (taken[i] || inside) continue;
        lines.push_back(line);
        index.push_back(static_cast<int>(i));
    }
    return lines;
}

// The height a block takes among others: from the body of its first line to its last baseline, so that tight blocks
// part.
static Rect order_box(const TextBlock& block, const std::vector<TextLine>& lines) {
    Rect r = rect_of(block.box);
    const TextLine& first = lines[block.lines.front()];
    const TextLine& last = lines[block.lines.back()];
    r.y0 = std::max(r.y0, first.top - 0.1 * first.em);
    r.y1 = std::max(r.y0 + 1, std::min(r.y1, last.base));
    return r;
}

static PageLook look_at(const PageParts& parts) {
    PageLook page;
    page.width = pixGetWidth(parts.ink.get());
    page.height = pixGetHeight(parts.ink.get());
    page.dpi = parts.dpi;
    const int near = static_cast<int>(0.06 * parts.dpi);
    for (const Rule& r : parts.rules) {
        if (!r.horizontal || r.box.width() < 0.5 * parts.dpi || r.box.width() > 0.5 * page.width) continue;
        // Not a side of a frame, nor a part of a table or a picture.
        const auto meets = [&](const Box& b) { return overlap_x(r.box, b) > -near && overlap_y(r.box, b) > -near; };
        const bool frame = std::any_of(parts.rules.begin(), parts.rules.end(),
                                       [&](const Rule& o) { return !o.horizontal && meets(o.box); });
        const bool table =
            std::any_of(parts.tables.begin(), parts.tables.end(), [&](const FoundTable& t) { return meets(t.box); });
        const bool picture = std::any_of(parts.pictures.begin(), parts.pictures.end(), meets);
        if (!frame && !table && !picture) page.short_rules.push_back(r.box);
    }
    return page;
}

// Reading order with what stands alone on the first and the last line of the page set apart: a head at the right does
// not make a column of what follows.
static std::vector<int> ordered(const std::vector<Item>& items, const PageParts& parts) {
    const double height = pixGetHeight(parts.ink.get());
    std::vector<int> head, foot, rest;
    const auto alone = [&](size_t i, bool top) {  // white towards the rest of the page
        for (size_t k = 0; k < items.size(); ++k) {
            const Rect &a = items[i].box, &b = items[k].box;
            const bool beside = b.y0 < a.y1 && b.y1 > a.y0;
            if (beside && b.height() > 2.5 * a.height()) return false;
            if (!beside &&
                (top ? b.y0 < a.y0 || b.y0 < a.y1 + 0.8 * a.height() : b.y1 > a.y1 || b.y1 > a.y0 - 0.8 * a.height()))
                return false;
        }
        return true;
    };
    for (size_t i = 0; i < items.size(); ++i) {
        const bool line = items[i].block && items[i].block->lines.size() == 1;
        if (line && items[i].box.y1 < 0.12 * height && alone(i, true))
            head.push_back(static_cast<int>(i));
        else if (line && items[i].box.y0 > 0.86 * height && alone(i, false))
            foot.push_back(static_cast<int>(i));
        else
            rest.push_back(static_cast<int>(i));
    }
    std::vector<int> out;
    for (const std::vector<int>* part : {&head, &rest, &foot}) {
        std::vector<Rect> boxes;
        for (int i : *part) boxes.push_back(items[i].box);
        for (int i : reading_order(boxes, 0.06 * parts.dpi)) out.push_back((*part)[i]);
    }
    return out;
}

std::vector<LayoutRegion> make_regions(const PageParts& parts, const LineLimits& limits) {
    const LineBoxes boxes = box_lines(parts.lines, parts.blobs, parts.ink, limits);
    std::vector<int> index;
    const std::vector<TextLine> lines = free_lines(parts, index);
    std::vector<Box> barriers;
    for (const Rule& r : parts.rules) {
        if (r.horizontal) barriers.push_back(r.box);
    }
    const std::vector<TextBlock> blocks = find_blocks(lines, barriers);
    std::vector<Item> items;
    for (const TextBlock& b : blocks) items.push_back({order_box(b, lines), &b, nullptr, nullptr});
    for (const FoundTable& t : parts.tables) items.push_back({rect_of(t.box), nullptr, &t, nullptr});
    for (const Box& p : parts.pictures) items.push_back({rect_of(p), nullptr, nullptr, &p});

    std::vector<LayoutRegion> regions;
    std::vector<RegionLook> looks;
    for (int i : ordered(items, parts)) {
        if (items[i].table) {
            regions.push_back(table_region(*items[i].table, boxes));
            looks.emplace_back();
        } else if (items[i].picture) {
            LayoutRegion picture;
            picture.category = Category::Picture;
            picture.box = items[i].box;
            regions.push_back(picture);
            looks.emplace_back();
        } else {
            for (Paragraph& p : split_paragraphs(*items[i].block, lines, parts.blobs)) {
                for (int& l : p.block.lines) l = index[l];
                LayoutRegion region = text_region(p.block, boxes);
                if (region.lines.empty()) continue;
                regions.push_back(std::move(region));
                RegionLook look;
                look.em = size_of(p.block.lines, parts);
                look.weight = weight_of(p.block.lines, parts);
                look.marker = p.marked;
                look.rows = static_cast<int>(p.block.lines.size());
                looks.push_back(look);
            }
        }
    }
    set_categories(regions, looks, look_at(parts));
    return regions;
}

}  // namespace lectern
