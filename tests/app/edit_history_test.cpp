// One document's history: whatever is done and undone, the document is what the steps that stand make of it.
#include "app/edit_history.h"

#include <gtest/gtest.h>

#include "core/document/document_json.h"
#include "tests/support/random_edits.h"

namespace lectern {

static std::string json(const OpenDocument& document) {
    Document out;
    for (const auto& [index, entry] : document.pages) out.pages.push_back(entry.page);
    return document_to_json(out);
}

static void give(OpenDocument& document, int pages, int regions) {
    document.history = std::make_unique<EditHistory>(document);
    document.pageCount = pages;
    for (int page = 0; page < pages; ++page) document.pages[page].rebase(test::page_with_regions(regions, page + 1));
}

static std::string contentOf(const OpenDocument& document, int64_t id) {
    for (const Region& r : document.pages.at(0).page.regions)
        if (r.id == id) return r.content;
    return "none";
}

TEST(EditHistoryTest, RandomStepsEqualTheirReplayAndUndoToTheStart) {
    for (unsigned seed = 0; seed < 2000; ++seed) {
        std::mt19937 random(seed);
        OpenDocument document;
        give(document, 2, static_cast<int>(random() % 10));
        EditHistory& history = *document.history;
        const std::string start = json(document);
        const std::map<int, PageEntry> untouched = document.pages;
        std::vector<std::pair<int, Edit>> kept;  // what a replay from the start has to do
        for (int step = 0; step < 16; ++step) {
            const unsigned what = random() % 10;
            if (what < 2 && history.canUndo()) {
                history.undo();
                kept.pop_back();
                continue;
            }
            const int page = static_cast<int>(random() % 2);
            const PageEntry& entry = document.pages[page];
            const Edit edit = test::random_edit(entry.page, entry.edits, random);
            if (history.apply(page, edit, QStringLiteral("step")) == Refusal::none) kept.emplace_back(page, edit);
        }
        std::map<int, PageEntry> replayed = untouched;
        for (const auto& [page, edit] : kept) replayed[page].page = edited(replayed[page].page, edit);
        OpenDocument other;
        for (auto& [page, entry] : replayed) other.pages[page].page = entry.page;
        const std::string end = json(document);
        ASSERT_EQ(end, json(other)) << seed;
        while (history.canUndo()) history.undo();
        ASSERT_EQ(json(document), start) << seed;
        for (size_t i = 0; i < kept.size(); ++i) history.redo();
        ASSERT_EQ(json(document), end) << seed;
    }
}

TEST(EditHistoryTest, PressesInARowAreOneStep) {
    OpenDocument document;
    give(document, 1, 3);
    EditHistory& history = *document.history;
    const std::string start = json(document);
    for (int i = 0; i < 10; ++i) history.apply(0, MoveRegions{{2}, 1.5, 0}, QStringLiteral("move"), 7);
    EXPECT_EQ(history.steps(), 1);
    EXPECT_EQ(document.pages[0].page.regions[1].box.x0, 335);
    history.apply(0, MoveRegions{{2}, 1, 0}, QStringLiteral("move"), 8);
    history.apply(0, MoveRegions{{1, 2}, 1, 0}, QStringLiteral("move"), 8);
    EXPECT_EQ(history.steps(), 3) << "another gesture, another selection";
    for (const char* text : {"t", "ty", "typed"}) history.apply(0, SetText{3, text}, QStringLiteral("edit"), 9);
    EXPECT_EQ(history.steps(), 4);
    EXPECT_EQ(contentOf(document, 3), "typed");
    history.undo();
    EXPECT_EQ(contentOf(document, 3), "first line of region 2 and its second line");
    while (history.canUndo()) history.undo();
    EXPECT_EQ(json(document), start);
}

TEST(EditHistoryTest, EditsStandOverTextThatStillArrives) {
    OpenDocument document;
    give(document, 1, 3);
    PageEntry& entry = document.pages[0];
    EditHistory& history = *document.history;
    history.apply(0, MoveRegions{{1}, 10, 10}, QStringLiteral("move"));
    history.apply(0, SetText{2, "mine"}, QStringLiteral("edit"));
    history.apply(0, RemoveRegions{{3}}, QStringLiteral("delete"));
    Page more = entry.base;
    for (Region& r : more.regions) r.content += " and more";
    entry.rebase(more);
    EXPECT_EQ(contentOf(document, 1), "first line of region 0 and its second line and more");
    EXPECT_EQ(contentOf(document, 2), "mine");
    EXPECT_EQ(contentOf(document, 3), "none");
    while (history.canUndo()) history.undo();
    EXPECT_EQ(contentOf(document, 2), "first line of region 1 and its second line and more");
    EXPECT_EQ(contentOf(document, 3), "first line of region 2 and its second line and more");
}

TEST(EditHistoryTest, ReadingAgainIsAStepAndLockedRegionsStay) {
    OpenDocument document;
    give(document, 1, 4);
    EditHistory& history = *document.history;
    PageEntry& entry = document.pages[0];
    history.apply(0, SetText{2, "by hand"}, QStringLiteral("edit"));
    history.apply(0, SetLocked{{2}, true}, QStringLiteral("lock"));
    const std::string before = json(document);
    history.beginReadingAgain(0, QStringLiteral("read"));
    ASSERT_EQ(entry.page.regions.size(), 1u);
    EXPECT_EQ(entry.page.regions[0].content, "by hand");
    EXPECT_TRUE(entry.edits.empty());
    entry.rebase(with_kept(test::page_with_regions(2), {entry.page.regions[0]}));
    history.apply(0, SetText{1, "after"}, QStringLiteral("edit"));
    const std::string after = json(document);
    EXPECT_FALSE(history.abandonReadingAgain(0)) << "it was edited since";
    history.undo();
    history.undo();
    EXPECT_EQ(json(document), before);
    history.redo();
    history.redo();
    EXPECT_EQ(json(document), after);
}

TEST(EditHistoryTest, AReadingThatIsGivenUpLeavesNoTrace) {
    OpenDocument document;
    give(document, 2, 4);
    EditHistory& history = *document.history;
    history.apply(0, SetText{2, "by hand"}, QStringLiteral("edit"));
    const std::string before = json(document);
    history.beginReadingAgain(0, QStringLiteral("read"));
    document.pages[0].rebase(test::page_with_regions(2));
    EXPECT_FALSE(history.abandonReadingAgain(1)) << "another page";
    ASSERT_TRUE(history.abandonReadingAgain(0));
    EXPECT_EQ(json(document), before);
    EXPECT_FALSE(history.canRedo()) << "a reading that was given up does not come back";
    EXPECT_EQ(history.steps(), 1);
}

TEST(EditHistoryTest, WhatIsReadOfADrawnRegionBelongsToItsDrawing) {
    OpenDocument document;
    give(document, 1, 2);
    EditHistory& history = *document.history;
    const std::string start = json(document);
    Region drawn;
    drawn.id = kFirstOwnId;
    drawn.box = {50, 400, 200, 450};
    history.apply(0, AddRegions{{drawn}}, QStringLiteral("draw"));
    history.apply(0, SetCategory{{kFirstOwnId}, Category::Caption}, QStringLiteral("category"));
    Region read;
    read.content = "read";
    read.state = RegionState::read;
    EXPECT_TRUE(history.fillAdded(0, kFirstOwnId, read));
    EXPECT_EQ(contentOf(document, kFirstOwnId), "read");
    EXPECT_EQ(document.pages[0].page.regions.back().category, Category::Caption);
    EXPECT_EQ(history.steps(), 2);
    history.undo();
    history.undo();
    EXPECT_EQ(json(document), start);
    read.content = "late";
    EXPECT_TRUE(history.fillAdded(0, kFirstOwnId, read)) << "undone while it was being read";
    EXPECT_EQ(json(document), start);
    history.redo();
    EXPECT_EQ(contentOf(document, kFirstOwnId), "late");
    EXPECT_FALSE(history.fillAdded(0, 1, read));
}

TEST(EditHistoryTest, SeveralEditsMayBeOneStep) {
    OpenDocument document;
    give(document, 1, 3);
    EditHistory& history = *document.history;
    const std::string start = json(document);
    Region read;
    read.content = "again";
    history.applyAll(0, {ReplaceContent{1, read}, ReplaceContent{99, read}, ReplaceContent{2, read}},
                     QStringLiteral("read"));
    EXPECT_EQ(history.steps(), 1);
    EXPECT_EQ(contentOf(document, 2), "again");
    history.undo();
    EXPECT_EQ(json(document), start);
    history.applyAll(0, {ReplaceContent{99, read}}, QStringLiteral("read"));
    EXPECT_FALSE(history.canUndo()) << "nothing to do, no step";
}

}  // namespace lectern
