#include "app/page_arrangement.h"

#include <algorithm>
#include <numeric>

namespace lectern {

int PageArrangement::pageAt(int position) const {
    const auto at = static_cast<size_t>(position);
    return position >= 0 && at < m_pages.size() ? m_pages[at] : position;
}

int PageArrangement::positionOf(int page) const {
    const auto at = static_cast<size_t>(page);
    return page >= 0 && at < m_positions.size() ? m_positions[at] : page;
}

int PageArrangement::turn(int page) const {
    auto it = m_turns.find(page);
    return it == m_turns.end() ? 0 : it->second;
}

// Every page, also while nothing was moved.
static std::vector<int> written(std::vector<int> pages, int pageCount) {
    if (!pages.empty()) return pages;
    pages.resize(static_cast<size_t>(pageCount));
    std::iota(pages.begin(), pages.end(), 0);
    return pages;
}

void PageArrangement::place(std::vector<int> pages) {
    if (std::is_sorted(pages.begin(), pages.end())) pages.clear();
    m_pages = std::move(pages);
    m_positions.resize(m_pages.size());
    for (size_t i = 0; i < m_pages.size(); ++i) m_positions[static_cast<size_t>(m_pages[i])] = static_cast<int>(i);
}

void PageArrangement::move(const MovePages& step, int pageCount) {
    const std::vector<int> all = written(m_pages, pageCount);
    std::vector<int> taken, left;
    for (int position = 0; position < pageCount; ++position) {
        const bool moves = std::binary_search(step.positions.begin(), step.positions.end(), position);
        (moves ? taken : left).push_back(all[static_cast<size_t>(position)]);
    }
    const auto to = std::clamp<std::ptrdiff_t>(step.to, 0, static_cast<std::ptrdiff_t>(left.size()));
    left.insert(left.begin() + to, taken.begin(), taken.end());
    place(std::move(left));
}

void PageArrangement::moveBack(const MovePages& step, int pageCount) {
    std::vector<int> left = written(m_pages, pageCount);
    const auto n = static_cast<std::ptrdiff_t>(step.positions.size());
    const auto to = std::clamp<std::ptrdiff_t>(step.to, 0, static_cast<std::ptrdiff_t>(left.size()) - n);
    const std::vector<int> taken(left.begin() + to, left.begin() + to + n);
    left.erase(left.begin() + to, left.begin() + to + n);
    for (size_t i = 0; i < taken.size(); ++i) left.insert(left.begin() + step.positions[i], taken[i]);
    place(std::move(left));
}

void PageArrangement::leaveOut(const LeaveOutPages& step, bool out) {
    for (const int page : step.pages) {
        if (out)
            m_leftOut.insert(page);
        else
            m_leftOut.erase(page);
    }
}

void PageArrangement::turnBy(const std::vector<int>& pages, int quarters) {
    for (const int page : pages) {
        const int degrees = (turn(page) + 90 * quarters) % 360;
        if (degrees == 0)
            m_turns.erase(page);
        else
            m_turns[page] = degrees;
    }
}

PageArrangement PageArrangement::restored(std::vector<int> order, std::set<int> leftOut, std::map<int, int> turns) {
    PageArrangement out;
    out.place(std::move(order));
    out.m_leftOut = std::move(leftOut);
    out.m_turns = std::move(turns);
    return out;
}

bool PageArrangement::suits(int pageCount) const {
    return (m_pages.empty() || static_cast<int>(m_pages.size()) == pageCount) &&
           (m_leftOut.empty() || (*m_leftOut.rbegin() < pageCount && leftOutCount() < pageCount)) &&
           (m_turns.empty() || m_turns.rbegin()->first < pageCount);
}

void PageArrangement::apply(const ArrangeStep& step, int pageCount) {
    if (const auto* m = std::get_if<MovePages>(&step)) move(*m, pageCount);
    if (const auto* l = std::get_if<LeaveOutPages>(&step)) leaveOut(*l, l->out);
    if (const auto* t = std::get_if<TurnPages>(&step)) turnBy(t->pages, t->quarters);
}

void PageArrangement::takeBack(const ArrangeStep& step, int pageCount) {
    if (const auto* m = std::get_if<MovePages>(&step)) moveBack(*m, pageCount);
    if (const auto* l = std::get_if<LeaveOutPages>(&step)) leaveOut(*l, !l->out);
    if (const auto* t = std::get_if<TurnPages>(&step)) turnBy(t->pages, 4 - t->quarters);
}

}  // namespace lectern
