// Session: the open documents, the page in view, reading, exporting. What QML calls and shows; all on the GUI thread.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QUrl>
#include <deque>
#include <optional>

#include "app/background.h"
#include "app/editor.h"
#include "app/engine_worker.h"
#include "app/finder.h"
#include "app/models/document_model.h"
#include "app/models/export_format_model.h"
#include "app/models/page_model.h"
#include "app/models/problem_model.h"
#include "app/models/region_model.h"
#include "app/page_picture.h"
#include "app/reading_queue.h"
#include "app/region_request.h"
#include "app/text_difference.h"

class QJSEngine;
class QQmlEngine;

namespace lectern {

class PageImageProvider;
class Settings;
struct ExportRequest;
struct OpenedFile;

class Session : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(lectern::DocumentModel* documents READ documents CONSTANT)
    Q_PROPERTY(lectern::PageModel* pages READ pages CONSTANT)
    Q_PROPERTY(lectern::RegionModel* regions READ regions CONSTANT)
    Q_PROPERTY(lectern::PagePicture* picture READ picture CONSTANT)
    Q_PROPERTY(lectern::ProblemModel* problems READ problems CONSTANT)
    Q_PROPERTY(lectern::Editor* editor READ editor CONSTANT)
    Q_PROPERTY(lectern::Finder* finder READ finder CONSTANT)
    Q_PROPERTY(lectern::TextDifference* difference READ difference CONSTANT)
    Q_PROPERTY(lectern::ExportFormatModel* formats READ formats CONSTANT)

    Q_PROPERTY(bool hasDocument READ hasDocument NOTIFY currentDocumentChanged)
    Q_PROPERTY(int currentDocument READ currentDocument WRITE setCurrentDocument NOTIFY currentDocumentChanged)
    Q_PROPERTY(QString documentName READ documentName NOTIFY currentDocumentChanged)
    Q_PROPERTY(int pageCount READ pageCount NOTIFY currentDocumentChanged)
    Q_PROPERTY(int currentPage READ currentPage WRITE setCurrentPage NOTIFY currentPageChanged)
    Q_PROPERTY(int selectedRegion READ selectedRegion WRITE setSelectedRegion NOTIFY selectedRegionChanged)
    Q_PROPERTY(bool pageRead READ pageRead NOTIFY pageStateChanged)        // the page in view has a result
    Q_PROPERTY(bool pageReading READ pageReading NOTIFY pageStateChanged)  // it is being read now
    Q_PROPERTY(
        QString pageFailure READ pageFailure NOTIFY pageStateChanged)  // why it could not be read; empty: it could
    Q_PROPERTY(bool hasResult READ hasResult NOTIFY pageStateChanged)  // some page has: export makes sense
    Q_PROPERTY(bool documentFinished READ documentFinished NOTIFY pageStateChanged)
    Q_PROPERTY(QString openingName READ openingName NOTIFY openingChanged)  // empty: nothing is being opened

    Q_PROPERTY(bool reading READ reading NOTIFY readingChanged)
    Q_PROPERTY(double progress READ progress NOTIFY progressChanged)  // 0 … 1 of what was asked for
    Q_PROPERTY(QString progressText READ progressText NOTIFY progressChanged)
    Q_PROPERTY(QString paceText READ paceText NOTIFY progressChanged)  // tokens per second, time left
    Q_PROPERTY(int networkRequests READ networkRequests NOTIFY networkRequestsChanged)

    Q_PROPERTY(QString modelName READ modelName NOTIFY engineChanged)
    Q_PROPERTY(QString modelSize READ modelSize NOTIFY engineChanged)
    Q_PROPERTY(QString deviceName READ deviceName NOTIFY engineChanged)
    Q_PROPERTY(QStringList modelNames READ modelNames NOTIFY engineChanged)  // installed
    Q_PROPERTY(bool sampleAvailable READ sampleAvailable CONSTANT)

    Q_PROPERTY(bool exporting READ exporting NOTIFY exportChanged)
    Q_PROPERTY(double exportProgress READ exportProgress NOTIFY exportChanged)
    Q_PROPERTY(QUrl exportFolder READ exportFolder WRITE setExportFolder NOTIFY exportFolderChanged)
 public:
    Session(Settings* settings, PageImageProvider* thumbnails, QObject* parent = nullptr);
    ~Session() override;
    static Session* create(QQmlEngine* qml, QJSEngine*);  // QML's way to the singleton

    void setEngine(EngineFactory factory);  // once, before the first reading

    DocumentModel* documents() { return &m_documents; }
    PageModel* pages() { return &m_pages; }
    RegionModel* regions() { return &m_regions; }
    PagePicture* picture() { return &m_picture; }
    ProblemModel* problems() { return &m_problems; }
    Editor* editor() { return &m_editor; }
    Finder* finder() { return &m_finder; }
    TextDifference* difference() { return &m_difference; }
    ExportFormatModel* formats() { return &m_formats; }

    bool hasDocument() const { return m_document != nullptr; }
    int currentDocument() const { return m_document ? m_documents.rowOfId(m_document->id) : -1; }
    void setCurrentDocument(int row);
    QString documentName() const { return m_document ? m_document->name : QString(); }
    int pageCount() const { return m_document ? m_document->pageCount : 0; }
    int currentPage() const { return m_document ? m_document->currentPage : -1; }
    void setCurrentPage(int index);
    int selectedRegion() const { return m_editor.primary(); }
    void setSelectedRegion(int id) { m_editor.select(id); }
    bool pageRead() const;
    bool pageReading() const;
    QString pageFailure() const;
    bool hasResult() const;
    bool documentFinished() const;
    QString openingName() const { return m_openingName; }

    bool reading() const { return m_reading.has_value() || m_regionReading.has_value(); }
    double progress() const;
    QString progressText() const;
    QString paceText() const;
    int networkRequests() const { return m_networkRequests; }
    void countNetworkRequest();

    QString modelName() const { return m_modelName; }
    QString modelSize() const { return m_modelSize; }
    QString deviceName() const { return m_deviceName; }
    QStringList modelNames() const;
    bool sampleAvailable() const { return !samplePath().isEmpty(); }

    bool exporting() const { return m_exporting; }
    double exportProgress() const { return m_exportProgress; }
    QUrl exportFolder() const { return m_exportFolder; }
    void setExportFolder(const QUrl& folder);

    Q_INVOKABLE void openUrls(const QList<QUrl>& urls);
    Q_INVOKABLE void openFile(const QString& path, const QString& password = {});
    Q_INVOKABLE void openSample();
    Q_INVOKABLE void closeDocument(int row);
    Q_INVOKABLE void readPage();
    Q_INVOKABLE void readDocument();
    Q_INVOKABLE void stop();
    Q_INVOKABLE bool hasTask(int task) const {
        return m_tasks.contains(task);
    }  // Task, that the model can be asked for
    // The selection once more: task as above (0: as the model likes), in place of which `prompt` may stand; empty
    // model and device, dpi 0: as the page was read.
    Q_INVOKABLE void readSelection(int task = 0, const QString& prompt = {}, const QString& model = {},
                                   const QString& device = {}, double dpi = 0);
    Q_INVOKABLE void keepDifference();
    Q_INVOKABLE void undoDifference();
    Q_INVOKABLE void paste();  // regions onto the page; files and pictures as documents
    Q_INVOKABLE void copyText(const QString& text);
    Q_INVOKABLE QString fileName(const QString& path) const;
    Q_INVOKABLE QString displayPath(const QUrl& folder) const;  // home as ~
    Q_INVOKABLE QString existingOutputs() const;                // names an export would replace; empty: none
    Q_INVOKABLE void exportDocument();                          // replaces; existingOutputs() has been asked about
    Q_INVOKABLE void stopExport();
    Q_INVOKABLE void openExportFolder();
    Q_INVOKABLE void dismissProblem(int row);
    Q_INVOKABLE void mendProblem(int row);  // what its button offers

 Q_SIGNALS:
    void currentDocumentChanged();
    void currentPageChanged();
    void selectedRegionChanged();
    void pageStateChanged();
    void openingChanged();
    void readingChanged();
    void progressChanged();
    void networkRequestsChanged();
    void engineChanged();
    void exportChanged();
    void exportFolderChanged();
    void exportFinished(const QString& names);
    void passwordWanted(const QString& path, bool again);
    void exportFolderWanted();

 private:
    struct ToOpen {
        QString path, password;
    };
    // session.cpp
    void showDocument(OpenDocument* document);
    void openNext();
    void fileOpened(OpenedFile file);
    void showPage();
    PageEntry* entryInView() const;
    void pageChanged(int document, int page);
    static QString samplePath();
    // session_reading.cpp
    void connectWorker();
    void startNext();
    PageEntry* entryReading();
    void pageStarted(quint64 generation);
    void applyBatch(quint64 generation, const EventBatch& batch);
    void pageFinishedReading(quint64 generation, const Page& page);
    void readingProblem(quint64 generation, const Problem& problem);
    void endReading();
    double pagesDone() const;
    QString rateText() const;
    QString timeLeftText() const;
    // session_regions.cpp
    void connectEditor();
    void pageEdited(OpenDocument* document, int page);
    void readDrawn(int id);
    void readRegions(RegionRequest request);
    bool startNextRegion();
    void regionBatch(const EventBatch& batch);
    void regionRead(const Page& page);
    void endRegions();
    void showRegions();
    std::vector<Region> shownRegions(const PageEntry& entry) const;
    // session_export.cpp
    ExportRequest exportRequest() const;

    Settings* m_settings;
    PageImageProvider* m_thumbnails;  // QML's engine owns it
    DocumentModel m_documents;
    PageModel m_pages;
    RegionModel m_regions;
    PagePicture m_picture;
    ProblemModel m_problems;
    ExportFormatModel m_formats;
    Editor m_editor;
    Finder m_finder;
    TextDifference m_difference;

    OpenDocument* m_document = nullptr;  // in view; m_documents owns it
    int m_lastDocumentId = 0;
    std::deque<ToOpen> m_toOpen;
    QString m_openingName;

    std::unique_ptr<EngineWorker> m_worker;
    ReadingQueue m_queue;
    std::optional<PageRef> m_reading;
    bool m_again = false;        // it had been read before: the history holds what it was
    Page m_heard;                // what the reader said of it so far
    std::vector<Region> m_kept;  // of its old regions: locked ones
    std::deque<RegionRequest> m_regionRequests;
    std::optional<RegionRequest> m_regionReading;
    quint64 m_generation = 0;
    int64_t m_tokens = 0, m_pageTokens = 0;
    QElapsedTimer m_clock;
    QTimer m_tick;  // time left, twice a second while reading
    int m_networkRequests = 0;
    QString m_modelName, m_modelSize, m_deviceName;
    QList<int> m_tasks;

    bool m_exporting = false;
    double m_exportProgress = 0;
    QUrl m_exportFolder;

    Background m_background;  // last: its threads end before anything they report to
};

}  // namespace lectern
