#include "app/page_arranger.h"

#include <algorithm>

#include "app/edit_history.h"

namespace lectern {

PageArranger::PageArranger(Editor& editor, QObject* parent) : QObject(parent), m_editor(editor) {}

void PageArranger::show(OpenDocument* document) {
    m_document = document;
    m_chosen.clear();
    pageShown();
}

void PageArranger::pageShown() {
    if (!m_document) {
        setChosen({});
        return;
    }
    if (std::binary_search(m_chosen.begin(), m_chosen.end(), m_document->currentPage)) return;
    m_anchor = positionOf(*m_document, m_document->currentPage);
    setChosen({m_document->currentPage});
}

void PageArranger::setChosen(std::vector<int> pages) {
    std::sort(pages.begin(), pages.end());
    m_chosen = std::move(pages);
    Q_EMIT chosenChanged();
}

bool PageArranger::leftOut() const {
    return !m_chosen.empty() && std::all_of(m_chosen.begin(), m_chosen.end(),
                                            [this](int page) { return m_document->arrangement.leftOut(page); });
}

std::vector<int> PageArranger::positions() const {
    std::vector<int> out;
    for (const int page : m_chosen) out.push_back(positionOf(*m_document, page));
    std::sort(out.begin(), out.end());
    return out;
}

void PageArranger::choose(int position, Editor::Choose how) {
    if (!m_document || position < 0 || position >= m_document->pageCount) return;
    const int page = m_document->arrangement.pageAt(position);
    std::vector<int> pages;
    if (how == Editor::Choose::Add) {
        for (int p = std::min(m_anchor, position); p <= std::max(m_anchor, position); ++p)
            pages.push_back(m_document->arrangement.pageAt(p));
    } else {
        if (how == Editor::Choose::Toggle) pages = m_chosen;
        m_anchor = position;
        if (std::erase(pages, page) == 0) {
            pages.push_back(page);
        } else if (pages.empty() || page == m_document->currentPage) {
            return;  // the page in view is always chosen
        }
    }
    setChosen(std::move(pages));
    if (std::binary_search(m_chosen.begin(), m_chosen.end(), page)) Q_EMIT pageWanted(page);
}

void PageArranger::turn(int quarters) {
    quarters = (quarters % 4 + 4) % 4;
    if (!m_document || quarters == 0) return;
    const int n = count();
    m_document->history->arrange(TurnPages{m_chosen, quarters}, tr("Turn %n page(s)", nullptr, n));
}

void PageArranger::setLeftOut(bool out) {
    if (!m_document) return;
    LeaveOutPages step{{}, out};
    for (const int page : m_chosen)
        if (m_document->arrangement.leftOut(page) != out) step.pages.push_back(page);
    const int n = static_cast<int>(step.pages.size());
    if (n == 0) return;
    if (out && m_document->arrangement.leftOutCount() + n >= m_document->pageCount) {
        m_editor.say(tr("One page at least has to stay."));
        return;
    }
    m_document->history->arrange(step,
                                 out ? tr("Leave out %n page(s)", nullptr, n) : tr("Take in %n page(s)", nullptr, n));
    m_editor.say(out ? tr("%n page(s) left out", nullptr, n) : tr("%n page(s) taken in again", nullptr, n),
                 Editor::Offer::Undo);
}

void PageArranger::moveBy(int step) {
    if (!m_document) return;
    const std::vector<int> at = positions();
    if (at.empty()) return;
    if (step < 0 ? at.front() == 0 : at.back() == m_document->pageCount - 1) {
        m_editor.say(step < 0 ? tr("This is the first page.") : tr("This is the last page."));
        return;
    }
    moveTo(step < 0 ? at.front() - 1 : at.back() + 2);
}

void PageArranger::moveTo(int position) {
    if (!m_document || m_chosen.empty()) return;
    const std::vector<int> at = positions();
    const auto before = std::lower_bound(at.begin(), at.end(), position) - at.begin();
    const MovePages step{at, position - static_cast<int>(before)};
    const bool together = at.back() - at.front() + 1 == count();
    if (together && step.to == at.front()) return;  // where they are
    m_document->history->arrange(step, tr("Move %n page(s)", nullptr, count()));
}

}  // namespace lectern
