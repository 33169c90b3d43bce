// EngineWorker: the engine thread. Reads pages one after another and reports to the GUI thread, grouped.
#pragma once

#include <QObject>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "app/engine.h"
#include "app/page_source.h"
#include "app/problem.h"
#include "app/read_events.h"

namespace lectern {

// Which model on which device; empty: the one chosen for everything.
struct EngineChoice {
    QString model, device;
    int threads = 0;  // 0: all there are
    bool operator==(const EngineChoice&) const = default;
};
struct EngineFacts {
    QString model, device;  // names
    QList<int> tasks;       // Task, that it can be asked for
};
using EngineFactory = std::function<std::unique_ptr<Engine>(const EngineChoice&)>;

struct ReadJob {
    quint64 generation = 0;
    int document = 0;
    QString file;  // for messages
    int pageIndex = -1;
    ReadOptions options;
    EngineChoice engine = {};
    double dpi = 0;  // 0: what the model wants
    int turn = 0;    // degrees clockwise that a person turned the page by
};

class EngineWorker : public QObject {
    Q_OBJECT
 public:
    // The factory is called on the engine thread. One engine is kept; a job that wants another replaces it.
    explicit EngineWorker(EngineFactory factory, QObject* parent = nullptr);
    ~EngineWorker() override;  // stops and waits

    void addDocument(int id, std::unique_ptr<PageSource> source);
    void removeDocument(int id);

    void prepare(const EngineChoice& choice = {});  // load the model now; trouble comes as problemMet with generation 0
    void read(ReadJob job);                         // returns at once; jobs run in order
    void stop();                                    // the running job and all that wait

 Q_SIGNALS:  // on the GUI thread
    void engineKnown(const lectern::EngineChoice& choice, const lectern::EngineFacts& facts);
    void pageStarted(quint64 generation);  // rendered, reading begins
    void batchReady(quint64 generation, const lectern::EventBatch& batch);
    void pageRead(quint64 generation, const lectern::Page& page);
    void problemMet(quint64 generation, const lectern::Problem& problem);
    void noticeGiven(const lectern::Problem& notice);  // nothing failed: another device is used, or memory is short

 private:
    void run(std::stop_token quit);
    void perform(const ReadJob& job, std::stop_token stop);
    void readPage(const ReadJob& job, std::stop_token stop);
    Engine& engine(const EngineChoice& choice);
    void tellFacts();

    EngineFactory m_factory;
    std::unique_ptr<Engine> m_engine;                      // engine thread only
    EngineChoice m_choice;                                 // of m_engine; likewise
    bool m_gpuLost = false, m_deviceChanged = false;       // one stopped working; since the facts were told; likewise
    std::map<int, std::unique_ptr<PageSource>> m_sources;  // engine thread only

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<ReadJob> m_jobs;
    std::map<int, std::unique_ptr<PageSource>> m_arrived;  // for the thread to take; null: to be dropped
    std::optional<EngineChoice> m_prepare;
    std::stop_source m_stop;  // of the jobs known so far
    std::jthread m_thread;    // last: stops first
};

}  // namespace lectern
