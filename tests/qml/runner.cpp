// Quick Test with our modules; `harness` gives tests an engine that replays a stored document.
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QMimeData>
#include <QQmlContext>
#include <QQmlEngine>
#include <QQuickStyle>
#include <QStandardPaths>
#include <QtQml/QQmlExtensionPlugin>
#include <QtQuickTest>

#include "app/convert.h"
#include "app/english_plurals.h"
#include "app/session.h"
#include "core/document/document_json.h"
#include "tests/support/tiny_pdf.h"

Q_IMPORT_QML_PLUGIN(LecternPlugin)
Q_IMPORT_QML_PLUGIN(Lectern_UiPlugin)

using namespace lectern;

static Region region(int64_t order, Category category, ContentKind kind, const std::string& content) {
    Region r;
    r.id = order + 1;
    r.order = order;
    r.category = category;
    r.kind = kind;
    r.content = content;
    r.level = 1;
    r.state = RegionState::read;
    r.box = {72, 60.0 + 60.0 * static_cast<double>(order), 540, 110.0 + 60.0 * static_cast<double>(order)};
    return r;
}

// One region of every category, a table with spans, markup that must not be interpreted, a doubtful one.
static Document storedDocument() {
    Document document;
    Page& page = document.pages.emplace_back();
    page.width = 612;
    page.height = 792;
    page.dpi = 100;
    page.state = PageState::warnings;
    page.reader = "replay";
    for (int c = 0; c < kCategories; ++c)
        page.regions.push_back(region(c, static_cast<Category>(c), ContentKind::text,
                                      std::string("A ") + category_name(static_cast<Category>(c))));
    Region& table = page.regions[static_cast<size_t>(Category::Table)];
    table.kind = ContentKind::html_table;
    table.content = "<table><tr><th colspan=\"2\">Year</th></tr><tr><td>1904</td><td>12</td></tr></table>";
    Region& footer = page.regions[static_cast<size_t>(Category::PageFooter)];
    footer.lines.push_back({.box = footer.box, .text = footer.content, .confidence = 0.9, .words = {}});
    for (int i = 0; i < 2; ++i)
        footer.lines[0].words.push_back(
            {{72 + 100.0 * i, 310, 160 + 100.0 * i, 340}, i == 0 ? "A" : "Page-footer", i == 0 ? 0.99 : 0.6});
    Region& text = page.regions[static_cast<size_t>(Category::Text)];
    text.content = "<img src=\"http://example.org/a.png\"> **not bold**";
    text.state = RegionState::unread;
    text.warnings = {"This could not be read with confidence."};
    return document;
}

class Harness : public QObject {
    Q_OBJECT
    Q_PROPERTY(QUrl document READ document CONSTANT)
    Q_PROPERTY(QUrl folder READ folder CONSTANT)  // of what tests may open: two, four and many pages; a locked file
 public Q_SLOTS:
    void applicationAvailable() {
        QStandardPaths::setTestModeEnabled(true);
        QGuiApplication::setOrganizationName(QStringLiteral("lectern-test"));
        QGuiApplication::setApplicationName(QStringLiteral("qml_test"));
        QQuickStyle::setStyle(QStringLiteral("Fusion"));
        QCoreApplication::installTranslator(&m_plurals);
        m_folder = test::fresh_folder("qml_test");
        test::write_file(m_folder / "stored.json", document_to_json(storedDocument()));
        test::write_file(m_folder / "two pages.pdf", test::tiny_pdf({{}, {}}));
        test::write_file(m_folder / "four pages.pdf", test::tiny_pdf({{}, {}, {}, {}}));
        test::write_file(m_folder / "many pages.pdf", test::tiny_pdf(std::vector<test::TinyPage>(100'000)));
        std::filesystem::create_directories(m_folder / "in" / "sub");
        for (const char* name : {"in/p10.pdf", "in/p2.pdf", "in/sub/x.pdf"})
            test::write_file(m_folder / name, test::tiny_pdf({{}}));
    }
    void qmlEngineAvailable(QQmlEngine* engine) {
        m_engine = engine;
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        engine->rootContext()->setContextProperty(QStringLiteral("harness"), this);
    }

 public:
    QUrl document() const { return QUrl::fromLocalFile(qstring_from_path(m_folder / "two pages.pdf")); }
    Q_INVOKABLE QString clipboard() const { return QGuiApplication::clipboard()->text(); }
    Q_INVOKABLE QString clipboardHtml() const { return QGuiApplication::clipboard()->mimeData()->html(); }
    QUrl folder() const { return QUrl::fromLocalFile(qstring_from_path(m_folder)); }
    Q_INVOKABLE void useFakeEngine() {
        auto* session = m_engine->singletonInstance<Session*>(qmlTypeId("Lectern", 1, 0, "Session"));
        session->setEngine([file = m_folder / "stored.json"](const EngineChoice&) { return make_fake_engine(file); });
    }

 private:
    QQmlEngine* m_engine = nullptr;
    EnglishPlurals m_plurals;
    std::filesystem::path m_folder;
};

QUICK_TEST_MAIN_WITH_SETUP(lectern, Harness)

#include "runner.moc"
