#include "core/pipeline/cut_repeats.h"

#include <algorithm>

#include "core/document/region_parts.h"

namespace lectern {

static constexpr size_t kLongestPiece = 4096;  // bytes; the guard looks for up to 512 tokens
static constexpr size_t kLeastTail = 128;      // bytes
static constexpr size_t kSayings = 4;
static constexpr size_t kMostRegions = 64;  // that repeat as a group

// Length of the longest end of `text` in which every byte equals the one `period` before it, those before it included.
static size_t periodic_end(std::string_view text, size_t period) {
    size_t run = 0;
    while (run + period < text.size() && text[text.size() - 1 - run] == text[text.size() - 1 - run - period]) ++run;
    return run + period;
}

size_t repeated_tail(std::string_view text) {
    size_t longest = 0, piece = 0;
    for (size_t p = 1; p <= std::min(kLongestPiece, text.size() / kSayings); ++p) {
        if (piece > 0 && p % piece == 0) continue;  // the same loop, twice as long
        const size_t tail = periodic_end(text, p);
        if (tail < kLeastTail || tail < kSayings * p || tail <= longest) continue;
        longest = tail;
        piece = p;
    }
    if (piece == 0) return 0;
    size_t from = text.size() - (longest - piece);
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
    return text.size() - from;
}

// Not inside a tag: there behind it.
static size_t between_tags(std::string_view html, size_t at) {
    if (at == 0) return 0;
    const size_t open = html.rfind('<', at - 1), close = html.rfind('>', at - 1);
    if (open == std::string_view::npos || (close != std::string_view::npos && close > open)) return at;
    const size_t end = html.find('>', at);
    return end == std::string_view::npos ? at : end + 1;
}

void cut_repeats(Region& region) {
    const bool table = region.kind == ContentKind::html_table;
    const std::string text = table ? region.content.substr(0, end_of_cells(region.content)) : region.content;
    const size_t tail = repeated_tail(text);
    if (tail == 0) return;
    const size_t kept = table ? between_tags(text, text.size() - tail) : text.size() - tail;
    if (kept >= text.size()) return;
    add_cut(region, std::string_view(text).substr(kept));
    region.content = text.substr(0, kept);
}

// The last region of an answer may break off.
static bool says_again(const Region& before, const Region& again, bool last) {
    if (before.category != again.category || before.kind != again.kind || !(before.box == again.box)) return false;
    return before.content == again.content || (last && before.content.starts_with(again.content));
}

void cut_repeats(std::vector<Region>& regions) {
    const size_t n = regions.size();
    for (size_t group = 1; group <= std::min(kMostRegions, n / 3); ++group) {
        size_t run = 0;
        while (run + group < n && says_again(regions[n - 1 - run - group], regions[n - 1 - run], run == 0)) ++run;
        if (run < 2 * group) continue;
        Region& last = regions[n - run - 1];
        for (size_t i = n - run; i < n; ++i) {
            add_cut(last, "\n\n" + regions[i].content);
            add_cut(last, regions[i].cut);
        }
        regions.resize(n - run);
        return;
    }
}

}  // namespace lectern
