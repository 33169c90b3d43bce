#include "core/layout/categories.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lectern {

constexpr double kTitleSize = 1.5, kHeadingSize = 1.13;  // of body print
constexpr double kSameHeading = 0.91;                    // of the next larger heading: of one level with it
constexpr double kBold = 1.22;                           // stroke over size, against the body's
constexpr double kSmallPrint = 0.93;                     // of body print

struct Body {
    double em = 0, weight = 0;
};

// Size and weight of the print that covers most of the page.
static Body body_of(const std::vector<LayoutRegion>& regions, const std::vector<RegionLook>& looks) {
    std::vector<std::pair<double, double>> sizes, weights;  // value, amount of text
    for (size_t i = 0; i < regions.size(); ++i) {
        if (regions[i].lines.empty() || looks[i].em <= 0) continue;
        double width = 0;
        for (const LayoutLine& l : regions[i].lines) width += l.box.width();
        sizes.push_back({looks[i].em, width / looks[i].em});
        weights.push_back({looks[i].weight, width / looks[i].em});
    }
    const auto weighted_median = [](std::vector<std::pair<double, double>>& v) {
        std::sort(v.begin(), v.end());
        double total = 0, seen = 0;
        for (const auto& [value, amount] : v) total += amount;
        for (const auto& [value, amount] : v) {
            seen += amount;
            if (seen * 2 >= total) return value;
        }
        return 0.0;
    };
    return {weighted_median(sizes), weighted_median(weights)};
}

static bool text_like(const LayoutRegion& r) {
    return r.category == Category::Text && !r.lines.empty();
}

// Short regions alone at the top or bottom edge, apart from the rest.
static void furniture(std::vector<LayoutRegion>& regions, const std::vector<RegionLook>& looks, const PageLook& page,
                      const Body& body) {
    double top = page.height, bottom = 0;
    for (size_t i = 0; i < regions.size(); ++i) {
        top = std::min(top, regions[i].box.y0);
        bottom = std::max(bottom, regions[i].box.y1);
    }
    for (size_t i = 0; i < regions.size(); ++i) {
        LayoutRegion& r = regions[i];
        if (!text_like(r) || looks[i].rows > 2 || looks[i].em > 1.3 * body.em) continue;
        const bool heavy = looks[i].weight > kBold * body.weight || looks[i].em > kHeadingSize * body.em;
        double above = 1e9, below = 1e9;  // white towards the rest of the page
        for (size_t k = 0; k < regions.size(); ++k) {
            if (k == i) continue;
            if (regions[k].box.y0 >= r.box.y1) below = std::min(below, regions[k].box.y0 - r.box.y1);
            if (regions[k].box.y1 <= r.box.y0) above = std::min(above, r.box.y0 - regions[k].box.y1);
        }
        const double least = 0.9 * body.em;
        if (r.box.y1 < page.height * (heavy ? 0.075 : 0.11) && r.box.y0 < top + 1.2 * body.em && below > least &&
            below < 1e9 && looks[i].rows == 1) {
            r.category = Category::PageHeader;
        } else if (r.box.y0 > page.height * 0.9 && r.box.y1 > bottom - 1.2 * body.em && above > least && above < 1e9) {
            r.category = Category::PageFooter;
        }
    }
}

static void footnotes(std::vector<LayoutRegion>& regions, const std::vector<RegionLook>& looks, const PageLook& page,
                      const Body& body) {
    for (const Box& rule : page.short_rules) {
        if (rule.y0 < page.height * 0.4) continue;
        for (size_t i = 0; i < regions.size(); ++i) {
            LayoutRegion& r = regions[i];
            const bool under = r.box.y0 >= rule.y0 - 2 && r.box.x0 < rule.x1 && r.box.x1 > rule.x0 - body.em * 2;
            if (text_like(r) && under && looks[i].em < kSmallPrint * body.em) r.category = Category::Footnote;
        }
    }
}

// Headings of like size are of one level, the largest of the first; the title is none of them.
static void heading_levels(std::vector<LayoutRegion>& regions, const std::vector<RegionLook>& looks) {
    std::vector<double> sizes;
    for (size_t i = 0; i < regions.size(); ++i)
        if (regions[i].category == Category::SectionHeader) sizes.push_back(looks[i].em);
    std::sort(sizes.rbegin(), sizes.rend());
    for (size_t i = 0; i < regions.size(); ++i) {
        if (regions[i].category == Category::Title) regions[i].level = 1;
        if (regions[i].category != Category::SectionHeader) continue;
        int level = 1;
        for (size_t k = 1; k < sizes.size() && sizes[k] >= looks[i].em; ++k) {
            if (sizes[k] < kSameHeading * sizes[k - 1]) ++level;
        }
        regions[i].level = std::min(level, 6);
    }
}

static void titles_and_headings(std::vector<LayoutRegion>& regions, const std::vector<RegionLook>& looks,
                                const PageLook& page, const Body& body) {
    int title = -1;
    double text_width = 0;  // of the widest region
    for (const LayoutRegion& r : regions) text_width = std::max(text_width, r.lines.empty() ? 0 : r.box.width());
    for (size_t i = 0; i < regions.size(); ++i) {
        LayoutRegion& r = regions[i];
        if (!text_like(r) || looks[i].rows > 3) continue;
        const double size = looks[i].em / body.em;
        const bool full = looks[i].rows > 1 && r.box.width() > 0.75 * text_width;
        const bool narrow = r.box.width() < 0.25 * page.width && looks[i].em < body.em * 1.05;
        const bool bold = looks[i].weight > kBold * body.weight && looks[i].rows <= 2 && size > 0.9 && !full;
        const bool large = size > (full ? kTitleSize : kHeadingSize);
        if (!large && !bold) continue;
        double above = 1e9;  // white above, a heading needs some unless it is larger
        for (size_t k = 0; k < regions.size(); ++k) {
            const bool beside = regions[k].box.x1 <= r.box.x0 || regions[k].box.x0 >= r.box.x1;
            if (k != i && !beside && regions[k].box.y1 <= r.box.y0 + 2)
                above = std::min(above, r.box.y0 - regions[k].box.y1);
        }
        if (!large && (above < 0.35 * body.em || (narrow && looks[i].rows == 1 && r.box.width() < 1.5 * body.em)))
            continue;
        r.category = Category::SectionHeader;
        const bool top_part = r.box.y0 < 0.45 * page.height;
        if (size > kTitleSize && top_part && (title < 0 || looks[i].em > 1.15 * looks[title].em))
            title = static_cast<int>(i);
    }
    if (title >= 0) {
        // Nothing but furniture and headings may stand above a title.
        const bool first = std::none_of(regions.begin(), regions.end(), [&](const LayoutRegion& k) {
            return k.box.y1 <= regions[title].box.y0 && k.category == Category::Text && k.lines.size() > 3;
        });
        if (first) regions[title].category = Category::Title;
    }
    heading_levels(regions, looks);
}

static void list_items(std::vector<LayoutRegion>& regions, const std::vector<RegionLook>& looks) {
    std::vector<double> starts;
    for (size_t i = 0; i < regions.size(); ++i) {
        if (text_like(regions[i]) && looks[i].marker) {
            regions[i].category = Category::ListItem;
            starts.push_back(regions[i].box.x0);
        }
    }
    std::sort(starts.begin(), starts.end());
    for (size_t i = 0; i < regions.size(); ++i) {
        if (regions[i].category != Category::ListItem) continue;
        // Nesting within a run of items: steps of the left edge.
        std::vector<double> edges;
        for (size_t k = i + 1; k-- > 0 && regions[k].category == Category::ListItem;) {
            const double x = regions[k].box.x0;
            if (x < regions[i].box.x0 - 0.7 * looks[i].em && std::none_of(edges.begin(), edges.end(), [&](double e) {
                    return std::abs(e - x) < 0.7 * looks[i].em;
                })) {
                edges.push_back(x);
            }
        }
        regions[i].level = static_cast<int64_t>(edges.size());
    }
}

static void captions(std::vector<LayoutRegion>& regions, const std::vector<RegionLook>& looks, const Body& body) {
    for (const LayoutRegion& picture : regions) {
        if (picture.category != Category::Picture) continue;
        for (size_t i = 0; i < regions.size(); ++i) {
            LayoutRegion& r = regions[i];
            if (!text_like(r) || looks[i].rows > 5) continue;
            const double gap = r.box.y0 - picture.box.y1;
            const double middle = (r.box.x0 + r.box.x1) / 2;
            const bool centred = std::abs(middle - (picture.box.x0 + picture.box.x1) / 2) < 1.5 * body.em;
            if (gap > -2 && gap < 1.8 * body.em && middle > picture.box.x0 && middle < picture.box.x1 &&
                (looks[i].em < kSmallPrint * body.em || (centred && looks[i].rows <= 3))) {
                r.category = Category::Caption;
            }
        }
    }
}

void set_categories(std::vector<LayoutRegion>& regions, const std::vector<RegionLook>& looks, const PageLook& page) {
    const Body body = body_of(regions, looks);
    if (body.em <= 0) return;
    furniture(regions, looks, page, body);
    captions(regions, looks, body);
    footnotes(regions, looks, page, body);
    titles_and_headings(regions, looks, page, body);
    list_items(regions, looks);
}

}  // namespace lectern
