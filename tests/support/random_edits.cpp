#include "tests/support/random_edits.h"

#include <algorithm>

namespace lectern::test {

static Line line_at(const Rect& box, const std::string& text) {
    Line line{.box = box, .text = text, .confidence = 0.97, .words = {}};
    double x = box.x0;
    for (size_t from = 0; from < text.size();) {
        const size_t end = std::min(text.find(' ', from), text.size());
        const double width = box.width() * static_cast<double>(end - from) / static_cast<double>(text.size());
        line.words.push_back({{x, box.y0, x + width, box.y1}, text.substr(from, end - from), 0.9});
        x += width + box.width() / static_cast<double>(text.size());
        from = end + 1;
    }
    return line;
}

Page page_with_regions(int regions, int64_t number) {
    Page page{.number = number, .width = 612, .height = 792, .state = PageState::read, .reader = "test"};
    for (int i = 0; i < regions; ++i) {
        Region r;
        r.id = i + 1;
        r.order = i;
        r.state = RegionState::read;
        r.confidence = 0.95;
        r.category = static_cast<Category>(i % kCategories);
        const double x = i % 2 == 0 ? 50 : 320, y = 40 + 50.0 * (i / 2);
        r.box = {x, y, x + 240, y + 40};
        if (r.category == Category::Table) {
            r.kind = ContentKind::html_table;
            r.content = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>";
            r.cut = "<tr><td>1</td><td>2</td></tr>";
        } else {
            r.content = "first line of region " + std::to_string(i) + " and its second line";
            r.lines.push_back(line_at({x, y, x + 240, y + 18}, "first line of region " + std::to_string(i)));
            r.lines.push_back(line_at({x, y + 20, x + 200, y + 38}, "and its second line"));
            if (i % 3 == 0) r.cut = " and its second line and its second line";
        }
        page.regions.push_back(std::move(r));
    }
    return page;
}

static double between(double low, double high, std::mt19937& random) {
    return std::uniform_real_distribution<double>(low, high)(random);
}

static Rect random_box(std::mt19937& random) {
    const double x = between(-20, 600, random), y = between(-20, 780, random);
    return {x, y, x + between(0, 200, random), y + between(0, 200, random)};
}

static RegionIds random_ids(const Page& page, std::mt19937& random) {
    RegionIds ids;
    const double share = between(0, 0.5, random);
    for (const Region& r : page.regions)
        if (between(0, 1, random) < share) ids.push_back(r.id);
    if (between(0, 1, random) < 0.05) ids.push_back(99'999);
    return ids;
}

static int64_t random_id(const Page& page, std::mt19937& random) {
    if (page.regions.empty()) return 99'999;
    return page.regions[std::uniform_int_distribution<size_t>(0, page.regions.size() - 1)(random)].id;
}

static Edit added(const Page& page, std::span<const Edit> before, std::mt19937& random) {
    AddRegions add;
    int64_t id = unused_id(page, before);
    for (int n = random() % 3; n >= 0; --n) {
        Region r;
        r.id = id++;
        r.box = random_box(random);
        r.origin = Origin::user;
        r.state = RegionState::read;
        r.content = "drawn by hand";
        add.regions.push_back(r);
    }
    return add;
}

Edit random_edit(const Page& page, std::span<const Edit> before, std::mt19937& random) {
    static const char* kTexts[] = {"", "one", "other line of region 3 but its second line", "zwölf \xE2\x82\xAC\n<b>",
                                   "a\tb\nc"};
    switch (random() % 14) {
        case 0:
            return added(page, before, random);
        case 1:
            return MoveRegions{random_ids(page, random), between(-200, 200, random), between(-200, 200, random)};
        case 2:
            return SetBox{random_id(page, random), random_box(random)};
        case 3:
            return RemoveRegions{{random_id(page, random)}};
        case 4:
            return MergeRegions{random_ids(page, random)};
        case 5: {
            const int64_t id = random_id(page, random);
            SplitRegion split{.id = id, .new_id = unused_id(page, before), .y = between(0, 792, random)};
            for (const Region& r : page.regions)
                if (r.id == id) split.y = between(r.box.y0, r.box.y1, random);
            if (random() % 3 == 0) split.offset = random() % 40;
            return split;
        }
        case 6:
            return SetCategory{random_ids(page, random), static_cast<Category>(random() % kCategories)};
        case 7:
            return MoveInOrder{random_ids(page, random), random() % 4 == 0 ? 0 : random_id(page, random)};
        case 8:
            return SetText{random_id(page, random), kTexts[random() % 5]};
        case 9:
            return SetLocked{random_ids(page, random), random() % 4 == 0};
        case 10:
            return SetIgnored{random_ids(page, random), random() % 2 == 0};
        case 11:
            return TakeCutBack{random_id(page, random)};
        case 12:
            return TurnPage{1 + static_cast<int>(random() % 3)};
        default: {
            Region result;
            result.content = "read again";
            result.category = Category::Text;
            result.state = RegionState::unsure;
            result.warnings = {"This could not be read with confidence."};
            if (random() % 2 == 0) result.cut = " again again";
            return ReplaceContent{random_id(page, random), result};
        }
    }
}

}  // namespace lectern::test
