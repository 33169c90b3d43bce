#include "core/pipeline/join.h"

#include <algorithm>

namespace lectern {

static constexpr int kMaxGrid = 4096;  // rows or columns of a table; layout finds far fewer

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

static std::string escaped(const std::string& text) {
    std::string out;
    for (char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

static std::string cell_html(const LayoutCell& cell, std::span<const std::string> texts, const WordEvidence& evidence) {
    std::vector<std::string> lines;
    for (int i : cell.lines) {
        if (i >= 0 && static_cast<size_t>(i) < texts.size()) lines.push_back(texts[static_cast<size_t>(i)]);
    }
    const char* tag = cell.header ? "th" : "td";
    std::string out = std::string("<") + tag;
    if (cell.row_span > 1) out += " rowspan=\"" + std::to_string(cell.row_span) + "\"";
    if (cell.column_span > 1) out += " colspan=\"" + std::to_string(cell.column_span) + "\"";
    return out + ">" + escaped(join_lines(lines, evidence)) + "</" + tag + ">";
}

std::string table_html(const LayoutRegion& table, std::span<const std::string> texts, const WordEvidence& evidence) {
    const int rows = std::clamp(table.rows, 0, kMaxGrid), columns = std::clamp(table.columns, 0, kMaxGrid);
    std::vector<std::vector<int>> owner(static_cast<size_t>(rows), std::vector<int>(static_cast<size_t>(columns), -1));
    for (size_t i = 0; i < table.cells.size(); ++i) {
        const LayoutCell& c = table.cells[i];
        for (int r = std::max(c.row, 0); r < std::min(c.row + c.row_span, rows); ++r) {
            for (int k = std::max(c.column, 0); k < std::min(c.column + c.column_span, columns); ++k) {
                owner[static_cast<size_t>(r)][static_cast<size_t>(k)] = static_cast<int>(i);
            }
        }
    }
    std::string out = "<table>";
    for (int r = 0; r < rows; ++r) {
        out += "<tr>";
        for (int k = 0; k < columns; ++k) {
            const int i = owner[static_cast<size_t>(r)][static_cast<size_t>(k)];
            if (i < 0) {
                out += "<td></td>";
            } else if (table.cells[static_cast<size_t>(i)].row == r &&
                       table.cells[static_cast<size_t>(i)].column == k) {
                out += cell_html(table.cells[static_cast<size_t>(i)], texts, evidence);
            }
        }
        out += "</tr>";
    }
    return out + "</table>";
}

}  // namespace lectern
