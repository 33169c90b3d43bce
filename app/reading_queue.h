// ReadingQueue: which page is read next. Pages asked for by hand first, then the page in view, then onwards and around.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace lectern {

struct PageRef {
    int document = 0;
    int page = 0;
    bool operator==(const PageRef&) const = default;
};

class ReadingQueue {
 public:
    void addPage(PageRef page);                              // before everything else that waits
    void addDocument(int document, std::vector<int> pages);  // those to be read, in their order
    void removeDocument(int document);
    void clear();

    // finished(page): nothing to be done. inView: what the user looks at.
    std::optional<PageRef> next(PageRef inView, const std::function<bool(PageRef)>& finished);
    void pageEnded();  // read, failed: counts

    int done() const { return m_done; }
    int total() const { return m_total; }

 private:
    struct Whole {
        int document = 0;
        std::vector<int> pages;
        size_t cursor = 0;        // where reading goes on
        std::vector<bool> given;  // by place in `pages`
    };
    std::optional<PageRef> nextOf(Whole& whole, PageRef inView, const std::function<bool(PageRef)>& finished);

    std::deque<PageRef> m_pages;
    std::deque<Whole> m_wholes;
    int m_done = 0, m_total = 0;
};

}  // namespace lectern
