// The window: arguments, application, QML engine, Main.
#include <QCommandLineParser>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQmlComponent>
#include <QQuickStyle>
#include <QtQml/QQmlExtensionPlugin>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "app/convert.h"
#include "app/english_plurals.h"
#include "app/network_guard.h"
#include "app/session.h"

Q_IMPORT_QML_PLUGIN(LecternPlugin)
Q_IMPORT_QML_PLUGIN(Lectern_UiPlugin)

using namespace lectern;

static EngineFactory factoryFor(const QString& storedDocument) {
    if (storedDocument.isEmpty())
        return [](const EngineChoice& choice) {
            return make_engine({.model = choice.model.toStdString(),
                                .device = choice.device.isEmpty() ? "auto" : choice.device.toStdString(),
                                .threads = choice.threads});
        };
    return [file = path_from_qstring(storedDocument)](const EngineChoice&) { return make_fake_engine(file); };
}

// --help and --version must answer without a display.
static bool onlyAsks(int argc, char* argv[]) {
    return std::any_of(argv + 1, argv + argc, [](const char* argument) {
        const QLatin1String a(argument);
        return a == u"--help" || a == u"-h" || a == u"--help-all" || a == u"--version" || a == u"-v";
    });
}

// Qt would end the program with SIGABRT.
static bool lacksDisplay(int argc, char* argv[]) {
    const QByteArray platform = qgetenv("QT_QPA_PLATFORM");
    const bool needsOne = platform.isEmpty() || platform.startsWith("xcb") || platform.startsWith("wayland");
    const bool otherwise =
        std::any_of(argv + 1, argv + argc, [](const char* a) { return QLatin1String(a) == u"-platform"; });
    return needsOne && !otherwise && qEnvironmentVariableIsEmpty("DISPLAY") &&
           qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

int main(int argc, char* argv[]) {
    std::unique_ptr<QCoreApplication> app;
    if (!onlyAsks(argc, argv) && lacksDisplay(argc, argv)) {
        std::fputs("lectern: There is no display to open a window on. lectern-cli reads documents without one.\n",
                   stderr);
        return 1;
    }
    if (onlyAsks(argc, argv))
        app = std::make_unique<QCoreApplication>(argc, argv);
    else
        app = std::make_unique<QGuiApplication>(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("lectern"));
    QGuiApplication::setOrganizationName(QStringLiteral("lectern"));
    QGuiApplication::setApplicationVersion(QStringLiteral(LECTERN_VERSION));

    QCommandLineParser arguments;
    arguments.setApplicationDescription(QGuiApplication::translate("main", "Reads documents on this computer."));
    arguments.addHelpOption();
    arguments.addVersionOption();
    const QCommandLineOption fake(QStringLiteral("fake-engine"),
                                  QGuiApplication::translate("main", "Replay a stored document instead of reading."),
                                  QStringLiteral("DOCUMENT.json"));
    arguments.addOption(fake);
    const QCommandLineOption sample(QStringLiteral("sample"),
                                    QGuiApplication::translate("main", "Open the sample page."));
    arguments.addOption(sample);
    arguments.addPositionalArgument(QStringLiteral("FILE"),
                                    QGuiApplication::translate("main", "PDFs or pictures to open."),
                                    QStringLiteral("[FILE…]"));
    arguments.process(*app);
    QQuickStyle::setStyle(QStringLiteral("Fusion"));

    QGuiApplication::setApplicationDisplayName(QStringLiteral("Lectern"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.lectern.Lectern"));
    EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    NetworkGuard guard;
    QQmlApplicationEngine engine;
    engine.setNetworkAccessManagerFactory(&guard);
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    // Texts take the program's font when they are made; Settings sizes it, so it comes before them.
    QQmlComponent first(&engine);
    first.setData("import QtQml\nimport Lectern\nQtObject { readonly property int size: Settings.textSizeInUse }",
                  QUrl());
    const std::unique_ptr<QObject> sized(first.create());
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Lectern/Ui/Main.qml")));
    if (engine.rootObjects().isEmpty()) return 1;
    auto* session = engine.singletonInstance<Session*>(qmlTypeId("Lectern", 1, 0, "Session"));  // known once imported
    QObject::connect(&guard, &NetworkGuard::requestMade, session, &Session::countNetworkRequest);
    session->setEngine(factoryFor(arguments.value(fake)));
    if (arguments.isSet(sample)) session->opener()->openSample();
    for (const QString& file : arguments.positionalArguments()) session->openFile(file);
    return QGuiApplication::exec();
}
