// EngineWorker: the engine thread. Reads pages one after another and reports to the GUI thread, grouped.
#pragma once

#include <QObject>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "app/engine.h"
#include "app/page_source.h"
#include "app/problem.h"
#include "app/read_events.h"

namespace lectern {

using EngineFactory = std::function<std::unique_ptr<Engine>()>;

struct ReadJob {
    quint64 generation = 0;
    int document = 0;
    QString file;  // for messages
    int pageIndex = -1;
    ReadOptions options;
};

class EngineWorker : public QObject {
    Q_OBJECT
 public:
    // The factory is called on the engine thread.
    explicit EngineWorker(EngineFactory factory, QObject* parent = nullptr);
    ~EngineWorker() override;  // stops and waits

    void addDocument(int id, std::unique_ptr<PageSource> source);
    void removeDocument(int id);

    void prepare();          // load the model now; trouble comes as problemMet with generation 0
    void read(ReadJob job);  // returns at once; jobs run in order
    void stop();             // the running job and all that wait

 Q_SIGNALS:  // on the GUI thread
    void engineKnown(const QString& model, const QString& device);
    void pageStarted(quint64 generation);  // rendered, reading begins
    void batchReady(quint64 generation, const lectern::EventBatch& batch);
    void pageRead(quint64 generation, const lectern::Page& page);
    void problemMet(quint64 generation, const lectern::Problem& problem);

 private:
    void run(std::stop_token quit);
    void perform(const ReadJob& job, std::stop_token stop);
    void readPage(const ReadJob& job, std::stop_token stop);
    Engine& engine();

    EngineFactory m_factory;
    std::unique_ptr<Engine> m_engine;                      // engine thread only
    std::map<int, std::unique_ptr<PageSource>> m_sources;  // engine thread only

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<ReadJob> m_jobs;
    std::map<int, std::unique_ptr<PageSource>> m_arrived;  // for the thread to take; null: to be dropped
    bool m_prepare = false;
    std::stop_source m_stop;  // of the jobs known so far
    std::jthread m_thread;    // last: stops first
};

}  // namespace lectern
