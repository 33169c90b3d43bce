#include "tests/read/accuracy.h"

#include <QString>
#include <algorithm>
#include <map>
#include <vector>

#include "core/document/table.h"

namespace lectern::test {

static constexpr char32_t kSoftHyphen = 0xAD;

static const QString& ligature(char32_t c) {
    static const std::map<char32_t, QString> spelled = {{0xFB00, "ff"}, {0xFB01, "fi"}, {0xFB02, "fl"}, {0xFB03, "ffi"},
                                                        {0xFB04, "ffl"}, {0xFB05, "st"}, {0xFB06, "st"}};
    static const QString none;
    const auto it = spelled.find(c);
    return it == spelled.end() ? none : it->second;
}

static bool is_dropped(char32_t c) {
    return c == kSoftHyphen || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || (c >= 0xE000 && c <= 0xF8FF) ||
           (c < 0x20 && c != '\n' && c != '\f' && c != '\t');
}

static bool is_blank(char32_t c) { return c == ' ' || c == '\n' || c == '\f' || c == '\t' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F; }

// Where a run of leader dots that begins at `i` ends; `i` when there are fewer than three.
static size_t leader_end(const std::u32string& s, size_t i) {
    size_t dots = 0, end = i;
    for (size_t at = i; at < s.size() && (s[at] == '.' || s[at] == ' ' || s[at] == 0x2026 || s[at] == 0xB7); ++at) {
        if (s[at] == ' ') continue;
        dots += s[at] == 0x2026 ? 3 : 1;
        end = at + 1;
    }
    return dots >= 3 ? end : i;
}

static std::u32string one_blank(const std::u32string& s) {
    std::u32string out;
    for (char32_t c : s) {
        if (!is_blank(c)) out += c;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

// "exam-\nple" → "exam" U+00AD "ple"
static std::u32string with_soft_hyphens(const std::u32string& s) {
    std::u32string out;
    for (size_t i = 0; i < s.size(); ++i) {
        const bool hyphen = s[i] == '-' || s[i] == 0x2010;
        size_t next = i + 1;
        while (next < s.size() && is_blank(s[next])) ++next;
        const bool broken = hyphen && i > 0 && QChar::isLetter(s[i - 1]) && i + 1 < s.size() && s[i + 1] == '\n' && next < s.size() &&
                            QChar::isLower(s[next]);
        out += broken ? kSoftHyphen : s[i];
        if (broken) i = next - 1;
    }
    return out;
}

std::u32string strict_text(const std::string& text) {
    std::u32string spelled;
    for (char32_t c : QString::fromStdString(text).toStdU32String()) {
        const QString& plain = ligature(c);
        if (!plain.isEmpty()) spelled += plain.toStdU32String();
        else if (!is_dropped(c)) spelled += c;
    }
    const QString normal = QString::fromStdU32String(spelled).normalized(QString::NormalizationForm_C);
    const std::u32string s = one_blank(with_soft_hyphens(normal.toStdU32String()));
    std::u32string out;
    for (size_t i = 0; i < s.size(); ++i) {
        const size_t end = s[i] == ' ' ? i : leader_end(s, i);
        if (end > i) {
            while (!out.empty() && out.back() == ' ') out.pop_back();
            out += U" ...";
            i = end - 1;
            if (end < s.size() && s[end] != ' ') out += ' ';
        } else {
            out += s[i];
        }
    }
    return out;
}

double Errors::rate() const {
    return reference == 0 ? 0 : static_cast<double>(substitutions + deletions + insertions) / static_cast<double>(reference);
}

Errors& Errors::operator+=(const Errors& o) {
    substitutions += o.substitutions;
    deletions += o.deletions;
    insertions += o.insertions;
    reference += o.reference;
    return *this;
}

// Levenshtein with the way back, so that the three kinds of error can be told apart.
Errors compare(const std::u32string& truth, const std::u32string& read) {
    enum Step : uint8_t { same, substitute, drop, insert };
    const size_t n = truth.size(), m = read.size();
    std::vector<uint8_t> way((n + 1) * (m + 1));
    std::vector<uint32_t> above(m + 1), row(m + 1);
    for (size_t j = 0; j <= m; ++j) above[j] = static_cast<uint32_t>(j), way[j] = insert;
    for (size_t i = 1; i <= n; ++i) {
        const bool soft = truth[i - 1] == kSoftHyphen;
        row[0] = above[0] + (soft ? 0 : 1);
        way[i * (m + 1)] = drop;
        for (size_t j = 1; j <= m; ++j) {
            const bool equal = truth[i - 1] == read[j - 1] || (soft && read[j - 1] == '-');
            const uint32_t diagonal = above[j - 1] + (equal ? 0 : 1);
            const uint32_t down = above[j] + (soft ? 0 : 1), right = row[j - 1] + 1;
            row[j] = std::min({diagonal, down, right});
            way[i * (m + 1) + j] = row[j] == diagonal ? (equal ? same : substitute) : row[j] == down ? drop : insert;
        }
        std::swap(above, row);
    }
    Errors e;
    e.reference = static_cast<size_t>(std::ranges::count_if(truth, [](char32_t c) { return c != kSoftHyphen; }));
    for (size_t i = n, j = m; i > 0 || j > 0;) {
        const uint8_t step = way[i * (m + 1) + j];
        if (step == substitute) ++e.substitutions;
        if (step == drop && truth[i - 1] != kSoftHyphen) ++e.deletions;
        if (step == insert) ++e.insertions;
        if (step != insert) --i;
        if (step != drop) --j;
    }
    return e;
}

static std::map<std::u32string, size_t> words_of(const std::u32string& text) {
    std::map<std::u32string, size_t> words;
    std::u32string word;
    for (size_t i = 0; i <= text.size(); ++i) {
        const char32_t c = i < text.size() ? text[i] : U' ';
        if (c == kSoftHyphen) continue;
        if (c != ' ') word += c;
        else if (!word.empty()) ++words[word], word.clear();
    }
    return words;
}

double word_f1(const std::u32string& truth, const std::u32string& read) {
    const auto a = words_of(truth), b = words_of(read);
    size_t common = 0, all = 0;
    for (const auto& [word, count] : a) {
        all += count;
        if (const auto it = b.find(word); it != b.end()) common += std::min(count, it->second);
    }
    for (const auto& [word, count] : b) all += count;
    return all == 0 ? 1 : 2 * static_cast<double>(common) / static_cast<double>(all);
}

static std::string table_text(const std::string& html) {
    std::string out;
    int row = 0;
    for (const TableCell& cell : table_from_html(html).cells) {
        if (cell.row != row) out += '\n';
        row = cell.row;
        out += cell.text + ' ';
    }
    return out;
}

std::string page_text(const Page& page) {
    std::vector<const Region*> regions;
    for (const Region& r : page.regions) regions.push_back(&r);
    std::ranges::stable_sort(regions, {}, [](const Region* r) { return r->order; });
    std::string out;
    for (const Region* r : regions) out += (r->kind == ContentKind::html_table ? table_text(r->content) : r->content) + "\n";
    return out;
}

}  // namespace lectern::test
