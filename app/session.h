// Session: the open documents, the page in view, reading, exporting. What QML calls and shows; all on the GUI thread.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "app/editor.h"
#include "app/exports.h"
#include "app/file_opener.h"
#include "app/finder.h"
#include "app/model_catalog.h"
#include "app/models/document_model.h"
#include "app/models/page_model.h"
#include "app/models/problem_model.h"
#include "app/models/region_model.h"
#include "app/page_arranger.h"
#include "app/page_picture.h"
#include "app/reader.h"
#include "app/text_difference.h"
#include "app/trust.h"

class QJSEngine;
class QQmlEngine;

namespace lectern {

class PageImageProvider;
class Settings;

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
    Q_PROPERTY(lectern::Trust* trust READ trust CONSTANT)
    Q_PROPERTY(lectern::TextDifference* difference READ difference CONSTANT)
    Q_PROPERTY(lectern::FileOpener* opener READ opener CONSTANT)
    Q_PROPERTY(lectern::Exports* exports READ exports CONSTANT)
    Q_PROPERTY(lectern::ModelCatalog* catalog READ catalog CONSTANT)
    Q_PROPERTY(lectern::PageArranger* arranger READ arranger CONSTANT)

    Q_PROPERTY(bool hasDocument READ hasDocument NOTIFY currentDocumentChanged)
    Q_PROPERTY(int currentDocument READ currentDocument WRITE setCurrentDocument NOTIFY currentDocumentChanged)
    Q_PROPERTY(int documentId READ documentId NOTIFY currentDocumentChanged)  // never used again; 0: none
    Q_PROPERTY(QString documentName READ documentName NOTIFY currentDocumentChanged)
    Q_PROPERTY(int pageCount READ pageCount NOTIFY currentDocumentChanged)
    Q_PROPERTY(int currentPage READ currentPage WRITE setCurrentPage NOTIFY currentPageChanged)
    Q_PROPERTY(int selectedRegion READ selectedRegion WRITE setSelectedRegion NOTIFY selectedRegionChanged)
    Q_PROPERTY(bool pageRead READ pageRead NOTIFY pageStateChanged)        // the page in view has a result
    Q_PROPERTY(bool pageReading READ pageReading NOTIFY pageStateChanged)  // it is being read now
    Q_PROPERTY(
        QString pageFailure READ pageFailure NOTIFY pageStateChanged)  // why it could not be read; empty: it could
    Q_PROPERTY(bool hasResult READ hasResult NOTIFY pageStateChanged)  // some page has: export makes sense
    Q_PROPERTY(QString unsavedNames READ unsavedNames NOTIFY unsavedChanged)
    Q_PROPERTY(bool documentFinished READ documentFinished NOTIFY pageStateChanged)

    Q_PROPERTY(bool reading READ reading NOTIFY readingChanged)
    Q_PROPERTY(double progress READ progress NOTIFY progressChanged)  // 0 … 1 of what was asked for
    Q_PROPERTY(QString progressText READ progressText NOTIFY progressChanged)
    Q_PROPERTY(QString paceText READ paceText NOTIFY progressChanged)  // tokens per second, time left
    Q_PROPERTY(int networkRequests READ networkRequests NOTIFY networkRequestsChanged)

    Q_PROPERTY(QString modelName READ modelName NOTIFY engineChanged)
    Q_PROPERTY(QString modelSize READ modelSize NOTIFY engineChanged)
    Q_PROPERTY(QString deviceName READ deviceName NOTIFY engineChanged)
    Q_PROPERTY(QStringList modelNames READ modelNames NOTIFY engineChanged)  // installed
    // Of the document in view alone; empty: as in the settings.
    Q_PROPERTY(QString documentModel READ documentModel WRITE setDocumentModel NOTIFY engineChanged)
    Q_PROPERTY(QString documentDevice READ documentDevice WRITE setDocumentDevice NOTIFY engineChanged)
 public:
    Session(Settings* settings, PageImageProvider* thumbnails, QObject* parent = nullptr);
    ~Session() override;
    static Session* create(QQmlEngine* qml, QJSEngine*);  // QML's way to the singleton

    void setEngine(EngineFactory factory) { m_reader.setEngine(std::move(factory)); }  // once, before the first reading

    DocumentModel* documents() { return &m_documents; }
    PageModel* pages() { return &m_pages; }
    RegionModel* regions() { return &m_regions; }
    PagePicture* picture() { return &m_picture; }
    ProblemModel* problems() { return &m_problems; }
    Editor* editor() { return &m_editor; }
    Finder* finder() { return &m_finder; }
    Trust* trust() { return &m_trust; }
    TextDifference* difference() { return &m_difference; }
    FileOpener* opener() { return &m_opener; }
    Exports* exports() { return &m_exports; }
    ModelCatalog* catalog() { return &m_catalog; }
    PageArranger* arranger() { return &m_arranger; }

    bool hasDocument() const { return m_document != nullptr; }
    int currentDocument() const { return m_document ? m_documents.rowOfId(m_document->id) : -1; }
    void setCurrentDocument(int row);
    int documentId() const { return m_document ? m_document->id : 0; }
    QString documentName() const { return m_document ? m_document->name : QString(); }
    int pageCount() const { return m_document ? m_document->pageCount : 0; }
    int currentPage() const;  // a position in the arranged order
    void setCurrentPage(int position);
    int selectedRegion() const { return m_editor.primary(); }
    void setSelectedRegion(int id) { m_editor.select(id); }
    bool pageRead() const;
    bool pageReading() const;
    QString pageFailure() const;
    bool hasResult() const;
    bool documentFinished() const;
    QString unsavedNames() const;

    bool reading() const { return m_reader.reading(); }
    double progress() const { return m_reader.progress(); }
    QString progressText() const { return m_reader.progressText(); }
    QString paceText() const { return m_reader.paceText(); }
    int networkRequests() const { return m_networkRequests; }
    void countNetworkRequest();

    QString modelName() const;  // of what reads the document in view
    QString modelSize() const { return m_reader.modelSize(); }
    QString deviceName() const { return m_reader.deviceName(); }
    QStringList modelNames() const;
    QString documentModel() const { return m_document ? m_document->reader.model : QString(); }
    void setDocumentModel(const QString& model);
    QString documentDevice() const { return m_document ? m_document->reader.device : QString(); }
    void setDocumentDevice(const QString& device);

    Q_INVOKABLE void openUrls(const QList<QUrl>& urls) { m_opener.openUrls(urls); }
    Q_INVOKABLE void openFile(const QString& path, const QString& password = {}) { m_opener.openFile(path, password); }
    Q_INVOKABLE void closeDocument(int row);  // without asking
    Q_INVOKABLE bool unsaved(int row) const;  // was edited or read, and no file has it; -1: any document
    Q_INVOKABLE void readPage();
    Q_INVOKABLE void readDocument();
    Q_INVOKABLE void readAllDocuments();  // the one in view first
    Q_INVOKABLE void stop() { m_reader.stop(); }
    Q_INVOKABLE bool hasTask(int task) const {
        return m_reader.tasks().contains(task);
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
    Q_INVOKABLE QString shortPath(const QString& path) const;  // home as ~
    Q_INVOKABLE void dismissProblem(int row);
    Q_INVOKABLE void mendProblem(int row);  // what its button offers

 Q_SIGNALS:
    void currentDocumentChanged();
    void currentPageChanged();
    void selectedRegionChanged();
    void pageStateChanged();
    void unsavedChanged();
    void readingChanged();
    void progressChanged();
    void networkRequestsChanged();
    void engineChanged();
    void passwordWanted(const QString& path, bool again);
    void exportFolderWanted();

 private:
    // session.cpp
    void showDocument(OpenDocument* document);
    void connectParts();
    void connectReader();
    PageRef pageInView() const;
    std::vector<Region> regionsInView() const;
    void wordsChanged();
    void fileOpened(OpenedFile* opened, bool show);
    void goToPage(int page);  // by its index in the file
    void showPage();
    void arranged(OpenDocument* document, const ArrangeStep& step);
    PageEntry* entryInView() const;
    void pageChanged(int document, int page);
    // session_regions.cpp
    void connectEditor();
    void pageEdited(OpenDocument* document, int page);
    void readDrawn(int id);
    void showRegions();
    void showReread(const QList<Reread>& regions);

    Settings* m_settings;
    PageImageProvider* m_thumbnails;  // QML's engine owns it
    DocumentModel m_documents;
    PageModel m_pages;
    RegionModel m_regions;
    PagePicture m_picture;
    ProblemModel m_problems;
    FileOpener m_opener{m_documents};
    Exports m_exports;
    ModelCatalog m_catalog;
    Editor m_editor;
    Finder m_finder;
    PageArranger m_arranger{m_editor};
    Trust m_trust;
    TextDifference m_difference;

    Reader m_reader;

    OpenDocument* m_document = nullptr;  // in view; m_documents owns it
    int m_lastDocumentId = 0;

    int m_networkRequests = 0;
};

}  // namespace lectern
