#include "core/document/edit.h"

#include <gtest/gtest.h>

#include <set>

#include "core/document/document_json.h"
#include "core/document/region_parts.h"
#include "core/document/table.h"
#include "tests/support/random_edits.h"

namespace lectern {

static const Region& region(const Page& page, int64_t id) {
    for (const Region& r : page.regions)
        if (r.id == id) return r;
    ADD_FAILURE() << "no region " << id;
    static const Region none;
    return none;
}

static std::vector<int64_t> ids(const Page& page) {
    std::vector<int64_t> out;
    for (const Region& r : page.regions) out.push_back(r.id);
    return out;
}

static std::string json(const Page& page) {
    return document_to_json({.source = {}, .pages = {page}});
}

TEST(EditTest, MovingTakesTheWordsAlongAndStaysOnThePage) {
    const Page before = test::page_with_regions(4);
    const Page after = edited(before, MoveRegions{{1, 2}, 10, -5});
    EXPECT_EQ(region(after, 1).box, (Rect{60, 35, 300, 75}));
    EXPECT_EQ(region(after, 1).lines[0].words[0].box.x0, region(before, 1).lines[0].words[0].box.x0 + 10);
    EXPECT_TRUE(region(after, 1).edited);
    EXPECT_FALSE(region(after, 3).edited);
    EXPECT_EQ(region(edited(before, MoveRegions{{1, 2}, -1000, -1000}), 1).box.x0, 0);
    EXPECT_EQ(refusal(edited(before, MoveRegions{{1}, -1000, 0}), MoveRegions{{1}, -5, 0}), Refusal::nothing);
}

TEST(EditTest, BoxesAreCutAtThePageAndNeverTooSmallToCatch) {
    const Page page = test::page_with_regions(2);
    EXPECT_EQ(region(edited(page, SetBox{1, {500, 700, 900, 900}}), 1).box, (Rect{500, 700, 612, 792}));
    EXPECT_EQ(refusal(page, SetBox{1, {10, 10, 12, 50}}), Refusal::too_small);
    EXPECT_EQ(refusal(page, SetBox{1, {700, 10, 800, 50}}), Refusal::outside);
    EXPECT_EQ(refusal(page, SetBox{7, {10, 10, 100, 50}}), Refusal::missing);
    EXPECT_EQ(refusal(page, SetBox{1, region(page, 1).box}), Refusal::nothing);
}

TEST(EditTest, WhatWasCutComesBackBehindTheText) {
    Page page = test::page_with_regions(9);  // the first was cut, so was the table, the ninth
    const Region& text = region(page, 1);
    ASSERT_FALSE(text.cut.empty());
    const Region after = region(edited(page, TakeCutBack{1}), 1);
    EXPECT_EQ(after.content, text.content + text.cut);
    EXPECT_EQ(after.cut, "");
    EXPECT_TRUE(after.edited);
    EXPECT_EQ(after.state, RegionState::read);
    EXPECT_EQ(refusal(edited(page, TakeCutBack{1}), TakeCutBack{1}), Refusal::nothing);
    EXPECT_EQ(refusal(page, TakeCutBack{2}), Refusal::nothing);
    EXPECT_EQ(refusal(page, TakeCutBack{77}), Refusal::missing);
    ASSERT_EQ(region(page, 9).kind, ContentKind::html_table);
    const Table table = table_from_html(region(edited(page, TakeCutBack{9}), 9).content);
    ASSERT_EQ(table.rows, 3);
    EXPECT_EQ(table.at(2, 1)->text, "2");
    EXPECT_FALSE(table.repaired);
}

TEST(EditTest, WhatWasCutGoesWithTheEndOfTheText) {
    const Page page = test::page_with_regions(4);
    const Region cut = region(page, 1);
    const Page parted = edited(page, SplitRegion{.id = 1, .new_id = 100'001, .y = (cut.box.y0 + cut.box.y1) / 2});
    EXPECT_EQ(region(parted, 1).cut, "");
    EXPECT_EQ(region(parted, 100'001).cut, cut.cut);
    EXPECT_EQ(region(edited(page, MergeRegions{{1, 2, 4}}), 1).cut, cut.cut + "\n" + region(page, 4).cut);
    EXPECT_EQ(region(edited(page, SetText{1, "typed"}), 1).cut, cut.cut) << "typing is not looking";
}

TEST(EditTest, WhatIsLockedStays) {
    Page page = edited(test::page_with_regions(4), SetLocked{{2}, true});
    const std::string before = json(page);
    const Edit tries[] = {
        MoveRegions{{1, 2}, 5, 5},   SetBox{2, {1, 1, 50, 50}},         RemoveRegions{{2}},  MergeRegions{{1, 2}},
        SplitRegion{2, 100'001, 60}, SetCategory{{2}, Category::Title}, MoveInOrder{{2}, 0}, SetText{2, "x"},
        TakeCutBack{2},
        SetIgnored{{2}, true},       ReplaceContent{2, Region{}}};
    for (const Edit& e : tries) {
        EXPECT_EQ(refusal(page, e), Refusal::locked) << e.index();
        EXPECT_EQ(json(edited(page, e)), before);
    }
    EXPECT_EQ(refusal(page, SetLocked{{2}, false}), Refusal::none);
}

TEST(EditTest, ReadingOrder) {
    const Page page = test::page_with_regions(5);
    EXPECT_EQ(ids(edited(page, MoveInOrder{{4}, 2})), (std::vector<int64_t>{1, 4, 2, 3, 5}));
    EXPECT_EQ(ids(edited(page, MoveInOrder{{1, 3}, 0})), (std::vector<int64_t>{2, 4, 5, 1, 3}));
    EXPECT_EQ(ids(edited(page, MoveInOrder{{1, 3}, 3})), (std::vector<int64_t>{2, 1, 3, 4, 5}));
    EXPECT_EQ(refusal(page, MoveInOrder{{1}, 1}), Refusal::nothing);
    EXPECT_EQ(refusal(page, MoveInOrder{{5}, 0}), Refusal::nothing);
    const Page after = edited(page, RemoveRegions{{1, 2}});
    for (size_t i = 0; i < after.regions.size(); ++i) EXPECT_EQ(after.regions[i].order, static_cast<int64_t>(i));
}

TEST(EditTest, ADrawnRegionStandsWhereItBelongs) {
    Page page = test::page_with_regions(8);  // two columns, read row by row
    Region r;
    r.id = kFirstOwnId;
    r.box = {50, 84, 200, 89};  // between regions 1 and 3 of the left column
    EXPECT_EQ(ids(edited(page, AddRegions{{r}})), (std::vector<int64_t>{1, 2, kFirstOwnId, 3, 4, 5, 6, 7, 8}));
    r.box = {50, 700, 200, 720};
    EXPECT_EQ(ids(edited(page, AddRegions{{r}})).back(), kFirstOwnId);
    EXPECT_EQ(ids(edited(page, AddRegions{{r}, 1})).front(), kFirstOwnId);
    EXPECT_EQ(refusal(edited(page, AddRegions{{r}}), AddRegions{{r}}), Refusal::nothing) << "the id is taken";
}

TEST(EditTest, MergingJoinsTextBoxesAndLines) {
    Page page = test::page_with_regions(4);
    for (Region& r : page.regions) r.category = Category::Text;
    page.regions[0].content = "a para-";
    page.regions[2].content = "graph about a paragraph";
    page.regions[0].lines[0].text = "about a paragraph";
    const Page after = edited(page, MergeRegions{{3, 1}});
    EXPECT_EQ(ids(after), (std::vector<int64_t>{1, 2, 4}));
    EXPECT_EQ(region(after, 1).content, "a paragraph about a paragraph");
    EXPECT_EQ(region(after, 1).box, (Rect{50, 40, 290, 130}));
    EXPECT_EQ(region(after, 1).lines.size(), 4u);
    EXPECT_EQ(refusal(page, MergeRegions{{3}}), Refusal::nothing);
}

TEST(EditTest, MergedTablesAreOneTable) {
    Page page = test::page_with_regions(2);
    for (Region& r : page.regions) {
        r.kind = ContentKind::html_table;
        r.content = "<table><tr><td>1</td><td>2</td></tr></table>";
    }
    page.regions[1].content = "<table><tr><td>3</td></tr></table>";
    const Table table = table_from_html(region(edited(page, MergeRegions{{1, 2}}), 1).content);
    EXPECT_EQ(table.rows, 2);
    EXPECT_EQ(table.columns, 2);
    EXPECT_EQ(table.at(1, 0)->text, "3");
}

TEST(EditTest, SplittingGivesEachLineItsSide) {
    const Page page = test::page_with_regions(3);
    const Page after = edited(page, SplitRegion{1, kFirstOwnId, 59});
    EXPECT_EQ(ids(after), (std::vector<int64_t>{1, kFirstOwnId, 2, 3}));
    EXPECT_EQ(region(after, 1).content, "first line of region 0");
    EXPECT_EQ(region(after, kFirstOwnId).content, "and its second line");
    EXPECT_EQ(region(after, kFirstOwnId).box, (Rect{50, 59, 290, 80}));
    EXPECT_EQ(refusal(page, SplitRegion{1, kFirstOwnId, 41}), Refusal::too_small);
    const Page by_text = edited(page, SplitRegion{1, kFirstOwnId, 59, 10});
    EXPECT_EQ(region(by_text, 1).content, "first line");
}

TEST(EditTest, SplittingATableCutsBetweenRows) {
    Page page = test::page_with_regions(1);
    page.regions[0].kind = ContentKind::html_table;
    page.regions[0].lines.clear();
    page.regions[0].content =
        "<table><tr><td rowspan=\"2\">a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>";
    const Page after = edited(page, SplitRegion{1, kFirstOwnId, 52});
    EXPECT_EQ(table_from_html(region(after, 1).content).rows, 1);
    const Table lower = table_from_html(region(after, kFirstOwnId).content);
    EXPECT_EQ(lower.rows, 2);
    EXPECT_EQ(lower.at(0, 0)->text, "");
    EXPECT_EQ(lower.at(0, 1)->text, "c");
    EXPECT_EQ(lower.at(1, 1)->text, "e");
}

TEST(EditTest, CorrectedTextKeepsThePlacesOfItsWords) {
    const Page page = test::page_with_regions(1);
    Page after = edited(page, SetText{1, "first lime of region 0 and its second line"});
    EXPECT_EQ(region(after, 1).lines[0].text, "first lime of region 0");
    EXPECT_FALSE(region(after, 1).lines[0].words[1].confidence);
    EXPECT_TRUE(region(after, 1).lines[0].words[0].confidence);
    after = edited(page, SetText{1, "something else"});
    EXPECT_TRUE(region(after, 1).lines.empty());
    EXPECT_TRUE(region(after, 1).edited);
}

TEST(EditTest, ACategoryBringsItsKindOfContent) {
    Page page = test::page_with_regions(1);
    page.regions[0].content = "a\tb\nc & d";
    page = edited(page, SetCategory{{1}, Category::Table});
    EXPECT_EQ(region(page, 1).kind, ContentKind::html_table);
    EXPECT_EQ(table_from_html(region(page, 1).content).at(1, 0)->text, "c & d");
    page = edited(page, SetCategory{{1}, Category::Text});
    EXPECT_EQ(region(page, 1).content, "a\tb\nc & d\t");
    EXPECT_EQ(region(edited(page, SetCategory{{1}, Category::Formula}), 1).kind, ContentKind::latex);
    EXPECT_EQ(region(edited(page, SetCategory{{1}, Category::SectionHeader}), 1).level, 2);
}

TEST(EditTest, DoubtsDealtWithMakeAPageRead) {
    Page page = test::page_with_regions(2);
    page.state = PageState::warnings;
    page.regions[1].state = RegionState::unread;
    page.regions[1].warnings = {"doubtful"};
    EXPECT_EQ(edited(page, MoveRegions{{1}, 1, 1}).state, PageState::warnings);
    EXPECT_EQ(edited(page, SetText{2, "as it says"}).state, PageState::read);
}

TEST(EditTest, LockedRegionsOutliveAnotherReading) {
    Page old = edited(test::page_with_regions(4), SetText{2, "by hand"});
    Region kept = region(old, 2);
    kept.locked = true;
    const Page fresh = with_kept(test::page_with_regions(4), {kept});
    EXPECT_EQ(ids(fresh), (std::vector<int64_t>{1, 3, kFirstOwnId, 4})) << "above the next of its column";
    EXPECT_EQ(region(fresh, kFirstOwnId).content, "by hand");
}

TEST(EditTest, IgnoredRegionsSurviveInJsonAndAreLeftOutElsewhere) {
    const Page page = edited(test::page_with_regions(3), SetIgnored{{2}, true});
    EXPECT_EQ(document_from_json(json(page)).pages[0].regions[1].ignored, true);
    EXPECT_EQ(ids(without_ignored(page)), (std::vector<int64_t>{1, 3}));
}

TEST(EditTest, WhatTheReaderStillSendsGoesUnderTheEdits) {
    Page base = test::page_with_regions(3);
    base.regions[1].content = "grow";
    const std::vector<Edit> edits = {MoveRegions{{2}, 7, 0}, SetText{1, "mine"}, RemoveRegions{{3}}};
    base.regions[1].content = "grown";
    base.regions[0].content = "theirs";
    const Page page = replay(base, edits);
    EXPECT_EQ(region(page, 2).content, "grown");
    EXPECT_EQ(region(page, 2).box.x0, 327);
    EXPECT_EQ(region(page, 1).content, "mine");
    EXPECT_EQ(page.regions.size(), 2u);
}

TEST(EditTest, RandomEditsKeepThePageWhole) {
    for (unsigned seed = 0; seed < 2000; ++seed) {
        std::mt19937 random(seed);
        const Page start = test::page_with_regions(static_cast<int>(random() % 14));
        Page page = start;
        std::vector<Edit> edits;
        for (int step = 0; step < 12; ++step) {
            const Edit edit = test::random_edit(page, edits, random);
            const bool refused = refusal(page, edit) != Refusal::none;
            const std::string before = refused ? json(page) : "";
            page = edited(page, edit);
            if (refused) {
                ASSERT_EQ(json(page), before) << seed << " " << edit.index();
            }
            edits.push_back(edit);
            std::set<int64_t> seen;
            for (size_t i = 0; i < page.regions.size(); ++i) {
                const Region& r = page.regions[i];
                ASSERT_TRUE(seen.insert(r.id).second) << seed << " " << edit.index();
                ASSERT_EQ(r.order, static_cast<int64_t>(i));
                ASSERT_TRUE(r.box.x0 >= -1e-9 && r.box.y0 >= -1e-9 && r.box.x1 <= page.width + 1e-9 && r.box.y1 <= page.height + 1e-9);
                ASSERT_FALSE(r.box.empty()) << seed << " " << edit.index();
            }
        }
        ASSERT_EQ(json(replay(start, edits)), json(page)) << seed;
        ASSERT_EQ(json(document_from_json(json(page)).pages[0]), json(page)) << seed;
    }
}

}  // namespace lectern
