#include <gtest/gtest.h>

#include "core/layout/layout.h"
#include "core/layout/refine.h"
#include "core/layout/whole_page.h"

namespace lectern {

static Page page_with(std::vector<std::string> texts) {
    Page page;
    page.width = 612;
    page.height = 792;
    double y = 150;
    for (std::string& text : texts) {
        Region r;
        r.id = static_cast<int64_t>(page.regions.size()) + 1;
        r.box = {72, y, 540, y + 12};
        r.content = std::move(text);
        r.lines.resize(1);
        page.regions.push_back(r);
        y += 30;
    }
    return page;
}

TEST(Refine, ListsNeedBulletsOrNeighbours) {
    Page page = page_with(
        {"• apples", "1. first", "2. second", "1984 was a year", "A dog barked.", "a) one", "b) two", "7. alone here"});
    refine_categories(page);
    const std::vector<Category> expected = {Category::ListItem, Category::ListItem, Category::ListItem, Category::Text,
                                            Category::Text,     Category::ListItem, Category::ListItem, Category::Text};
    for (size_t i = 0; i < expected.size(); ++i)
        EXPECT_EQ(page.regions[i].category, expected[i]) << page.regions[i].content;
}

TEST(Refine, NumberedHeadingsGetTheirDepth) {
    Page page = page_with(
        {"1.2 Sources of error", "A.2.1 More tables", "1.2 is the ratio we found.", "2.1 Contents ....... 12"});
    page.regions.push_back(page.regions[0]);
    page.regions.back().content = "3 Results";
    page.regions.back().category = Category::SectionHeader;
    refine_categories(page);
    EXPECT_EQ(page.regions[0].category, Category::SectionHeader);
    EXPECT_EQ(page.regions[0].level, 2);
    EXPECT_EQ(page.regions[1].level, 3);
    EXPECT_EQ(page.regions[2].category, Category::Text);
    EXPECT_EQ(page.regions[3].category, Category::Text);
    EXPECT_EQ(page.regions[4].level, 1);
}

TEST(Refine, CaptionsNeedAFloatOrAMark) {
    Page page =
        page_with({"picture", "Figure 3 The mill", "Table 2: Prices", "Table 2 shows the prices of the last years"});
    page.regions[0].category = Category::Picture;
    page.regions[0].kind = ContentKind::picture;
    refine_categories(page);
    EXPECT_EQ(page.regions[1].category, Category::Caption);
    EXPECT_EQ(page.regions[2].category, Category::Caption);
    EXPECT_EQ(page.regions[3].category, Category::Text);
}

TEST(Refine, EditedRegionsStay) {
    Page page = page_with({"• apples"});
    page.regions[0].edited = true;
    refine_categories(page);
    EXPECT_EQ(page.regions[0].category, Category::Text);
}

TEST(Furniture, RepeatedHeadsAndLonePageNumbers) {
    std::vector<Page> pages;
    for (int i = 0; i < 3; ++i) {
        Page page = page_with({"Chapter on mills", "Body text of page", std::to_string(11 + i)});
        page.regions[0].box = {72, 40, 200, 52};
        page.regions[2].box = {300, 750, 312, 760};
        page.number = i + 1;
        pages.push_back(page);
    }
    pages[1].regions[0].content = "Chapter on mi11s";  // misread once
    for (Page& page : pages) refine_categories(page);
    EXPECT_EQ(pages[0].regions[2].category, Category::PageFooter);
    mark_repeated_furniture(pages);
    for (const Page& page : pages) {
        EXPECT_EQ(page.regions[0].category, Category::PageHeader);
        EXPECT_EQ(page.regions[1].category, Category::Text);
    }
}

TEST(Furniture, AHeadOnOnePageOnlyIsText) {
    std::vector<Page> pages = {page_with({"Opening words"}), page_with({"Something else"})};
    for (Page& page : pages) page.regions[0].box = {72, 40, 200, 52};
    mark_repeated_furniture(pages);
    EXPECT_EQ(pages[0].regions[0].category, Category::Text);
}

TEST(Furniture, WhatIsAloneOnItsPageIsNoFrame) {
    std::vector<Page> pages = {page_with({"The same words"}), page_with({"The same words"})};
    for (Page& page : pages) page.regions[0].box = {72, 40, 200, 52};
    mark_repeated_furniture(pages);
    EXPECT_EQ(pages[0].regions[0].category, Category::Text);
}

TEST(WholePage, OneRegionOrNone) {
    const auto layout = make_whole_page_layout();
    const LayoutPage found = layout->detect(Image(30, 20), 200, {});
    ASSERT_EQ(found.regions.size(), 1u);
    EXPECT_EQ(found.regions[0].box, (Rect{0, 0, 30, 20}));
    EXPECT_TRUE(layout->detect(Image(), 200, {}).regions.empty());
}

}  // namespace lectern
