#include "app/engine_worker.h"

#include <chrono>
#include <utility>

#include "core/base/error.h"

namespace lectern {

// Text grows faster than a screen shows it: one message for all that happened meanwhile.
static constexpr std::chrono::milliseconds kGroup{30};

EngineWorker::EngineWorker(EngineFactory factory, QObject* parent) : QObject(parent), m_factory(std::move(factory)) {
    m_thread = std::jthread([this](std::stop_token quit) { run(quit); });
}

EngineWorker::~EngineWorker() {
    stop();
    m_thread.request_stop();
    m_thread.join();
}

void EngineWorker::addDocument(int id, std::unique_ptr<PageSource> source) {
    std::scoped_lock lock(m_mutex);
    m_arrived[id] = std::move(source);
}

void EngineWorker::removeDocument(int id) {
    addDocument(id, nullptr);
}

void EngineWorker::prepare(const EngineChoice& choice) {
    {
        std::scoped_lock lock(m_mutex);
        m_prepare = choice;
    }
    m_wake.notify_one();
}

void EngineWorker::read(ReadJob job) {
    {
        std::scoped_lock lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void EngineWorker::stop() {
    std::scoped_lock lock(m_mutex);
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_jobs.clear();
}

void EngineWorker::tellFacts() {
    EngineFacts facts{
        QString::fromStdString(m_engine->model_name()), QString::fromStdString(m_engine->device_name()), {}};
    for (const Task task : m_engine->tasks()) facts.tasks << static_cast<int>(task);
    QMetaObject::invokeMethod(
        this, [this, choice = m_choice, facts] { Q_EMIT engineKnown(choice, facts); }, Qt::QueuedConnection);
}

// A driver that lost its device is not trusted again before the program is started anew.
Engine& EngineWorker::engine(const EngineChoice& choice) {
    if (m_engine && m_choice == choice) return *m_engine;
    if (m_engine && m_engine->lost_gpu()) m_gpuLost = true;
    m_engine.reset();  // its memory first
    EngineChoice made = choice;
    if (m_gpuLost) made.device = QStringLiteral("cpu");
    m_engine = m_factory(made);
    m_choice = choice;
    m_engine->set_notice([this](const DeviceNotice& notice) {
        const Problem told = problemFromNotice(notice);
        QMetaObject::invokeMethod(
            this, [this, told] { Q_EMIT noticeGiven(told); }, Qt::QueuedConnection);
        m_deviceChanged = true;
    });
    tellFacts();
    return *m_engine;
}

void EngineWorker::readPage(const ReadJob& job, std::stop_token stop) {
    auto found = m_sources.find(job.document);
    if (found == m_sources.end()) return;  // closed meanwhile
    const PageSource& source = *found->second;
    const auto index = static_cast<size_t>(job.pageIndex);
    const PageInfo info = turned_info(source.page_info(index), job.turn);
    PageInput input;
    input.number = job.pageIndex + 1;
    input.width = info.width;
    input.height = info.height;
    input.rotation = info.rotation;
    Engine& engine = this->engine(job.engine);
    input.dpi = reading_dpi(info, job.dpi > 0 ? job.dpi : engine.wanted_dpi());
    input.image = turned_picture(source.render(index, input.dpi, stop), job.turn);
    input.warnings = source.flaws(index);
    QMetaObject::invokeMethod(
        this, [this, g = job.generation] { Q_EMIT pageStarted(g); }, Qt::QueuedConnection);

    Page page;
    {
        const auto deliver = [this, g = job.generation](EventBatch batch) {
            QMetaObject::invokeMethod(
                this, [this, g, batch = std::move(batch)] { Q_EMIT batchReady(g, batch); }, Qt::QueuedConnection);
        };
        EventCollector collector(deliver, kGroup);
        page = engine.read(input, job.options, collector, stop);
    }
    QMetaObject::invokeMethod(
        this, [this, g = job.generation, page = std::move(page)] { Q_EMIT pageRead(g, page); }, Qt::QueuedConnection);
}

void EngineWorker::perform(const ReadJob& job, std::stop_token stop) {
    Problem problem;
    try {
        if (job.pageIndex >= 0)
            readPage(job, stop);
        else
            engine(job.engine).load();
        if (std::exchange(m_deviceChanged, false)) tellFacts();
        return;
    } catch (...) {  // the one catch of this thread
        problem = problemFromCurrentException(job.file, job.pageIndex);
    }
    if (stop.stop_requested()) return;
    QMetaObject::invokeMethod(
        this, [this, g = job.generation, problem] { Q_EMIT problemMet(g, problem); }, Qt::QueuedConnection);
}

void EngineWorker::run(std::stop_token quit) {
    while (true) {
        ReadJob job;
        std::stop_token stop;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, quit, [this] { return m_prepare.has_value() || !m_jobs.empty(); })) return;
            if (quit.stop_requested()) return;
            stop = m_stop.get_token();
            for (auto& [id, source] : std::exchange(m_arrived, {})) {
                m_sources.erase(id);
                if (source) m_sources.emplace(id, std::move(source));
            }
            if (m_prepare) {
                job.engine = *std::exchange(m_prepare, std::nullopt);
            } else {
                job = std::move(m_jobs.front());
                m_jobs.pop_front();
            }
        }
        perform(job, stop);
    }
}

}  // namespace lectern
