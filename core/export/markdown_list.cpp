#include "core/export/markdown_list.h"

#include <array>
#include <vector>

#include "core/export/markdown_text.h"

namespace lectern {

namespace {

struct Label {
    std::string mark = "-";  // "-", "3.", "3)"
    long number = -1;        // of "3."; -1: a bullet
    std::string rest;        // the text after it
};

// One open list: how far its items' text is indented, and what came last.
struct OpenList {
    int64_t level = 0;
    size_t margin = 0, content = 0;
    Label last;
};

}  // namespace

static std::string after_blanks(const std::string& text, size_t from) {
    const size_t first = text.find_first_not_of(' ', from);
    return first == std::string::npos ? "" : text.substr(first);
}

static Label label_of(const std::string& text) {
    static constexpr std::array<std::string_view, 13> kBullets = {"•", "‣", "◦", "▪", "▫", "■", "□", "●", "○", "·", "–", "-", "*"};
    for (std::string_view bullet : kBullets) {
        const bool alone = text.size() == bullet.size() || text[bullet.size()] == ' ';
        if (text.starts_with(bullet) && alone) return {.rest = after_blanks(text, bullet.size())};
    }
    size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
    const bool number = digits > 0 && digits <= 9 && digits < text.size() && (text[digits] == '.' || text[digits] == ')') &&
                        (digits + 1 == text.size() || text[digits + 1] == ' ');
    if (!number) return {.rest = text};
    return {text.substr(0, digits + 1), std::stol(text.substr(0, digits)), after_blanks(text, digits + 1)};
}

// What must stand between two items of one level. Markdown counts on by itself and a number other than 1 does not end a
// paragraph.
static std::string between(const Label& before, const Label& next, size_t margin) {
    if ((before.number < 0) != (next.number < 0)) return "\n";
    if (next.number < 0 || (next.number == before.number + 1 && before.mark.back() == next.mark.back())) return "";
    return "\n" + std::string(margin, ' ') + "<!-- -->\n\n";
}

static std::string item_text(const std::string& text, size_t indent) {
    std::string out;
    for (char c : escape_markdown_block(text)) {
        out += c;
        if (c == '\n') out += std::string(indent, ' ');
    }
    return out;
}

std::string markdown_list(std::span<const Region* const> items, std::span<const std::string> contents) {
    std::string out;
    std::vector<OpenList> open;
    for (size_t i = 0; i < items.size(); ++i) {
        const Label label = label_of(clean_text(contents[i]));
        const int64_t level = items[i]->level;
        while (open.size() > 1 && open.back().level > level) open.pop_back();
        const bool deeper = open.empty() || level > open.back().level;
        if (!out.empty()) out += '\n';
        if (deeper) {
            const size_t margin = open.empty() ? 0 : open.back().content;
            if (!out.empty() && label.number >= 0 && label.number != 1) out += '\n';
            open.push_back({.level = level, .margin = margin, .last = label});
        } else {
            out += between(open.back().last, label, open.back().margin);
            open.back().last = label;
        }
        open.back().content = open.back().margin + label.mark.size() + 1;
        out += std::string(open.back().margin, ' ') + label.mark + " " + item_text(label.rest, open.back().content);
    }
    return out;
}

}  // namespace lectern
