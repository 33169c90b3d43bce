#include "app/reading_queue.h"

#include <algorithm>

namespace lectern {

void ReadingQueue::addPage(PageRef page) {
    if (std::find(m_pages.begin(), m_pages.end(), page) != m_pages.end()) return;
    m_pages.push_front(page);
    ++m_total;
}

void ReadingQueue::addDocument(int document, std::vector<int> pages) {
    removeDocument(document);
    m_total += static_cast<int>(pages.size());
    Whole& whole = m_wholes.emplace_back();
    whole.document = document;
    whole.given.resize(pages.size());
    whole.pages = std::move(pages);
}

void ReadingQueue::removeDocument(int document) {
    std::erase_if(m_pages, [=](const PageRef& p) { return p.document == document; });
    std::erase_if(m_wholes, [=](const Whole& w) { return w.document == document; });
}

void ReadingQueue::clear() {
    *this = {};
}

std::optional<PageRef> ReadingQueue::nextOf(Whole& whole, PageRef inView,
                                            const std::function<bool(PageRef)>& finished) {
    const size_t count = whole.pages.size();
    const auto wanted = [&](size_t at) {
        return at < count && !whole.given[at] && !finished({whole.document, whole.pages[at]});
    };
    size_t next = count;
    if (inView.document == whole.document) {
        const auto seen = std::find(whole.pages.begin(), whole.pages.end(), inView.page);
        next = static_cast<size_t>(seen - whole.pages.begin());
    }
    for (size_t step = 0; step < count && !wanted(next); ++step) next = (whole.cursor + step) % count;
    if (!wanted(next)) return std::nullopt;
    whole.given[next] = true;
    whole.cursor = (next + 1) % count;
    return PageRef{whole.document, whole.pages[next]};
}

std::optional<PageRef> ReadingQueue::next(PageRef inView, const std::function<bool(PageRef)>& finished) {
    if (!m_pages.empty()) {
        const PageRef page = m_pages.front();
        m_pages.pop_front();
        return page;
    }
    while (!m_wholes.empty()) {
        if (auto page = nextOf(m_wholes.front(), inView, finished)) return page;
        m_wholes.pop_front();
    }
    return std::nullopt;
}

void ReadingQueue::pageEnded() {
    m_done = std::min(m_done + 1, m_total);
}

}  // namespace lectern
