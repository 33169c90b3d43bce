#include "app/open_document.h"

#include <algorithm>

#include "app/edit_history.h"

namespace lectern {

OpenDocument::OpenDocument() = default;
OpenDocument::~OpenDocument() = default;

void PageEntry::rebase(Page read) {
    base = std::move(read);
    page = replay(base, edits);
}

bool nothingFound(const PageEntry& entry) {
    return entry.page.state == PageState::read && entry.page.regions.empty() && entry.trust &&
           !entry.trust->ink.unread.empty();
}

PageState pageState(const OpenDocument& document, int index) {
    auto it = document.pages.find(index);
    return it == document.pages.end() ? PageState::waiting : it->second.page.state;
}

bool pageFinished(const OpenDocument& document, int index) {
    const PageState state = pageState(document, index);
    return state == PageState::read || state == PageState::warnings;
}

bool allFinished(const OpenDocument& document) {
    const int wanted = document.pageCount - document.arrangement.leftOutCount();
    if (static_cast<int>(document.pages.size()) < wanted) return false;
    return std::count_if(document.pages.begin(), document.pages.end(), [&](const auto& entry) {
               return pageFinished(document, entry.first) && !document.arrangement.leftOut(entry.first);
           }) == wanted;
}

std::vector<int> touchedPages(const OpenDocument& document) {
    std::vector<int> pages;
    for (const auto& [index, entry] : document.pages) pages.push_back(index);
    std::sort(pages.begin(), pages.end(),
              [&](int a, int b) { return positionOf(document, a) < positionOf(document, b); });
    return pages;
}

Document readPart(const OpenDocument& document) {
    Document out;
    out.source = document.description;
    for (const int index : touchedPages(document)) {
        const Page& page = document.pages.at(index).page;
        if ((pageFinished(document, index) || !page.regions.empty()) && !document.arrangement.leftOut(index))
            out.pages.push_back(page);
    }
    return out;
}

}  // namespace lectern
