#include "core/export/markdown_text.h"

#include <cctype>

namespace lectern {

static bool alnum(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80;
}
static bool letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

// Whether text[i] would mean something to a Markdown reader. Kept narrow so that the source stays readable.
static bool is_mark(std::string_view text, size_t i) {
    const char before = i ? text[i - 1] : ' ';
    const char after = i + 1 < text.size() ? text[i + 1] : ' ';
    switch (text[i]) {
        case '\\': return std::ispunct(static_cast<unsigned char>(after)) != 0 || i + 1 == text.size();
        case '*': case '`': case '$': return true;
        case '_': return !(alnum(before) && alnum(after));
        case '~': return text.find('~', i + 1) != std::string_view::npos || text.rfind('~', i ? i - 1 : 0) < i;
        case '[': return after == '^';
        case ']': return after == '(' || after == '[' || after == ':';
        case '<': return letter(after) || after == '/' || after == '!' || after == '?';
        case '&': return letter(after) || after == '#';
        default: return false;
    }
}

std::string escape_markdown(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 8);
    for (size_t i = 0; i < text.size(); ++i) {
        if (is_mark(text, i)) out += '\\';
        out += text[i];
    }
    return out;
}

// How many characters of the (already escaped) line stand before the one that needs a backslash; npos: none does.
static size_t block_mark(std::string_view line) {
    const auto blank_at = [&](size_t i) { return i >= line.size() || line[i] == ' '; };
    size_t hashes = 0;
    while (hashes < line.size() && line[hashes] == '#') ++hashes;
    if (hashes >= 1 && hashes <= 6 && blank_at(hashes)) return 0;
    if (line[0] == '>') return 0;
    if ((line[0] == '-' || line[0] == '+') && blank_at(1)) return 0;
    if ((line[0] == '-' || line[0] == '=') && line.find_first_not_of("-= ") == std::string_view::npos) return 0;
    size_t digits = 0;
    while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits]))) ++digits;
    if (digits >= 1 && digits <= 9 && digits < line.size() && (line[digits] == '.' || line[digits] == ')') && blank_at(digits + 1)) return digits;
    return std::string_view::npos;
}

static std::string_view trimmed(std::string_view s) {
    const auto first = s.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return s.substr(first, s.find_last_not_of(" \t\r") - first + 1);
}

std::string escape_markdown_block(std::string_view text) {
    std::string out;
    bool blank_before = false;
    for (size_t at = 0; at <= text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        std::string line = escape_markdown(trimmed(text.substr(at, end - at)));
        at = end + 1;
        if (line.empty()) {
            blank_before = !out.empty();
            continue;
        }
        if (const size_t mark = block_mark(line); mark != std::string::npos) line.insert(mark, 1, '\\');
        if (!out.empty()) out += blank_before ? "\n\n" : "\n";
        out += line;
        blank_before = false;
    }
    return out;
}

std::string escape_markdown_cell(std::string_view text) {
    std::string out;
    for (char c : escape_markdown(trimmed(text))) {
        if (c == '|') out += "\\|";
        else if (c == '\n') out += "<br>";
        else out += c;
    }
    return out;
}

std::string markdown_target(std::string_view path) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (char c : path) {
        const auto u = static_cast<unsigned char>(c);
        if (u <= 0x20 || u == 0x7F || c == '(' || c == ')' || c == '<' || c == '>' || c == '%' || c == '\\' || c == '"') {
            out += {'%', kHex[u >> 4], kHex[u & 15]};
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace lectern
