#include "app/reading_queue.h"

#include <algorithm>

namespace lectern {

void ReadingQueue::addPage(PageRef page) {
    if (std::find(m_pages.begin(), m_pages.end(), page) != m_pages.end()) return;
    m_pages.push_front(page);
    ++m_total;
}

void ReadingQueue::addDocument(int document, int pageCount, int pagesToRead) {
    removeDocument(document);
    m_wholes.push_back({.document = document, .pageCount = pageCount, .cursor = 0, .given = {}});
    m_wholes.back().given.resize(static_cast<size_t>(pageCount));
    m_total += pagesToRead;
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
    const auto wanted = [&](int page) {
        return page >= 0 && page < whole.pageCount && !whole.given[static_cast<size_t>(page)] &&
               !finished({whole.document, page});
    };
    int page = -1;
    if (inView.document == whole.document && wanted(inView.page)) {
        page = inView.page;
    } else {
        for (int step = 0; step < whole.pageCount && page < 0; ++step)
            if (const int candidate = (whole.cursor + step) % whole.pageCount; wanted(candidate)) page = candidate;
    }
    if (page < 0) return std::nullopt;
    whole.given[static_cast<size_t>(page)] = true;
    whole.cursor = (page + 1) % whole.pageCount;
    return PageRef{whole.document, page};
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
