// Quick Test with our modules; `harness` gives tests an engine that replays a stored document.
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QQmlContext>
#include <QQmlEngine>
#include <QQuickStyle>
#include <QSettings>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtQml/QQmlExtensionPlugin>
#include <QtQuickTest>

#include "app/convert.h"
#include "app/english_plurals.h"
#include "app/session.h"
#include "core/document/document_json.h"
#include "core/document/table.h"
#include "tests/qml/accessible_tree.h"
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
    text.cut = " **not bold** **not <b>bold</b>**";
    return document;
}

// Everything that could make a widget fetch or run something, wherever text of a model is shown.
static Document hostileDocument(const std::string& server) {
    Document document = storedDocument();
    const std::string bait = "<img src=\"" + server + "/a.png\"> ![b](" + server + "/b.png) [c](" + server +
                             "/c) <a href=\"" + server + "/d\">d</a> <link rel=\"stylesheet\" href=\"" + server +
                             "/e.css\"><script src=\"" + server + "/f.js\"></script> " + server + "/g.png";
    for (Region& r : document.pages[0].regions) {
        r.warnings = {bait};
        r.cut = bait;
        r.state = RegionState::unsure;
        if (r.kind == ContentKind::html_table)
            r.content =
                "<table><tr><td>" + escape_html(bait) + "</td><td><img src=\"" + server + "/h.png\"></td></tr></table>";
        else
            r.content = bait;
        if (r.category == Category::Formula) {
            r.kind = ContentKind::latex;
            r.content = "\\includegraphics{" + server + "/i.png} \\href{" + server + "/j}{j} " + bait;
        }
        if (r.category == Category::Picture) r.kind = ContentKind::picture;
        r.lines = {{.box = r.box, .text = r.content, .confidence = 0.5, .words = {{r.box, r.content, 0.5}}}};
    }
    document.pages[0].reader = bait;
    return document;
}

// What the last reading was asked for.
class AskedEngine : public Engine {
 public:
    AskedEngine(std::unique_ptr<Engine> engine, QVariantMap& asked) : m_engine(std::move(engine)), m_asked(asked) {}
    std::string model_name() const override { return m_engine->model_name(); }
    std::string device_name() override { return m_engine->device_name(); }
    double wanted_dpi() override { return m_engine->wanted_dpi(); }
    std::vector<Task> tasks() override { return m_engine->tasks(); }
    void load() override { m_engine->load(); }
    Page read(const PageInput& input, const ReadOptions& options, PageEvents& events, std::stop_token stop) override {
        m_asked = {{QStringLiteral("prompt"), QString::fromStdString(options.prompt)},
                   {QStringLiteral("task"), static_cast<int>(options.task)},
                   {QStringLiteral("dpi"), input.dpi},
                   {QStringLiteral("region"), options.region.has_value()}};
        return m_engine->read(input, options, events, stop);
    }

 private:
    std::unique_ptr<Engine> m_engine;
    QVariantMap& m_asked;  // looked at while nothing is being read
};

class Harness : public QObject {
    Q_OBJECT
    Q_PROPERTY(QUrl document READ document CONSTANT)
    Q_PROPERTY(QUrl folder READ folder CONSTANT)     // of what tests may open: two, four and many pages; a locked file
    Q_PROPERTY(QString server READ server CONSTANT)  // the address of a server that counts who comes
 public Q_SLOTS:
    void applicationAvailable() {
        QStandardPaths::setTestModeEnabled(true);
        QGuiApplication::setOrganizationName(QStringLiteral("lectern-test"));
        QGuiApplication::setApplicationName(QStringLiteral("qml_test"));
        QSettings().clear();  // nothing of a run before
        if (qEnvironmentVariableIsSet("LECTERN_TEST_TEXT_SIZE"))
            QSettings().setValue(QStringLiteral("textSize"), qEnvironmentVariableIntValue("LECTERN_TEST_TEXT_SIZE"));
        QQuickStyle::setStyle(QStringLiteral("Fusion"));
        QCoreApplication::installTranslator(&m_plurals);
        m_folder = test::fresh_folder("qml_test");
        test::write_file(m_folder / "stored.json", document_to_json(storedDocument()));
        test::write_file(m_folder / "two pages.pdf", test::tiny_pdf({{}, {}}));
        test::write_file(m_folder / "four pages.pdf", test::tiny_pdf({{}, {}, {}, {}}));
        test::write_file(m_folder / "blank.pdf", test::tiny_pdf(std::vector<test::TinyPage>(2, {.content = ""})));
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
    Q_INVOKABLE void copyText(const QString& text) { QGuiApplication::clipboard()->setText(text); }
    Q_INVOKABLE void copyPicture() {
        QImage picture(400, 500, QImage::Format_RGB32);
        picture.fill(Qt::white);
        QGuiApplication::clipboard()->setImage(picture);
    }
    Q_INVOKABLE bool exists(const QString& name) const {
        return std::filesystem::exists(m_folder / name.toStdString());
    }
    Q_INVOKABLE void remove(const QString& name) { std::filesystem::remove(m_folder / name.toStdString()); }
    // What a screen reader is given of the window: {seen, acting, problems, elements}.
    Q_INVOKABLE QVariantMap accessibleTree(QObject* window) const { return test::accessible_tree(window); }
    Q_INVOKABLE QString accessiblePress(QObject* window, const QString& role, const QString& name, const QString& action) const {
        return test::accessible_press(window, role, name, action);
    }
    Q_INVOKABLE void screenReader(bool there) const { test::screen_reader(there); }
    Q_INVOKABLE int dialogFiles() const {  // of the window's own; Dialogs.qml only holds them
        return static_cast<int>(
            QDir(QStringLiteral(":/qt/qml/Lectern/Ui/dialogs")).entryList({QStringLiteral("*Dialog.qml")}).size());
    }
    Q_INVOKABLE QString clipboardHtml() const { return QGuiApplication::clipboard()->mimeData()->html(); }
    QUrl folder() const { return QUrl::fromLocalFile(qstring_from_path(m_folder)); }
    Q_INVOKABLE void useFakeEngine() { use("stored.json"); }
    Q_INVOKABLE void useHostileEngine() {
        test::write_file(m_folder / "hostile.json", document_to_json(hostileDocument(server().toStdString())));
        use("hostile.json");
    }
    QString server() {
        if (!m_server.isListening() && m_server.listen(QHostAddress::LocalHost))
            connect(&m_server, &QTcpServer::newConnection, this, [this] {
                while (QTcpSocket* socket = m_server.nextPendingConnection()) ++m_requests, socket->close();
            });
        return QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort());
    }
    Q_INVOKABLE int requests() const { return m_requests; }
    Q_INVOKABLE QVariantMap lastReading() const {  // with the model and device asked for
        QVariantMap asked = m_asked;
        asked[QStringLiteral("model")] = m_chosen.model;
        asked[QStringLiteral("device")] = m_chosen.device;
        return asked;
    }

 private:
    void use(const char* stored) {
        auto* session = m_engine->singletonInstance<Session*>(qmlTypeId("Lectern", 1, 0, "Session"));
        session->setEngine([this, file = m_folder / stored](const EngineChoice& choice) {
            m_chosen = choice;
            return std::make_unique<AskedEngine>(make_fake_engine(file), m_asked);
        });
    }

    QQmlEngine* m_engine = nullptr;
    QTcpServer m_server;
    int m_requests = 0;
    QVariantMap m_asked;
    EngineChoice m_chosen;
    EnglishPlurals m_plurals;
    std::filesystem::path m_folder;
};

QUICK_TEST_MAIN_WITH_SETUP(lectern, Harness)

#include "runner.moc"
