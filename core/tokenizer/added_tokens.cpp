#include "core/tokenizer/added_tokens.h"

#include <cstddef>

namespace lectern {

void AddedTokens::add(std::string_view content, int32_t id) {
    size_t node = 0;
    for (const char c : content) {
        const auto [it, added] = nodes_[node].next.emplace(c, static_cast<int32_t>(nodes_.size()));
        const auto next = static_cast<size_t>(it->second);
        if (added) nodes_.emplace_back();
        node = next;
    }
    nodes_[node].id = id;
}

std::vector<AddedTokens::Piece> AddedTokens::split(std::string_view text) const {
    std::vector<Piece> pieces;
    size_t gap = 0;
    for (size_t i = 0; i < text.size();) {
        size_t length = 0;
        int32_t id = -1;
        size_t node = 0;
        for (size_t j = i; j < text.size(); ++j) {
            const auto it = nodes_[node].next.find(text[j]);
            if (it == nodes_[node].next.end()) break;
            node = static_cast<size_t>(it->second);
            if (nodes_[node].id >= 0) {
                id = nodes_[node].id;
                length = j + 1 - i;
            }
        }
        if (id < 0) {
            ++i;
            continue;
        }
        if (i > gap) pieces.push_back({text.substr(gap, i - gap), -1});
        pieces.push_back({text.substr(i, length), id});
        gap = i += length;
    }
    if (gap < text.size()) pieces.push_back({text.substr(gap), -1});
    return pieces;
}

}  // namespace lectern
