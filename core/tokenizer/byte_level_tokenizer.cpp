#include "core/tokenizer/byte_level_tokenizer.h"

#include <algorithm>

#include "core/tokenizer/utf8_stream.h"

namespace lectern {

ByteLevelTokenizer::ByteLevelTokenizer(TokenizerParts parts)
    : parts_(std::move(parts)), bpe_(parts_.vocabulary, parts_.merges, parts_.bpe) {
    parts_.merges = {};
    int32_t most = -1;
    for (const auto& [spelling, id] : parts_.vocabulary) most = std::max(most, id);
    for (const AddedToken& t : parts_.added) most = std::max(most, t.id);
    bytes_.resize(static_cast<size_t>(most + 1));
    for (const auto& [spelling, id] : parts_.vocabulary) {
        std::string& b = bytes_[static_cast<size_t>(id)];
        if (!byte_level_bytes(spelling, b)) b = spelling;
    }
    for (const AddedToken& t : parts_.added) {
        added_ids_[t.content] = t.id;
        const std::string content = t.normalized ? normalized(t.content) : t.content;
        bytes_[static_cast<size_t>(t.id)] = t.special ? "" : content;  // plain text, not the byte-level alphabet
        (t.normalized ? after_normalizing_ : raw_).add(content, t.id);
    }
}

std::string ByteLevelTokenizer::normalized(std::string_view text) const {
    std::string s(text);
    for (const NormalForm form : parts_.normalizers) s = normalize_utf8(s, form);
    return s;
}

void ByteLevelTokenizer::encode_ordinary(std::string_view text, std::vector<int32_t>& ids) const {
    std::vector<std::string_view> pieces{text}, next;
    for (const Splitter& splitter : parts_.splitters) {
        next.clear();
        for (const std::string_view piece : pieces) splitter.split(piece, next);
        pieces.swap(next);
    }
    for (const std::string_view piece : pieces) {
        if (parts_.prefix_space && !piece.starts_with(' ')) {
            bpe_.encode(" " + std::string(piece), ids);
        } else {
            bpe_.encode(piece, ids);
        }
    }
}

std::vector<int32_t> ByteLevelTokenizer::encode(std::string_view text, bool match_special) const {
    Utf8Stream valid;
    std::string clean = valid.add(text);
    clean += valid.finish();
    std::vector<int32_t> ids;
    if (!match_special) {
        if (!clean.empty()) encode_ordinary(normalized(clean), ids);
        return ids;
    }
    for (const AddedTokens::Piece& outer : raw_.split(clean)) {
        if (outer.id >= 0) {
            ids.push_back(outer.id);
            continue;
        }
        const std::string inner_text = normalized(outer.text);
        for (const AddedTokens::Piece& inner : after_normalizing_.split(inner_text)) {
            if (inner.id >= 0) {
                ids.push_back(inner.id);
            } else {
                encode_ordinary(inner.text, ids);
            }
        }
    }
    return ids;
}

std::string ByteLevelTokenizer::decode(std::span<const int32_t> ids) const {
    Utf8Stream stream;
    std::string text;
    for (const int32_t id : ids) text += stream.add(bytes(id));
    return text + stream.finish();
}

std::string_view ByteLevelTokenizer::bytes(int32_t id) const {
    return id >= 0 && static_cast<size_t>(id) < bytes_.size() ? std::string_view(bytes_[static_cast<size_t>(id)])
                                                              : std::string_view();
}

std::optional<int32_t> ByteLevelTokenizer::id_of(std::string_view token) const {
    const std::string key(token);
    if (const auto it = added_ids_.find(key); it != added_ids_.end()) return it->second;
    if (const auto it = parts_.vocabulary.find(key); it != parts_.vocabulary.end()) return it->second;
    return std::nullopt;
}

}  // namespace lectern
