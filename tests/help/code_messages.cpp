#include "tests/help/code_messages.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace lectern::test {

namespace {

struct Token {
    enum Kind { word, text, sign } kind = sign;
    std::string value;
    int line = 0;
};
using Tokens = std::vector<Token>;

// C++ without comments, preprocessor lines and white space. Neighbouring strings are one.
class Scanner {
 public:
    explicit Scanner(std::string_view source) : s_(source) {}

    Tokens run() {
        while (at_ < s_.size()) step();
        return std::move(tokens_);
    }

 private:
    bool starts(std::string_view what) const { return s_.substr(at_, what.size()) == what; }
    void skip_to(std::string_view end) {
        const size_t stop = std::min(s_.find(end, at_), s_.size());
        line_ += static_cast<int>(
            std::count(s_.begin() + static_cast<long>(at_), s_.begin() + static_cast<long>(stop), '\n'));
        at_ = std::min(stop + (end == "\n" ? 0 : end.size()), s_.size());
    }
    void step() {
        const char c = s_[at_];
        if (c == '\n') {
            ++line_;
            ++at_;
            fresh_line_ = true;
            return;
        }
        if (std::isspace(static_cast<unsigned char>(c))) {
            ++at_;
            return;
        }
        if (c == '#' && fresh_line_) return skip_to("\n");
        fresh_line_ = false;
        if (starts("//")) return skip_to("\n");
        if (starts("/*")) return skip_to("*/");
        if (starts("R\"(")) return raw_string();
        if (c == '"') return string();
        if (c == '\'') return character();
        if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') return word();
        tokens_.push_back({Token::sign, std::string(1, c), line_});
        ++at_;
    }
    void word() {
        size_t end = at_;
        while (end < s_.size() &&
               (std::isalnum(static_cast<unsigned char>(s_[end])) || s_[end] == '_' || s_[end] == '\''))
            ++end;
        tokens_.push_back({Token::word, std::string(s_.substr(at_, end - at_)), line_});
        at_ = end;
    }
    void character() {
        ++at_;
        while (at_ < s_.size() && s_[at_] != '\'') at_ += s_[at_] == '\\' ? 2 : 1;
        ++at_;
        tokens_.push_back({Token::word, "'", line_});
    }
    void string() {
        std::string value;
        ++at_;
        while (at_ < s_.size() && s_[at_] != '"') {
            if (s_[at_] == '\\' && at_ + 1 < s_.size()) {
                const char escaped = s_[++at_];
                if (escaped == 'x') {  // of a terminal's control sequence: "\x1b[K"
                    at_ = std::min(s_.find_first_not_of("0123456789abcdefABCDEF", at_ + 1), s_.size());
                    at_ += s_.substr(at_, 2) == "[K" ? 1 : -1;
                } else {
                    value += escaped == 'n' || escaped == 'r' || escaped == 't' ? ' ' : escaped;
                }
            } else {
                value += s_[at_];
            }
            ++at_;
        }
        ++at_;
        add_text(value);
    }
    void raw_string() {
        const size_t begin = at_ + 3;
        skip_to(")\"");
        add_text(std::string(s_.substr(begin, at_ - begin - 2)));
    }
    void add_text(const std::string& value) {
        if (!tokens_.empty() && tokens_.back().kind == Token::text)
            tokens_.back().value += value;
        else
            tokens_.push_back({Token::text, value, line_});
    }

    std::string_view s_;
    size_t at_ = 0;
    int line_ = 1;
    bool fresh_line_ = true;
    Tokens tokens_;
};

const std::set<std::string> kTexts = {"expected", "found"};
// Calls whose first string is their value.
const std::set<std::string> kWrappers = {"string", "tr", "translate", "QStringLiteral", "fromLatin1", "move"};

class Finder {
 public:
    Finder(const Tokens& tokens, std::string file) : t_(tokens), file_(std::move(file)) {}

    std::vector<CodeMessage> run() {
        find_makers();
        for (size_t i = 0; i < t_.size(); ++i) {
            if (is(i, ".") && is(i + 2, "=") && !is(i + 3, "="))
                field(i);
            else if (t_[i].kind == Token::word && makers_.contains(t_[i].value) && is(i + 1, "(") && !defines(i))
                call(i + 1, makers_.at(t_[i].value));
            else if (is(i, "stderr") && is(i + 1, ","))
                printed(i + 2);
            else if (is_list(i))
                call(i + 3, {});
            else
                sentence(i);
        }
        std::vector<CodeMessage> out = std::move(found_);
        for (auto& [brace, message] : of_brace_) out.push_back(std::move(message));
        return out;
    }

 private:
    bool is(size_t i, std::string_view value) const {
        return i < t_.size() && t_[i].kind != Token::text && t_[i].value == value;
    }
    bool opens(size_t i) const { return is(i, "(") || is(i, "{") || is(i, "["); }
    bool closes(size_t i) const { return is(i, ")") || is(i, "}") || is(i, "]"); }
    size_t match(size_t i) const {  // of an opening sign: its closing one
        int depth = 0;
        for (; i < t_.size(); ++i) {
            depth += opens(i) ? 1 : closes(i) ? -1 : 0;
            if (depth == 0) return i;
        }
        return t_.size();
    }
    size_t end_of(size_t i) const {  // of an expression: the comma, semicolon or closing sign after it
        for (; i < t_.size(); ++i) {
            if (opens(i))
                i = match(i);
            else if (closes(i) || is(i, ",") || is(i, ";"))
                break;
        }
        return std::min(i, t_.size());
    }
    size_t brace_of(size_t i) const {
        int depth = 0;
        while (i-- > 0) {
            depth += closes(i) ? 1 : opens(i) ? -1 : 0;
            if (depth < 0) return i;
        }
        return 0;
    }
    bool is_list(size_t i) const {
        static const std::set<std::string> lists = {"problems", "problems_", "warnings", "warnings_"};
        return t_[i].kind == Token::word && lists.contains(t_[i].value) && is(i + 1, ".") &&
               (is(i + 2, "push_back") || is(i + 2, "emplace_back")) && is(i + 3, "(");
    }
    bool defines(size_t i) const { return i > 0 && (is(i - 1, "Error") || is(i - 1, "void")); }

    std::vector<std::string> parameters(size_t open) const {
        std::vector<std::string> names;
        for (size_t i = open + 1; i < match(open);) {
            const size_t end = end_of(i);
            std::string name;
            for (size_t j = i; j < end && !is(j, "="); ++j)
                if (t_[j].kind == Token::word) name = t_[j].value;
            names.push_back(name);
            i = end + 1;
        }
        return names;
    }
    // Functions that return an Error, or never return: what they are called with is part of a message.
    void find_makers() {
        for (size_t i = 0; i + 2 < t_.size(); ++i) {
            if (is(i, "Error") && t_[i + 1].kind == Token::word && is(i + 2, "("))
                makers_[t_[i + 1].value] = parameters(i + 2);
            if (is(i, "noreturn"))
                for (size_t j = i; j < std::min(i + 8, t_.size() - 1); ++j)
                    if (t_[j].kind == Token::word && is(j + 1, "(")) {
                        makers_[t_[j].value] = parameters(j + 1);
                        break;
                    }
            if (t_[i].kind == Token::word && is(i + 1, "=") && is(i + 2, "[")) {
                const size_t list = match(i + 2) + 1, body = is(list, "(") ? match(list) + 1 : list;
                for (size_t j = body; is(body, "{") && j < match(body); ++j)
                    if (is(j, "Error"))
                        makers_[t_[i].value] = is(list, "(") ? parameters(list) : std::vector<std::string>();
            }
        }
        makers_.erase("Error");
    }
    // What a message says to do, or is about, needs no entry of its own.
    static bool beside(const std::string& parameter) {
        static const std::set<std::string> names = {"advice", "option", "subject",   "name", "path",
                                                    "field",  "key",    "attempted", "where"};
        return names.contains(parameter);
    }
    // A sentence that is handed on: kept in a constant, or returned.
    void sentence(size_t i) {
        const bool prompt = file_.ends_with("/prompt.cpp");  // what is said to a model
        if (prompt || t_[i].kind != Token::text || i == 0 || (!is(i - 1, "=") && !is(i - 1, "return"))) return;
        for (std::string& s : values(i, end_of(i))) {
            const auto words = std::count(s.begin(), s.end(), ' ') + 1;
            if (std::isupper(static_cast<unsigned char>(s[0])) && words >= 4 && s.ends_with('.'))
                found_.push_back({file_, t_[i].line, {}, {std::move(s)}});
        }
    }

    void field(size_t i) {
        const std::string& name = t_[i + 1].value;
        const bool window = name == "text" && file_.starts_with("app/");
        if (name != "attempted" && !kTexts.contains(name) && !window) return;
        CodeMessage& m = of_brace_[brace_of(i)];
        if (m.file.empty()) m = {file_, t_[i].line, {}, {}};
        auto& into = name == "attempted" ? m.attempted : m.texts;
        for (std::string& s : values(i + 3, end_of(i + 3)))
            if (speaks(s) || (name == "attempted" && !s.empty() && s != "…")) into.push_back(std::move(s));
    }
    void call(size_t open, const std::vector<std::string>& parameters) {
        CodeMessage m{file_, t_[open].line, {}, {}};
        const size_t close = match(open);
        size_t argument = 0;
        for (size_t i = open + 1; i < close; ++argument) {
            const size_t end = end_of(i);
            if (!is(i, "{") && !is(i, ".") && (argument >= parameters.size() || !beside(parameters[argument])))
                for (std::string& s : values(i, end))
                    if (speaks(s)) m.texts.push_back(std::move(s));
            i = end + 1;
        }
        if (!m.texts.empty()) found_.push_back(std::move(m));
    }
    void printed(size_t i) {
        CodeMessage m{file_, t_[i].line, {}, {}};
        for (const std::string& s : values(i, end_of(i))) {
            std::string text;  // each % and its letter is a value
            for (size_t k = 0; k < s.size(); ++k) {
                if (s[k] != '%')
                    text += s[k];
                else if (k + 1 < s.size() && s[k + 1] == '%')
                    text += s[++k];
                else {
                    text += "…";
                    while (k + 1 < s.size() && !std::isalpha(static_cast<unsigned char>(s[k + 1]))) ++k;
                    while (k + 1 < s.size() && std::string_view("lzdsfu").find(s[k + 1]) != std::string_view::npos) ++k;
                }
            }
            if (const std::string_view prefix = "lectern-cli: "; text.starts_with(prefix)) text.erase(0, prefix.size());
            if (text = tidy(text); speaks(text)) m.texts.push_back(text);
        }
        if (!m.texts.empty()) found_.push_back(std::move(m));
    }

    // Both branches of a choice; strings joined, anything else "…".
    std::vector<std::string> values(size_t begin, size_t end) const {
        for (size_t i = begin; i < end; ++i) {
            if (opens(i))
                i = match(i);
            else if (is(i, "?")) {
                size_t colon = i;
                for (size_t j = i + 1, nested = 1; j < end && nested > 0; ++j) {
                    if (opens(j))
                        j = match(j);
                    else if (is(j, "?"))
                        ++nested;
                    else if (is(j, ":") && is(j + 1, ":"))
                        ++j;
                    else if (is(j, ":") && --nested == 0)
                        colon = j;
                }
                std::vector<std::string> both = values(i + 1, colon);
                for (std::string& s : values(colon + 1, end)) both.push_back(std::move(s));
                return both;
            }
        }
        std::string joined;
        for (size_t i = begin; i < end; ++i) {
            if (t_[i].kind == Token::text) {
                joined += t_[i].value;
            } else if (is(i, "(") && i > begin && kWrappers.contains(t_[i - 1].value) &&
                       t_[i + 1].kind == Token::text) {
                if (joined.ends_with("…")) joined.resize(joined.size() - 3);
                joined += t_[i + 1].value;
                i = match(i);
            } else if (is(i, "(") && i == begin) {
                return values(i + 1, match(i));
            } else {
                if (opens(i)) i = std::min(match(i), end);
                if (!is(i, "+") && !joined.ends_with("…")) joined += "…";
            }
        }
        return {tidy(joined)};
    }
    // One line, without what is only punctuation or a value at its ends; no ` inside.
    static std::string tidy(const std::string& s) {
        std::string out;
        for (size_t i = 0; i < s.size(); ++i) {
            if (s[i] == '%' && i + 1 < s.size() && std::isdigit(static_cast<unsigned char>(s[i + 1])))
                out += "…", ++i;  // Qt's %1
            else if (s[i] != ' ' || !out.ends_with(' '))
                out += s[i] == '`' ? '\'' : s[i];
        }
        for (bool more = true; more;) {
            more = false;
            for (const std::string_view end : {" ", "…", ":", ",", "“", "”", "(", "\"", "”", "[", "."}) {
                const bool ends = end != "(" && end != "“" && end != "[" && end != ".";  // a full stop may end it
                if (out.starts_with(end)) out.erase(0, end.size()), more = true;
                if (ends && out.ends_with(end)) out.resize(out.size() - end.size()), more = true;
            }
        }
        return out;
    }
    // Something a reader could look up: two words, eight letters.
    static bool speaks(const std::string& s) {
        const auto letters = std::count_if(s.begin(), s.end(), [](unsigned char c) { return std::isalpha(c); });
        return letters >= 8 && s.find(' ') != std::string::npos;
    }

    const Tokens& t_;
    std::string file_;
    std::map<std::string, std::vector<std::string>> makers_;  // their parameters' names
    std::vector<CodeMessage> found_;
    std::map<size_t, CodeMessage> of_brace_;
};

}  // namespace

std::vector<CodeMessage> messages_in(std::string_view source, const std::string& file) {
    const Tokens tokens = Scanner(source).run();
    return Finder(tokens, file).run();
}

std::vector<CodeMessage> messages_of_program(const std::filesystem::path& repository) {
    std::vector<std::filesystem::path> files;
    for (const char* room : {"core", "gpu", "app"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(repository / room))
            if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<CodeMessage> all;
    for (const auto& path : files) {
        std::ifstream in(path, std::ios::binary);
        const std::string source{std::istreambuf_iterator<char>(in), {}};
        for (CodeMessage& m : messages_in(source, path.lexically_relative(repository).generic_string()))
            all.push_back(std::move(m));
    }
    return all;
}

}  // namespace lectern::test
