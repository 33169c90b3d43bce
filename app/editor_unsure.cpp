// Editor: from one unsure word to the next, through all pages that have been read.
#include <algorithm>

#include "app/editor.h"

namespace lectern {

int Editor::unsureCount() const {
    const PageEntry* e = entry();
    return e ? static_cast<int>(unsureWords(e->page).size()) : 0;
}

QRectF Editor::unsureWord() const {
    if (!m_unsure) return {};
    const Rect& r = m_unsure->box;
    return {r.x0, r.y0, r.width(), r.height()};
}

void Editor::setUnsure(const std::optional<UnsureWord>& word) {
    m_unsure = word;
    Q_EMIT unsureChanged();
}

// Where among `words` the current one stands: the first not before it; one past the end when all are.
static size_t placeAmong(const std::vector<UnsureWord>& words, const UnsureWord& current) {
    for (size_t i = 0; i < words.size(); ++i)
        if (words[i].region == current.region && words[i].line == current.line && words[i].word == current.word)
            return i;
    return words.size();
}

void Editor::stepUnsure(int direction) {
    if (!m_document) return;
    const int page = m_document->currentPage;
    const auto wordsOf = [this](int index) {
        auto it = m_document->pages.find(index);
        return it == m_document->pages.end() ? std::vector<UnsureWord>{} : unsureWords(it->second.page);
    };
    const std::vector<UnsureWord> here = wordsOf(page);
    const size_t at = m_unsure ? placeAmong(here, *m_unsure) : here.size();
    if (at < here.size() ? (direction > 0 ? at + 1 < here.size() : at > 0) : !here.empty()) {
        goTo(at < here.size() ? here[direction > 0 ? at + 1 : at - 1] : direction > 0 ? here.front() : here.back());
        return;
    }
    // The other pages in turn, this one last.
    std::vector<int> pages = touchedPages(*m_document);
    const auto place = [this](int p) { return positionOf(*m_document, p); };
    if (direction < 0) std::reverse(pages.begin(), pages.end());
    std::stable_partition(pages.begin(), pages.end(),
                          [&](int p) { return direction > 0 ? place(p) > place(page) : place(p) < place(page); });
    for (const int index : pages) {
        const std::vector<UnsureWord> words = wordsOf(index);
        if (words.empty()) continue;
        if (index != page) Q_EMIT pageWanted(index);
        goTo(direction > 0 ? words.front() : words.back());
        return;
    }
    say(tr("No unsure words in what has been read."));
}

void Editor::goTo(const UnsureWord& word) {
    select(static_cast<int>(word.region));
    setUnsure(word);
    say(tr("Unsure word, %1 % likely").arg(qRound(word.confidence * 100)));
}

}  // namespace lectern
