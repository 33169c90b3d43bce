// Session: edits of the page in view, and regions that are read again.
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <algorithm>

#include "app/category_signs.h"
#include "app/edit_history.h"
#include "app/region_clip.h"
#include "app/session.h"

namespace lectern {

void Session::connectEditor() {
    connect(&m_editor, &Editor::selectionChanged, this, &Session::selectedRegionChanged);
    connect(&m_editor, &Editor::drawn, this, &Session::readDrawn);
    connect(&m_finder, &Finder::wanted, this, [this](int page, int region, int from) {
        goToPage(page);
        m_editor.placeCaret(region, from);
    });
    connect(&m_editor, &Editor::pageWanted, this, &Session::goToPage);
    connect(&m_trust, &Trust::checked, this, [this](int document, int page) {
        if (m_document && m_document->id == document) m_pages.pageChanged(page);
    });
    connect(&m_trust, &Trust::regionWanted, this, [this](int region) { m_editor.select(region > 0 ? region : -1); });
    connect(&m_trust, &Trust::readingWanted, &m_editor, &Editor::draw);
    connect(&m_trust, &Trust::textWanted, &m_editor, &Editor::setText);
    connect(&m_editor, &Editor::historyChanged, &m_difference, &TextDifference::clear);
    connect(&m_picture, &PagePicture::pageSizeChanged, this, [this] { m_editor.setPageSize(m_picture.pageSize()); });
}

// Also after undoing on a page that is out of sight: it is shown.
void Session::pageEdited(OpenDocument* document, int page) {
    m_documents.documentChanged(document->id);
    m_trust.pageChanged(document->id, page);
    if (document != m_document) return;
    if (page == m_document->currentPage)
        showRegions();
    else if (!m_reading || m_reading->page != page || m_reading->document != document->id)
        goToPage(page);
    m_pages.pageChanged(page);
    Q_EMIT pageStateChanged();
}

void Session::showRegions() {
    const PageEntry* entry = entryInView();
    m_regions.replaceAll(entry ? shownRegions(*entry) : std::vector<Region>{});
    m_editor.regionsChanged();
    m_finder.refresh();
}

// The regions with, in place of one that is being read again, what is heard of it.
std::vector<Region> Session::shownRegions(const PageEntry& entry) const {
    std::vector<Region> regions = entry.page.regions;
    if (!m_regionReading || m_documents.byId(m_regionReading->document) != m_document ||
        m_regionReading->page != m_document->currentPage)
        return regions;
    for (Region& region : regions) {
        if (region.id != m_regionReading->ids[m_regionReading->done]) continue;
        const Region heard = readingResult(region, m_regionReading->heard, *m_regionReading);
        region.state = RegionState::reading;
        region.warnings.clear();
        if (heard.content.empty()) continue;
        region.content = heard.content;
        region.kind = heard.kind;
        region.category = heard.category;
        region.lines = heard.lines;
    }
    return regions;
}

void Session::readDrawn(int id) {
    if (m_document && m_worker)
        readRegions({.document = m_document->id, .page = m_document->currentPage, .ids = {id}, .drawn = true});
}

void Session::readSelection(int task, const QString& prompt, const QString& model, const QString& device, double dpi) {
    if (!m_document || !m_worker || m_editor.selectedIds().empty()) return;
    RegionRequest request{.document = m_document->id, .page = m_document->currentPage, .ids = {}};
    for (const int64_t id : m_editor.selectedIds())
        if (const Region* region = m_editor.region(id); region && !region->locked) request.ids.push_back(id);
    if (request.ids.empty()) {
        m_editor.say(tr("Locked regions are not read again."), Editor::Offer::Unlock);
        return;
    }
    request.task = static_cast<Task>(task);
    request.prompt = prompt;
    request.engine = {model, device};
    request.dpi = dpi;
    readRegions(std::move(request));
}

void Session::readRegions(RegionRequest request) {
    m_regionRequests.push_back(std::move(request));
    if (!reading()) startNext();
    Q_EMIT progressChanged();
}

// Models that know no pages but texts are asked for text.
static Task taskFor(Task wanted, const QList<int>& tasks) {
    const bool has_text = tasks.contains(static_cast<int>(Task::text));
    return wanted == Task::page && has_text && !tasks.contains(static_cast<int>(Task::page)) ? Task::text : wanted;
}

bool Session::startNextRegion() {
    if (!m_regionReading) {
        if (m_regionRequests.empty()) return false;
        m_regionReading = std::move(m_regionRequests.front());
        m_regionRequests.pop_front();
    }
    RegionRequest& request = *m_regionReading;
    OpenDocument* document = m_documents.byId(request.document);
    const Region* region = nullptr;
    while (document && request.done < request.ids.size() && !region) {
        for (const Region& r : document->pages[request.page].page.regions)
            if (r.id == request.ids[request.done]) region = &r;
        if (!region) ++request.done;  // deleted meanwhile
    }
    if (!region) {
        endRegions();
        return startNextRegion();
    }
    request.heard = Page{.number = request.page + 1};
    request.part = 0;
    ReadOptions options;
    options.task = taskFor(request.task, m_tasks);
    options.prompt = request.prompt.toStdString();
    options.region = region->box;
    m_worker->read({.generation = ++m_generation,
                    .document = request.document,
                    .file = document->path,
                    .pageIndex = request.page,
                    .options = options,
                    .engine = engineFor(document, request.engine),
                    .dpi = request.dpi,
                    .turn = document->arrangement.turn(request.page)});
    m_tick.start();
    showRegions();
    Q_EMIT readingChanged();
    Q_EMIT progressChanged();
    return true;
}

void Session::regionBatch(const EventBatch& batch) {
    applyEvents(m_regionReading->heard, batch.events);
    m_regionReading->part = batch.part;
    showRegions();
    Q_EMIT progressChanged();
}

void Session::regionRead(const Page& page) {
    RegionRequest& request = *m_regionReading;
    const int64_t id = request.ids[request.done];
    if (page.state == PageState::failed) {
        Problem p;
        p.text = tr("The region could not be read. %1").arg(QString::fromStdString(page.failure));
        m_problems.add(p);
    } else if (OpenDocument* document = m_documents.byId(request.document)) {
        for (const Region& r : document->pages[request.page].page.regions)
            if (r.id == id) request.results.push_back({id, readingResult(r, page, request)});
    }
    ++request.done;
    if (request.done == request.ids.size()) endRegions();
    startNext();
}

static QString headingOf(const Region& region) {
    return QStringLiteral("%1 %2").arg(region.order + 1).arg(categoryLabel(region.category));
}

// What was read becomes one step of the history, and its difference is shown.
void Session::endRegions() {
    const RegionRequest request = std::move(*m_regionReading);
    m_regionReading.reset();
    OpenDocument* document = m_documents.byId(request.document);
    if (!document) return;
    std::vector<Edit> edits;
    struct Told {
        QString heading, before, after;
    };
    std::vector<Told> told;
    for (const ReplaceContent& replace : request.results) {
        if (request.drawn && document->history->fillAdded(request.page, replace.id, replace.result)) continue;
        for (const Region& r : document->pages[request.page].page.regions)
            if (r.id == replace.id) told.push_back({headingOf(r), plainTextOf(r), plainTextOf(replace.result)});
        edits.push_back(replace);
    }
    if (!edits.empty()) {
        const int n = static_cast<int>(edits.size());
        document->history->applyAll(request.page, edits, tr("Read %n region(s) again", nullptr, n));
        m_difference.clear();
        for (const Told& t : told) m_difference.add(told.size() > 1 ? t.heading : QString(), t.before, t.after);
    }
    if (document == m_document) showRegions();
    m_pages.pageChanged(request.page);
    m_trust.pageChanged(request.document, request.page);
    Q_EMIT pageStateChanged();
}

void Session::keepDifference() {
    m_difference.clear();
}

void Session::undoDifference() {
    if (m_difference.shown()) m_editor.undo();
}

void Session::paste() {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    if (m_document && m_editor.canPaste())
        m_editor.paste();
    else if (data && !m_opener.openClipboard(*data))
        m_editor.say(tr("There is nothing on the clipboard that can be opened here."));
}

void Session::copyText(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

}  // namespace lectern
