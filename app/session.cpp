// Session: documents and the page in view. What is asked to be read is in session_reading.cpp, regions and clipboard in
// session_regions.cpp; reading itself is Reader's.
#include "app/session.h"

#include <QFileInfo>
#include <QLocale>
#include <QQmlEngine>
#include <algorithm>

#include "app/edit_history.h"
#include "app/open_file.h"
#include "app/page_image_provider.h"
#include "app/settings.h"
#include "app/shown_path.h"

namespace lectern {

Session* Session::create(QQmlEngine* qml, QJSEngine*) {
    auto* thumbnails = new PageImageProvider;  // the engine takes it
    qml->addImageProvider(QStringLiteral("pages"), thumbnails);
    auto* settings = qml->singletonInstance<Settings*>(qmlTypeId("Lectern", 1, 0, "Settings"));
    connect(settings, &Settings::languageChanged, qml, &QQmlEngine::retranslate);
    return new Session(settings, thumbnails);
}

Session::Session(Settings* settings, PageImageProvider* thumbnails, QObject* parent)
    : QObject(parent),
      m_settings(settings),
      m_thumbnails(thumbnails),
      m_exports(*settings, m_documents),
      m_reader(*settings, m_documents, m_problems, [this] { return pageInView(); }) {
    connectParts();
    connectEditor();
    connectReader();
}

Session::~Session() {
    m_pages.show(nullptr);
}

void Session::connectParts() {
    connect(&m_opener, &FileOpener::opened, this, &Session::fileOpened);
    connect(&m_opener, &FileOpener::alreadyOpen, this, &Session::setCurrentDocument);
    connect(&m_opener, &FileOpener::problemMet, this, [this](const Problem& problem) { m_problems.add(problem); });
    connect(&m_exports, &Exports::saved, this, [this](const QString& name, const QString& source) {
        m_problems.clearAbout(source, Problem::Remedy::SaveElsewhere);
        m_editor.say(tr("Saved as %1").arg(name));
        Q_EMIT unsavedChanged();
    });
    connect(&m_exports, &Exports::finished, this, &Session::unsavedChanged);
    connect(&m_exports, &Exports::changedElsewhere, this, [this](const QString& name) {
        m_editor.say(tr("%1 has changed since. Choose where to save.").arg(name));
    });
    connect(&m_exports, &Exports::problemMet, this, [this](const Problem& problem) { m_problems.add(problem); });
    connect(&m_arranger, &PageArranger::pageWanted, this, &Session::goToPage);
    connect(&m_arranger, &PageArranger::chosenChanged, this, [this] { m_pages.choose(m_arranger.chosen()); });
    connect(m_settings, &Settings::readerChanged, &m_reader, &Reader::prepare);
    connect(m_settings, &Settings::languageChanged, this, &Session::wordsChanged);
    connect(this, &Session::currentDocumentChanged, this, &Session::engineChanged);
    connect(&m_picture, &PagePicture::problemMet, this, [this](int document, Problem problem) {
        if (const OpenDocument* d = m_documents.byId(document)) problem.file = d->path;
        m_problems.add(problem);
    });
}

QString Session::modelName() const {
    return m_document && !m_document->reader.model.isEmpty() ? m_document->reader.model : m_reader.modelName();
}

// In another language: what C++ says anew.
void Session::wordsChanged() {
    m_pages.arranged();
    for (int row = 0; row < m_documents.count(); ++row) m_documents.documentChanged(m_documents.at(row)->id);
    m_regions.show(regionsInView());
    m_editor.say({});
    Q_EMIT progressChanged();
    Q_EMIT pageStateChanged();
}

void Session::fileOpened(OpenedFile* opened, bool show) {
    OpenedFile& file = *opened;
    m_problems.clearAbout(file.path);
    if (!file.document) {
        m_problems.add(file.problem);
        if (file.problem.remedy == Problem::Remedy::EnterPassword) Q_EMIT passwordWanted(file.path, file.passwordGiven);
        return;
    }
    const int id = ++m_lastDocumentId;
    file.document->id = id;
    file.document->history = std::make_unique<EditHistory>(*file.document);
    m_thumbnails->addDocument(id, std::move(file.forThumbnails));
    m_picture.addDocument(id, std::move(file.forView));
    m_reader.addDocument(id, std::move(file.forReading));
    connect(file.document->history.get(), &EditHistory::pageEdited, this,
            [this, document = file.document.get()](int page) { pageEdited(document, page); });
    connect(file.document->history.get(), &EditHistory::readingTakenBack, this, [this, id](int page) {
        m_reader.stopPage({id, page});
    });
    connect(file.document->history.get(), &EditHistory::arranged, this,
            [this, document = file.document.get()](const ArrangeStep& step) { arranged(document, step); });
    connect(file.document->history.get(), &EditHistory::changed, this, [this, id] {
        m_documents.documentChanged(id);
        Q_EMIT unsavedChanged();
    });
    m_trust.addDocument(file.document.get(), std::move(file.forChecking));
    const int row = m_documents.add(std::move(file.document));
    m_settings->addRecentFile(file.path);
    if (show || !m_document) setCurrentDocument(row);
}

void Session::setCurrentDocument(int row) {
    showDocument(m_documents.at(row));
}

void Session::showDocument(OpenDocument* document) {
    if (document == m_document) return;
    m_editor.keepEditing();
    m_document = document;
    m_difference.clear();
    m_pages.show(document);
    m_exports.show(document);
    m_arranger.show(document);
    Q_EMIT currentDocumentChanged();
    showPage();
}

int Session::currentPage() const {
    return m_document ? positionOf(*m_document, m_document->currentPage) : -1;
}

void Session::setCurrentPage(int position) {
    if (m_document) goToPage(m_document->arrangement.pageAt(qBound(0, position, m_document->pageCount - 1)));
}

void Session::goToPage(int page) {
    if (!m_document || page < 0 || page >= m_document->pageCount || page == m_document->currentPage) return;
    m_editor.keepEditing();
    m_document->currentPage = page;
    showPage();
}

void Session::showPage() {
    const int page = m_document ? m_document->currentPage : -1;
    m_picture.show(m_document ? m_document->id : 0, page, m_document ? m_document->arrangement.turn(page) : 0);
    m_regions.show(regionsInView());
    m_editor.show(m_document, m_picture.pageSize());
    m_finder.show(m_document);
    m_arranger.pageShown();
    m_trust.show(m_document);
    // Of a document that was opened with its text nobody has looked yet whether that fits the page.
    if (const PageEntry* entry = entryInView(); entry && !entry->trust) m_trust.pageChanged(m_document->id, page);
    Q_EMIT currentPageChanged();
    Q_EMIT pageStateChanged();
}

// Also after undoing: pages that were turned come into view as they are now.
void Session::arranged(OpenDocument* document, const ArrangeStep& step) {
    m_documents.documentChanged(document->id);
    const auto* turn = std::get_if<TurnPages>(&step);
    if (turn)
        for (const int page : turn->pages) m_trust.pageChanged(document->id, page);
    if (document != m_document) return;
    m_pages.arranged();
    m_arranger.arranged();
    if (turn) {
        if (std::find(turn->pages.begin(), turn->pages.end(), m_document->currentPage) == turn->pages.end())
            m_document->currentPage = turn->pages.front();
        showPage();
        return;
    }
    Q_EMIT currentPageChanged();
    Q_EMIT pageStateChanged();
}

QString Session::unsavedNames() const {
    QStringList names;
    for (int row = 0; row < m_documents.count(); ++row)
        if (unsaved(row)) names << QStringLiteral("“%1”").arg(m_documents.at(row)->name);
    constexpr int kNamed = 3;
    const int more = static_cast<int>(names.size()) - kNamed;
    if (more <= 0) return QLocale().createSeparatedList(names);
    return tr("%1 and %2 more").arg(names.mid(0, kNamed).join(QStringLiteral(", ")), QLocale().toString(more));
}

PageRef Session::pageInView() const {
    return {m_document ? m_document->id : 0, m_document ? m_document->currentPage : -1};
}

std::vector<Region> Session::regionsInView() const {
    return m_document ? m_reader.shownRegions(*m_document, m_document->currentPage) : std::vector<Region>{};
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
    return m_document && allFinished(*m_document);
}

bool Session::unsaved(int row) const {
    for (int i = 0; i < m_documents.count(); ++i) {
        const OpenDocument& document = *m_documents.at(i);
        if ((row < 0 || row == i) && (!document.history->saved() || document.readings != document.readingsKept))
            return true;
    }
    return false;
}

void Session::pageChanged(int document, int page) {
    m_trust.pageChanged(document, page);
    m_documents.documentChanged(document);
    Q_EMIT unsavedChanged();
    if (!m_document || m_document->id != document) return;
    m_pages.pageChanged(page);
    m_finder.refresh();
    Q_EMIT pageStateChanged();
}

void Session::closeDocument(int row) {
    OpenDocument* document = m_documents.at(row);
    if (!document) return;
    const int id = document->id;
    m_reader.removeDocument(id);
    if (document == m_document) {
        m_pages.show(nullptr);
        m_exports.show(nullptr);
        m_arranger.show(nullptr);
        m_editor.show(nullptr, {});
        m_finder.show(nullptr);
        m_document = nullptr;
    }
    m_trust.removeDocument(id);
    m_thumbnails->removeDocument(id);
    m_picture.removeDocument(id);
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
        case Problem::Remedy::SaveElsewhere:
            if (const int document = m_documents.rowOfPath(problem.file); document >= 0) {
                setCurrentDocument(document);
                Q_EMIT m_exports.saveAsWanted();
            }
            break;
        case Problem::Remedy::Retry:
            if (problem.page < 0) {
                m_reader.prepare();
            } else if (const int document = m_documents.rowOfPath(problem.file); document >= 0) {
                setCurrentDocument(document);
                goToPage(problem.page);
                readPage();
            }
            break;
    }
}

QString Session::fileName(const QString& path) const {
    return QFileInfo(path).fileName();
}

QString Session::shortPath(const QString& path) const {
    return shownPath(path);
}

void Session::countNetworkRequest() {
    ++m_networkRequests;
    Q_EMIT networkRequestsChanged();
}

}  // namespace lectern
