// The engine that replays a stored document: the window runs and is tested without weights.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <sstream>

#include "app/engine.h"
#include "core/base/error.h"
#include "core/document/document_json.h"

namespace lectern {

static constexpr std::chrono::milliseconds kStep{12};
static constexpr size_t kLettersPerStep = 4;  // of every line that is being read
static constexpr size_t kLinesTogether = 12;  // as a batch of a real reader

static std::string readWhole(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    if (!in || !(out << in.rdbuf()))
        throw Error({.fault = Fault::input,
                     .attempted = "open the stored document",
                     .subject = file.string(),
                     .expected = "a lectern-document JSON file",
                     .found = {},
                     .advice = "check its name"});
    return std::move(out).str();
}

static void rest(std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, kStep, [] { return false; });
}

// The next few letters of `text` from byte `at`, ending on a whole character.
static std::string_view nextPiece(const std::string& text, size_t at) {
    size_t end = std::min(text.size(), at + kLettersPerStep);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    return std::string_view(text).substr(at, end - at);
}

static Region announced(Region region) {
    region.state = RegionState::reading;
    region.content.clear();
    region.confidence.reset();
    region.warnings.clear();
    region.cut.clear();
    for (Line& line : region.lines) {
        line.text.clear();
        line.confidence.reset();
        line.words.clear();
    }
    return region;
}

// Replays one page: all boxes first, as layout finds them, then text, several lines at a time.
class Replay {
 public:
    Replay(const Page& page, PageEvents& events, std::stop_token stop) : m_page(page), m_events(events), m_stop(stop) {}

    Page run(const PageInput& input) {
        Page out = m_page;
        out.number = input.number;
        out.width = input.width;
        out.height = input.height;
        out.rotation = input.rotation;
        m_done.assign(m_page.regions.size(), false);
        for (const Region& region : m_page.regions) {
            m_events.region_found(announced(region));
            m_letters += region.content.size();
        }
        size_t done = 0;
        while (done < m_page.regions.size() && !m_stop.stop_requested()) done = readSome(done);
        for (size_t i = 0; i < out.regions.size(); ++i) {
            if (m_done[i]) continue;
            out.regions[i] = announced(out.regions[i]);
            out.regions[i].state = RegionState::stopped;
        }
        out.state = done == m_page.regions.size() ? m_page.state : PageState::stopped;
        return out;
    }

 private:
    // Reads regions from `first` until about kLinesTogether lines are full; returns the first unread.
    size_t readSome(size_t first) {
        size_t last = first, lines = 0;
        while (last < m_page.regions.size() && lines < kLinesTogether)
            lines += std::max<size_t>(1, m_page.regions[last++].lines.size());
        bool growing = true;
        for (size_t at = 0; growing && !m_stop.stop_requested(); at += kLettersPerStep) {
            growing = false;
            for (size_t i = first; i < last; ++i) {
                if (m_done[i]) continue;
                m_done[i] = !grow(m_page.regions[i]);
                growing |= !m_done[i];
                if (m_done[i]) m_events.region_done(m_page.regions[i]);
            }
            m_events.progress(m_letters == 0 ? 1 : double(m_given) / double(m_letters),
                              static_cast<int64_t>(m_given / 3));
            rest(m_stop);
        }
        if (growing) return first;
        m_at.clear();
        return last;
    }

    bool grow(const Region& region) {
        bool more = false;
        const auto piece = [&](int64_t line, const std::string& text) {
            size_t& at = m_at[{region.id, line}];
            if (at >= text.size()) return;
            const std::string_view next = nextPiece(text, at);
            m_events.text_grew(region.id, line, next);
            at += next.size();
            m_given = std::min(m_letters, m_given + next.size());
            more |= at < text.size();
        };
        if (region.lines.empty() && region.kind != ContentKind::html_table) piece(0, region.content);
        for (size_t i = 0; i < region.lines.size(); ++i) piece(static_cast<int64_t>(i), region.lines[i].text);
        return more;
    }

    const Page& m_page;
    PageEvents& m_events;
    std::stop_token m_stop;
    std::map<std::pair<int64_t, int64_t>, size_t> m_at;  // bytes given of a line
    size_t m_letters = 0, m_given = 0;
    std::vector<bool> m_done;  // [region] read whole
};

// What lies in `area`: regions whose middle does.
static Page partOf(const Page& page, const Rect& area) {
    Page part = page;
    std::erase_if(part.regions, [&](const Region& r) {
        return !area.contains((r.box.x0 + r.box.x1) / 2, (r.box.y0 + r.box.y1) / 2);
    });
    return part;
}

class FakeEngine : public Engine {
 public:
    explicit FakeEngine(const std::filesystem::path& file) : m_document(document_from_json(readWhole(file))) {}

    std::string model_name() const override { return m_document.pages.empty() ? "replay" : m_document.pages[0].reader; }
    std::string device_name() override { return "replay"; }
    double wanted_dpi() override { return 100; }
    std::vector<Task> tasks() override { return {Task::page, Task::text, Task::table, Task::formula, Task::picture}; }
    void load() override {}
    Page read(const PageInput& input, const ReadOptions& options, PageEvents& events, std::stop_token stop) override {
        auto page = std::find_if(m_document.pages.begin(), m_document.pages.end(),
                                 [&](const Page& p) { return p.number == input.number; });
        if (page != m_document.pages.end()) {
            const Page part = options.region ? partOf(*page, *options.region) : *page;
            return Replay(part, events, stop).run(input);
        }
        Page blank;
        blank.number = input.number;
        blank.width = input.width;
        blank.height = input.height;
        blank.rotation = input.rotation;
        blank.dpi = input.dpi;
        blank.state = PageState::read;
        blank.reader = "replay";
        return blank;
    }

 private:
    Document m_document;
};

std::unique_ptr<Engine> make_fake_engine(const std::filesystem::path& document_json) {
    return std::make_unique<FakeEngine>(document_json);
}

}  // namespace lectern
