// What does not fit: print without regions, text without print, words other than the file's own. With a PDF whose
// every word is known and an engine that replays what it is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QGuiApplication>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include "app/convert.h"
#include "app/english_plurals.h"
#include "app/page_image_provider.h"
#include "app/session.h"
#include "app/settings.h"
#include "core/document/document_json.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

static Region region(int64_t id, const Rect& box, const std::string& content) {
    Region r;
    r.id = id;
    r.order = id - 1;
    r.box = box;
    r.content = content;
    r.state = RegionState::read;
    return r;
}

class TrustTest : public testing::Test {
 protected:
    // The page says "Hello world" at 92 points and "Nobody reads this" at 392 points from the top.
    void SetUp() override {
        folder = test::fresh_folder("trust_test");
        const std::string content =
            "BT /F1 24 Tf 72 700 Td (Hello world) Tj ET BT /F1 24 Tf 72 400 Td (Nobody reads this) Tj ET";
        test::write_file(folder / "page.pdf", test::tiny_pdf({{.content = content}, {.content = ""}, {}}));
        Document stored;
        Page& page = stored.pages.emplace_back();
        page = {.number = 1, .width = 612, .height = 792};
        page.dpi = 100;
        page.state = PageState::read;
        page.reader = "replay";
        page.regions = {region(1, {70, 68, 220, 100}, "Hello wurld"),
                        region(2, {70, 500, 300, 540}, "An invented sentence")};
        test::write_file(folder / "stored.json", document_to_json(stored));
        settings = std::make_unique<Settings>();
        session = std::make_unique<Session>(settings.get(), &thumbnails);
        session->setEngine([file = folder / "stored.json"](const EngineChoice&) { return make_fake_engine(file); });
        session->openFile(qstring_from_path(folder / "page.pdf"));
        ASSERT_TRUE(QTest::qWaitFor([&] { return session->hasDocument(); }));
        ASSERT_TRUE(QTest::qWaitFor([&] { return session->picture()->pageSize() == QSizeF(612, 792); }));
    }
    bool becomes(const std::function<bool()>& state) { return QTest::qWaitFor(state, 20'000); }
    QVariantMap finding(int i) { return session->trust()->findings().value(i).toMap(); }

    std::filesystem::path folder;
    PageImageProvider thumbnails;
    std::unique_ptr<Settings> settings;
    std::unique_ptr<Session> session;
};

TEST_F(TrustTest, CountsAndPlacesOfAReadPage) {
    Trust& trust = *session->trust();
    EXPECT_FALSE(trust.known());
    session->readPage();
    ASSERT_TRUE(becomes([&] { return trust.known(); }));
    EXPECT_EQ(trust.unreadPlaces(), 1);
    EXPECT_GT(trust.unreadPart(), 0.4);
    EXPECT_EQ(trust.inkless(), 1);
    EXPECT_TRUE(trust.hasLayer());
    EXPECT_EQ(trust.differences(), 3);
    ASSERT_EQ(trust.findings().size(), 5);
    const QRectF place = finding(0)["box"].toRectF();
    EXPECT_TRUE(QRectF(60, 365, 250, 45).contains(place)) << place.x() << " " << place.y() << " " << place.width();
    EXPECT_EQ(finding(1)["region"].toInt(), 2);
    EXPECT_EQ(finding(2)["layer"].toString(), "world");
    EXPECT_EQ(finding(2)["read"].toString(), "wurld");
    EXPECT_TRUE(finding(2)["mendable"].toBool());
    EXPECT_EQ(finding(3)["read"].toString(), "An invented sentence");
    EXPECT_EQ(finding(4)["layer"].toString(), "Nobody reads this");
    const QModelIndex row = session->pages()->index(0);
    EXPECT_EQ(session->pages()->data(row, PageModel::StatusRole).toString(), "read, 5 to check");
    EXPECT_THAT(session->pages()->data(row, PageModel::ReasonRole).toString().toStdString(),
                testing::AllOf(testing::HasSubstr("Unread print in 1 place"), testing::HasSubstr("1 region with text"),
                               testing::HasSubstr("3 differences")));
}

TEST_F(TrustTest, WhatIsFoundIsGoneToMendedAndUndone) {
    Trust& trust = *session->trust();
    session->readPage();
    ASSERT_TRUE(becomes([&] { return trust.known(); }));
    QSignalSpy places(&trust, &Trust::placeWanted);
    trust.goTo(1);
    EXPECT_EQ(session->editor()->selection(), QList<int>{2});
    EXPECT_EQ(places.count(), 1);
    EXPECT_EQ(trust.currentBox(), QRectF(70, 500, 230, 40));
    trust.takeLayer(2);
    EXPECT_EQ(session->editor()->region(1)->content, "Hello world");
    ASSERT_TRUE(becomes([&] { return trust.differences() == 2; })) << "looked at again after the edit";
    session->editor()->undo();
    EXPECT_EQ(session->editor()->region(1)->content, "Hello wurld");
    ASSERT_TRUE(becomes([&] { return trust.differences() == 3; }));
    trust.takeLayer(0);
    trust.takeLayer(99);
    EXPECT_FALSE(session->editor()->canUndo()) << "there is nothing to take";
    session->editor()->select(2);
    session->editor()->remove();
    ASSERT_TRUE(becomes([&] { return trust.inkless() == 0; }));
    trust.readPlace(0);
    EXPECT_EQ(session->regions()->count(), 2) << "a region was made of it";
    ASSERT_TRUE(becomes([&] { return !session->reading() && trust.unreadPlaces() == 0; }));
}

TEST_F(TrustTest, ABlankPageHasNothingToCheckAndSaysThatItIsBlank) {
    session->setCurrentPage(1);
    session->readPage();
    ASSERT_TRUE(becomes([&] { return session->trust()->known(); }));
    EXPECT_EQ(session->trust()->findings().size(), 0);
    EXPECT_FALSE(session->trust()->hasLayer());
    EXPECT_TRUE(session->pageRead());
    EXPECT_EQ(session->pages()->data(session->pages()->index(1), PageModel::StatusRole).toString(), "blank");
    session->closeDocument(0);
    EXPECT_FALSE(session->trust()->known());
}

TEST_F(TrustTest, APageWithPrintInWhichNothingWasFoundIsAWarning) {
    session->setCurrentPage(2);
    session->readPage();
    ASSERT_TRUE(becomes([&] { return session->trust()->known(); }));
    const auto says = [&](int role) { return session->pages()->data(session->pages()->index(2), role).toString(); };
    EXPECT_EQ(says(PageModel::StatusRole), "print, no text found");
    EXPECT_EQ(says(PageModel::SignRole), "⚠");
    EXPECT_TRUE(says(PageModel::ReasonRole).contains("no text was found in it"));
    session->editor()->draw({70, 60, 200, 60});
    ASSERT_TRUE(becomes([&] { return !session->reading() && session->trust()->known(); }));
    EXPECT_FALSE(says(PageModel::ReasonRole).contains("no text was found in it")) << "now there is a region";
}

// What an engine is asked for, told to the test.
struct Asked {
    EngineChoice choice;
    ReadOptions options;
    double dpi = 0;
};
class AskedEngine : public Engine {
 public:
    AskedEngine(std::unique_ptr<Engine> engine, EngineChoice choice, std::vector<Asked>& asked)
        : m_engine(std::move(engine)), m_choice(std::move(choice)), m_asked(asked) {}
    std::string model_name() const override {
        return m_choice.model.isEmpty() ? "first" : m_choice.model.toStdString();
    }
    std::string device_name() override { return m_choice.device.isEmpty() ? "any" : m_choice.device.toStdString(); }
    double wanted_dpi() override { return 100; }
    std::vector<Task> tasks() override { return m_engine->tasks(); }
    void load() override {}
    Page read(const PageInput& input, const ReadOptions& options, PageEvents& events, std::stop_token stop) override {
        m_asked.push_back({m_choice, options, input.dpi});
        return m_engine->read(input, options, events, stop);
    }

 private:
    std::unique_ptr<Engine> m_engine;
    EngineChoice m_choice;
    std::vector<Asked>& m_asked;  // read while nothing is being read
};

TEST_F(TrustTest, RegionsAreReadAgainAsTheUserWants) {
    std::vector<Asked> asked;
    session->setEngine([&asked, file = folder / "stored.json"](const EngineChoice& choice) {
        return std::make_unique<AskedEngine>(make_fake_engine(file), choice, asked);
    });
    session->openFile(qstring_from_path(folder / "page.pdf"));
    session->closeDocument(0);  // this engine has not seen it
    session->openFile(qstring_from_path(folder / "page.pdf"));
    ASSERT_TRUE(becomes([&] { return session->hasDocument(); }));
    session->readPage();
    ASSERT_TRUE(becomes([&] { return !session->reading() && session->regions()->count() == 2; }));
    session->editor()->select(1);
    session->readSelection(2, "Read only the numbers", "second", "cpu", 150);
    ASSERT_TRUE(becomes([&] { return !session->reading(); }));
    ASSERT_EQ(asked.size(), 2u);
    EXPECT_EQ(asked[0].dpi, 100);
    EXPECT_EQ(asked[1].choice.model, "second");
    EXPECT_EQ(asked[1].choice.device, "cpu");
    EXPECT_EQ(asked[1].dpi, 150);
    EXPECT_EQ(asked[1].options.prompt, "Read only the numbers");
    EXPECT_EQ(asked[1].options.task, Task::table);
    EXPECT_EQ(asked[1].options.region, (Rect{70, 68, 220, 100}));
    EXPECT_TRUE(session->difference()->shown());
    session->readSelection();
    ASSERT_TRUE(becomes([&] { return !session->reading(); }));
    EXPECT_EQ(asked[2].choice.model, "") << "once is once";
    EXPECT_EQ(asked[2].options.prompt, "");
    EXPECT_EQ(asked[2].dpi, 100);
}

}  // namespace lectern

int main(int argc, char* argv[]) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QGuiApplication app(argc, argv);
    QGuiApplication::setOrganizationName(QStringLiteral("lectern-test"));
    QGuiApplication::setApplicationName(QStringLiteral("trust_test"));
    lectern::EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    testing::InitGoogleMock(&argc, argv);
    return RUN_ALL_TESTS();
}
