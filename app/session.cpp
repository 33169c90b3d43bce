// Session: documents and the page in view. Reading is in session_reading.cpp, exporting in session_export.cpp.
#include "app/session.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QQmlEngine>
#include <QStandardPaths>

#include "app/convert.h"
#include "app/edit_history.h"
#include "app/model_store.h"
#include "app/open_file.h"
#include "app/page_image_provider.h"
#include "app/settings.h"

namespace lectern {

Session* Session::create(QQmlEngine* qml, QJSEngine*) {
    auto* thumbnails = new PageImageProvider;  // the engine takes it
    qml->addImageProvider(QStringLiteral("pages"), thumbnails);
    const int settings = qmlTypeId("Lectern", 1, 0, "Settings");
    return new Session(qml->singletonInstance<Settings*>(settings), thumbnails);
}

Session::Session(Settings* settings, PageImageProvider* thumbnails, QObject* parent)
    : QObject(parent), m_settings(settings), m_thumbnails(thumbnails) {
    m_formats.choose(m_settings->exportFormats());
    connectEditor();
    m_tick.setInterval(500);
    connect(&m_tick, &QTimer::timeout, this, &Session::progressChanged);
    connect(&m_picture, &PagePicture::problemMet, this, [this](int document, Problem problem) {
        if (const OpenDocument* d = m_documents.byId(document)) problem.file = d->path;
        m_problems.add(problem);
    });
    const QString folder = m_settings->exportFolder();
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_exportFolder = QUrl::fromLocalFile(!folder.isEmpty() && QDir(folder).exists() ? folder : documents);
}

Session::~Session() {
    m_background.stop();
    m_pages.show(nullptr);
}

void Session::openUrls(const QList<QUrl>& urls) {
    for (const QUrl& url : urls) {
        if (url.isLocalFile()) {
            openFile(url.toLocalFile());
        } else {
            Problem p;
            p.text =
                tr("“%1” is not a file on this computer. Save it first, then open it here.").arg(url.toDisplayString());
            m_problems.add(p);
        }
    }
}

void Session::openFile(const QString& path, const QString& password) {
    const QString full = QFileInfo(path).absoluteFilePath();
    if (const int row = m_documents.rowOfPath(full); row >= 0) {
        setCurrentDocument(row);
        return;
    }
    m_toOpen.push_back({full, password});
    if (m_openingName.isEmpty()) openNext();
}

void Session::openNext() {
    m_openingName.clear();
    if (!m_toOpen.empty()) {
        const ToOpen next = m_toOpen.front();
        m_toOpen.pop_front();
        m_openingName = QFileInfo(next.path).fileName();
        m_background.run(
            this, [next](std::stop_token) { return openFileForWindow(next.path, next.password); },
            [this](OpenedFile file) { fileOpened(std::move(file)); });
    }
    Q_EMIT openingChanged();
}

void Session::fileOpened(OpenedFile file) {
    m_problems.clearAbout(file.path);
    if (file.document) {
        const int id = ++m_lastDocumentId;
        file.document->id = id;
        file.document->history = std::make_unique<EditHistory>(*file.document);
        m_thumbnails->addDocument(id, std::move(file.forThumbnails));
        m_picture.addDocument(id, std::move(file.forView));
        if (m_worker) m_worker->addDocument(id, std::move(file.forReading));
        connect(file.document->history.get(), &EditHistory::pageEdited, this,
                [this, document = file.document.get()](int page) { pageEdited(document, page); });
        connect(file.document->history.get(), &EditHistory::readingTakenBack, this, [this, id](int page) {
            if (m_reading == PageRef{id, page}) stop();
        });
        const int row = m_documents.add(std::move(file.document));
        m_settings->addRecentFile(file.path);
        setCurrentDocument(row);
    } else {
        m_problems.add(file.problem);
        if (file.problem.remedy == Problem::Remedy::EnterPassword) Q_EMIT passwordWanted(file.path, file.passwordGiven);
    }
    openNext();
}

void Session::openSample() {
    if (const QString sample = samplePath(); !sample.isEmpty()) openFile(sample);
}

QString Session::samplePath() {
    const QDir folder(qstring_from_path(share_folder()) + QStringLiteral("/samples"));
    const QStringList files = folder.entryList({QStringLiteral("*.pdf")}, QDir::Files, QDir::Name);
    return files.isEmpty() ? QString() : folder.absoluteFilePath(files.first());
}

void Session::setCurrentDocument(int row) {
    showDocument(m_documents.at(row));
}

void Session::showDocument(OpenDocument* document) {
    if (document == m_document) return;
    m_document = document;
    m_difference.clear();
    m_pages.show(document);
    Q_EMIT currentDocumentChanged();
    showPage();
}

void Session::setCurrentPage(int index) {
    if (!m_document) return;
    index = qBound(0, index, m_document->pageCount - 1);
    if (index == m_document->currentPage) return;
    m_document->currentPage = index;
    showPage();
}

void Session::showPage() {
    const PageEntry* entry = entryInView();
    m_picture.show(m_document ? m_document->id : 0, currentPage());
    m_regions.show(entry ? shownRegions(*entry) : std::vector<Region>{});
    m_editor.show(m_document, m_picture.pageSize());
    m_finder.show(m_document);
    Q_EMIT currentPageChanged();
    Q_EMIT pageStateChanged();
}

PageEntry* Session::entryInView() const {
    if (!m_document) return nullptr;
    auto it = m_document->pages.find(m_document->currentPage);
    return it == m_document->pages.end() ? nullptr : &it->second;
}

bool Session::pageRead() const {
    const PageEntry* entry = entryInView();
    if (!entry || entry->page.state == PageState::reading) return false;
    return entry->page.state != PageState::waiting || !entry->page.regions.empty();
}

bool Session::pageReading() const {
    const PageEntry* entry = entryInView();
    return entry && entry->page.state == PageState::reading;
}

QString Session::pageFailure() const {
    const PageEntry* entry = entryInView();
    return entry && entry->page.state == PageState::failed ? QString::fromStdString(entry->page.failure) : QString();
}

bool Session::hasResult() const {
    return m_document && std::any_of(m_document->pages.begin(), m_document->pages.end(),
                                     [](const auto& page) { return !page.second.page.regions.empty(); });
}

bool Session::documentFinished() const {
    if (!m_document || static_cast<int>(m_document->pages.size()) < m_document->pageCount) return false;
    return std::all_of(m_document->pages.begin(), m_document->pages.end(),
                       [this](const auto& page) { return pageFinished(*m_document, page.first); });
}

void Session::pageChanged(int document, int page) {
    m_documents.documentChanged(document);
    if (!m_document || m_document->id != document) return;
    m_pages.pageChanged(page);
    m_finder.refresh();
    Q_EMIT pageStateChanged();
}

void Session::closeDocument(int row) {
    OpenDocument* document = m_documents.at(row);
    if (!document) return;
    const int id = document->id;
    m_queue.removeDocument(id);
    std::erase_if(m_regionRequests, [=](const RegionRequest& r) { return r.document == id; });
    if ((m_reading && m_reading->document == id) || (m_regionReading && m_regionReading->document == id)) stop();
    if (document == m_document) {
        m_pages.show(nullptr);
        m_editor.show(nullptr, {});
        m_finder.show(nullptr);
        m_document = nullptr;
    }
    m_thumbnails->removeDocument(id);
    m_picture.removeDocument(id);
    if (m_worker) m_worker->removeDocument(id);
    m_problems.clearAbout(document->path);
    m_documents.remove(row);
    if (m_document) return;
    OpenDocument* next = m_documents.at(std::min(row, m_documents.count() - 1));
    if (next) {
        showDocument(next);
    } else {
        Q_EMIT currentDocumentChanged();
        showPage();
    }
}

void Session::dismissProblem(int row) {
    m_problems.take(row);
}

void Session::mendProblem(int row) {
    const Problem problem = m_problems.take(row);
    switch (problem.remedy) {
        case Problem::Remedy::None:
            break;
        case Problem::Remedy::EnterPassword:
            Q_EMIT passwordWanted(problem.file, false);
            break;
        case Problem::Remedy::ChooseFolder:
            Q_EMIT exportFolderWanted();
            break;
        case Problem::Remedy::Retry:
            if (problem.page < 0) {
                if (m_worker) m_worker->prepare();
            } else if (const int document = m_documents.rowOfPath(problem.file); document >= 0) {
                setCurrentDocument(document);
                setCurrentPage(problem.page);
                readPage();
            }
            break;
    }
}

QString Session::fileName(const QString& path) const {
    return QFileInfo(path).fileName();
}

QString Session::displayPath(const QUrl& folder) const {
    QString path = folder.toLocalFile();
    const QString home = QDir::homePath();
    if (path == home || path.startsWith(home + u'/')) path.replace(0, home.size(), QStringLiteral("~"));
    return QDir::toNativeSeparators(path);
}

void Session::countNetworkRequest() {
    ++m_networkRequests;
    Q_EMIT networkRequestsChanged();
}

}  // namespace lectern
