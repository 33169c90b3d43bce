#include "app/settings.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QFont>
#include <QGuiApplication>
#include <QLocale>
#include <QSize>
#include <QUrl>
#include <algorithm>
#include <thread>

#include "app/convert.h"
#include "app/file_opener.h"
#include "app/model_store.h"
#include "app/palette.h"
#include "core/base/caps.h"

namespace lectern {

static constexpr int kRecentFiles = 8;
static constexpr int kMinTextSize = 75, kMaxTextSize = 200;  // percent

Settings::Settings(QObject* parent) : QObject(parent) {
    applyAppearance(appearance());
    m_language.apply(language());
    m_textSizeInUse = textSize();
    if (m_textSizeInUse != 100) {
        QFont font = QGuiApplication::font();
        font.setPointSizeF(font.pointSizeF() * m_textSizeInUse / 100);
        QGuiApplication::setFont(font);
    }
}

bool Settings::flag(const char* key, bool otherwise) const {
    return m_store.value(QLatin1String(key), otherwise).toBool();
}

bool Settings::store(const char* key, const QVariant& value) {
    if (m_store.value(QLatin1String(key)) == value) return false;
    m_store.setValue(QLatin1String(key), value);
    return true;
}

Settings::Appearance Settings::appearance() const {
    return static_cast<Appearance>(qBound(0, m_store.value(QStringLiteral("appearance"), 0).toInt(), 2));
}

void Settings::setAppearance(Appearance appearance) {
    if (!store("appearance", static_cast<int>(appearance))) return;
    applyAppearance(appearance);
    Q_EMIT appearanceChanged();
}

void Settings::setReducedMotion(bool on) {
    if (store("reducedMotion", on)) Q_EMIT reducedMotionChanged();
}

void Settings::setShowRegions(bool on) {
    if (store("showRegions", on)) Q_EMIT showRegionsChanged();
}

void Settings::setShowOrder(bool on) {
    if (store("showOrder", on)) Q_EMIT showOrderChanged();
}

void Settings::setShowWords(bool on) {
    if (store("showWords", on)) Q_EMIT showWordsChanged();
}

void Settings::setShowInk(bool on) {
    if (store("showInk", on)) Q_EMIT showInkChanged();
}

void Settings::setShowLayer(bool on) {
    if (store("showLayer", on)) Q_EMIT showLayerChanged();
}

void Settings::setLeftWidth(int width) {
    if (store("leftWidth", width)) Q_EMIT layoutChanged();
}

void Settings::setRightWidth(int width) {
    if (store("rightWidth", width)) Q_EMIT layoutChanged();
}

QSize Settings::windowSize() const {
    return m_store.value(QStringLiteral("windowSize"), QSize(1280, 800)).toSize().expandedTo({360, 360});
}

void Settings::setWindowSize(const QSize& size) {
    if (store("windowSize", size)) Q_EMIT layoutChanged();
}

bool Settings::rightToLeft() const {
    return QGuiApplication::isRightToLeft();
}

QStringList Settings::languages() const {
    return Language::codes();
}

QString Settings::languageName(const QString& code) const {
    QString name = QLocale(code).nativeLanguageName();
    if (code == QStringLiteral("en")) name = QStringLiteral("English");
    if (!name.isEmpty()) name[0] = name[0].toUpper();
    return name;
}

void Settings::setLanguage(const QString& code) {
    if (!store("language", code)) return;
    m_language.apply(code);
    Q_EMIT languageChanged();
}

int Settings::textSize() const {
    return qBound(kMinTextSize, m_store.value(QStringLiteral("textSize"), 100).toInt(), kMaxTextSize);
}

void Settings::setTextSize(int percent) {
    if (store("textSize", qBound(kMinTextSize, percent, kMaxTextSize))) Q_EMIT textSizeChanged();
}

void Settings::setModel(const QString& name) {
    if (store("model", name)) Q_EMIT readerChanged();
}

void Settings::setDevice(const QString& device) {
    if (store("device", device)) Q_EMIT readerChanged();
}

int Settings::maxThreads() const {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int Settings::threads() const {
    return qBound(0, m_store.value(QStringLiteral("threads"), 0).toInt(), maxThreads());
}

void Settings::setThreads(int threads) {
    if (store("threads", qBound(0, threads, maxThreads()))) Q_EMIT readerChanged();
}

int Settings::dpi() const {
    const int dpi = m_store.value(QStringLiteral("dpi"), 0).toInt();
    return dpi <= 0 ? 0 : qBound(static_cast<int>(caps::kMinDpi), dpi, static_cast<int>(caps::kMaxDpi));
}

void Settings::setDpi(int dpi) {
    if (store("dpi", dpi <= 0 ? 0 : dpi)) Q_EMIT dpiChanged();
}

QString Settings::modelsFolder() const {
    return qstring_from_path(user_models_folder());
}

QString Settings::picturesFolder() const {
    return FileOpener::picturesFolder();
}

void Settings::openFolder(const QString& path) const {
    const QFileInfo info(path);
    const QString folder = info.isFile() ? info.absolutePath() : info.absoluteFilePath();
    QDir().mkpath(folder);
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

QStringList Settings::recentFiles() const {
    QStringList files = m_store.value(QStringLiteral("recentFiles")).toStringList();
    files.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
    return files;
}

void Settings::addRecentFile(const QString& path) {
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    while (files.size() > kRecentFiles) files.removeLast();
    if (store("recentFiles", files)) Q_EMIT recentFilesChanged();
}

QStringList Settings::exportFormats() const {
    return m_store.value(QStringLiteral("exportFormats"), QStringList{QStringLiteral("markdown")}).toStringList();
}

void Settings::setExportFormats(const QStringList& ids) {
    store("exportFormats", ids);
}

QString Settings::exportFolder() const {
    return m_store.value(QStringLiteral("exportFolder")).toString();
}

void Settings::setExportFolder(const QString& folder) {
    store("exportFolder", folder);
}

}  // namespace lectern
