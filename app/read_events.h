// What a reading page reports, as values that cross threads, and how they change a Page.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/document/document.h"
#include "core/pipeline/events.h"

namespace lectern {

struct PageEvent {
    enum class Kind { RegionFound, TextGrew, RegionDone };
    Kind kind = Kind::RegionFound;
    Region region;         // found, done
    int64_t regionId = 0;  // grew
    int64_t line = 0;      // grew
    std::string piece;     // grew
};

struct EventBatch {
    std::vector<PageEvent> events;
    double part = 0;     // latest, 0 … 1 of the page
    int64_t tokens = 0;  // latest, of the page
};

// Applies what happened to `page`; returns the ids of regions that are new or changed, each once.
std::vector<int64_t> applyEvents(Page& page, const std::vector<PageEvent>& events);

// Gathers events and hands them on in groups, from a thread of its own so that the last words do not wait for more.
class EventCollector : public PageEvents {
 public:
    using Deliver = std::function<void(EventBatch)>;
    EventCollector(Deliver deliver, std::chrono::milliseconds group);
    ~EventCollector() override;  // hands on what is left
    void region_found(const Region& region) override;
    void text_grew(int64_t region_id, int64_t line, std::string_view piece) override;
    void region_done(const Region& region) override;
    void progress(double part, int64_t tokens) override;

 private:
    void add(PageEvent event);
    void run(std::stop_token quit);

    Deliver m_deliver;
    std::chrono::milliseconds m_group;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    EventBatch m_batch;
    bool m_due = false;
    std::jthread m_thread;
};

}  // namespace lectern
