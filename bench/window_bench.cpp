// What the window costs without a GPU: opening, frames while a page with thousands of regions is panned and zoomed, and
// how soon a stop is seen. Qt Quick's software renderer, 1920 × 1080, no display needed. Prints medians and
// percentiles.
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QWheelEvent>
#include <QtQml/QQmlExtensionPlugin>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <random>

#include "app/convert.h"
#include "app/model_store.h"
#include "app/page_canvas.h"
#include "app/session.h"
#include "core/document/document_json.h"

Q_IMPORT_QML_PLUGIN(LecternPlugin)
Q_IMPORT_QML_PLUGIN(Lectern_UiPlugin)

using namespace lectern;

static constexpr int kWidth = 1920, kHeight = 1080;

// Small boxes over the whole page, of all categories, with words of which some are unsure.
static std::filesystem::path crowdedPage(const QString& folder, int count) {
    Document document;
    Page& page = document.pages.emplace_back();
    page.width = 595.276;
    page.height = 841.89;
    page.state = PageState::read;
    page.reader = "replay";
    const int columns = static_cast<int>(std::ceil(std::sqrt(count * 0.7)));
    const int rows = (count + columns - 1) / columns;
    const double w = page.width / columns, h = page.height / rows;
    for (int i = 0; i < count; ++i) {
        Region r;
        r.id = i + 1;
        r.order = i;
        r.category = static_cast<Category>(i % kCategories);
        r.state = RegionState::read;
        const double x = i % columns * w, y = i / columns * h;
        r.box = {x + 0.1 * w, y + 0.1 * h, x + 0.9 * w, y + 0.9 * h};
        r.content = "word";
        r.lines.push_back({.box = r.box, .text = "word", .confidence = 0.9, .words = {}});
        r.lines[0].words.push_back({r.box, "word", i % 10 == 0 ? 0.6 : 0.99});
        page.regions.push_back(std::move(r));
    }
    const auto file = path_from_qstring(folder + QStringLiteral("/crowded.json"));
    std::ofstream(file, std::ios::binary) << document_to_json(document);
    return file;
}

static bool until(const std::function<bool()>& done, int ms = 60000) {
    QElapsedTimer timer;
    timer.start();
    while (!done()) {
        if (timer.elapsed() > ms) return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        if (!done()) QThread::usleep(200);
    }
    return true;
}

static void print(const char* what, std::vector<double> ms) {
    std::sort(ms.begin(), ms.end());
    const auto at = [&](double part) { return ms[static_cast<size_t>(part * static_cast<double>(ms.size() - 1))]; };
    std::printf("%-44s %5zu  median %7.2f  90 %% %7.2f  99 %% %7.2f  most %7.2f ms\n", what, ms.size(), at(0.5),
                at(0.9), at(0.99), ms.back());
    std::fflush(stdout);
}

// What one frame costs the GUI thread: from the change that asks for it, without the time it waits to be drawn.
class FrameClock {
 public:
    explicit FrameClock(QQuickWindow& window) : m_window(window) {
        QObject::connect(&window, &QQuickWindow::afterAnimating, &m_context, [this] { m_drawing.start(); });
        QObject::connect(&window, &QQuickWindow::frameSwapped, &m_context, [this] {
            m_drawn = static_cast<double>(m_drawing.nsecsElapsed()) / 1e6;
            ++m_frames;
        });
    }
    double cost(const std::function<void()>& change) {
        const int before = m_frames;
        QElapsedTimer handling;
        handling.start();
        change();
        const double handled = static_cast<double>(handling.nsecsElapsed()) / 1e6;
        m_window.requestUpdate();
        until([&] { return m_frames > before; }, 2000);
        return handled + m_drawn;
    }
    int frames() const { return m_frames; }

 private:
    QQuickWindow& m_window;
    QObject m_context;  // ends the connections with the clock
    QElapsedTimer m_drawing;
    double m_drawn = 0;
    int m_frames = 0;
};

static void wheel(QQuickWindow& window, QPointF at, int notches, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(at, window.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(&window, &event);
}

// An engine knows the documents that were opened after it.
static bool open(Session& session, const QString& file, EngineFactory engine) {
    while (session.hasDocument()) session.closeDocument(0);
    session.setEngine(std::move(engine));
    session.openFile(file);
    return until([&] { return session.picture()->state() == PagePicture::State::Ready; });
}

static void measureFrames(QQuickWindow& window, Session& session, PageCanvas& canvas, int regions) {
    session.readPage();
    if (!until([&] { return session.reading(); }) || !until([&] { return !session.reading(); }, 600'000)) return;
    std::printf("%d regions on the page\n", session.regions()->count());
    FrameClock clock(window);
    const QPointF middle = canvas.mapToScene({canvas.width() / 2, canvas.height() / 2});
    const auto run = [&](const char* what, int n, const std::function<void(int)>& change) {
        std::vector<double> ms;
        for (int i = 0; i < n; ++i) ms.push_back(clock.cost([&] { change(i); }));
        print(what, std::move(ms));
    };
    canvas.setFit(PageCanvas::Fit::Page);
    until([&] { return false; }, 1500);  // the sharp picture has come
    run("whole page, drawn anew", 60, [&](int) { canvas.update(); });
    run("pointer over one region after another", 200, [&](int i) { canvas.setPointedRegion(1 + i % regions); });
    canvas.setPointedRegion(-1);
    canvas.zoomAt({canvas.width() / 2, canvas.height() / 2}, 1.5);
    until([&] { return false; }, 2500);
    run("panning at 150 %", 300, [&](int i) { wheel(window, middle, i / 8 % 2 == 0 ? -1 : 1, Qt::NoModifier); });
    canvas.zoomAt({canvas.width() / 2, canvas.height() / 2}, 4);
    until([&] { return false; }, 4000);
    run("panning at 400 %", 300, [&](int i) { wheel(window, middle, i / 20 % 2 == 0 ? -1 : 1, Qt::NoModifier); });
    canvas.setFit(PageCanvas::Fit::Page);
    until([&] { return false; }, 1500);
    const double start = canvas.zoom();
    run("zooming by 2 % a frame, before it is sharp", 200, [&](int i) {
        canvas.zoomAt({canvas.width() / 2, canvas.height() / 2},
                      start * std::pow(1.02, i % 100 < 50 ? i % 50 : 50 - i % 50));
    });
    session.editor()->selectAll();
    canvas.setFit(PageCanvas::Fit::Page);
    until([&] { return false; }, 1500);
    run("whole page, everything selected", 60, [&](int) { canvas.update(); });
    session.editor()->select(-1);
}

static void measureStop(QQuickWindow& window, Session& session, int times) {
    std::mt19937 random(1);
    std::vector<double> seen;
    int frames = 0;
    QObject context;
    QObject::connect(&window, &QQuickWindow::frameSwapped, &context, [&frames] { ++frames; });
    for (int i = 0; i < times; ++i) {
        session.readPage();
        until([&] { return session.reading(); });
        const int after = static_cast<int>(random() % 900);
        until([] { return false; }, after);
        if (!session.reading()) continue;
        const int before = frames;  // the key may be handled and its frame drawn before keyClick() returns
        QElapsedTimer timer;
        timer.start();
        QTest::keyClick(&window, Qt::Key_Escape);
        until([&] { return !session.reading() && frames > before; }, 5000);
        seen.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    if (!seen.empty()) print("Escape while reading, until it is seen", std::move(seen));
}

int main(int argc, char* argv[]) {
    QElapsedTimer sinceStart;
    sinceStart.start();
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    QStandardPaths::setTestModeEnabled(true);
    QGuiApplication app(argc, argv);
    QGuiApplication::setOrganizationName(QStringLiteral("lectern-bench"));
    QGuiApplication::setApplicationName(QStringLiteral("window_bench"));
    QCommandLineParser arguments;
    arguments.addHelpOption();
    const QCommandLineOption regions(QStringLiteral("regions"), QStringLiteral("on the page"), QStringLiteral("n"),
                                     QStringLiteral("5000"));
    const QCommandLineOption stops(QStringLiteral("stops"), QStringLiteral("of a reading"), QStringLiteral("n"),
                                   QStringLiteral("20"));
    arguments.addOptions({regions, stops});
    arguments.addPositionalArgument(QStringLiteral("FILE"),
                                    QStringLiteral("a PDF to show; the first sample otherwise"));
    arguments.process(app);
    QQuickStyle::setStyle(QStringLiteral("Fusion"));

    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Lectern/Ui/Main.qml")));
    if (engine.rootObjects().isEmpty()) return 1;
    auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().first());
    int frames = 0;
    QObject::connect(window, &QQuickWindow::frameSwapped, window, [&frames] { ++frames; });
    window->resize(kWidth, kHeight);
    window->requestActivate();
    until([&] { return frames > 0; });
    std::printf("%-44s        %7.0f ms\n", "first frame after the start", static_cast<double>(sinceStart.elapsed()));

    auto* session = engine.singletonInstance<Session*>(qmlTypeId("Lectern", 1, 0, "Session"));
    auto* canvas = window->findChild<PageCanvas*>();
    const QString file = arguments.positionalArguments().value(
        0, qstring_from_path(share_folder()) + QStringLiteral("/samples/harbour-library.pdf"));
    QTemporaryDir folder;
    const int count = std::max(1, arguments.value(regions).toInt());
    const auto stored = crowdedPage(folder.path(), count);
    if (!canvas || !open(*session, file, [stored](const EngineChoice&) { return make_fake_engine(stored); })) return 1;
    measureFrames(*window, *session, *canvas, count);
    if (!open(*session, file, [](const EngineChoice&) { return make_engine({}); })) return 1;
    measureStop(*window, *session, arguments.value(stops).toInt());
    return 0;
}
