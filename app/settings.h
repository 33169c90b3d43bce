// Settings: what is remembered between runs. Typed, stored by QSettings.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QSettings>
#include <QStringList>

#include "app/language.h"

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
    Q_PROPERTY(
        bool showInk READ showInk WRITE setShowInk NOTIFY showInkChanged)  // what nobody read, what nobody printed
    Q_PROPERTY(
        bool showLayer READ showLayer WRITE setShowLayer NOTIFY showLayerChanged)  // differences from the file's text
    Q_PROPERTY(int leftWidth READ leftWidth WRITE setLeftWidth NOTIFY layoutChanged)
    Q_PROPERTY(int rightWidth READ rightWidth WRITE setRightWidth NOTIFY layoutChanged)
    Q_PROPERTY(QSize windowSize READ windowSize WRITE setWindowSize NOTIFY layoutChanged)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)  // empty: the system's
    Q_PROPERTY(QStringList languages READ languages CONSTANT)                            // that there are, as codes
    Q_PROPERTY(bool rightToLeft READ rightToLeft NOTIFY languageChanged)                 // of the language in use
    Q_PROPERTY(int textSize READ textSize WRITE setTextSize NOTIFY textSizeChanged)      // percent of the system's
    Q_PROPERTY(int textSizeInUse READ textSizeInUse CONSTANT)                            // since the start
    // How pages are read, where neither the document nor the user says otherwise.
    Q_PROPERTY(QString model READ model WRITE setModel NOTIFY readerChanged)     // empty: the one in the box
    Q_PROPERTY(QString device READ device WRITE setDevice NOTIFY readerChanged)  // auto, cpu, vulkan, vulkan:N
    Q_PROPERTY(int threads READ threads WRITE setThreads NOTIFY readerChanged)   // 0: all there are
    Q_PROPERTY(int maxThreads READ maxThreads CONSTANT)
    Q_PROPERTY(int dpi READ dpi WRITE setDpi NOTIFY dpiChanged)  // of rendered pages; 0: what the model wants
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
    bool showInk() const { return flag("showInk", false); }
    void setShowInk(bool on);
    bool showLayer() const { return flag("showLayer", false); }
    void setShowLayer(bool on);
    int leftWidth() const { return m_store.value(QStringLiteral("leftWidth"), 232).toInt(); }
    void setLeftWidth(int width);
    int rightWidth() const { return m_store.value(QStringLiteral("rightWidth"), 400).toInt(); }
    void setRightWidth(int width);
    QSize windowSize() const;
    void setWindowSize(const QSize& size);

    QString language() const { return m_store.value(QStringLiteral("language")).toString(); }
    void setLanguage(const QString& code);
    QStringList languages() const;
    Q_INVOKABLE QString languageName(const QString& code) const;  // in itself
    bool rightToLeft() const;
    int textSize() const;
    void setTextSize(int percent);
    int textSizeInUse() const { return m_textSizeInUse; }
    QString model() const { return m_store.value(QStringLiteral("model")).toString(); }
    void setModel(const QString& name);
    QString device() const { return m_store.value(QStringLiteral("device"), QStringLiteral("auto")).toString(); }
    void setDevice(const QString& device);
    int threads() const;
    void setThreads(int threads);
    int maxThreads() const;
    int dpi() const;
    void setDpi(int dpi);
    // Where things are kept: settings, models, pictures from other programs.
    Q_INVOKABLE QString settingsFile() const { return m_store.fileName(); }
    Q_INVOKABLE QString modelsFolder() const;
    Q_INVOKABLE QString picturesFolder() const;
    Q_INVOKABLE void openFolder(const QString& path) const;  // or that of a file; made if missing
    QStringList recentFiles() const;                         // newest first, only those that still exist
    void addRecentFile(const QString& path);
    QStringList exportFormats() const;
    void setExportFormats(const QStringList& ids);
    QString exportFolder() const;
    void setExportFolder(const QString& folder);

 Q_SIGNALS:
    void appearanceChanged();
    void languageChanged();
    void textSizeChanged();
    void readerChanged();
    void dpiChanged();
    void reducedMotionChanged();
    void showRegionsChanged();
    void showOrderChanged();
    void showWordsChanged();
    void showInkChanged();
    void showLayerChanged();
    void layoutChanged();
    void recentFilesChanged();

 private:
    bool flag(const char* key, bool otherwise) const;
    bool store(const char* key, const QVariant& value);  // whether it changed

    QSettings m_store;
    Language m_language;
    int m_textSizeInUse = 100;
};

}  // namespace lectern
