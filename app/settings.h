// Settings: what is remembered between runs. Typed, stored by QSettings.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QSettings>
#include <QStringList>

namespace lectern {

class Settings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(Appearance appearance READ appearance WRITE setAppearance NOTIFY appearanceChanged)
    Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY reducedMotionChanged)
    Q_PROPERTY(bool showRegions READ showRegions WRITE setShowRegions NOTIFY showRegionsChanged)
    Q_PROPERTY(bool showOrder READ showOrder WRITE setShowOrder NOTIFY showOrderChanged)
    Q_PROPERTY(bool showWords READ showWords WRITE setShowWords NOTIFY showWordsChanged)
    Q_PROPERTY(int leftWidth READ leftWidth WRITE setLeftWidth NOTIFY layoutChanged)
    Q_PROPERTY(int rightWidth READ rightWidth WRITE setRightWidth NOTIFY layoutChanged)
    Q_PROPERTY(QSize windowSize READ windowSize WRITE setWindowSize NOTIFY layoutChanged)
    Q_PROPERTY(bool rightToLeft READ rightToLeft CONSTANT)  // of the language in use
    Q_PROPERTY(QStringList recentFiles READ recentFiles NOTIFY recentFilesChanged)
 public:
    enum class Appearance { System, Light, Dark };
    Q_ENUM(Appearance)

    explicit Settings(QObject* parent = nullptr);

    Appearance appearance() const;
    void setAppearance(Appearance appearance);  // changes the program's palette at once
    bool reducedMotion() const { return flag("reducedMotion", false); }
    void setReducedMotion(bool on);
    bool showRegions() const { return flag("showRegions", true); }
    void setShowRegions(bool on);
    bool showOrder() const { return flag("showOrder", false); }
    void setShowOrder(bool on);
    bool showWords() const { return flag("showWords", true); }
    void setShowWords(bool on);
    int leftWidth() const { return m_store.value(QStringLiteral("leftWidth"), 232).toInt(); }
    void setLeftWidth(int width);
    int rightWidth() const { return m_store.value(QStringLiteral("rightWidth"), 400).toInt(); }
    void setRightWidth(int width);
    QSize windowSize() const;
    void setWindowSize(const QSize& size);

    bool rightToLeft() const;
    QStringList recentFiles() const;  // newest first, only those that still exist
    void addRecentFile(const QString& path);
    QStringList exportFormats() const;
    void setExportFormats(const QStringList& ids);
    QString exportFolder() const;
    void setExportFolder(const QString& folder);

 Q_SIGNALS:
    void appearanceChanged();
    void reducedMotionChanged();
    void showRegionsChanged();
    void showOrderChanged();
    void showWordsChanged();
    void layoutChanged();
    void recentFilesChanged();

 private:
    bool flag(const char* key, bool otherwise) const;
    bool store(const char* key, const QVariant& value);  // whether it changed

    QSettings m_store;
};

}  // namespace lectern
