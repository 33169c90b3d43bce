#include "app/settings.h"

#include <QFileInfo>
#include <QGuiApplication>
#include <QSize>

#include "app/palette.h"

namespace lectern {

static constexpr int kRecentFiles = 8;

Settings::Settings(QObject* parent) : QObject(parent) {
    applyAppearance(appearance());
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
