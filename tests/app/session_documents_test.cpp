// Session: several documents, and their pages as a whole: turned, left out, moved; what exports make of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QBuffer>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <fstream>

#include "app/convert.h"
#include "app/page_image_provider.h"
#include "app/session.h"
#include "app/settings.h"
#include "core/document/document_json.h"
#include "tests/support/instrumented.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

static Page storedPage(int number) {
    Page page{.number = number, .width = 612, .height = 792};
    page.dpi = 50;
    page.state = PageState::read;
    Region r;
    r.id = 1;
    r.box = {72, 100, 300, 130};
    r.state = RegionState::read;
    r.content = "Text of page " + std::to_string(number);
    if (number == 1) r.cut = " and so on and so on";
    r.lines.push_back({.box = r.box, .text = r.content, .confidence = 0.99, .words = {}});
    page.regions.push_back(r);
    return page;
}

class DocumentsTest : public testing::Test {
 protected:
    void SetUp() override {
        folder = test::fresh_folder("session_documents_test");
        Document stored;
        for (int page = 1; page <= 4; ++page) stored.pages.push_back(storedPage(page));
        test::write_file(folder / "stored.json", document_to_json(stored));
        test::write_file(folder / "four.pdf", test::tiny_pdf({{}, {}, {}, {}}));
        test::write_file(folder / "two.pdf", test::tiny_pdf({{}, {}}));
        settings = std::make_unique<Settings>();
        session = std::make_unique<Session>(settings.get(), &thumbnails);
        session->setEngine([file = folder / "stored.json"](const EngineChoice&) { return make_fake_engine(file); });
    }
    void TearDown() override {
        session.reset();
        std::filesystem::remove_all(folder);
    }
    QString path(const char* name) const { return qstring_from_path(folder / name); }
    void open(const char* name) {
        const int before = session->documents()->count();
        session->openFile(path(name));
        ASSERT_TRUE(QTest::qWaitFor([&] { return session->documents()->count() == before + 1; }));
    }
    void readAll() {
        session->readDocument();
        ASSERT_TRUE(QTest::qWaitFor([&] { return !session->reading(); }, 60'000));
    }
    // The first line of each page as markdown writes them.
    std::string exported() {
        session->exports()->setFolder(QUrl::fromLocalFile(path("out")));
        session->exports()->formats()->choose({QStringLiteral("markdown"), QStringLiteral("json")});
        QSignalSpy finished(session->exports(), &Exports::finished);
        session->exports()->start();
        if (!finished.wait()) return "nothing was written";
        std::string out, line;
        std::ifstream in(folder / "out" / "four.md");
        while (std::getline(in, line))
            if (line.starts_with("Text of page ")) out += line.substr(13) + " ";
        return out;
    }
    QSizeF shownSize() const { return session->picture()->pageSize(); }
    QVariant pageData(int row, PageModel::Role role) {
        return session->pages()->data(session->pages()->index(row), role);
    }

    std::filesystem::path folder;
    PageImageProvider thumbnails;
    std::unique_ptr<Settings> settings;
    std::unique_ptr<Session> session;
};

TEST_F(DocumentsTest, AllThatAreOpenAreReadTheOneInViewFirst) {
    open("four.pdf");
    open("two.pdf");
    session->setCurrentDocument(1);
    session->readAllDocuments();
    EXPECT_TRUE(session->pageReading()) << "what one looks at is read first";
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session->reading(); }, 60'000));
    for (int row = 0; row < 2; ++row) EXPECT_TRUE(allFinished(*session->documents()->at(row))) << row;
    session->readAllDocuments();
    EXPECT_FALSE(session->reading());
    EXPECT_TRUE(session->editor()->notice().startsWith(QStringLiteral("Every page of every document")));
}

TEST_F(DocumentsTest, EachDocumentKeepsItsPageItsSelectionAndItsUndo) {
    open("four.pdf");
    session->setCurrentPage(2);
    session->readPage();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session->reading() && session->regions()->count() == 1; }, 60'000));
    session->editor()->select(1);
    session->editor()->setCategory(static_cast<int>(Category::Caption));
    open("two.pdf");
    EXPECT_EQ(session->documentName(), QStringLiteral("two.pdf"));
    EXPECT_EQ(session->currentPage(), 0);
    EXPECT_FALSE(session->editor()->canUndo());
    EXPECT_EQ(session->selectedRegion(), -1);
    session->setCurrentDocument(0);
    EXPECT_EQ(session->currentPage(), 2);
    EXPECT_EQ(session->selectedRegion(), 1);
    ASSERT_TRUE(session->editor()->canUndo());
    session->editor()->undo();
    EXPECT_EQ(session->regions()->regions()[0].category, Category::Text);
}

TEST_F(DocumentsTest, WhatIsInNoFileIsKnown) {
    open("four.pdf");
    EXPECT_FALSE(session->unsaved(0)) << "nothing is lost";
    readAll();
    EXPECT_TRUE(session->unsaved(0)) << "reading takes minutes, on large models hours";
    exported();
    EXPECT_FALSE(session->unsaved(0));
    session->editor()->select(1);
    session->editor()->setCategory(static_cast<int>(Category::Caption));
    EXPECT_TRUE(session->unsaved(0));
    EXPECT_TRUE(session->unsaved(-1));
    EXPECT_TRUE(session->unsavedNames().contains(QStringLiteral("four.pdf")));
    session->editor()->undo();
    EXPECT_FALSE(session->unsaved(0)) << "undone is unchanged";
    session->editor()->redo();
    exported();
    EXPECT_FALSE(session->unsaved(0)) << "it is in a file now";
    session->readPage();
    ASSERT_TRUE(session->reading());
    EXPECT_FALSE(session->unsaved(0)) << "reading again is no edit, while it goes on";
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session->reading(); }, 60'000));
    ASSERT_TRUE(session->editor()->canUndo());
    EXPECT_TRUE(session->unsaved(0)) << "what it found is in no file";
    exported();
    session->editor()->select(1);
    session->editor()->setCategory(static_cast<int>(Category::Caption));
    EXPECT_TRUE(session->unsaved(0));
}

TEST_F(DocumentsTest, TurnedPagesTakeTheirRegionsAlong) {
    open("four.pdf");
    readAll();
    ASSERT_TRUE(QTest::qWaitFor([&] { return shownSize() == QSizeF(612, 792); }));
    const Region before = session->regions()->regions()[0];
    session->arranger()->turn(1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return shownSize() == QSizeF(792, 612); }));
    const Rect turned = session->regions()->regions()[0].box;
    EXPECT_EQ(turned, (Rect{792 - before.box.y1, before.box.x0, 792 - before.box.y0, before.box.x1}));
    EXPECT_EQ(session->regions()->regions()[0].lines[0].box, turned);
    session->arranger()->turn(-1);
    EXPECT_EQ(session->regions()->regions()[0].box, before.box);
    session->editor()->undo();
    session->editor()->undo();
    EXPECT_EQ(session->regions()->regions()[0].box, before.box);
    ASSERT_TRUE(QTest::qWaitFor([&] { return shownSize() == QSizeF(612, 792); }));
    EXPECT_FALSE(session->editor()->canUndo());
}

TEST_F(DocumentsTest, TurningThatIsUndoneTurnsWhatWasReadMeanwhile) {
    open("four.pdf");
    session->arranger()->turn(1);
    session->readPage();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session->reading() && session->regions()->count() == 1; }, 60'000));
    const Rect read = session->regions()->regions()[0].box;
    session->editor()->undo();
    EXPECT_NE(session->regions()->regions()[0].box, read);
    session->editor()->redo();
    EXPECT_EQ(session->regions()->regions()[0].box, read);
}

TEST_F(DocumentsTest, PagesLeftOutAreNeitherReadNorExported) {
    open("four.pdf");
    session->setCurrentPage(1);
    session->arranger()->setLeftOut(true);
    EXPECT_TRUE(pageData(1, PageModel::LeftOutRole).toBool());
    session->readPage();
    EXPECT_FALSE(session->reading());
    EXPECT_FALSE(session->editor()->notice().isEmpty());
    readAll();
    EXPECT_TRUE(session->documentFinished());
    EXPECT_EQ(exported(), "1 3 4 ");
    session->editor()->undo();
    EXPECT_FALSE(pageData(1, PageModel::LeftOutRole).toBool());
    EXPECT_FALSE(session->documentFinished());
    readAll();
    EXPECT_EQ(exported(), "1 2 3 4 ");
    session->editor()->redo();
    EXPECT_EQ(exported(), "1 3 4 ") << "also when it had been read before";
    session->editor()->undo();
    session->arranger()->choose(0);
    session->arranger()->choose(3, Editor::Choose::Add);
    EXPECT_EQ(session->arranger()->count(), 4);
    session->arranger()->setLeftOut(true);
    EXPECT_FALSE(pageData(0, PageModel::LeftOutRole).toBool()) << "a document without pages is none";
}

TEST_F(DocumentsTest, MovedPagesAreExportedInTheirNewOrder) {
    open("four.pdf");
    readAll();
    session->setCurrentPage(3);
    session->arranger()->moveTo(0);
    EXPECT_EQ(session->currentPage(), 0) << "the page in view goes along";
    EXPECT_EQ(session->regions()->regions()[0].content, "Text of page 4");
    EXPECT_TRUE(pageData(0, PageModel::ThumbnailRole).toString().contains(QStringLiteral("/3/")));
    EXPECT_EQ(exported(), "4 1 2 3 ");
    session->arranger()->moveBy(1);
    EXPECT_EQ(exported(), "1 4 2 3 ");
    session->arranger()->moveBy(-1);
    session->arranger()->moveBy(-1);
    EXPECT_EQ(session->editor()->notice(), QStringLiteral("This is the first page."));
    while (session->editor()->canUndo()) session->editor()->undo();
    EXPECT_EQ(exported(), "1 2 3 4 ");
}

TEST_F(DocumentsTest, TurnedPagesAreExportedAsTheyAreShown) {
    open("four.pdf");
    readAll();
    session->arranger()->turn(1);
    exported();
    const std::string json = test::file_text(folder / "out" / "four.json");
    const Document document = document_from_json(json);
    EXPECT_EQ(document.pages[0].width, 792);
    EXPECT_EQ(document.pages[0].rotation, 90);
    EXPECT_EQ(document.pages[1].width, 612);
}

TEST_F(DocumentsTest, AFolderIsOpenedAsItsDocumentsAndTheFirstIsShown) {
    std::filesystem::create_directories(folder / "in" / "sub");
    for (const char* name : {"in/p10.pdf", "in/p2.pdf", "in/sub/x.pdf"})
        test::write_file(folder / name, test::tiny_pdf({{}}));
    session->openUrls({QUrl::fromLocalFile(path("in"))});
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->documents()->count() == 3; }));
    EXPECT_EQ(session->documentName(), QStringLiteral("p2.pdf"));
    EXPECT_EQ(session->documents()->at(1)->name, QStringLiteral("p10.pdf"));
    EXPECT_EQ(session->documents()->at(2)->name, QStringLiteral("x.pdf"));
}

static QByteArray pngOf(int side) {
    QImage picture(side, side, QImage::Format_RGB32);
    picture.fill(Qt::white);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return bytes;
}

TEST_F(DocumentsTest, PicturesOnTheClipboardAndOutOfOtherProgramsBecomeDocuments) {
    QImage picture(120, 80, QImage::Format_RGB32);
    picture.fill(Qt::yellow);
    QGuiApplication::clipboard()->setImage(picture);
    session->paste();
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->documents()->count() == 1; }));
    EXPECT_TRUE(QFile::exists(session->documents()->at(0)->path));
    EXPECT_EQ(session->problems()->count(), 0);
    session->opener()->openPicture(pngOf(60), QStringLiteral("image/png"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->documents()->count() == 2; }));
    EXPECT_EQ(session->currentDocument(), 1);
    EXPECT_EQ(session->opener()->pictureFormat({QStringLiteral("text/html"), QStringLiteral("image/jpeg")}),
              QStringLiteral("image/jpeg"));
    EXPECT_EQ(session->opener()->pictureFormat({QStringLiteral("text/plain")}), QString());
    // What only says that it is a picture gets a sentence.
    session->opener()->openPicture("not a picture", QStringLiteral("image/png"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->problems()->count() == 1; }));
    EXPECT_EQ(session->documents()->count(), 2);
    QGuiApplication::clipboard()->setText(QStringLiteral("only words"));
    session->paste();
    EXPECT_FALSE(session->editor()->notice().isEmpty());
    for (int row = 0; row < 2; ++row) QFile::remove(session->documents()->at(row)->path);
}

TEST_F(DocumentsTest, ADocumentMayHaveItsOwnReader) {
    std::vector<EngineChoice> asked;
    std::mutex guard;
    Session other(settings.get(), new PageImageProvider);
    other.setEngine([&, file = folder / "stored.json"](const EngineChoice& choice) {
        std::scoped_lock lock(guard);
        asked.push_back(choice);
        return make_fake_engine(file);
    });
    settings->setDevice(QStringLiteral("cpu"));
    other.openFile(path("two.pdf"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return other.hasDocument(); }));
    other.setDocumentModel(QStringLiteral("another"));
    EXPECT_EQ(other.modelName(), QStringLiteral("another"));
    other.readPage();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !other.reading(); }, 60'000));
    std::scoped_lock lock(guard);
    EXPECT_EQ(asked.back().model, QStringLiteral("another"));
    EXPECT_EQ(asked.back().device, QStringLiteral("cpu"));
    settings->setDevice(QStringLiteral("auto"));
}

TEST_F(DocumentsTest, WhatWasSavedIsThereAgain) {
    open("four.pdf");
    readAll();
    session->editor()->select(1);
    session->editor()->setText(1, QStringLiteral("corrected by hand"));
    EXPECT_EQ(session->editor()->cutText(), QStringLiteral(" and so on and so on"));
    session->arranger()->turn(1);
    session->setCurrentPage(2);
    session->arranger()->setLeftOut(true);
    session->setCurrentPage(3);
    session->arranger()->moveTo(0);
    EXPECT_TRUE(session->unsaved(0));
    QSignalSpy saved(session->exports(), &Exports::saved);
    session->exports()->save();
    ASSERT_TRUE(saved.wait());
    EXPECT_EQ(saved[0][0].toString(), QStringLiteral("four.lectern"));
    EXPECT_FALSE(session->unsaved(0));
    session->closeDocument(0);
    open("four.lectern");
    EXPECT_EQ(session->documentName(), QStringLiteral("four.pdf"));
    EXPECT_EQ(session->currentPage(), 1) << "the file's first page stands second";
    EXPECT_EQ(session->regions()->regions()[0].content, "corrected by hand");
    EXPECT_EQ(session->regions()->regions()[0].cut, " and so on and so on");
    ASSERT_TRUE(QTest::qWaitFor([&] { return shownSize() == QSizeF(792, 612); }));
    EXPECT_TRUE(pageData(3, PageModel::LeftOutRole).toBool());
    EXPECT_FALSE(session->editor()->canUndo());
    // Saved again it lies where it came from, without asking.
    session->exports()->save();
    ASSERT_TRUE(saved.wait());
    EXPECT_EQ(exported(), "4 2 ") << "the corrected page has other words";
}

TEST_F(DocumentsTest, ASaveThatFailsIsOfferedElsewhereAndForgottenOnceItSucceeds) {
    open("four.pdf");
    open("two.pdf");
    session->setCurrentDocument(0);
    QSignalSpy wanted(session->exports(), &Exports::saveAsWanted), saved(session->exports(), &Exports::saved);
    const auto fail = [&] {
        session->exports()->saveAs(QUrl::fromLocalFile(path("two.pdf/four.lectern")));
        return QTest::qWaitFor([&] { return session->problems()->count() == 1; });
    };
    ASSERT_TRUE(fail());
    session->setCurrentDocument(1);
    session->mendProblem(0);
    EXPECT_EQ(wanted.count(), 1) << "the remedy is to save it, not to export";
    EXPECT_EQ(session->documentName(), QStringLiteral("four.pdf"));
    EXPECT_EQ(session->problems()->count(), 0);
    ASSERT_TRUE(fail());
    session->exports()->save();
    ASSERT_TRUE(saved.wait());
    EXPECT_EQ(session->problems()->count(), 0);
}

TEST_F(DocumentsTest, WhatAnotherWindowSavedIsNotWrittenOver) {
    open("four.pdf");
    QSignalSpy wanted(session->exports(), &Exports::saveAsWanted), saved(session->exports(), &Exports::saved);
    session->exports()->save();
    ASSERT_TRUE(saved.wait());
    session->exports()->save();
    ASSERT_TRUE(saved.wait());
    const auto file = folder / "four.lectern";
    test::write_file(file, "of another window");
    std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) + std::chrono::seconds(2));
    session->exports()->save();
    EXPECT_EQ(wanted.count(), 1);
    EXPECT_TRUE(session->editor()->notice().startsWith(QStringLiteral("four.lectern has changed since")));
    EXPECT_EQ(test::file_text(file), "of another window");
    session->exports()->saveAs(QUrl::fromLocalFile(path("four.lectern")));
    ASSERT_TRUE(saved.wait());
    session->exports()->save();
    ASSERT_TRUE(saved.wait());
    session->closeDocument(0);
    open("four.lectern");
    session->exports()->save();
    ASSERT_TRUE(saved.wait());
    EXPECT_EQ(wanted.count(), 1) << "opened anew it is known";
}

TEST_F(DocumentsTest, AProjectIsNotWrittenOverSomethingElseAndBadOnesGetASentence) {
    test::write_file(folder / "four.lectern", "something of somebody else's");
    open("four.pdf");
    QSignalSpy wanted(session->exports(), &Exports::saveAsWanted);
    session->exports()->save();
    EXPECT_EQ(wanted.count(), 1);
    EXPECT_EQ(test::file_text(folder / "four.lectern"), "something of somebody else's");
    for (const char* text :
         {"{", "{\"format\":\"lectern-document\",\"version\":1,\"pages\":[]}",
          "{\"format\":\"lectern-document\",\"version\":1,\"pages\":[],\"project\":{\"source\":\"/gone.pdf\"}}",
          "{\"format\":\"lectern-document\",\"version\":1,\"pages\":[],\"project\":{\"source\":\"x\","
          "\"beside\":\"four.pdf\",\"order\":[1,1]}}",
          "{\"format\":\"lectern-document\",\"version\":1,\"pages\":[],\"project\":{\"source\":\"x\","
          "\"beside\":\"four.pdf\",\"left_out\":[77]}}"}) {
        test::write_file(folder / "bad.lectern", text);
        const int before = session->problems()->count();
        session->openFile(path("bad.lectern"));
        EXPECT_TRUE(QTest::qWaitFor([&] { return session->problems()->count() == before + 1; })) << text;
        session->dismissProblem(0);
    }
    EXPECT_EQ(session->documents()->count(), 1);
}

// In kilobytes.
static long residentMemory() {
    std::ifstream in("/proc/self/statm");
    long pages = 0, resident = 0;
    in >> pages >> resident;
    return resident * 4;
}

TEST_F(DocumentsTest, AHundredThousandPagesCreateNothing) {
    test::write_file(folder / "large.pdf", test::tiny_pdf(std::vector<test::TinyPage>(100'000)));
    QElapsedTimer clock;
    clock.start();
    const long before = residentMemory();
    open("large.pdf");
    ASSERT_TRUE(QTest::qWaitFor([&] { return shownSize() == QSizeF(612, 792); }, 60'000));
    std::printf("100,000 pages: first page shown after %lld ms, %ld MB more\n", clock.restart(),
                (residentMemory() - before) / 1024);
    EXPECT_EQ(session->pages()->rowCount(), 100'000);
    EXPECT_TRUE(session->documents()->at(0)->pages.empty());
    EXPECT_TRUE(session->documents()->at(0)->arrangement.order().empty());
    session->setCurrentPage(99'999);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session->picture()->state() == PagePicture::State::Ready; }, 60'000));
    std::printf("last page shown after %lld ms, %ld MB more\n", clock.elapsed(), (residentMemory() - before) / 1024);
    if (!test::kInstrumented) {
        EXPECT_LT(residentMemory() - before, 400 * 1024);
    }
    session->arranger()->moveTo(0);
    EXPECT_EQ(session->currentPage(), 0);
    session->editor()->undo();
    EXPECT_EQ(session->currentPage(), 99'999);
}

}  // namespace lectern

int main(int argc, char* argv[]) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QGuiApplication app(argc, argv);
    QGuiApplication::setOrganizationName(QStringLiteral("lectern-test"));
    QGuiApplication::setApplicationName(QStringLiteral("session_documents_test"));
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
