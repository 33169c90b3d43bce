#include "app/open_document.h"

#include "app/edit_history.h"

namespace lectern {

OpenDocument::OpenDocument() = default;
OpenDocument::~OpenDocument() = default;

void PageEntry::rebase(Page read) {
    base = std::move(read);
    page = replay(base, edits);
}

PageState pageState(const OpenDocument& document, int index) {
    auto it = document.pages.find(index);
    return it == document.pages.end() ? PageState::waiting : it->second.page.state;
}

bool pageFinished(const OpenDocument& document, int index) {
    const PageState state = pageState(document, index);
    return state == PageState::read || state == PageState::warnings;
}

Document readPart(const OpenDocument& document) {
    Document out;
    out.source = document.description;
    for (const auto& [index, entry] : document.pages)
        if (pageFinished(document, index) || !entry.page.regions.empty()) out.pages.push_back(entry.page);
    return out;
}

}  // namespace lectern
