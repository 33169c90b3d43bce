#include "core/model/json_answer.h"

#include <algorithm>
#include <charconv>

#include "core/base/json.h"
#include "core/model/json_repair.h"

namespace lectern {

namespace {

constexpr int kDepth = caps::kJsonDepth;
constexpr size_t kValues = 100'000;

constexpr const char* kNoEnd = "a missing end";
constexpr const char* kCommas = "missing or extra commas";
constexpr const char* kEscapes = "wrong backslashes";
constexpr const char* kBreaks = "line breaks inside texts";
constexpr const char* kQuotes = "single quotes";
constexpr const char* kBareQuotes = "quotes inside texts";
constexpr const char* kWords = "values without quotes";
constexpr const char* kTwice = "a member given twice (the last one was taken)";

// Reads one value; what is wrong is noted and passed over. Ends at the end of the text at the latest.
class AnswerReader {
   public:
    explicit AnswerReader(std::string_view text) : s_(text) {}
    OrderedJson value(int depth);
    std::vector<std::string> repairs() const { return repairs_; }

   private:
    bool at_end() const { return at_ >= s_.size(); }
    char peek() const { return s_[at_]; }
    void skip_blank();
    void note(const char* what);
    bool next_item(char close, char outer, bool& comma, bool empty);
    OrderedJson object(int depth);
    OrderedJson list(int depth);
    bool json_goes_on() const;
    std::string text(char quote);
    void escape(std::string& out);
    uint32_t hex4();
    OrderedJson word();
    bool full(int depth);

    std::string_view s_;
    size_t at_ = 0;
    size_t values_ = 0;
    std::vector<std::string> repairs_;
};

}  // namespace

void AnswerReader::note(const char* what) {
    if (std::find(repairs_.begin(), repairs_.end(), what) == repairs_.end()) repairs_.push_back(what);
}

void AnswerReader::skip_blank() {
    while (!at_end() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')) ++at_;
}

// Too deep or too many: the rest counts as missing.
bool AnswerReader::full(int depth) {
    if (depth < kDepth && ++values_ < kValues) return false;
    note("more than can be held");
    at_ = s_.size();
    return true;
}

OrderedJson AnswerReader::value(int depth) {
    skip_blank();
    if (at_end()) {
        note(kNoEnd);
        return nullptr;
    }
    if (full(depth)) return nullptr;
    switch (peek()) {
        case '{': return object(depth + 1);
        case '[': return list(depth + 1);
        case '\'': note(kQuotes); [[fallthrough]];
        case '"': return text(s_[at_++]);
        default: return word();
    }
}

// Goes to the next item of an object or list; false when it ended: at `close`, with the answer, or before the `outer` mark of
// what is around it, its own being missing.
bool AnswerReader::next_item(char close, char outer, bool& comma, bool empty) {
    for (;; ++at_) {
        skip_blank();
        if (at_end() || peek() == outer) {
            note(kNoEnd);
            return false;
        }
        if (peek() == close) {
            if (comma && !empty) note(kCommas);
            ++at_;
            return false;
        }
        if (peek() != ',') return true;
        if (comma) note(kCommas);
        comma = true;
    }
}

OrderedJson AnswerReader::object(int depth) {
    OrderedJson out = OrderedJson::object();
    bool comma = true;
    for (++at_; next_item('}', ']', comma, out.empty());) {
        const char c = peek();
        if (!comma) note(kCommas);
        comma = false;
        if (c == '\'') note(kQuotes);
        const bool quoted = c == '"' || c == '\'';
        std::string key;
        if (quoted) {
            ++at_;
            key = text(c);
        } else {
            note(kWords);
            while (!at_end() && std::string_view(":,}]{[\n").find(peek()) == std::string_view::npos) key += s_[at_++];
            key.erase(key.find_last_not_of(" \t\r") + 1);
        }
        skip_blank();
        if (at_end() || peek() != ':') {
            note(at_end() ? kNoEnd : kCommas);
            if (!at_end() && !quoted && key.empty()) ++at_;  // something that begins nothing
            continue;
        }
        ++at_;
        skip_blank();
        if (at_end()) {  // a member without a value
            note(kNoEnd);
            return out;
        }
        if (out.contains(key)) note(kTwice);
        out[key] = value(depth);
    }
    return out;
}

OrderedJson AnswerReader::list(int depth) {
    OrderedJson out = OrderedJson::array();
    bool comma = true;
    for (++at_; next_item(']', '}', comma, out.empty());) {
        const char c = peek();
        if (c == ':') {
            note(kCommas);
            ++at_;
            continue;
        }
        if (!comma) note(kCommas);
        comma = false;
        out.push_back(value(depth));
    }
    return out;
}

uint32_t AnswerReader::hex4() {
    uint32_t v = 0;
    const char* first = s_.data() + at_;
    const char* last = first + std::min<size_t>(4, s_.size() - at_);
    const auto [end, problem] = std::from_chars(first, last, v, 16);
    if (problem != std::errc() || end != first + 4) return UINT32_MAX;
    at_ += 4;
    return v;
}

// What follows a backslash. \frac and its like are LaTeX, not a form feed.
void AnswerReader::escape(std::string& out) {
    if (at_end()) return note(kNoEnd);
    const char c = peek();
    static constexpr std::string_view kLetters = "bfnrt", kMeant = "\b\f\n\r\t";
    if (const size_t i = kLetters.find(c); i != std::string_view::npos) {
        if (latex_command(s_.substr(at_)) == Verdict::yes) {
            note(kEscapes);
            out += '\\';
            return;
        }
        out += kMeant[i];
        ++at_;
    } else if (c == '"' || c == '\\' || c == '/' || c == '\'') {
        out += c;
        ++at_;
    } else if (c == 'u') {
        ++at_;
        uint32_t v = hex4();
        if (v >= 0xD800 && v < 0xDC00 && s_.substr(at_).starts_with("\\u")) {
            const size_t before = at_;
            at_ += 2;
            const uint32_t low = hex4();
            if (low >= 0xDC00 && low < 0xE000) {
                v = 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00);
            } else {
                at_ = before;
            }
        }
        if (v == UINT32_MAX) {
            note(kEscapes);
            out += "\\u";
        } else {
            out += encode_utf8(v >= 0xD800 && v < 0xE000 ? 0xFFFD : v);
        }
    } else {
        note(kEscapes);
        out += '\\';
    }
}

// After a quote that ends a text JSON goes on; or, where a comma is missing, the next text begins on a new line.
bool AnswerReader::json_goes_on() const {
    size_t next = at_;
    while (next < s_.size() && std::string_view(" \t\r\n").find(s_[next]) != std::string_view::npos) ++next;
    if (next == s_.size()) return true;
    const bool new_line = s_.substr(at_, next - at_).find('\n') != std::string_view::npos;
    return std::string_view(",:}]").find(s_[next]) != std::string_view::npos || (new_line && (s_[next] == '"' || s_[next] == '\''));
}

std::string AnswerReader::text(char quote) {
    std::string out;
    while (!at_end()) {
        const char c = s_[at_++];
        if (c == quote && json_goes_on()) return out;
        if (c == '\\') {
            escape(out);
            continue;
        }
        if (c == quote) note(kBareQuotes);
        if (c == '\n' || c == '\r' || c == '\t') note(kBreaks);
        out += c;
    }
    note(kNoEnd);
    return out;
}

// true, false, null, a number; anything else up to the next mark is a text whose quotes are missing.
OrderedJson AnswerReader::word() {
    const size_t begin = at_;
    const auto so_far = [&] {
        const std::string_view w = s_.substr(begin, at_ - begin);
        return w.substr(0, w.find_last_not_of(" \t\r") + 1);
    };
    while (!at_end() && std::string_view(",}]\n").find(peek()) == std::string_view::npos) {
        if (peek() == '"' && OrderedJson::accept(so_far())) break;  // 1 "next": the comma is missing
        ++at_;
    }
    const std::string_view w = so_far();
    if (w.empty()) {
        note(kCommas);
        return nullptr;
    }
    const bool scalar = OrderedJson::accept(w);
    if (scalar) return OrderedJson::parse(w);
    note(kWords);
    return std::string(w);
}

// Whole characters only; the odd byte becomes U+FFFD.
static std::string valid_utf8(std::string_view s) {
    return nlohmann::json::parse(nlohmann::json(std::string(s)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace))
        .get<std::string>();
}

// Most brackets open at once, those inside texts counted too: a bound.
static int depth_of(std::string_view s) {
    int depth = 0, most = 0;
    for (char c : s) {
        if (c == '{' || c == '[') most = std::max(most, ++depth);
        if (c == '}' || c == ']') --depth;
    }
    return most;
}

JsonAnswer json_from_answer(std::string_view text) {
    const std::string clean = valid_utf8(text);
    JsonAnswer answer;
    const size_t begin = clean.find_first_of("{["), end = clean.find_last_of("}]");
    if (begin == std::string::npos) return answer;
    const std::string_view whole = std::string_view(clean).substr(begin, end > begin && end != std::string::npos ? end + 1 - begin : 0);
    if (depth_of(whole) <= kDepth && OrderedJson::accept(whole)) {
        answer.value = OrderedJson::parse(whole);
        return answer;
    }
    AnswerReader reader(std::string_view(clean).substr(begin));
    answer.value = reader.value(0);
    answer.repairs = reader.repairs();
    return answer;
}

// An example of what a JSON Schema describes, with empty values.
static OrderedJson example_of(const OrderedJson& schema, int depth) {
    if (!schema.is_object() || depth > kDepth) return "";
    if (schema.contains("properties") && schema["properties"].is_object()) {
        OrderedJson out = OrderedJson::object();
        for (const auto& [key, property] : schema["properties"].items()) out[key] = example_of(property, depth + 1);
        return out;
    }
    const bool list = schema.contains("items") || (schema.contains("type") && schema["type"] == "array");
    if (!list) return "";
    return OrderedJson::array({schema.contains("items") ? example_of(schema["items"], depth + 1) : OrderedJson("")});
}

std::string extraction_form(std::string_view schema, const std::string& subject) {
    const auto refuse = [&subject](const std::string& found) {
        return Error({.fault = Fault::argument, .attempted = "use the schema", .subject = subject,
                      .expected = "a JSON object or list: an example with empty values, or a JSON Schema", .found = found,
                      .advice = "write what is to be found as {\"name\": \"\", \"items\": [{\"price\": \"\"}]}"});
    };
    if (schema.size() > caps::kFormBytes) throw refuse("a file of " + std::to_string(schema.size()) + " bytes");
    parse_json(schema, subject, Fault::argument, {.bytes = caps::kFormBytes});  // names what is wrong, and where
    const OrderedJson form = OrderedJson::parse(schema);
    if (!form.is_structured()) throw refuse("something else");
    if (form.empty()) throw refuse("nothing in it");
    const bool described = form.is_object() && form.contains("properties") && form["properties"].is_object() &&
                           (form.contains("type") || form.contains("$schema"));
    return (described ? example_of(form, 0) : form).dump(2);
}

static void find_missing(const OrderedJson& form, const OrderedJson& answer, const std::string& path, std::vector<std::string>& out) {
    if (form.is_array()) {
        if (form.empty() || !answer.is_array()) return;
        for (const OrderedJson& item : answer) find_missing(form[0], item, path + "[]", out);
        return;
    }
    if (!form.is_object()) return;
    for (const auto& [key, part] : form.items()) {
        const std::string name = path.empty() ? key : path + "." + key;
        if (answer.is_object() && answer.contains(key)) {
            find_missing(part, answer[key], name, out);
        } else if (std::find(out.begin(), out.end(), name) == out.end()) {
            out.push_back(name);
        }
    }
}

std::vector<std::string> missing_members(std::string_view form, const OrderedJson& answer) {
    std::vector<std::string> out;
    if (OrderedJson::accept(form)) find_missing(OrderedJson::parse(form), answer, "", out);
    return out;
}

}  // namespace lectern
