#include "core/document/join.h"

#include <algorithm>

namespace lectern {

static bool is_letter_byte(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static std::string folded(std::string word) {
    for (char& c : word) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return word;
}

// Length of a hyphen the text ends with: '-', U+00AD soft hyphen, U+2010 hyphen, U+2011 non-breaking hyphen; 0: none.
static size_t hyphen_bytes(const std::string& text) {
    if (text.ends_with('-')) return 1;
    if (text.ends_with("\u00AD")) return 2;
    return text.ends_with("\u2010") || text.ends_with("\u2011") ? 3 : 0;
}

static std::string last_word(const std::string& text) {
    const size_t blank = text.find_last_of(' ');
    return blank == std::string::npos ? text : text.substr(blank + 1);
}

// Of a word's start: letters only, so that "known," counts as "known".
static std::string leading_letters(const std::string& text) {
    size_t n = 0;
    while (n < text.size() && is_letter_byte(static_cast<unsigned char>(text[n]))) ++n;
    return text.substr(0, n);
}

static std::string trailing_letters(const std::string& text) {
    size_t n = text.size();
    while (n > 0 && is_letter_byte(static_cast<unsigned char>(text[n - 1]))) --n;
    return text.substr(n);
}

static size_t characters(const std::string& text) {
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// ASCII, and the two-byte Latin letters, where a lower-case letter is odd or above U+00DF in its block; enough for the
// hyphen rule, which only joins when sure.
static bool starts_lower(const std::string& text) {
    if (text.empty()) return false;
    const auto c = static_cast<unsigned char>(text[0]);
    if (c < 0x80) return c >= 'a' && c <= 'z';
    if (text.size() < 2) return false;
    const unsigned code = static_cast<unsigned>(c & 0x1F) << 6 | (static_cast<unsigned char>(text[1]) & 0x3F);
    if (c == 0xC3) return code >= 0xDF && code != 0xF7;
    return (c == 0xC4 || c == 0xC5) && code % 2 == 1;
}

void WordEvidence::add_line(const std::string& text) {
    std::string line = folded(text);
    if (hyphen_bytes(line) > 0) line.resize(line.size() - last_word(line).size());
    std::string word;
    for (size_t i = 0; i <= line.size(); ++i) {
        const char c = i < line.size() ? line[i] : ' ';
        if (is_letter_byte(static_cast<unsigned char>(c)) || (c == '-' && !word.empty())) {
            word += c;
        } else if (!word.empty()) {
            ++counts_[word];
            word.clear();
        }
    }
}

int WordEvidence::count(const std::string& word) const {
    const auto it = counts_.find(folded(word));
    return it == counts_.end() ? 0 : it->second;
}

// What to put between `left` and `right`; may take the hyphen off `left`.
static const char* seam(std::string& left, const std::string& right, const WordEvidence& evidence) {
    const size_t hyphen = hyphen_bytes(left);
    if (hyphen == 0 || !starts_lower(right)) return " ";
    const std::string bare = left.substr(0, left.size() - hyphen);
    const std::string head = trailing_letters(bare), tail = leading_letters(right);
    if (characters(head) < 2) return " ";
    const bool tail_is_word = evidence.count(tail) > 1;  // once is this very place
    const bool join = evidence.count(head + "-" + tail) == 0 &&
                      (evidence.count(head + tail) > 0 || (evidence.count(head) == 0 && !tail_is_word));
    if (join) left = bare;
    return "";
}

std::string join_lines(std::span<const std::string> lines, const WordEvidence& evidence) {
    std::string out;
    for (const std::string& line : lines) {
        if (line.empty()) continue;
        const char* between = out.empty() ? "" : seam(out, line, evidence);
        out += between + line;
    }
    return out;
}

}  // namespace lectern
