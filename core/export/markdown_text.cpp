#include "core/export/markdown_text.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <cctype>
#include <vector>

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

// Readers that make links of bare addresses take backslashes in them for parts of the address. An address that needs a
// backslash gets one more that keeps it from being a link; the others stay links.
static bool begins_link(std::string_view text, size_t i) {
    if (text[i] == ':') return text.substr(i).starts_with("://");
    if (text[i] != '.' || i < 3) return false;
    const char* w = text.data() + i - 3;
    return (w[0] == 'w' || w[0] == 'W') && (w[1] == 'w' || w[1] == 'W') && (w[2] == 'w' || w[2] == 'W');
}

// text[from, to): one word.
static void escape_word(std::string_view text, size_t from, size_t to, std::string& out) {
    bool marks = false;
    for (size_t i = from; i < to; ++i) marks = marks || is_mark(text, i);
    for (size_t i = from; i < to; ++i) {
        if (is_mark(text, i) || (marks && begins_link(text, i))) out += '\\';
        out += text[i];
    }
}

std::string escape_markdown(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 8);
    for (size_t i = 0; i < text.size();) {
        const bool blank = text[i] == ' ' || text[i] == '\n';
        const size_t end = blank ? i + 1 : std::min(text.find_first_of(" \n", i), text.size());
        escape_word(text, i, end, out);
        i = end;
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

std::string markdown_heading(std::string_view text) {
    std::string line = clean_text(text);
    for (char& c : line)
        if (c == '\n') c = ' ';
    std::string out = escape_markdown(line);
    const size_t last = out.find_last_not_of('#');
    const bool closing = last != std::string::npos && last + 1 < out.size() && out[last] == ' ';
    if (closing || (last == std::string::npos && !out.empty())) out.insert(out.size() - 1, "\\");
    return out;
}

std::string markdown_comment(std::string_view text) {
    std::string out = clean_text(text);
    for (char& c : out)
        if (c == '\n') c = ' ';
    for (size_t at = out.find("--"); at != std::string::npos; at = out.find("--", at)) out.replace(at, 2, "- -");
    for (char& c : out)
        if (c == '>' || c == '<') c = ' ';
    if (out.ends_with('-')) out += ' ';
    return out;
}

static std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    size_t from = 0;
    for (size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] != at) continue;
        parts.push_back(text.substr(from, i - from));
        from = i + 1;
    }
    return parts;
}

static std::string nfc(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(status);
    const icu::UnicodeString in = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    std::string out;
    if (U_FAILURE(status)) return std::string(text);
    form->normalize(in, status).toUTF8String(out);
    return out;
}

std::string clean_text(std::string_view text) {
    std::string plain;
    for (size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '\r') {
            if (i + 1 == text.size() || text[i + 1] != '\n') plain += '\n';
        } else if (c == '\t') {
            plain += ' ';
        } else if ((c >= 0x20 && c != 0x7F) || c == '\n') {
            plain += text[i];
        }
    }
    const std::string normal = nfc(plain);
    std::string out;
    for (std::string_view line : split(normal, '\n')) {
        if (!out.empty() || line.data() != normal.data()) out += '\n';
        out += trimmed(line);
    }
    const size_t first = out.find_first_not_of('\n');
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of('\n') + 1 - first);
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
