#include "core/model/markdown_text.h"

#include <algorithm>

namespace lectern {

static constexpr std::string_view kBlank = " \t\r\n";

static std::string_view trimmed(std::string_view s) {
    const size_t first = s.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return s.substr(first, s.find_last_not_of(kBlank) - first + 1);
}

// s without `before` and `after` around it; unchanged when they are not both there.
static std::string_view unwrapped(std::string_view s, std::string_view before, std::string_view after) {
    if (s.size() < before.size() + after.size() || !s.starts_with(before) || !s.ends_with(after)) return s;
    return trimmed(s.substr(before.size(), s.size() - before.size() - after.size()));
}

static std::string_view formula(std::string_view s) {
    s = unwrapped(s, "`", "`");
    for (const auto& [before, after] : {std::pair{"$$", "$$"}, std::pair{"\\[", "\\]"}, std::pair{"\\(", "\\)"}, std::pair{"$", "$"}}) {
        const std::string_view inner = unwrapped(s, before, after);
        if (inner.size() != s.size() && inner.find(before) == std::string_view::npos) return inner;  // else: several formulas
    }
    return s;
}

// "## Title" → level 2. Without marks: a title is depth 1, a section heading depth 2.
static std::string_view heading(std::string_view s, Category category, int64_t& level) {
    const size_t marks = std::min(s.find_first_not_of('#'), s.size());
    const bool marked = marks > 0 && marks <= 6 && marks < s.size() && (s[marks] == ' ' || s[marks] == '\t');
    level = marked ? static_cast<int64_t>(marks) : category == Category::Title ? 1 : 2;
    return marked ? trimmed(s.substr(marks)) : s;
}

// "  - item" → nesting 1. Numbers ("3.") belong to the text.
static std::string_view list_item(std::string_view s, int64_t& level) {
    size_t indent = 0, at = 0;
    for (; at < s.size() && (s[at] == ' ' || s[at] == '\t'); ++at) indent += s[at] == '\t' ? 4 : 1;
    level = static_cast<int64_t>(indent / 2);
    s = trimmed(s);
    for (const std::string_view bullet : {"- ", "* ", "+ ", "• ", "· "})
        if (s.starts_with(bullet)) return trimmed(s.substr(bullet.size()));
    return s;
}

// Removes ** that come in pairs around a word or more of one paragraph.
static std::string without_bold(std::string_view s) {
    std::string out;
    size_t at = 0;
    while (at < s.size()) {
        const size_t open = s.find("**", at);
        const size_t close = open == std::string_view::npos ? open : s.find("**", open + 2);
        if (close == std::string_view::npos) break;
        const std::string_view inner = s.substr(open + 2, close - open - 2);
        const bool pair = !inner.empty() && inner == trimmed(inner) && inner.find("\n\n") == std::string_view::npos && inner.find('*') != 0;
        out += s.substr(at, open - at);
        if (pair) {
            out += inner;
            at = close + 2;
        } else {
            out += "**";
            at = open + 2;
        }
    }
    return out.append(s.substr(at));
}

MarkdownText plain_from_markdown(Category category, std::string_view text) {
    MarkdownText result;
    const std::string_view s = trimmed(text);
    switch (category) {
        case Category::Table: result.content = s; break;
        case Category::Formula: result.content = formula(s); break;
        case Category::Title:
        case Category::SectionHeader: result.content = without_bold(heading(s, category, result.level)); break;
        case Category::ListItem: {
            const size_t first = std::min(text.find_first_not_of("\r\n"), text.size());
            result.content = without_bold(list_item(text.substr(first), result.level));
            break;
        }
        default:
            result.content = s.starts_with("`$") && s.ends_with("$`") && s.size() > 4 ? std::string(s.substr(1, s.size() - 2)) : without_bold(s);
    }
    return result;
}

}  // namespace lectern
