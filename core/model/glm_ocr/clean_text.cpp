#include "core/model/glm_ocr/clean_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace lectern::glm_ocr {

static constexpr size_t kLongText = 2048;     // bytes from which loops are looked for
static constexpr size_t kShortestUnit = 10;   // bytes of a repeated piece
static constexpr size_t kLongestUnit = 4096;  // looked for; bounds the work on hostile answers
static constexpr size_t kRepeats = 10;
static constexpr std::string_view kBlank = " \t\r\n";

static std::string_view trimmed(std::string_view s) {
    for (bool more = true; more;) {
        const size_t before = s.size();
        const size_t first = s.find_first_not_of(kBlank);
        if (first == std::string_view::npos) return {};
        s = s.substr(first, s.find_last_not_of(kBlank) - first + 1);
        if (s.starts_with("\\t") && (s.size() == 2 || s[2] == ' ' || s[2] == '\\')) s.remove_prefix(2);  // not \text
        if (s.ends_with("\\t")) s.remove_suffix(2);
        more = s.size() != before;
    }
    return s;
}

// Runs of three or more of one mark become three of it.
static std::string shorten_runs(std::string_view s) {
    std::string out;
    constexpr std::array<std::string_view, 4> marks = {".", "·", "_", "\\_"};
    for (size_t at = 0; at < s.size();) {
        const auto mark =
            std::find_if(marks.begin(), marks.end(), [&](std::string_view m) { return s.substr(at).starts_with(m); });
        if (mark == marks.end()) {
            out += s[at++];
            continue;
        }
        size_t run = 0;
        while (s.substr(at).starts_with(*mark)) {
            at += mark->size();
            if (++run <= 3) out += *mark;
        }
    }
    return out;
}

static bool word_byte(char c) {
    const auto u = static_cast<unsigned char>(c);
    return (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z');
}

// Where a dollar that is alone stands, from `at` on; npos when none does.
static size_t lone_dollar(std::string_view s, size_t at) {
    while ((at = s.find('$', at)) != std::string_view::npos) {
        const size_t end = std::min(s.find_first_not_of('$', at), s.size());
        if (end - at == 1 && (at == 0 || s[at - 1] != '\\')) return at;
        at = end;
    }
    return at;
}

// A pair of single dollars on one line is an inline formula.
static std::string tidy_inline_formulas(std::string_view s) {
    std::string out;
    size_t at = 0;
    while (true) {
        const size_t open = lone_dollar(s, at);
        const size_t close = open == std::string_view::npos ? open : lone_dollar(s, open + 1);
        if (close == std::string_view::npos) break;
        std::string_view inner = s.substr(open + 1, close - open - 1);
        if (inner.find_first_of("\n$") != std::string_view::npos ||
            inner.find_first_not_of(kBlank) == std::string_view::npos) {
            out += s.substr(at, close - at);
            at = close;
            continue;
        }
        inner = inner.substr(inner.find_first_not_of(kBlank));
        inner = inner.substr(0, inner.find_last_not_of(kBlank) + 1);
        out += s.substr(at, open - at);
        if (!out.empty() && word_byte(out.back())) out += ' ';
        out.append("$").append(inner).append("$");
        at = close + 1;
        if (at < s.size() && word_byte(s[at])) out += ' ';
    }
    return out.append(s.substr(at));
}

std::string clean_text(std::string_view text) {
    const std::string tidy = tidy_inline_formulas(shorten_runs(trimmed(text)));
    return std::string(trimmed(tidy));
}

// Leftmost place where a unit of `u` bytes stands kRepeats times in a row; npos when nowhere.
static size_t repeated_unit(std::string_view s, size_t u) {
    size_t run = 0;
    for (size_t i = 0; i + u < s.size(); ++i) {
        run = s[i] == s[i + u] ? run + 1 : 0;
        if (run >= u * (kRepeats - 1)) return i + 1 - run;
    }
    return std::string_view::npos;
}

static bool cut_repeated_unit(std::string& text) {
    size_t best = std::string::npos, unit = 0;
    for (size_t u = kShortestUnit; u <= std::min(text.size() / kRepeats, kLongestUnit); ++u) {
        const size_t at = repeated_unit(text, u);
        if (at >= best) continue;
        best = at;
        unit = u;
    }
    if (unit == 0) return false;
    size_t end = best + unit;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        ++end;  // not inside a character
    text.resize(end);
    return true;
}

static std::vector<std::string_view> lines_of(std::string_view s) {
    std::vector<std::string_view> lines;
    for (size_t at = 0; at <= s.size();) {
        const size_t end = std::min(s.find('\n', at), s.size());
        const std::string_view line = trimmed(s.substr(at, end - at));
        if (!line.empty()) lines.push_back(line);
        at = end + 1;
    }
    return lines;
}

static bool cut_repeated_line(std::string& text) {
    const std::vector<std::string_view> lines = lines_of(text);
    std::map<std::string_view, size_t> count;
    for (std::string_view line : lines) ++count[line];
    const auto most =
        std::max_element(count.begin(), count.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (lines.size() < kRepeats || most->second < kRepeats || most->second * 5 < lines.size() * 4) return false;
    for (size_t i = 0; i + 2 < lines.size(); ++i) {
        if (lines[i] != most->first || lines[i + 1] != most->first || lines[i + 2] != most->first) continue;
        text.resize(static_cast<size_t>(lines[i].data() - text.data()) + lines[i].size());
        return true;
    }
    return false;
}

std::string cut_repetitions(std::string& text) {
    if (text.size() < kLongText) return {};
    std::string whole = text;
    if (!cut_repeated_unit(text) && !cut_repeated_line(text)) return {};
    return whole.substr(text.size());
}

std::string bare_formula(std::string_view text) {
    std::string_view s = trimmed(text);
    for (const std::string_view mark : {"$$", "\\[", "\\(", "$"}) {
        if (!s.starts_with(mark)) continue;
        s = trimmed(s.substr(mark.size()));
        break;
    }
    for (const std::string_view mark : {"$$", "\\]", "\\)", "$"}) {
        const bool escaped =
            s.size() > mark.size() && s[s.size() - mark.size() - 1] == '\\';  // \\] ends a row, \$ is money
        if (!s.ends_with(mark) || escaped) continue;
        s = trimmed(s.substr(0, s.size() - mark.size()));
        break;
    }
    return std::string(s);
}

}  // namespace lectern::glm_ocr
