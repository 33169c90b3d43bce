// What the window is made of and no window is needed for: models, queue, events, view arithmetic.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <span>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "app/models/document_model.h"
#include "app/models/page_model.h"
#include "app/models/problem_model.h"
#include "app/models/region_model.h"
#include "app/read_events.h"
#include "app/reading_queue.h"
#include "app/region_text.h"
#include "app/view_transform.h"

namespace lectern {

static Region regionWith(int64_t id, int64_t order, const std::string& content = "text") {
    Region r;
    r.id = id;
    r.order = order;
    r.box = {10, 10.0 + 20.0 * static_cast<double>(order), 200, 25.0 + 20.0 * static_cast<double>(order)};
    r.content = content;
    r.state = RegionState::read;
    return r;
}

TEST(RegionModel, NewRegionsGoToTheirPlaceInReadingOrderWithoutAReset) {
    RegionModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset), inserts(&model, &QAbstractItemModel::rowsInserted);
    for (int order : {3, 1, 2, 0}) model.place(regionWith(order + 100, order));
    EXPECT_EQ(resets.count(), 0);
    EXPECT_EQ(inserts.count(), 4);
    for (int row = 0; row < 4; ++row) {
        EXPECT_EQ(model.data(model.index(row), RegionModel::RegionIdRole).toInt(), 100 + row);
        EXPECT_EQ(model.data(model.index(row), RegionModel::OrderRole).toInt(), row + 1);
    }
    EXPECT_EQ(model.rowOf(102), 2);
    EXPECT_EQ(model.rowOf(7), -1);
}

TEST(RegionModel, OnlyWhatDiffersIsSignalledWhenAPageIsDone) {
    RegionModel model;
    model.show({regionWith(1, 0), regionWith(2, 1), regionWith(3, 2)});
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged), resets(&model, &QAbstractItemModel::modelReset);
    model.replaceAll({regionWith(1, 0), regionWith(2, 1, "other"), regionWith(3, 2)});
    ASSERT_EQ(changes.count(), 1);
    EXPECT_EQ(changes[0][0].toModelIndex().row(), 1);
    EXPECT_EQ(resets.count(), 0);
    model.replaceAll({regionWith(1, 0), regionWith(9, 1)});
    EXPECT_EQ(model.count(), 2);
    model.replaceAll({regionWith(9, 0), regionWith(1, 1)});
    EXPECT_EQ(model.rowOf(9), 0);
    EXPECT_EQ(model.data(model.index(1), RegionModel::OrderRole).toInt(), 2);
    EXPECT_EQ(resets.count(), 0) << "lists keep their place while regions come and go";
}

TEST(RegionModel, ALoopThatWasCutIsAStateUntilSomebodySawToIt) {
    Region looped = regionWith(1, 0);
    looped.state = RegionState::unsure;
    looped.warnings = {"The model began to repeat itself and was stopped here."};
    RegionModel model;
    model.show({looped});
    EXPECT_EQ(model.data(model.index(0), RegionModel::StateLabelRole).toString(), QStringLiteral("unsure"));
    EXPECT_FALSE(model.data(model.index(0), RegionModel::RepeatedRole).toBool());
    looped.cut = " again again";
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.replaceAll({looped});
    EXPECT_EQ(changes.count(), 1);
    EXPECT_EQ(model.data(model.index(0), RegionModel::StateLabelRole).toString(), QStringLiteral("stopped, it repeated itself"));
    EXPECT_TRUE(model.data(model.index(0), RegionModel::RepeatedRole).toBool());
    EXPECT_TRUE(model.reasonOf(1).contains(QStringLiteral("Shift+C"))) << model.reasonOf(1).toStdString();
    looped.state = RegionState::read;
    model.replaceAll({looped});
    EXPECT_EQ(model.data(model.index(0), RegionModel::StateLabelRole).toString(), QString());
    EXPECT_TRUE(model.data(model.index(0), RegionModel::RepeatedRole).toBool()) << "it can still be looked at";
}

TEST(RegionModel, WhatReadingWasStoppedBeforeIsNotReadAndWhatItWasStoppedInIsCut) {
    Region cut = regionWith(1, 0, "half a sen"), unbegun = regionWith(2, 1, "");
    cut.state = unbegun.state = RegionState::stopped;
    RegionModel model;
    model.show({cut, unbegun});
    EXPECT_EQ(model.data(model.index(0), RegionModel::StateLabelRole).toString(), QStringLiteral("stopped before its end"));
    EXPECT_EQ(model.data(model.index(1), RegionModel::StateLabelRole).toString(), QStringLiteral("not read"));
    EXPECT_FALSE(model.data(model.index(0), RegionModel::NeverBegunRole).toBool());
    EXPECT_TRUE(model.data(model.index(1), RegionModel::NeverBegunRole).toBool());
    for (const int id : {1, 2}) EXPECT_TRUE(model.reasonOf(id).contains(QStringLiteral("Shift+R"))) << id;
}

TEST(RegionModel, WhatARegionIsAboutIsSaidInWords) {
    Region r = regionWith(1, 0);
    RegionModel model;
    const auto about = [&] {
        model.show({r});
        return model.data(model.index(0), RegionModel::AboutRole).toString();
    };
    EXPECT_EQ(about(), QStringLiteral("10 points from the left, 10 from the top, 190 wide, 15 high"));
    r.state = RegionState::unsure;
    r.edited = r.locked = r.ignored = true;
    r.box = {};
    EXPECT_EQ(about(), QStringLiteral("unsure; edited; locked; left out of exports"));
}

TEST(RegionModel, ListItemsGetABulletOnlyWhenTheirTextHasNone) {
    Region item = regionWith(1, 0, "tools on loan");
    item.category = Category::ListItem;
    RegionModel model;
    const auto bullet = [&](const char* text) {
        item.content = text;
        model.show({item});
        return model.data(model.index(0), RegionModel::BulletRole).toString();
    };
    EXPECT_EQ(bullet("tools on loan"), QStringLiteral("•"));
    for (const char* own : {"• tools", "- tools", "12. tools", "(3) tools", "a) tools"})
        EXPECT_EQ(bullet(own), QString()) << own;
}

TEST(PageModel, KnowsAHundredThousandPagesWithoutMakingThem) {
    OpenDocument document;
    document.id = 4;
    document.pageCount = 100'000;
    PageModel model;
    model.show(&document);
    EXPECT_EQ(model.rowCount(), 100'000);
    EXPECT_EQ(model.data(model.index(99'999), PageModel::NumberRole).toInt(), 100'000);
    EXPECT_EQ(model.data(model.index(5), PageModel::ThumbnailRole).toString(), QStringLiteral("image://pages/4/5/0"));
    EXPECT_TRUE(document.pages.empty());
}

TEST(PageModel, EveryStateHasASignAndWords) {
    OpenDocument document;
    document.pageCount = 1;
    PageModel model;
    model.show(&document);
    QSet<QString> signs;
    for (PageState state : {PageState::waiting, PageState::reading, PageState::read, PageState::warnings,
                            PageState::failed, PageState::stopped}) {
        document.pages[0].page.state = state;
        signs << model.data(model.index(0), PageModel::SignRole).toString();
        EXPECT_FALSE(model.data(model.index(0), PageModel::StatusRole).toString().isEmpty());
    }
    EXPECT_EQ(signs.size(), 6);
}

TEST(PageModel, AStoppedPageCountsWhatItKeptAndNamesOnlyWhatWasCut) {
    OpenDocument document;
    document.pageCount = 1;
    Page& page = document.pages[0].page;
    page.state = PageState::stopped;
    page.regions = {regionWith(1, 0), regionWith(2, 1, "half a"), regionWith(3, 2, ""), regionWith(4, 3, "")};
    for (Region& r : std::span(page.regions).subspan(1)) r.state = RegionState::stopped;
    PageModel model;
    model.show(&document);
    const auto says = [&](int role) { return model.data(model.index(0), role).toString().toStdString(); };
    EXPECT_EQ(says(PageModel::StatusRole), "stopped, kept 2 region(s)");
    const std::string reason = says(PageModel::ReasonRole);
    EXPECT_THAT(reason, testing::AllOf(testing::HasSubstr("2 Text: stopped before its end"), testing::HasSubstr("2 region(s) not read")));
    for (const char* other : {"1 Text", "3 Text", "4 Text"}) EXPECT_EQ(reason.find(other), std::string::npos) << reason;
    page.regions.erase(page.regions.begin(), page.regions.begin() + 2);
    EXPECT_EQ(says(PageModel::StatusRole), "stopped, nothing read");
}

TEST(PageModel, APageWithPrintAndNoTextIsNotBlank) {
    OpenDocument document;
    document.pageCount = 1;
    PageEntry& entry = document.pages[0];
    entry.page.state = PageState::read;
    PageModel model;
    model.show(&document);
    const auto says = [&](int role) { return model.data(model.index(0), role).toString().toStdString(); };
    EXPECT_EQ(says(PageModel::StatusRole), "no text found") << "nobody has looked yet";
    entry.trust.emplace();
    EXPECT_EQ(says(PageModel::StatusRole), "blank");
    EXPECT_EQ(says(PageModel::SignRole), "✓");
    entry.trust->ink.unread = {{72, 72, 300, 90}};
    EXPECT_EQ(says(PageModel::StatusRole), "print, no text found");
    EXPECT_EQ(says(PageModel::SignRole), "⚠");
    EXPECT_EQ(model.data(model.index(0), PageModel::BadgeRole).value<PageModel::Badge>(), PageModel::Badge::Warning);
    EXPECT_THAT(says(PageModel::ReasonRole), testing::AllOf(testing::HasSubstr("no text was found in it"), testing::HasSubstr("Ctrl+M"),
                                                            testing::HasSubstr("Unread print in 1 place")));
}

TEST(DocumentModel, ItsSummarySaysHowManyPagesHaveWarnings) {
    DocumentModel model;
    auto document = std::make_unique<OpenDocument>();
    OpenDocument& open = *document;
    open.pageCount = 2;
    model.add(std::move(document));
    const auto says = [&] { return model.data(model.index(0), DocumentModel::SummaryRole).toString().toStdString(); };
    EXPECT_EQ(says(), "2 page(s)");
    open.pages[0].page.state = PageState::warnings;
    EXPECT_EQ(says(), "⚠ 1 of 2 page(s) read, 1 with warnings");
    open.pages[1].page.state = PageState::read;
    EXPECT_EQ(says(), "⚠ 2 page(s), read, 1 with warnings");
    open.pages[0].page.state = PageState::read;
    EXPECT_EQ(says(), "✓ 2 page(s), read");
    open.pages[1].trust.emplace().ink.unread = {{72, 72, 300, 90}};
    EXPECT_EQ(says(), "⚠ 2 page(s), read, 1 with warnings") << "print, and nothing was found";
    open.pageCount = 1;
    open.pages.erase(0);
    EXPECT_EQ(says(), "⚠ 1 page(s), read with warnings");
    open.pageCount = 2;
    open.pages[0].page.state = PageState::read;
    open.pages[1].page.state = PageState::failed;
    EXPECT_EQ(says(), "✕ 1 of 2 page(s) read, 1 failed");
}

TEST(ProblemModel, TheSameTroubleIsShownOnceAndTheListStaysShort) {
    ProblemModel model;
    Problem p;
    p.text = QStringLiteral("a");
    model.add(p);
    model.add(p);
    EXPECT_EQ(model.count(), 1);
    for (int i = 0; i < 50; ++i) {
        p.text = QString::number(i);
        model.add(p);
    }
    EXPECT_EQ(model.count(), 20);
    EXPECT_EQ(model.data(model.index(0), ProblemModel::TextRole).toString(), QStringLiteral("49"));
}

TEST(ReadingQueue, PagesAskedForFirstThenTheOneInViewThenOnwardsAndAround) {
    ReadingQueue queue;
    queue.addDocument(1, {0, 1, 2, 3, 4});
    queue.addPage({2, 7});
    const auto finished = [](PageRef p) { return p.document == 1 && p.page == 4; };
    std::vector<PageRef> order;
    while (auto page = queue.next({1, 2}, finished)) order.push_back(*page);
    EXPECT_THAT(order, testing::ElementsAre(PageRef{2, 7}, PageRef{1, 2}, PageRef{1, 3}, PageRef{1, 0}, PageRef{1, 1}));
    EXPECT_EQ(queue.total(), 6);
}

TEST(ReadingQueue, FollowsTheViewWhileReading) {
    ReadingQueue queue;
    std::vector<int> pages(300);
    std::iota(pages.begin(), pages.end(), 0);
    queue.addDocument(1, pages);
    const auto none = [](PageRef) { return false; };
    EXPECT_EQ(queue.next({1, 0}, none), (PageRef{1, 0}));
    EXPECT_EQ(queue.next({1, 200}, none), (PageRef{1, 200}));
    EXPECT_EQ(queue.next({1, 200}, none), (PageRef{1, 201}));
    queue.removeDocument(1);
    EXPECT_EQ(queue.next({1, 200}, none), std::nullopt);
}

TEST(ReadEvents, LinesReadSideBySideDoNotMix) {
    Page page;
    Region region = regionWith(5, 0, "");
    region.lines.resize(2);
    applyEvents(page, {{.kind = PageEvent::Kind::RegionFound, .region = region, .piece = {}},
                       {.kind = PageEvent::Kind::TextGrew, .region = {}, .regionId = 5, .line = 0, .piece = "The "},
                       {.kind = PageEvent::Kind::TextGrew, .region = {}, .regionId = 5, .line = 1, .piece = "and "},
                       {.kind = PageEvent::Kind::TextGrew, .region = {}, .regionId = 5, .line = 0, .piece = "clock"},
                       {.kind = PageEvent::Kind::TextGrew, .region = {}, .regionId = 5, .line = 1, .piece = "tide"}});
    EXPECT_EQ(page.regions[0].content, "The clock and tide");
    // A region nobody announced, a line that is not there: nothing breaks, nothing is lost.
    const auto changed =
        applyEvents(page, {{.kind = PageEvent::Kind::TextGrew, .region = {}, .regionId = 77, .line = 0, .piece = "x"},
                           {.kind = PageEvent::Kind::TextGrew, .region = {}, .regionId = 5, .line = 9, .piece = "!"}});
    EXPECT_THAT(changed, testing::ElementsAre(5));
    EXPECT_EQ(page.regions[0].content, "The clock and tide!");
}

TEST(ReadEvents, TheLastWordsAreDeliveredWhenNothingFollows) {
    std::mutex mutex;
    std::vector<EventBatch> batches;
    {
        EventCollector collector(
            [&](EventBatch b) {
                std::scoped_lock lock(mutex);
                batches.push_back(std::move(b));
            },
            std::chrono::milliseconds(5));
        for (int i = 0; i < 100; ++i) collector.text_grew(1, 0, "ab");
        collector.progress(0.5, 100);
    }
    size_t letters = 0;
    for (const EventBatch& batch : batches)
        for (const PageEvent& event : batch.events) letters += event.piece.size();
    EXPECT_EQ(letters, 200u);
    EXPECT_LT(batches.size(), 100u) << "grouped";
    EXPECT_EQ(batches.back().tokens, 100);
}

class ViewTransformTest : public testing::Test {
 protected:
    void SetUp() override {
        view.view = {800, 600};
        view.page = {612, 792};
    }
    ViewTransform view;
};

TEST_F(ViewTransformTest, FitsThePageAndItsWidth) {
    view.settle();
    EXPECT_NEAR(view.pageRect().height(), 600 - 2 * kViewMargin, 1);
    EXPECT_NEAR(view.pageRect().center().x(), 400, 1);
    view.fit = ViewTransform::Fit::Width;
    view.settle();
    EXPECT_NEAR(view.pageRect().width(), 800 - 2 * kViewMargin, 1);
}

TEST_F(ViewTransformTest, WhatLiesUnderThePointerStaysThereWhileZooming) {
    view.zoomAt({400, 300}, 2);
    const QPointF anchor(250, 130), before = view.toPage(anchor);
    for (double zoom : {2.5, 4.0, 8.0, 3.0}) {
        view.zoomAt(anchor, zoom);
        EXPECT_NEAR(view.toPage(anchor).x(), before.x(), 1e-6);
        EXPECT_NEAR(view.toPage(anchor).y(), before.y(), 1e-6);
    }
    view.zoomAt(anchor, 1e9);
    EXPECT_EQ(view.zoom, kMaxZoom);
    view.zoomAt(anchor, 0);
    EXPECT_EQ(view.zoom, kMinZoom);
}

TEST_F(ViewTransformTest, RevealingScrollsTheLeastAndNotAtAllWhenShown) {
    view.zoomAt({0, 0}, 2);
    const Rect far{500, 700, 560, 730};
    view.reveal(far);
    EXPECT_TRUE(QRectF(QPointF(), view.view).contains(view.toView(far)));
    const QPointF scroll = view.scroll;
    view.reveal(far);
    EXPECT_EQ(view.scroll, scroll);
}

}  // namespace lectern
