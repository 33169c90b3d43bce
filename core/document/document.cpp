#include "core/document/document.h"

#include <array>

namespace lectern {

static constexpr std::array<const char*, kCategories> kNames = {
    "Caption", "Footnote", "Formula", "List-item", "Page-footer", "Page-header",
    "Picture", "Section-header", "Table", "Text", "Title",
};

const char* category_name(Category c) {
    return kNames[static_cast<size_t>(c)];
}

std::optional<Category> category_from_name(const std::string& name) {
    for (size_t i = 0; i < kNames.size(); ++i)
        if (name == kNames[i]) return static_cast<Category>(i);
    return std::nullopt;
}

const char* content_kind_name(ContentKind k) {
    switch (k) {
        case ContentKind::text: return "text";
        case ContentKind::html_table: return "html_table";
        case ContentKind::latex: return "latex";
        case ContentKind::picture: return "picture";
    }
    return "text";
}

const char* origin_name(Origin o) {
    switch (o) {
        case Origin::model: return "model";
        case Origin::user: return "user";
        case Origin::text_layer: return "text_layer";
    }
    return "model";
}

const char* region_state_name(RegionState s) {
    switch (s) {
        case RegionState::reading: return "reading";
        case RegionState::read: return "read";
        case RegionState::unsure: return "unsure";
        case RegionState::unread: return "unread";
        case RegionState::stopped: return "stopped";
        case RegionState::failed: return "failed";
    }
    return "read";
}

const char* page_state_name(PageState s) {
    switch (s) {
        case PageState::waiting: return "waiting";
        case PageState::reading: return "reading";
        case PageState::read: return "read";
        case PageState::warnings: return "warnings";
        case PageState::failed: return "failed";
        case PageState::stopped: return "stopped";
    }
    return "waiting";
}

}  // namespace lectern
