#include "app/read_events.h"

#include <algorithm>
#include <utility>

namespace lectern {

static Region* findRegion(Page& page, int64_t id) {
    auto it = std::find_if(page.regions.begin(), page.regions.end(), [id](const Region& r) { return r.id == id; });
    return it == page.regions.end() ? nullptr : &*it;
}

// Until the region is done its text is what its lines hold so far.
static void growText(Region& region, int64_t line, const std::string& piece) {
    const auto index = static_cast<size_t>(line);
    if (line < 0 || index >= region.lines.size()) {
        region.content += piece;
        return;
    }
    region.lines[index].text += piece;
    region.content.clear();
    for (const Line& l : region.lines) {
        if (l.text.empty()) continue;
        if (!region.content.empty()) region.content += ' ';
        region.content += l.text;
    }
}

static void place(Page& page, const Region& region) {
    if (Region* existing = findRegion(page, region.id)) {
        *existing = region;
        return;
    }
    auto at = std::upper_bound(page.regions.begin(), page.regions.end(), region,
                               [](const Region& a, const Region& b) { return a.order < b.order; });
    page.regions.insert(at, region);
}

std::vector<int64_t> applyEvents(Page& page, const std::vector<PageEvent>& events) {
    std::vector<int64_t> changed;
    for (const PageEvent& e : events) {
        int64_t id = e.region.id;
        if (e.kind == PageEvent::Kind::TextGrew) {
            id = e.regionId;
            Region* region = findRegion(page, id);
            if (!region) continue;
            growText(*region, e.line, e.piece);
        } else {
            place(page, e.region);
        }
        if (std::find(changed.begin(), changed.end(), id) == changed.end()) changed.push_back(id);
    }
    return changed;
}

EventCollector::EventCollector(Deliver deliver, std::chrono::milliseconds group)
    : m_deliver(std::move(deliver)), m_group(group), m_thread([this](std::stop_token quit) { run(quit); }) {}

EventCollector::~EventCollector() {
    m_thread.request_stop();
    m_thread.join();
    if (m_due) m_deliver(std::move(m_batch));
}

void EventCollector::run(std::stop_token quit) {
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, quit, [this] { return m_due; })) {
        m_wake.wait_for(lock, quit, m_group, [] { return false; });
        if (quit.stop_requested()) return;
        EventBatch batch{.events = std::exchange(m_batch.events, {}), .part = m_batch.part, .tokens = m_batch.tokens};
        m_due = false;
        lock.unlock();
        m_deliver(std::move(batch));
        lock.lock();
    }
}

void EventCollector::add(PageEvent event) {
    {
        std::scoped_lock lock(m_mutex);
        m_due = true;
        m_batch.events.push_back(std::move(event));
    }
    m_wake.notify_one();
}

void EventCollector::region_found(const Region& region) {
    add({.kind = PageEvent::Kind::RegionFound, .region = region, .piece = {}});
}

void EventCollector::text_grew(int64_t region_id, int64_t line, std::string_view piece) {
    add({.kind = PageEvent::Kind::TextGrew,
         .region = {},
         .regionId = region_id,
         .line = line,
         .piece = std::string(piece)});
}

void EventCollector::region_done(const Region& region) {
    add({.kind = PageEvent::Kind::RegionDone, .region = region, .piece = {}});
}

void EventCollector::progress(double part, int64_t tokens) {
    {
        std::scoped_lock lock(m_mutex);
        m_due = true;
        m_batch.part = part;
        m_batch.tokens = tokens;
    }
    m_wake.notify_one();
}

}  // namespace lectern
