#include "core/model/html_stream.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

#include "core/model/json_repair.h"

namespace lectern {

static constexpr size_t kLongestTag = 8192;    // published answers stay below 300 bytes
static constexpr size_t kLongestEntity = 12;   // "&thetasym;" and numbers

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static std::string lower(std::string_view s) {
    std::string out(s);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

// Without & and ;. Empty: not one we know, left as text.
static std::string decode_entity(std::string_view name) {
    struct Named {
        std::string_view name, text;
    };
    static constexpr std::array<Named, 14> kNamed = {{{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"},
                                                      {"nbsp", " "}, {"copy", "©"}, {"reg", "®"}, {"deg", "°"}, {"times", "×"},
                                                      {"mdash", "—"}, {"ndash", "–"}, {"hellip", "…"}, {"bull", "•"}}};
    for (const Named& n : kNamed)
        if (n.name == name) return std::string(n.text);
    if (name.size() < 2 || name[0] != '#') return {};
    const bool hex = name[1] == 'x' || name[1] == 'X';
    const std::string digits(name.substr(hex ? 2 : 1));
    char* end = nullptr;
    const unsigned long code = std::strtoul(digits.c_str(), &end, hex ? 16 : 10);
    const bool usable = !digits.empty() && *end == 0 && code >= 32 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return usable ? encode_utf8(static_cast<uint32_t>(code)) : std::string();
}

static std::string decode_entities(std::string_view s) {
    std::string out;
    for (size_t i = 0; i < s.size(); ++i) {
        const size_t end = s[i] == '&' ? s.find(';', i) : std::string_view::npos;
        const std::string text = end != std::string_view::npos && end - i <= kLongestEntity ? decode_entity(s.substr(i + 1, end - i - 1)) : "";
        if (text.empty()) {
            out += s[i];
        } else {
            out += text;
            i = end;
        }
    }
    return out;
}

std::string_view HtmlTag::attribute(std::string_view attribute_name) const {
    for (const auto& one : attributes)
        if (one.first == attribute_name) return one.second;
    return {};
}

// "p data-bbox="1 2 3 4" style=x"
static HtmlTag parse_tag(std::string_view s) {
    HtmlTag tag;
    if (s.ends_with('/')) {
        tag.closed_at_once = true;
        s.remove_suffix(1);
    }
    size_t at = 0;
    const auto skip_blanks = [&] { while (at < s.size() && is_blank(s[at])) ++at; };
    const auto word = [&](std::string_view stops) {
        const size_t first = at;
        while (at < s.size() && !is_blank(s[at]) && stops.find(s[at]) == std::string_view::npos) ++at;
        return s.substr(first, at - first);
    };
    tag.name = lower(word("/"));
    for (skip_blanks(); at < s.size(); skip_blanks()) {
        const std::string name = lower(word("="));
        if (name.empty() && (at >= s.size() || s[at] != '=')) break;
        skip_blanks();
        std::string_view value;
        if (at < s.size() && s[at] == '=') {
            ++at;
            skip_blanks();
            if (at < s.size() && (s[at] == '"' || s[at] == '\'')) {
                const size_t end = std::min(s.find(s[at], at + 1), s.size());
                value = s.substr(at + 1, end - at - 1);
                at = std::min(end + 1, s.size());
            } else {
                value = word("");
            }
        }
        if (!name.empty()) tag.attributes.emplace_back(name, decode_entities(value));
    }
    return tag;
}

void HtmlStream::flush() {
    if (ready_.empty()) return;
    const std::string text = std::move(ready_);
    ready_.clear();
    events_->text(text);
}

void HtmlStream::give_back() {
    ready_ += held_;
    held_.clear();
    quote_ = 0;
    state_ = State::text;
}

void HtmlStream::in_text(char c) {
    if (c != '<' && c != '&') {
        ready_ += c;
        return;
    }
    held_ = c;
    state_ = c == '<' ? State::tag : State::entity;
}

void HtmlStream::in_entity(char c) {
    held_ += c;
    if (c == ';') {
        const std::string text = decode_entity(std::string_view(held_).substr(1, held_.size() - 2));
        if (!text.empty()) held_ = text;
        give_back();
    } else if ((!is_letter(c) && c != '#' && (c < '0' || c > '9')) || held_.size() > kLongestEntity) {
        held_.pop_back();
        give_back();
        step(c);
    }
}

void HtmlStream::end_tag() {
    const std::string inside = held_.substr(1);
    held_.clear();
    state_ = State::text;
    flush();
    if (inside.starts_with('/'))
        events_->close_tag(parse_tag(std::string_view(inside).substr(1)).name);
    else if (!inside.starts_with('!') && !inside.starts_with('?'))
        events_->open_tag(parse_tag(inside));
}

// The character after "<" decides whether it opens a tag: "a < b" and "<3" do not.
void HtmlStream::in_tag(char c) {
    if (held_.size() == 1 && !is_letter(c) && c != '/' && c != '!' && c != '?') {
        give_back();
        step(c);
        return;
    }
    if (held_.size() == 2 && held_[1] == '/' && !is_letter(c)) {
        give_back();
        step(c);
        return;
    }
    if (quote_ != 0) {
        if (c == quote_) quote_ = 0;
    } else if (c == '>') {
        end_tag();
        return;
    } else if ((c == '"' || c == '\'') && held_.ends_with('=')) {
        quote_ = c;
    } else if (c == '<') {  // the tag before it was never closed
        give_back();
        step(c);
        return;
    }
    held_ += c;
    if (held_ == "<!--") state_ = State::comment;
    if (held_.size() > kLongestTag) give_back();
}

void HtmlStream::step(char c) {
    switch (state_) {
        case State::text: return in_text(c);
        case State::entity: return in_entity(c);
        case State::tag: return in_tag(c);
        case State::comment:
            held_ += c;
            if (held_.size() > 8) held_.erase(0, held_.size() - 8);
            if (held_.ends_with("-->")) {
                held_.clear();
                state_ = State::text;
            }
            return;
    }
}

void HtmlStream::add(std::string_view bytes) {
    for (const char c : bytes) step(c);
    if (state_ == State::text) flush();
}

void HtmlStream::finish() {
    if (state_ == State::entity) give_back();
    held_.clear();
    state_ = State::text;
    flush();
}

}  // namespace lectern
