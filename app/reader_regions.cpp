// Reader: regions that are read once more.
#include <algorithm>

#include "app/category_signs.h"
#include "app/edit_history.h"
#include "app/reader.h"
#include "app/region_clip.h"

namespace lectern {

std::vector<Region> Reader::shownRegions(const OpenDocument& document, int page) const {
    const auto entry = document.pages.find(page);
    if (entry == document.pages.end()) return {};
    std::vector<Region> regions = entry->second.page.regions;
    if (!m_regionReading || m_regionReading->document != document.id || m_regionReading->page != page) return regions;
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

void Reader::readRegions(RegionRequest request) {
    m_regionRequests.push_back(std::move(request));
    if (!reading()) startNext();
    Q_EMIT progressChanged();
}

// Models that know no pages but texts are asked for text.
static Task taskFor(Task wanted, const QList<int>& tasks) {
    const bool has_text = tasks.contains(static_cast<int>(Task::text));
    return wanted == Task::page && has_text && !tasks.contains(static_cast<int>(Task::page)) ? Task::text : wanted;
}

bool Reader::startNextRegion() {
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
    Q_EMIT regionsChanged(request.document, request.page);
    Q_EMIT readingChanged();
    Q_EMIT progressChanged();
    return true;
}

void Reader::regionBatch(const EventBatch& batch) {
    applyEvents(m_regionReading->heard, batch.events);
    m_regionReading->part = batch.part;
    Q_EMIT regionsChanged(m_regionReading->document, m_regionReading->page);
    Q_EMIT progressChanged();
}

void Reader::regionRead(const Page& page) {
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
void Reader::endRegions() {
    const RegionRequest request = std::move(*m_regionReading);
    m_regionReading.reset();
    OpenDocument* document = m_documents.byId(request.document);
    if (!document) return;
    std::vector<Edit> edits;
    QList<Reread> told;
    for (const ReplaceContent& replace : request.results) {
        if (request.drawn && document->history->fillAdded(request.page, replace.id, replace.result)) continue;
        for (const Region& r : document->pages[request.page].page.regions)
            if (r.id == replace.id) told.push_back({headingOf(r), plainTextOf(r), plainTextOf(replace.result)});
        edits.push_back(replace);
    }
    if (!edits.empty()) {
        const int n = static_cast<int>(edits.size());
        document->history->applyAll(request.page, edits, tr("Read %n region(s) again", nullptr, n));
        Q_EMIT regionsReread(told);
    }
    Q_EMIT regionsChanged(request.document, request.page);
    Q_EMIT pageChanged(request.document, request.page);
}

}  // namespace lectern
