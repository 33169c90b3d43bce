// Reader: pages, one job at a time, the page in view first.
#include "app/reader.h"

#include <QLocale>
#include <algorithm>

#include "app/edit_history.h"
#include "app/model_store.h"
#include "app/settings.h"

namespace lectern {

Reader::Reader(const Settings& settings, DocumentModel& documents, ProblemModel& problems,
               std::function<PageRef()> inView)
    : m_settings(settings), m_documents(documents), m_problems(problems), m_inView(std::move(inView)) {
    m_tick.setInterval(500);
    connect(&m_tick, &QTimer::timeout, this, &Reader::progressChanged);
}

void Reader::setEngine(EngineFactory factory) {
    m_worker = std::make_unique<EngineWorker>(std::move(factory));
    connectWorker();
    prepare();
}

void Reader::prepare() {
    if (m_worker) m_worker->prepare(engineFor(nullptr));
}

void Reader::addDocument(int id, std::unique_ptr<PageSource> source) {
    if (m_worker) m_worker->addDocument(id, std::move(source));
}

void Reader::removeDocument(int id) {
    m_queue.removeDocument(id);
    std::erase_if(m_regionRequests, [=](const RegionRequest& r) { return r.document == id; });
    if ((m_reading && m_reading->document == id) || (m_regionReading && m_regionReading->document == id)) stop();
    if (m_worker) m_worker->removeDocument(id);
}

static QString sizeOfModel(const QString& name) {
    for (const InstalledModel& model : installed_models())
        if (QString::fromStdString(model.name) == name)
            return QLocale().formattedDataSize(static_cast<qint64>(model.bytes), 0, QLocale::DataSizeSIFormat);
    return {};
}

void Reader::connectWorker() {
    connect(m_worker.get(), &EngineWorker::engineKnown, this, &Reader::engineKnown);
    connect(m_worker.get(), &EngineWorker::pageStarted, this, &Reader::pageStarted);
    connect(m_worker.get(), &EngineWorker::batchReady, this, &Reader::applyBatch);
    connect(m_worker.get(), &EngineWorker::pageRead, this, &Reader::pageRead);
    connect(m_worker.get(), &EngineWorker::problemMet, this, &Reader::problemMet);
    connect(m_worker.get(), &EngineWorker::noticeGiven, &m_problems, &ProblemModel::add);
}

// What is known of the engine that reads whatever has no other of its own.
void Reader::engineKnown(const EngineChoice& choice, const EngineFacts& facts) {
    if (choice != engineFor(nullptr)) return;
    m_modelName = facts.model;
    m_deviceName = facts.device;
    m_modelSize = sizeOfModel(facts.model);
    m_tasks = facts.tasks;
    Q_EMIT engineChanged();
}

EngineChoice Reader::engineFor(const OpenDocument* document, const EngineChoice& wanted) const {
    const ReaderChoice own = document ? document->reader : ReaderChoice{};
    const auto first = [](const QString& a, const QString& b, const QString& c) {
        return !a.isEmpty() ? a : !b.isEmpty() ? b : c;
    };
    return {first(wanted.model, own.model, m_settings.model()), first(wanted.device, own.device, m_settings.device()),
            m_settings.threads()};
}

void Reader::readPage(PageRef page) {
    m_queue.addPage(page);
    if (!reading()) startNext();
    Q_EMIT progressChanged();
}

bool Reader::readDocument(const OpenDocument& document) {
    std::vector<int> pages;
    for (int position = 0; position < document.pageCount; ++position) {
        const int page = document.arrangement.pageAt(position);
        if (!pageFinished(document, page) && !document.arrangement.leftOut(page)) pages.push_back(page);
    }
    if (pages.empty()) return false;
    m_queue.addDocument(document.id, std::move(pages));
    if (!reading()) startNext();
    Q_EMIT progressChanged();
    return true;
}

void Reader::startNext() {
    if (startNextRegion()) return;
    const auto next = m_queue.next(m_inView(), [this](PageRef p) {
        const OpenDocument* d = m_documents.byId(p.document);
        return !d || pageFinished(*d, p.page) || d->arrangement.leftOut(p.page) || m_reading == p;
    });
    if (OpenDocument* document = next ? m_documents.byId(next->document) : nullptr)
        beginPage(*document, next->page);
    else
        endReading();
}

// A page that was read before is set aside first. Drawn regions of one that was turned since belong to the old way
// round, too.
void Reader::beginPage(OpenDocument& document, int page) {
    PageEntry& entry = document.pages[page];
    m_again = !entry.base.regions.empty() || std::any_of(entry.edits.begin(), entry.edits.end(), [](const Edit& edit) {
        return std::holds_alternative<TurnPage>(edit);
    });
    m_kept.clear();
    if (m_again) {
        for (const Region& region : entry.page.regions)
            if (region.locked) m_kept.push_back(region);
        document.history->beginReadingAgain(page, tr("Read page %1 again").arg(positionOf(document, page) + 1));
    }
    m_heard = Page{.number = page + 1, .width = entry.base.width, .height = entry.base.height};
    m_heard.state = PageState::reading;
    entry.rebase(with_kept(m_heard, m_kept));
    entry.trust.reset();
    entry.rendering = true;
    entry.part = 0;
    m_pageTokens = 0;
    m_reading = PageRef{document.id, page};
    Q_EMIT regionsChanged(document.id, page);
    m_problems.clearAbout(document.path);
    ReadJob job;
    job.generation = ++m_generation;
    job.document = document.id;
    job.file = document.path;
    job.pageIndex = page;
    job.engine = engineFor(&document);
    job.dpi = m_settings.dpi();
    job.turn = document.arrangement.turn(page);
    m_worker->read(std::move(job));
    m_tick.start();
    Q_EMIT pageChanged(document.id, page);
    Q_EMIT readingChanged();
    Q_EMIT progressChanged();
}

PageEntry* Reader::entryReading() {
    OpenDocument* document = m_reading ? m_documents.byId(m_reading->document) : nullptr;
    return document ? &document->pages[m_reading->page] : nullptr;
}

void Reader::pageStarted(quint64 generation) {
    PageEntry* entry = entryReading();
    if (generation != m_generation || !entry) return;
    if (!m_clock.isValid()) m_clock.start();
    entry->rendering = false;
    Q_EMIT pageChanged(m_reading->document, m_reading->page);
}

void Reader::applyBatch(quint64 generation, const EventBatch& batch) {
    if (generation == m_generation && m_regionReading) regionBatch(batch);
    PageEntry* entry = entryReading();
    if (generation != m_generation || !entry) return;
    const bool first = entry->page.regions.empty();
    applyEvents(m_heard, batch.events);
    entry->rebase(with_kept(m_heard, m_kept));
    entry->part = batch.part;
    m_pageTokens = batch.tokens;
    const PageRef page = *m_reading;
    Q_EMIT regionsChanged(page.document, page.page);
    Q_EMIT pageGrew(page.document, page.page);
    if (first) Q_EMIT stateChanged();
    Q_EMIT progressChanged();
}

void Reader::pageRead(quint64 generation, const Page& page) {
    if (generation == m_generation && m_regionReading) {
        regionRead(page);
        return;
    }
    PageEntry* entry = entryReading();
    if (generation != m_generation || !entry) return;
    const PageRef ended = *m_reading;
    OpenDocument* document = m_documents.byId(ended.document);
    entry->rebase(with_kept(page, m_kept));
    entry->part = 1;
    if (!page.regions.empty()) ++document->readings;
    m_tokens += std::exchange(m_pageTokens, 0);
    Q_EMIT regionsChanged(ended.document, ended.page);
    if (page.state == PageState::failed) {
        Problem p;
        p.text = tr("Page %1 could not be read. %2")
                     .arg(positionOf(*document, ended.page) + 1)
                     .arg(QString::fromStdString(page.failure));
        p.remedy = Problem::Remedy::Retry;
        p.file = document->path;
        p.page = ended.page;
        m_problems.add(p);
    }
    m_queue.pageEnded();
    m_reading.reset();
    Q_EMIT pageChanged(ended.document, ended.page);
    startNext();
}

// A page that cannot be drawn is one page's trouble; a model or device that fails would fail on every page.
void Reader::problemMet(quint64 generation, const Problem& problem) {
    PageEntry* entry = entryReading();
    if (generation == 0 || generation == m_generation) m_problems.add(problem);
    if (generation == m_generation && m_regionReading) {
        endRegions();
        startNext();
        return;
    }
    if (generation != m_generation || !entry) return;
    const PageRef ended = *m_reading;
    m_heard.state = PageState::failed;
    m_heard.failure = problem.text.toStdString();
    entry->rebase(with_kept(m_heard, m_kept));
    entry->rendering = false;
    m_queue.pageEnded();
    m_reading.reset();
    if (problem.remedy == Problem::Remedy::Retry) m_queue.clear();
    Q_EMIT pageChanged(ended.document, ended.page);
    startNext();
}

void Reader::stop() {
    if (!reading()) return;
    m_worker->stop();
    ++m_generation;
    m_queue.clear();
    m_regionRequests.clear();
    if (m_regionReading) endRegions();
    if (!m_reading) {
        endReading();
        return;
    }
    const PageRef ended = *m_reading;
    OpenDocument* document = m_documents.byId(ended.document);
    PageEntry* entry = entryReading();
    m_reading.reset();  // what follows may call here again
    if (entry && !(m_again && document->history->abandonReadingAgain(ended.page))) {
        m_heard.state = m_heard.regions.empty() ? PageState::waiting : PageState::stopped;
        for (Region& region : m_heard.regions)
            if (region.state == RegionState::reading) region.state = RegionState::stopped;
        if (!m_heard.regions.empty()) ++document->readings;
        entry->rebase(with_kept(m_heard, m_kept));
    }
    if (entry) entry->rendering = false;
    if (entry) Q_EMIT regionsChanged(ended.document, ended.page);
    Q_EMIT pageChanged(ended.document, ended.page);
    endReading();
}

void Reader::endReading() {
    m_reading.reset();
    m_queue.clear();
    m_clock.invalidate();
    m_tick.stop();
    m_tokens = m_pageTokens = 0;
    Q_EMIT readingChanged();
    Q_EMIT progressChanged();
    Q_EMIT stateChanged();
}

void Reader::stopPage(PageRef page) {
    if (m_reading == page) stop();
}

}  // namespace lectern
