// Regions: tables and their cells, pictures, lists, headings, furniture, order.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/layout/ink_layout.h"
#include "core/layout/reading_order.h"
#include "tests/layout/drawn_page.h"

namespace lectern {

constexpr double kEm = 28;  // 10 pt at 200 dpi

static LayoutPage detect(const Image& image) {
    return make_ink_layout()->detect(image, 200, {});
}

static std::vector<LayoutRegion> of(const LayoutPage& page, Category category) {
    std::vector<LayoutRegion> found;
    std::copy_if(page.regions.begin(), page.regions.end(), std::back_inserter(found),
                 [&](const LayoutRegion& r) { return r.category == category; });
    return found;
}

static const LayoutCell* cell_at(const LayoutRegion& table, int row, int column) {
    for (const LayoutCell& c : table.cells) {
        if (c.row == row && c.column == column) return &c;
    }
    return nullptr;
}

TEST(InkTables, RuledWithSpans) {
    DrawnPage page;
    page.paragraph(200, 200, 1200, 4, kEm, 36);
    const std::vector<int> xs = {300, 600, 900, 1200}, ys = {500, 560, 620, 680, 740};
    for (int y : ys) page.fill(xs.front(), y, xs.back() + 3, y + 3, {});
    page.fill(xs[0], ys[0], xs[0] + 3, ys[4], {});
    page.fill(xs[3], ys[0], xs[3] + 3, ys[4], {});
    page.fill(xs[1], ys[0], xs[1] + 3, ys[4], {});
    page.fill(xs[2], ys[1], xs[2] + 3, ys[4], {});  // the first row's second cell spans two columns
    page.text(320, 540, "Place", kEm);
    page.text(700, 540, "Both years", kEm);
    for (int r = 1; r < 4; ++r) {
        for (int c = 0; c < 3; ++c)
            page.text(xs[static_cast<size_t>(c)] + 20, ys[static_cast<size_t>(r)] + 40, c == 0 ? "Town" : "1234", kEm);
    }
    page.paragraph(200, 900, 1200, 4, kEm, 36, 2);
    const LayoutPage found = detect(page.image);
    const std::vector<LayoutRegion> tables = of(found, Category::Table);
    ASSERT_EQ(tables.size(), 1u);
    const LayoutRegion& table = tables[0];
    EXPECT_EQ(table.rows, 4);
    EXPECT_EQ(table.columns, 3);
    ASSERT_EQ(table.cells.size(), 11u);
    ASSERT_EQ(table.lines.size(), 11u);
    EXPECT_EQ(cell_at(table, 0, 1)->column_span, 2);
    EXPECT_TRUE(cell_at(table, 0, 0)->header);
    EXPECT_FALSE(cell_at(table, 1, 0)->header);
    for (const LayoutCell& cell : table.cells) {
        ASSERT_EQ(cell.lines.size(), 1u);
        const Rect box = table.lines[static_cast<size_t>(cell.lines[0])].box;
        EXPECT_GT(box.x0, xs[static_cast<size_t>(cell.column)]);
        EXPECT_LT(box.x1, xs[static_cast<size_t>(cell.column + cell.column_span)] + 3);
    }
    // Row by row.
    for (size_t i = 0; i + 1 < table.cells.size(); ++i) EXPECT_LT(table.cells[i].lines[0], table.cells[i + 1].lines[0]);
}

TEST(InkTables, OpenColumnsOfNumbers) {
    DrawnPage page;
    page.paragraph(200, 200, 1200, 4, kEm, 36);
    for (int r = 0; r < 5; ++r) {
        page.text(300, 500 + r * 44, r % 2 ? "Kitchens" : "Boat sheds", kEm);
        for (int c = 0; c < 3; ++c) page.text(650 + c * 200, 500 + r * 44, "12.5", kEm);
    }
    page.paragraph(200, 900, 1200, 4, kEm, 36, 2);
    const LayoutPage found = detect(page.image);
    const std::vector<LayoutRegion> tables = of(found, Category::Table);
    ASSERT_EQ(tables.size(), 1u);
    EXPECT_EQ(tables[0].rows, 5);
    EXPECT_EQ(tables[0].columns, 4);
    EXPECT_EQ(tables[0].lines.size(), 20u);
    EXPECT_EQ(of(found, Category::Text).size(), 2u);
}

TEST(InkTables, ColumnsOfProseAreNone) {
    DrawnPage page;
    page.paragraph(150, 300, 660, 20, kEm, 36, 1);
    page.paragraph(880, 300, 660, 20, kEm, 36, 2);
    EXPECT_TRUE(of(detect(page.image), Category::Table).empty());
}

TEST(InkTables, AFrameAroundTextIsNone) {
    DrawnPage page;
    page.fill(180, 250, 1420, 253, {});
    page.fill(180, 500, 1420, 503, {});
    page.fill(180, 250, 183, 503, {});
    page.fill(1420, 250, 1423, 503, {});
    page.paragraph(200, 300, 1200, 5, kEm, 36);
    const LayoutPage found = detect(page.image);
    EXPECT_TRUE(of(found, Category::Table).empty());
    EXPECT_TRUE(of(found, Category::Picture).empty());
    EXPECT_EQ(of(found, Category::Text).size(), 1u);
}

TEST(InkPictures, APhotographIsOneRegionWithoutLines) {
    DrawnPage page;
    page.paragraph(200, 200, 1200, 4, kEm, 36);
    for (int y = 500; y < 1000; ++y) {
        for (int x = 400; x < 1200; ++x) {
            const auto v = static_cast<uint8_t>(100 + 45 * std::sin(x * 0.011) + 35 * std::cos(y * 0.017 + x * 0.004) -
                                                (x * 7 + y * 13) % 20);
            page.fill(x, y, x + 1, y + 1, {v, v, v});
        }
    }
    page.text(620, 1050, "Figure showing mill", kEm * 0.85);
    page.paragraph(200, 1200, 1200, 4, kEm, 36, 2);
    const LayoutPage found = detect(page.image);
    const std::vector<LayoutRegion> pictures = of(found, Category::Picture);
    ASSERT_EQ(pictures.size(), 1u);
    EXPECT_NEAR(pictures[0].box.x0, 400, 20);
    EXPECT_NEAR(pictures[0].box.y1, 1000, 20);
    EXPECT_TRUE(pictures[0].lines.empty());
    EXPECT_EQ(of(found, Category::Caption).size(), 1u);
}

TEST(InkPictures, LightTextInADarkBlockIsRead) {
    DrawnPage page;
    page.fill(200, 300, 1000, 380, {20, 30, 80});
    page.text(240, 352, "Light words here", kEm, {255, 255, 255});
    page.paragraph(200, 450, 1200, 4, kEm, 36);
    const LayoutPage found = detect(page.image);
    EXPECT_TRUE(of(found, Category::Picture).empty());
    ASSERT_GE(found.regions.size(), 2u);
    ASSERT_EQ(found.regions[0].lines.size(), 1u);
    EXPECT_NEAR(found.regions[0].lines[0].box.x0, 237, 6);
    EXPECT_EQ(found.regions[0].lines[0].words.size(), 3u);
}

TEST(InkLists, BulletsStayWithTheirItems) {
    DrawnPage page;
    page.paragraph(200, 300, 1200, 4, kEm, 36);
    double y = 460;
    for (unsigned i = 0; i < 3; ++i, y += 72) {
        page.text(220, y, "•", kEm);
        page.text(260, y, "some words that fill this item nearly up to the margin", kEm);
        page.text(260, y + 36, "and go on", kEm);
    }
    page.paragraph(200, y + 30, 1200, 4, kEm, 36, 2);
    const LayoutPage found = detect(page.image);
    const std::vector<LayoutRegion> items = of(found, Category::ListItem);
    ASSERT_EQ(items.size(), 3u);
    for (const LayoutRegion& item : items) {
        EXPECT_EQ(item.lines.size(), 2u);
        EXPECT_LE(item.lines[0].box.x0, 220);
    }
}

TEST(InkLists, TheParagraphAfterShortItemsIsNotTheirs) {
    DrawnPage page;
    page.paragraph(200, 300, 1200, 4, kEm, 36);
    const char* const items[] = {"a roof for the shed", "open hours at night", "a list that finds it"};
    for (unsigned i = 0; i < 3; ++i) {
        page.text(230, 470 + 40 * i, std::to_string(i + 1) + ".", kEm);
        page.text(270, 470 + 40 * i, items[i], kEm);
    }
    page.paragraph(200, 592, 1200, 3, kEm, 36, 2);
    const LayoutPage found = detect(page.image);
    const std::vector<LayoutRegion> list = of(found, Category::ListItem);
    ASSERT_EQ(list.size(), 3u);
    for (const LayoutRegion& item : list) EXPECT_EQ(item.lines.size(), 1u);
}

TEST(InkLists, ContentsEntryAndItsNumberAreOneLine) {
    DrawnPage page;
    for (int r = 0; r < 6; ++r) {
        const double y = 400 + r * 40;
        double x = page.text(200, y, r % 2 ? "Introduction" : "On the growth of mills", kEm);
        for (x = 220 + 20 * std::ceil((x - 200) / 20); x < 1300; x += 20) page.fill(x, y - 3, x + 3, y, {});
        page.text(1360, y, std::to_string(r + 3), kEm);
    }
    const LayoutPage found = detect(page.image);
    size_t rows = 0;
    for (const LayoutRegion& r : found.regions) {
        EXPECT_NE(r.category, Category::Table);
        for (const LayoutLine& l : r.lines) rows += l.continues ? 0 : 1;
    }
    EXPECT_EQ(rows, 6u);
}

TEST(InkCategories, TitleHeadingFurnitureFootnote) {
    DrawnPage page;
    page.text(200, 100, "Journal of mills", kEm * 0.8);
    page.text(400, 320, "Mills and their tides", kEm * 2.2);
    page.paragraph(200, 450, 1200, 8, kEm, 36);
    page.text(200, 840, "Sources of error", kEm * 1.35);
    page.paragraph(200, 900, 1200, 20, kEm, 36, 2);
    page.fill(200, 1850, 500, 1852, {});
    page.paragraph(200, 1890, 1200, 2, kEm * 0.75, 27, 3);
    page.text(830, 2080, "17", kEm);
    const LayoutPage found = detect(page.image);
    const auto count = [&](Category c) { return of(found, c).size(); };
    EXPECT_EQ(count(Category::PageHeader), 1u);
    EXPECT_EQ(count(Category::Title), 1u);
    EXPECT_EQ(count(Category::SectionHeader), 1u);
    EXPECT_EQ(count(Category::Footnote), 1u);
    EXPECT_EQ(count(Category::PageFooter), 1u);
    EXPECT_EQ(count(Category::Text), 2u);
    EXPECT_EQ(found.regions.front().category, Category::PageHeader);
    EXPECT_EQ(found.regions.back().category, Category::PageFooter);
}

TEST(ReadingOrder, ColumnsBetweenSpans) {
    const std::vector<Rect> boxes = {
        {0, 0, 100, 10},                                                           // title
        {0, 20, 45, 40},  {55, 20, 100, 30},  {0, 45, 45, 60}, {55, 35, 100, 60},  // two columns
        {0, 70, 100, 80},                                                          // figure over both
        {0, 90, 45, 120}, {55, 90, 100, 110},                                      // two columns again
    };
    EXPECT_EQ(reading_order(boxes, 2), (std::vector<int>{0, 1, 3, 2, 4, 5, 6, 7}));
}

TEST(ReadingOrder, ParagraphGapsAtOneHeightDoNotTearColumns) {
    const std::vector<Rect> boxes = {{0, 0, 45, 20}, {55, 0, 100, 20}, {0, 30, 45, 60}, {55, 30, 100, 60}};
    EXPECT_EQ(reading_order(boxes, 2), (std::vector<int>{0, 2, 1, 3}));
}

TEST(ReadingOrder, ADateAtTheRightComesBeforeTheAddressBelow) {
    const std::vector<Rect> boxes = {{0, 20, 30, 40}, {70, 0, 100, 10}, {0, 50, 100, 90}};
    EXPECT_EQ(reading_order(boxes, 2), (std::vector<int>{1, 0, 2}));
}

}  // namespace lectern
