// Session with an engine that replays a stored document: what a user can do, without a window.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include "app/convert.h"
#include "app/page_image_provider.h"
#include "app/session.h"
#include "app/settings.h"
#include "app/table_sheet.h"
#include "core/document/document_json.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

static Page storedPage(int number, int regions) {
    Page page;
    page.number = number;
    page.width = 612;
    page.height = 792;
    page.dpi = 100;
    page.state = PageState::read;
    page.reader = "replay";
    for (int i = 0; i < regions; ++i) {
        Region r;
        r.id = i + 1;
        r.order = i;
        r.box = {72, 72.0 + i * 40, 500, 100.0 + i * 40};
        r.state = RegionState::read;
        r.content = "Paragraph " + std::to_string(i + 1) + " of page " + std::to_string(number) +
                    ", long enough to take a moment to read.";
        r.lines.push_back({.box = r.box, .text = r.content, .confidence = 0.99, .words = {}});
        page.regions.push_back(r);
    }
    return page;
}

class SessionTest : public testing::Test {
 protected:
    void SetUp() override {
        folder = test::fresh_folder("session_test");
        Document stored;
        for (int page = 1; page <= 3; ++page) stored.pages.push_back(storedPage(page, 20));
        test::write_file(folder / "three.pdf", test::tiny_pdf({{}, {}, {}}));
        settings = std::make_unique<Settings>();
        settings->setExportFolder({});
        session = std::make_unique<Session>(settings.get(), &thumbnails);
        replay(stored);
    }
    // The engine looks into the file while the test goes on: what it is to replay is there before it is.
    void replay(const Document& stored) {
        test::write_file(folder / "stored.json", document_to_json(stored));
        session->setEngine([file = folder / "stored.json"](const EngineChoice&) { return make_fake_engine(file); });
    }
    QString path(const char* name) const { return qstring_from_path(folder / name); }
    void open(const char* name) {
        session->openFile(path(name));
        ASSERT_TRUE(QTest::qWaitFor([&] { return session->hasDocument(); }));
    }
    bool readingEnds() {
        return QTest::qWaitFor([&] { return !session->reading(); }, 60'000);
    }

    std::filesystem::path folder;
    PageImageProvider thumbnails;
    std::unique_ptr<Settings> settings;
    std::unique_ptr<Session> session;
};

TEST_F(SessionTest, OpensAFileAndRemembersIt) {
    open("three.pdf");
    EXPECT_EQ(session->documentName(), QStringLiteral("three.pdf"));
    EXPECT_EQ(session->pageCount(), 3);
    EXPECT_EQ(session->currentPage(), 0);
    EXPECT_EQ(settings->recentFiles().value(0), path("three.pdf"));
    session->openFile(path("three.pdf"));
    EXPECT_EQ(session->documents()->count(), 1) << "the same file twice is one document";
    EXPECT_TRUE(QTest::qWaitFor([&] { return session->picture()->pageSize() == QSizeF(612, 792); }));
}

TEST_F(SessionTest, RegionsAndTheirTextAppearWhileAPageIsRead) {
    open("three.pdf");
    session->readPage();
    EXPECT_TRUE(session->reading());
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->regions()->count() == 20; }));
    EXPECT_TRUE(session->pageReading());
    EXPECT_EQ(session->regions()->regions()[0].state, RegionState::reading);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session->regions()->regions()[0].content.empty(); }));
    EXPECT_TRUE(session->pageReading()) << "text is shown before the page is done";
    ASSERT_TRUE(readingEnds());
    EXPECT_EQ(session->regions()->regions()[19].content, storedPage(1, 20).regions[19].content);
    EXPECT_TRUE(session->pageRead());
    EXPECT_TRUE(session->hasResult());
    EXPECT_FALSE(session->documentFinished());
}

TEST_F(SessionTest, OnlyTheRegionThatWasCutOffSaysThatItWasStopped) {
    Document stored;
    stored.pages.push_back(storedPage(1, 20));
    Page& page = stored.pages[0];
    page.regions[0].content = page.regions[0].lines[0].text = "Short.";
    page.regions[1].content = page.regions[1].lines[0].text = std::string(40'000, 'x');
    replay(stored);
    open("three.pdf");
    session->readPage();
    const auto regions = [&]() -> const std::vector<Region>& { return session->regions()->regions(); };
    ASSERT_TRUE(QTest::qWaitFor([&] { return regions().size() == 20 && regions()[0].state == RegionState::read; }, 20'000));
    session->stop();
    EXPECT_EQ(regions()[0].content, "Short.");
    EXPECT_EQ(session->regions()->reasonOf(1), QString()) << "it was read whole";
    EXPECT_TRUE(session->regions()->reasonOf(2).startsWith(QStringLiteral("stopped before its end")));
    EXPECT_TRUE(session->regions()->reasonOf(20).startsWith(QStringLiteral("not read"))) << "it was never begun";
}

TEST_F(SessionTest, StopAnswersAtOnceAndKeepsWhatWasRead) {
    open("three.pdf");
    session->readDocument();
    ASSERT_TRUE(QTest::qWaitFor(
        [&] { return session->regions()->count() == 20 && !session->regions()->regions()[0].content.empty(); }));
    const std::string before = session->regions()->regions()[0].content;
    session->stop();
    EXPECT_FALSE(session->reading());
    EXPECT_EQ(session->regions()->count(), 20);
    EXPECT_EQ(session->regions()->regions()[0].content, before);
    EXPECT_THAT(session->regions()->regions()[19].state, testing::AnyOf(RegionState::stopped, RegionState::read));
    QTest::qWait(200);  // whatever the engine still sends is of an older generation
    EXPECT_FALSE(session->reading());
    EXPECT_EQ(session->regions()->regions()[0].content, before);
    session->readDocument();
    ASSERT_TRUE(readingEnds());
    EXPECT_TRUE(session->documentFinished());
}

TEST_F(SessionTest, AFinishedPageThatIsReadAgainAndStoppedIsAsBefore) {
    open("three.pdf");
    session->readPage();
    ASSERT_TRUE(readingEnds());
    const std::vector<Region> before = session->regions()->regions();
    session->readPage();
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->regions()->count() > 0; }));
    session->stop();
    ASSERT_EQ(session->regions()->count(), 20);
    EXPECT_EQ(session->regions()->regions()[7].content, before[7].content);
    EXPECT_EQ(session->regions()->regions()[7].state, RegionState::read);
}

TEST_F(SessionTest, ThePageInViewIsReadFirst) {
    open("three.pdf");
    session->setCurrentPage(2);
    session->readDocument();
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->regions()->count() == 20; }));
    EXPECT_TRUE(session->pageReading());
    session->setCurrentPage(0);
    EXPECT_EQ(session->regions()->count(), 0);
    ASSERT_TRUE(readingEnds());
    EXPECT_EQ(session->regions()->regions()[0].content, storedPage(1, 1).regions[0].content);
}

TEST_F(SessionTest, AProtectedFileAsksUntilThePasswordIsRight) {
    const std::string in = (folder / "three.pdf").string(), out = (folder / "locked.pdf").string();
    if (test::run_command("qpdf --encrypt sesame sesame 256 -- '" + in + "' '" + out + "'") != 0)
        GTEST_SKIP() << "needs qpdf";
    QSignalSpy asked(session.get(), &Session::passwordWanted);
    session->openFile(path("locked.pdf"));
    ASSERT_TRUE(asked.wait());
    EXPECT_FALSE(asked[0][1].toBool());
    EXPECT_EQ(session->problems()->count(), 1);
    session->openFile(path("locked.pdf"), QStringLiteral("wrong"));
    ASSERT_TRUE(asked.wait());
    EXPECT_TRUE(asked[1][1].toBool());
    session->openFile(path("locked.pdf"), QStringLiteral("sesame"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->hasDocument(); }));
    EXPECT_EQ(session->problems()->count(), 0) << "what is mended is no longer shown";
}

TEST_F(SessionTest, BadFilesGetASentenceAndTheOthersOpen) {
    test::write_file(folder / "broken.pdf", "%PDF-1.4 nothing else");
    std::filesystem::create_directory(folder / "empty");
    session->openUrls({QUrl::fromLocalFile(path("missing.pdf")), QUrl::fromLocalFile(path("broken.pdf")),
                       QUrl(QStringLiteral("https://example.org/a.pdf")),
                       QUrl::fromLocalFile(path("empty")), QUrl::fromLocalFile(path("three.pdf"))});
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->hasDocument() && session->problems()->count() == 4; }));
    EXPECT_EQ(session->documents()->count(), 1);
    for (int row = 0; row < 4; ++row) {
        const QString text =
            session->problems()->data(session->problems()->index(row), ProblemModel::TextRole).toString();
        EXPECT_GT(text.size(), 20) << text.toStdString();
    }
    EXPECT_EQ(session->networkRequests(), 0);
}

TEST_F(SessionTest, ExportsWhatHasBeenReadAndKnowsWhatItWouldReplace) {
    open("three.pdf");
    session->readPage();
    ASSERT_TRUE(readingEnds());
    session->exports()->setFolder(QUrl::fromLocalFile(path("out")));
    session->exports()->formats()->choose({QStringLiteral("markdown"), QStringLiteral("json")});
    EXPECT_EQ(session->exports()->existing(), QString());
    QSignalSpy finished(session->exports(), &Exports::finished);
    session->exports()->start();
    ASSERT_TRUE(finished.wait());
    QFile markdown(path("out/three.md"));
    ASSERT_TRUE(markdown.open(QIODevice::ReadOnly));
    EXPECT_TRUE(markdown.readAll().contains("Paragraph 20 of page 1"));
    EXPECT_TRUE(session->exports()->existing().contains(QStringLiteral("three.json")));
}

TEST_F(SessionTest, AnExportThatCannotBeWrittenSaysSo) {
    open("three.pdf");
    session->readPage();
    ASSERT_TRUE(readingEnds());
    session->exports()->setFolder(QUrl::fromLocalFile(path("three.pdf")));  // a file, not a folder
    session->exports()->start();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session->exports()->running(); }));
    ASSERT_EQ(session->problems()->count(), 1);
    EXPECT_FALSE(
        session->problems()->data(session->problems()->index(0), ProblemModel::RemedyRole).toString().isEmpty());
}

TEST_F(SessionTest, ADocumentCanBeClosedWhileItIsRead) {
    open("three.pdf");
    session->readDocument();
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->regions()->count() > 0; }));
    session->closeDocument(0);
    EXPECT_FALSE(session->hasDocument());
    EXPECT_FALSE(session->reading());
    EXPECT_EQ(session->regions()->count(), 0);
    open("three.pdf");
    EXPECT_EQ(session->regions()->count(), 0) << "opened anew, nothing read";
}

TEST_F(SessionTest, AnEngineThatCannotBeMadeIsAProblemWithARemedyNotACrash) {
    Session other(settings.get(), &thumbnails);
    other.setEngine([file = folder / "absent.json"](const EngineChoice&) { return make_fake_engine(file); });
    ASSERT_TRUE(QTest::qWaitFor([&] { return other.problems()->count() == 1; }));
    other.openFile(path("three.pdf"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return other.hasDocument(); }));
    other.readPage();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !other.reading(); }));
    EXPECT_EQ(other.pages()->data(other.pages()->index(0), PageModel::BadgeRole).value<PageModel::Badge>(),
              PageModel::Badge::Failed);
}

TEST(TableSheetTest, CellsStandInTheirPlacesAndAreTextOnly) {
    TableSheet sheet;
    sheet.setHtml(
        QStringLiteral("<table><tr><th colspan=\"2\">A heading that is wide</th></tr><tr><td>1</td><td><img "
                       "src=http://x>&lt;b&gt;</td></tr></table>"));
    EXPECT_EQ(sheet.plainText(), QStringLiteral("A heading that is wide\n1\t<b>"));
    const QRectF head = sheet.cellRect(0, 0), one = sheet.cellRect(1, 0), two = sheet.cellRect(1, 1);
    EXPECT_EQ(head.width(), one.width() + two.width());
    EXPECT_EQ(one.top(), head.bottom());
    EXPECT_EQ(two.left(), one.right());
    EXPECT_GE(sheet.implicitWidth(), head.width());
    sheet.setHtml(QString());
    EXPECT_EQ(sheet.plainText(), QString());
    EXPECT_LE(sheet.implicitHeight(), 1);
}

TEST(TableSheetTest, ColumnsAreNarrowedOnlyWhereThatSparesTheScrolling) {
    const QString remark = QStringLiteral("the heating failed twice and coats were worn by all who stayed");
    const auto table = [&](int columns) {
        QString cells;
        for (int i = 0; i < columns; ++i) cells += QStringLiteral("<td>Administration</td>");
        return QStringLiteral("<table><tr>%1<td>%2</td></tr></table>").arg(cells, remark);
    };
    TableSheet sheet;
    sheet.setProperty("available", 320.0);
    sheet.setHtml(table(1));
    EXPECT_LE(sheet.implicitWidth(), 320);
    sheet.setHtml(table(9));
    EXPECT_GT(sheet.implicitWidth(), 320);
    EXPECT_GE(sheet.cellRect(0, 9).width(), 200) << "of words that need not be broken one by one";
}

}  // namespace lectern

int main(int argc, char* argv[]) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QGuiApplication app(argc, argv);
    QGuiApplication::setOrganizationName(QStringLiteral("lectern-test"));
    QGuiApplication::setApplicationName(QStringLiteral("session_test"));
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
