#include "core/model/json_repair.h"

#include <algorithm>
#include <array>

namespace lectern {

// After \b \f \n \r \t these letters make a LaTeX command that somebody forgot to escape. Commands whose rest is a word
// by itself (\to, \tan, \ne, \neg, \nu: a line break before "e" or "u" is likelier) are left out for \n and \t.
static constexpr std::array kLatex = {
    "bar", "begin", "beta", "bf", "big", "bigcap", "bigcup", "bigg", "bigl", "bigoplus", "bigr", "bigvee", "bigwedge", "binom",
    "bm", "bmod", "boldsymbol", "bot", "boxed", "breve", "bullet", "because", "backslash", "bmatrix",
    "fbox", "flat", "forall", "frac", "frown", "fcolorbox",
    "nabla", "neq", "newline", "nexists", "nleq", "ngeq", "nmid", "nonumber", "notin", "nparallel", "nsubseteq", "nwarrow", "nearrow",
    "rangle", "rbrace", "rbrack", "rceil", "rfloor", "rho", "right", "rightarrow", "rightleftharpoons", "rm", "rvert", "rVert", "rtimes",
    "tau", "tbinom", "text", "textbf", "textit", "textrm", "textsc", "texttt", "textsuperscript", "textsubscript", "textstyle", "tfrac",
    "therefore", "theta", "thinspace", "tilde", "times", "triangle", "triangleq", "tag",
};

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Verdict latex_command(std::string_view s) {
    size_t letters = 0;
    while (letters < s.size() && is_letter(s[letters])) ++letters;
    const std::string_view word = s.substr(0, letters);
    const auto starts = [word](std::string_view command) { return command.starts_with(word); };
    const auto equals = [word](std::string_view command) { return command == word; };
    if (letters == s.size() && std::any_of(kLatex.begin(), kLatex.end(), starts)) return Verdict::undecided;
    return std::any_of(kLatex.begin(), kLatex.end(), equals) ? Verdict::yes : Verdict::no;
}

// Skips blanks; false at the end of what is known.
static bool skip(std::string_view s, size_t& at) {
    while (at < s.size() && is_space(s[at])) ++at;
    return at < s.size();
}

// A key and its colon at `at`: "name" :
static Verdict key_follows(std::string_view s, size_t at) {
    if (s[at] != '"') return Verdict::no;
    size_t end = at + 1;
    while (end < s.size() && (is_letter(s[end]) || s[end] == '_')) ++end;
    if (end == s.size()) return Verdict::undecided;
    if (s[end] != '"' || end == at + 1) return Verdict::no;
    ++end;
    if (!skip(s, end)) return Verdict::undecided;
    return s[end] == ':' ? Verdict::yes : Verdict::no;
}

Verdict quote_ends(std::string_view s) {
    size_t at = 1;
    if (!skip(s, at)) return Verdict::undecided;
    const char first = s[at];
    if (first == '"') return key_follows(s, at);  // the comma is missing
    if (first == ']') return Verdict::yes;
    if (first != ',' && first != '}' && first != '{') return Verdict::no;
    ++at;
    if (!skip(s, at)) return Verdict::undecided;
    if (first == '{') return key_follows(s, at);  // the closing brace is missing
    if (first == ',') {
        if (s[at] == '"') return key_follows(s, at);
        return s[at] == '}' || s[at] == '{' || s[at] == ']' ? Verdict::yes : Verdict::no;
    }
    if (s[at] == ',') {
        ++at;
        if (!skip(s, at)) return Verdict::undecided;
        return s[at] == '{' || s[at] == ']' ? Verdict::yes : Verdict::no;
    }
    return s[at] == ']' || s[at] == '{' || s[at] == '}' || s[at] == '`' ? Verdict::yes : Verdict::no;
}

std::string encode_utf8(uint32_t c) {
    std::string s;
    const auto tail = [&s, c](int shift) { s += static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
    if (c < 0x80) return {static_cast<char>(c)};
    if (c < 0x800) {
        s += static_cast<char>(0xc0 | (c >> 6));
    } else {
        if (c < 0x10000) {
            s += static_cast<char>(0xe0 | (c >> 12));
        } else {
            s += static_cast<char>(0xf0 | (c >> 18));
            tail(12);
        }
        tail(6);
    }
    tail(0);
    return s;
}

}  // namespace lectern
