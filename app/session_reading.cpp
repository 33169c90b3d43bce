// Session: reading pages, one job at a time, the page in view first.
#include <QLocale>

#include "app/convert.h"
#include "app/edit_history.h"
#include "app/model_store.h"
#include "app/session.h"
#include "app/settings.h"

namespace lectern {

void Session::setEngine(EngineFactory factory) {
    m_worker = std::make_unique<EngineWorker>(std::move(factory));
    connectWorker();
    m_worker->prepare(engineFor(nullptr));
}

static QString sizeOfModel(const QString& name) {
    for (const InstalledModel& model : installed_models())
        if (QString::fromStdString(model.name) == name)
            return QLocale().formattedDataSize(static_cast<qint64>(model.bytes), 0, QLocale::DataSizeSIFormat);
    return {};
}

QStringList Session::modelNames() const {
    QStringList names;
    for (const InstalledModel& model : installed_models())
        if (model.problem.empty()) names << QString::fromStdString(model.name);
    return names;
}

void Session::connectWorker() {
    connect(m_worker.get(), &EngineWorker::engineKnown, this, &Session::engineKnown);
    connect(m_worker.get(), &EngineWorker::pageStarted, this, &Session::pageStarted);
    connect(m_worker.get(), &EngineWorker::batchReady, this, &Session::applyBatch);
    connect(m_worker.get(), &EngineWorker::pageRead, this, &Session::pageFinishedReading);
    connect(m_worker.get(), &EngineWorker::problemMet, this, &Session::readingProblem);
    connect(m_worker.get(), &EngineWorker::noticeGiven, &m_problems, &ProblemModel::add);
}

// What is known of the engine that reads whatever has no other of its own.
void Session::engineKnown(const EngineChoice& choice, const EngineFacts& facts) {
    if (choice != engineFor(nullptr)) return;
    m_modelName = facts.model;
    m_deviceName = facts.device;
    m_modelSize = sizeOfModel(facts.model);
    m_tasks = facts.tasks;
    Q_EMIT engineChanged();
}

EngineChoice Session::engineFor(const OpenDocument* document, const EngineChoice& wanted) const {
    const ReaderChoice own = document ? document->reader : ReaderChoice{};
    const auto first = [](const QString& a, const QString& b, const QString& c) {
        return !a.isEmpty() ? a : !b.isEmpty() ? b : c;
    };
    return {first(wanted.model, own.model, m_settings->model()), first(wanted.device, own.device, m_settings->device()),
            m_settings->threads()};
}

void Session::setDocumentModel(const QString& model) {
    if (!m_document || model == m_document->reader.model) return;
    m_document->reader.model = model;
    Q_EMIT engineChanged();
}

void Session::setDocumentDevice(const QString& device) {
    if (!m_document || device == m_document->reader.device) return;
    m_document->reader.device = device;
    Q_EMIT engineChanged();
}

void Session::readPage() {
    if (!m_document || !m_worker) return;
    const PageRef page{m_document->id, m_document->currentPage};
    if (m_reading == page) return;
    if (m_document->arrangement.leftOut(page.page)) {
        m_editor.say(tr("This page is left out of the document. Take it in again to read it."));
        return;
    }
    m_queue.addPage(page);
    if (!reading()) startNext();
    Q_EMIT progressChanged();
}

void Session::readDocument() {
    if (!m_document || !m_worker) return;
    std::vector<int> pages;
    for (int position = 0; position < m_document->pageCount; ++position) {
        const int page = m_document->arrangement.pageAt(position);
        if (!pageFinished(*m_document, page) && !m_document->arrangement.leftOut(page)) pages.push_back(page);
    }
    if (pages.empty()) {
        m_editor.say(tr("Every page has been read. Ctrl+R reads the page in view again."));
        return;
    }
    m_queue.addDocument(m_document->id, std::move(pages));
    if (!reading()) startNext();
    Q_EMIT progressChanged();
}

void Session::startNext() {
    if (startNextRegion()) return;
    const PageRef inView{m_document ? m_document->id : 0, m_document ? m_document->currentPage : -1};
    const auto next = m_queue.next(inView, [this](PageRef p) {
        const OpenDocument* d = m_documents.byId(p.document);
        return !d || pageFinished(*d, p.page) || d->arrangement.leftOut(p.page) || m_reading == p;
    });
    OpenDocument* document = next ? m_documents.byId(next->document) : nullptr;
    if (!document) {
        endReading();
        return;
    }
    PageEntry& entry = document->pages[next->page];
    // Drawn regions of a page that was turned since belong to the old way round, too.
    m_again = !entry.base.regions.empty() || std::any_of(entry.edits.begin(), entry.edits.end(), [](const Edit& edit) {
        return std::holds_alternative<TurnPage>(edit);
    });
    m_kept.clear();
    if (m_again) {
        for (const Region& region : entry.page.regions)
            if (region.locked) m_kept.push_back(region);
        document->history->beginReadingAgain(next->page,
                                             tr("Read page %1 again").arg(positionOf(*document, next->page) + 1));
    }
    m_heard = Page{.number = next->page + 1, .width = entry.base.width, .height = entry.base.height};
    m_heard.state = PageState::reading;
    entry.rebase(with_kept(m_heard, m_kept));
    entry.rendering = true;
    entry.part = 0;
    m_pageTokens = 0;
    m_reading = next;
    if (&entry == entryInView()) showRegions();
    m_problems.clearAbout(document->path);
    ReadJob job;
    job.generation = ++m_generation;
    job.document = document->id;
    job.file = document->path;
    job.pageIndex = next->page;
    job.engine = engineFor(document);
    job.dpi = m_settings->dpi();
    job.turn = document->arrangement.turn(next->page);
    m_worker->read(std::move(job));
    m_tick.start();
    pageChanged(next->document, next->page);
    Q_EMIT readingChanged();
    Q_EMIT progressChanged();
}

PageEntry* Session::entryReading() {
    OpenDocument* document = m_reading ? m_documents.byId(m_reading->document) : nullptr;
    return document ? &document->pages[m_reading->page] : nullptr;
}

void Session::pageStarted(quint64 generation) {
    PageEntry* entry = entryReading();
    if (generation != m_generation || !entry) return;
    if (!m_clock.isValid()) m_clock.start();
    entry->rendering = false;
    pageChanged(m_reading->document, m_reading->page);
}

void Session::applyBatch(quint64 generation, const EventBatch& batch) {
    if (generation == m_generation && m_regionReading) regionBatch(batch);
    PageEntry* entry = entryReading();
    if (generation != m_generation || !entry) return;
    const bool first = entry->page.regions.empty();
    applyEvents(m_heard, batch.events);
    entry->rebase(with_kept(m_heard, m_kept));
    entry->part = batch.part;
    m_pageTokens = batch.tokens;
    if (entry == entryInView()) showRegions();
    if (m_document && m_document->id == m_reading->document) m_pages.pageChanged(m_reading->page);
    if (first) Q_EMIT pageStateChanged();
    Q_EMIT progressChanged();
}

void Session::pageFinishedReading(quint64 generation, const Page& page) {
    if (generation == m_generation && m_regionReading) {
        regionRead(page);
        return;
    }
    PageEntry* entry = entryReading();
    if (generation != m_generation || !entry) return;
    const PageRef ended = *m_reading;
    const OpenDocument* document = m_documents.byId(ended.document);
    entry->rebase(with_kept(page, m_kept));
    entry->part = 1;
    m_tokens += std::exchange(m_pageTokens, 0);
    if (entry == entryInView()) showRegions();
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
    pageChanged(ended.document, ended.page);
    startNext();
}

// A page that cannot be drawn is one page's trouble; a model or device that fails would fail on every page.
void Session::readingProblem(quint64 generation, const Problem& problem) {
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
    pageChanged(ended.document, ended.page);
    startNext();
}

// Answers at once: what was read so far stays, whatever the engine still sends is of an older generation. A page that
// had been read before is as it was.
void Session::stop() {
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
        entry->rebase(with_kept(m_heard, m_kept));
    }
    if (entry) entry->rendering = false;
    if (entry && entry == entryInView()) showRegions();
    pageChanged(ended.document, ended.page);
    endReading();
}

void Session::endReading() {
    m_reading.reset();
    m_queue.clear();
    m_clock.invalidate();
    m_tick.stop();
    m_tokens = m_pageTokens = 0;
    Q_EMIT readingChanged();
    Q_EMIT progressChanged();
    Q_EMIT pageStateChanged();
}

double Session::pagesDone() const {
    double done = m_queue.done();
    if (!m_reading) return done;
    const OpenDocument* document = m_documents.byId(m_reading->document);
    auto entry = document ? document->pages.find(m_reading->page) : std::map<int, PageEntry>::const_iterator{};
    return document && entry != document->pages.end() ? done + entry->second.part : done;
}

double Session::progress() const {
    if (m_regionReading) {
        const double regions = static_cast<double>(m_regionReading->ids.size());
        return qBound(0.0, (static_cast<double>(m_regionReading->done) + m_regionReading->part) / regions, 1.0);
    }
    return m_queue.total() == 0 ? 0 : qBound(0.0, pagesDone() / m_queue.total(), 1.0);
}

QString Session::progressText() const {
    const QLocale locale;
    if (m_regionReading) {
        if (m_regionReading->ids.size() == 1) return tr("Reading a region");
        return tr("Reading region %1 of %2")
            .arg(locale.toString(m_regionReading->done + 1), locale.toString(m_regionReading->ids.size()));
    }
    if (!m_reading) return {};
    const OpenDocument* document = m_documents.byId(m_reading->document);
    if (m_queue.total() == 1 && document)
        return tr("Reading page %1").arg(locale.toString(positionOf(*document, m_reading->page) + 1));
    return tr("Reading %1 of %2")
        .arg(locale.toString(std::min(m_queue.done() + 1, m_queue.total())), locale.toString(m_queue.total()));
}

QString Session::rateText() const {
    const double seconds = m_clock.isValid() ? static_cast<double>(m_clock.elapsed()) / 1000 : 0;
    const auto tokens = static_cast<double>(m_tokens + m_pageTokens);
    if (!m_reading || seconds < 0.5 || tokens < 1) return {};
    return tr("%1 tok/s").arg(QLocale().toString(qRound64(tokens / seconds)));
}

QString Session::timeLeftText() const {
    const double seconds = m_clock.isValid() ? static_cast<double>(m_clock.elapsed()) / 1000 : 0;
    const double done = pagesDone();
    if (!m_reading || done < 0.05 || seconds < 1) return {};
    const double left = seconds * (m_queue.total() - done) / done;
    if (left < 90) return tr("%1 s left").arg(std::max(1, qRound(left)));
    if (left < 5400) return tr("%1 min left").arg(qRound(left / 60));
    return tr("%1 h left").arg(QLocale().toString(left / 3600, 'f', 1));
}

QString Session::paceText() const {
    QStringList parts{rateText(), timeLeftText()};
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  ·  "));
}

}  // namespace lectern
