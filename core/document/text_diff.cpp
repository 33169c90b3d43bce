#include "core/document/text_diff.h"

#include <algorithm>
#include <cstdint>

namespace lectern {

static constexpr size_t kMaxTable = 4'000'000;  // entries

static bool blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Words with the blanks after them; leading blanks are a word of their own.
static std::vector<std::string_view> cut(std::string_view text) {
    std::vector<std::string_view> out;
    size_t from = 0;
    for (size_t i = 1; i <= text.size(); ++i) {
        if (i < text.size() && !(blank(text[i - 1]) && !blank(text[i]))) continue;
        out.push_back(text.substr(from, i - from));
        from = i;
    }
    return out;
}

static void put(std::vector<DiffPiece>& out, DiffPiece::Kind kind, std::string_view text) {
    if (text.empty()) return;
    if (out.empty() || out.back().kind != kind) out.push_back({kind, {}});
    out.back().text += text;
}

using Words = std::vector<std::string_view>;

// Longest common subsequence by dynamic programming over what lies between common ends.
static void put_middle(std::vector<DiffPiece>& out, const Words& a, const Words& b, size_t from, size_t a_end,
                       size_t b_end) {
    using Kind = DiffPiece::Kind;
    const size_t n = a_end - from, m = b_end - from;
    size_t i = 0, j = 0;
    if ((n + 1) * (m + 1) <= kMaxTable) {
        std::vector<uint32_t> longest((n + 1) * (m + 1));
        const auto at = [&](size_t x, size_t y) -> uint32_t& { return longest[x * (m + 1) + y]; };
        for (size_t x = n; x-- > 0;)
            for (size_t y = m; y-- > 0;)
                at(x, y) = a[from + x] == b[from + y] ? at(x + 1, y + 1) + 1 : std::max(at(x + 1, y), at(x, y + 1));
        while (i < n && j < m) {
            if (a[from + i] == b[from + j]) {
                put(out, Kind::same, a[from + i]);
                ++i, ++j;
            } else if (at(i + 1, j) >= at(i, j + 1)) {
                put(out, Kind::removed, a[from + i++]);
            } else {
                put(out, Kind::added, b[from + j++]);
            }
        }
    }
    while (i < n) put(out, Kind::removed, a[from + i++]);
    while (j < m) put(out, Kind::added, b[from + j++]);
}

std::vector<DiffPiece> diff_words(std::string_view before, std::string_view after) {
    const Words a = cut(before), b = cut(after);
    size_t first = 0;
    while (first < a.size() && first < b.size() && a[first] == b[first]) ++first;
    size_t a_end = a.size(), b_end = b.size();
    while (a_end > first && b_end > first && a[a_end - 1] == b[b_end - 1]) --a_end, --b_end;
    std::vector<DiffPiece> out;
    for (size_t i = 0; i < first; ++i) put(out, DiffPiece::Kind::same, a[i]);
    put_middle(out, a, b, first, a_end, b_end);
    for (size_t i = a_end; i < a.size(); ++i) put(out, DiffPiece::Kind::same, a[i]);
    return out;
}

int count_changes(const std::vector<DiffPiece>& pieces) {
    int removed = 0, added = 0, changes = 0;
    for (const DiffPiece& piece : pieces) {
        const int words = static_cast<int>(cut(piece.text).size());
        if (piece.kind == DiffPiece::Kind::same) {
            changes += std::max(removed, added);
            removed = added = 0;
        } else {
            (piece.kind == DiffPiece::Kind::removed ? removed : added) += words;
        }
    }
    return changes + std::max(removed, added);
}

}  // namespace lectern
