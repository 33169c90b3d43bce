// Reader: what is to be read and what has been heard of it. Pages and regions one job at a time, the page in view
// first; what is read goes into the documents, and signals say where. All on the GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "app/engine_worker.h"
#include "app/models/document_model.h"
#include "app/models/problem_model.h"
#include "app/reading_queue.h"
#include "app/region_request.h"

namespace lectern {

class Settings;

// A region that was read again, for showing what differs.
struct Reread {
    QString heading, before, after;
};

class Reader : public QObject {
    Q_OBJECT
 public:
    // `inView`: the page the user looks at.
    Reader(const Settings& settings, DocumentModel& documents, ProblemModel& problems, std::function<PageRef()> inView);

    void setEngine(EngineFactory factory);  // once, before the first reading
    bool hasEngine() const { return m_worker != nullptr; }
    void prepare();  // loads the model that is chosen now
    void addDocument(int id, std::unique_ptr<PageSource> source);
    void removeDocument(int id);  // nothing of it is read any more

    void readPage(PageRef page);
    bool readDocument(const OpenDocument& document);  // false: every page has been read
    void readRegions(RegionRequest request);
    // Answers at once: what was read so far stays, whatever the engine still sends is of an older generation. A page
    // that had been read before is as it was.
    void stop();
    void stopPage(PageRef page);  // if it is that one

    bool reading() const { return m_reading.has_value() || m_regionReading.has_value(); }
    bool readsPage(PageRef page) const { return m_reading == page; }
    double progress() const;  // 0 … 1 of what was asked for
    QString progressText() const;
    QString paceText() const;  // tokens per second, time left
    // With, in place of a region that is being read again, what is heard of it.
    std::vector<Region> shownRegions(const OpenDocument& document, int page) const;

    // Of what reads whatever has no reader of its own.
    const QString& modelName() const { return m_modelName; }
    const QString& modelSize() const { return m_modelSize; }
    const QString& deviceName() const { return m_deviceName; }
    const QList<int>& tasks() const { return m_tasks; }

 Q_SIGNALS:
    void pageChanged(int document, int page);     // its state
    void pageGrew(int document, int page);        // its share done
    void regionsChanged(int document, int page);  // of what is shown of it
    void regionsReread(const QList<lectern::Reread>& regions);
    void readingChanged();
    void progressChanged();
    void stateChanged();  // of whatever page is in view
    void engineChanged();

 private:
    // reader.cpp
    void connectWorker();
    void engineKnown(const EngineChoice& choice, const EngineFacts& facts);
    EngineChoice engineFor(const OpenDocument* document, const EngineChoice& wanted = {}) const;
    void startNext();
    void beginPage(OpenDocument& document, int page);
    PageEntry* entryReading();
    void pageStarted(quint64 generation);
    void applyBatch(quint64 generation, const EventBatch& batch);
    void pageRead(quint64 generation, const Page& page);
    void problemMet(quint64 generation, const Problem& problem);
    void endReading();
    // reader_regions.cpp
    bool startNextRegion();
    void regionBatch(const EventBatch& batch);
    void regionRead(const Page& page);
    void endRegions();
    // reader_progress.cpp
    double pagesDone() const;
    double secondsSpent() const;
    QString rateText() const;
    QString timeLeftText() const;

    const Settings& m_settings;
    DocumentModel& m_documents;
    ProblemModel& m_problems;
    std::function<PageRef()> m_inView;
    std::unique_ptr<EngineWorker> m_worker;
    ReadingQueue m_queue;
    std::optional<PageRef> m_reading;
    bool m_again = false;        // it had been read before: the history holds what it was
    Page m_heard;                // what the reader said of it so far
    std::vector<Region> m_kept;  // of its old regions: locked ones
    std::deque<RegionRequest> m_regionRequests;
    std::optional<RegionRequest> m_regionReading;
    quint64 m_generation = 0;
    int64_t m_tokens = 0, m_pageTokens = 0;
    QElapsedTimer m_clock;
    QTimer m_tick;  // time left, twice a second while reading
    QString m_modelName, m_modelSize, m_deviceName;
    QList<int> m_tasks;
};

}  // namespace lectern
