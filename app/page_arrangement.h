// PageArrangement: what a person did to a document's pages as a whole: their order, which are left out, how they are
// turned. Pages are known by their index in the file; a position is where one stands now.
#pragma once

#include <map>
#include <set>
#include <variant>
#include <vector>

namespace lectern {

// To position `to` among those that stay, in their own order.
struct MovePages {
    std::vector<int> positions;  // ascending
    int to = 0;
};
struct LeaveOutPages {
    std::vector<int> pages;
    bool out = true;
};
struct TurnPages {
    std::vector<int> pages;
    int quarters = 1;  // clockwise, 1 … 3
};
using ArrangeStep = std::variant<MovePages, LeaveOutPages, TurnPages>;

class PageArrangement {
 public:
    int pageAt(int position) const;
    int positionOf(int page) const;
    bool leftOut(int page) const { return m_leftOut.contains(page); }
    int leftOutCount() const { return static_cast<int>(m_leftOut.size()); }
    int turn(int page) const;  // degrees clockwise: 0, 90, 180, 270
    bool untouched() const { return m_pages.empty() && m_leftOut.empty() && m_turns.empty(); }

    // A step and its taking back; `pageCount` is the document's. Pages that a LeaveOutPages names all change by it.
    void apply(const ArrangeStep& step, int pageCount);
    void takeBack(const ArrangeStep& step, int pageCount);

    // As it was saved; `order` is every page once, or empty.
    static PageArrangement restored(std::vector<int> order, std::set<int> leftOut, std::map<int, int> turns);
    // Whether it can be that of a document with so many pages.
    bool suits(int pageCount) const;

    const std::vector<int>& order() const { return m_pages; }  // empty: as in the file
    const std::set<int>& pagesLeftOut() const { return m_leftOut; }
    const std::map<int, int>& turns() const { return m_turns; }

 private:
    void place(std::vector<int> pages);
    void move(const MovePages& step, int pageCount);
    void moveBack(const MovePages& step, int pageCount);
    void leaveOut(const LeaveOutPages& step, bool out);
    void turnBy(const std::vector<int>& pages, int quarters);

    std::vector<int> m_pages, m_positions;  // empty while nothing was moved: a document may have 100,000 pages
    std::set<int> m_leftOut;
    std::map<int, int> m_turns;
};

}  // namespace lectern
