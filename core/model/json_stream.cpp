#include "core/model/json_stream.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/model/json_repair.h"

namespace lectern {

static constexpr size_t kHeld = 128;  // most bytes an undecided spot may hold

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// -- texts

void JsonStream::put(std::string_view bytes) {
    settle_surrogate();
    ready_ += utf8_.add(bytes);
}

// A high surrogate that found no partner.
void JsonStream::settle_surrogate() {
    if (high_surrogate_ == 0) return;
    high_surrogate_ = 0;
    repaired("half a character");
    ready_ += utf8_.add("\xEF\xBF\xBD");
}

void JsonStream::put_code_point(uint32_t c) {
    const bool low = c >= 0xdc00 && c < 0xe000;
    if (low && high_surrogate_ != 0) {
        const uint32_t whole = 0x10000 + ((high_surrogate_ - 0xd800) << 10) + (c - 0xdc00);
        high_surrogate_ = 0;
        return put(encode_utf8(whole));
    }
    settle_surrogate();
    if (c >= 0xd800 && c < 0xdc00) {
        high_surrogate_ = c;
    } else if (low) {
        high_surrogate_ = c;  // alone
        settle_surrogate();
    } else {
        put(encode_utf8(c));
    }
}

void JsonStream::flush_text() {
    if (ready_.empty()) return;
    events_->text(ready_);
    ready_.clear();
}

void JsonStream::close_text(bool complete) {
    settle_surrogate();
    ready_ += utf8_.finish();
    utf8_ = {};
    flush_text();
    events_->text_end(complete);
    state_ = State::object;
    before_ = Before::item;
}

void JsonStream::in_string(char c) {
    if (c == '"' && !prose_) {
        close_text(true);
    } else if (c == '"') {
        held_ = c;
        state_ = State::quote;
    } else if (c == '\\') {
        held_.clear();
        state_ = State::escape;
    } else {
        if (c == '\n' || c == '\r' || c == '\t') repaired("raw line break in a text");
        put({&c, 1});
    }
}

// held_: what followed the backslash so far.
void JsonStream::in_escape(char c) {
    held_ += c;
    state_ = State::string;
    const char kind = held_[0];
    if (held_.size() == 1) {
        if (kind == '"' || kind == '\\' || kind == '/') return put(held_);
        if (kind == 'u') {
            held_.clear();
            state_ = State::unicode;
            return;
        }
        if (std::string_view("bfnrt").find(kind) == std::string_view::npos) {
            repaired("lone backslash");
            if (kind != '\'') put("\\");
            return step(kind);
        }
    }
    const Verdict latex = latex_command(held_);
    if (latex == Verdict::undecided) {
        state_ = State::escape;
        return;
    }
    const std::string rest = std::exchange(held_, {});
    if (latex == Verdict::yes) {
        repaired("lone backslash");
        put("\\");
        return replay(rest);
    }
    constexpr std::string_view kinds = "bfnrt", meanings = "\b\f\n\r\t";
    put(meanings.substr(kinds.find(kind), 1));
    replay(std::string_view(rest).substr(1));
}

// held_: hexadecimal digits so far.
void JsonStream::in_unicode(char c) {
    held_ += c;
    if (!is_digit(c) && !(is_letter(c) && (c | 0x20) <= 'f')) {
        repaired("lone backslash");
        state_ = State::string;
        put("\\u");
        return replay(std::exchange(held_, {}));
    }
    if (held_.size() < 4) return;
    uint32_t code_point = 0;
    std::from_chars(held_.data(), held_.data() + held_.size(), code_point, 16);
    put_code_point(code_point);
    held_.clear();
    state_ = State::string;
}

// held_: a quote and what followed it, until it is clear whether it ends the text.
void JsonStream::in_quote(char c) {
    held_ += c;
    Verdict ends = quote_ends(held_);
    if (ends == Verdict::undecided && held_.size() >= kHeld) ends = Verdict::no;
    if (ends == Verdict::undecided) return;
    const std::string rest = std::exchange(held_, {}).substr(1);
    if (ends == Verdict::yes) {
        close_text(true);
    } else {
        repaired("bare quote in a text");
        put("\"");
        state_ = State::string;
    }
    replay(rest);
}

// -- structure

void JsonStream::open_object() {
    settle_stray();
    events_->begin_object();
    state_ = State::object;
    list_depth_ = 0;
    before_ = Before::opening;
}

void JsonStream::close_object() {
    events_->end_object(true);
    state_ = State::outside;
    before_ = Before::item;
    list_depth_ = 0;
}

// What stood outside of objects: nothing, a code fence, or text that does not belong there.
void JsonStream::settle_stray() {
    std::string stray = std::exchange(held_, {});
    stray.erase(std::remove_if(stray.begin(), stray.end(), is_space), stray.end());
    if (stray.empty()) return;
    repaired(stray.starts_with("```") ? "code fence around the answer" : "text outside of the list");
}

void JsonStream::take_comma() {
    if (before_ != Before::item) repaired("extra comma");
    before_ = Before::comma;
}

void JsonStream::in_outside(char c) {
    if (c == '[' || c == ']' || c == ',') settle_stray();
    if (c == '{') {
        if (before_ == Before::item) repaired("missing comma");
        open_object();
    } else if (c == ',') {
        take_comma();
    } else if (c == '[') {
        before_ = Before::opening;
    } else if (c == ']') {
        if (before_ == Before::comma) repaired("extra comma");
        before_ = Before::item;
    } else if (c != '}' && held_.size() < kHeld) {
        held_ += c;
    }
}

void JsonStream::in_object(char c) {
    if (is_space(c)) return;
    if (c == '"') {
        if (before_ == Before::item) repaired("missing comma");
        held_.clear();
        state_ = State::key;
    } else if (c == ',') {
        take_comma();
    } else if (c == '}') {
        if (before_ == Before::comma) repaired("extra comma");
        close_object();
    } else if (c == '{' || c == ']') {
        repaired("missing closing brace");
        close_object();
        before_ = Before::comma;  // if that is missing too, once is enough
        if (c == ']') before_ = Before::item;
        step(c);
    } else {
        repaired("text outside of the list");
    }
}

void JsonStream::in_after_key(char c) {
    if (is_space(c)) return;
    state_ = State::value;
    if (c == ':') return;
    repaired("missing colon");
    step(c);
}

void JsonStream::in_value(char c) {
    if (is_space(c)) return;
    if (c == '"') {
        state_ = State::string;
    } else if (c == '[') {
        list_depth_ = 1;
        state_ = State::list;
    } else if (c == '{') {
        open_object();  // the object around it was only a wrapper
    } else if (is_digit(c) || c == '-' || c == '+' || c == '.') {
        held_ = c;
        state_ = State::number;
    } else if (c == ',' || c == '}' || c == ']') {
        repaired("missing value");
        state_ = State::object;
        before_ = Before::item;
        step(c);
    } else {
        state_ = State::literal;  // true, false, null
    }
}

void JsonStream::in_literal(char c) {
    if (is_letter(c)) return;
    state_ = State::object;
    before_ = Before::item;
    step(c);
}

void JsonStream::take_number() {
    double value = 0;  // stays so for what is no number or beyond all numbers
    const char* digits = held_.data() + (held_[0] == '+' ? 1 : 0);
    std::from_chars(digits, held_.data() + held_.size(), value);
    held_.clear();
    events_->number(value);
    before_ = Before::item;
}

void JsonStream::in_number(char c) {
    const bool more = is_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    if (more && held_.size() < 64) {
        held_ += c;
        return;
    }
    if (more) return;  // endless digits
    take_number();
    state_ = list_depth_ > 0 ? State::list : State::object;
    step(c);
}

void JsonStream::in_list(char c) {
    if (is_space(c) || c == ',') return;
    if (c == ']' || c == '}') {
        if (c == '}') repaired("missing closing bracket");
        list_depth_ = c == '}' ? 0 : list_depth_ - 1;
        if (list_depth_ > 0) return;
        events_->list_end();
        state_ = State::object;
        before_ = Before::item;
        if (c == '}') step(c);
    } else if (c == '[') {
        ++list_depth_;
    } else if (c == '{') {
        open_object();  // the object around this list was only a wrapper
    } else if (c == '"') {
        held_.clear();
        state_ = State::list_text;
    } else if (is_digit(c) || c == '-' || c == '+' || c == '.') {
        held_ = c;
        state_ = State::number;
    }
}

// "12" in a list, or the next key when the closing bracket is missing.
void JsonStream::in_list_text(char c) {
    if (c == '"')
        state_ = State::after_list_text;
    else if (held_.size() < kHeld)
        held_ += c;
}

void JsonStream::in_after_list_text(char c) {
    if (is_space(c)) return;
    const std::string text = std::exchange(held_, {});
    if (c == ':') {
        repaired("missing closing bracket");
        list_depth_ = 0;
        events_->list_end();
        prose_ = events_->key(text);
        state_ = State::value;
        return;
    }
    if (!text.empty() && (is_digit(text[0]) || text[0] == '-')) {
        held_ = text;
        take_number();
    }
    state_ = State::list;
    step(c);
}

void JsonStream::step(char c) {
    switch (state_) {
        case State::outside: return in_outside(c);
        case State::object: return in_object(c);
        case State::key:
            if (c == '"') {
                prose_ = events_->key(held_);
                held_.clear();
                state_ = State::after_key;
            } else if (held_.size() < kHeld) {
                held_ += c;
            }
            return;
        case State::after_key: return in_after_key(c);
        case State::value: return in_value(c);
        case State::literal: return in_literal(c);
        case State::number: return in_number(c);
        case State::list: return in_list(c);
        case State::list_text: return in_list_text(c);
        case State::after_list_text: return in_after_list_text(c);
        case State::string: return in_string(c);
        case State::escape: return in_escape(c);
        case State::unicode: return in_unicode(c);
        case State::quote: return in_quote(c);
    }
}

void JsonStream::replay(std::string_view bytes) {
    for (char c : bytes) step(c);
}

void JsonStream::add(std::string_view bytes) {
    replay(bytes);
    flush_text();
}

// The stream ended behind a backslash: what it most likely was.
void JsonStream::finish_escape() {
    if (held_.empty()) return;
    constexpr std::string_view kinds = "bfnrt", meanings = "\b\f\n\r\t";
    const bool command = latex_command(held_ + " ") == Verdict::yes || held_[0] == 'b' || held_[0] == 'f';
    put(command ? std::string_view("\\") : meanings.substr(kinds.find(held_[0]), 1));
    put(std::string_view(held_).substr(command ? 0 : 1));
    held_.clear();
}

void JsonStream::finish() {
    if (state_ == State::quote) {  // a quote at the very end closes
        const std::string rest = std::exchange(held_, {}).substr(1);
        close_text(true);
        replay(rest);
    }
    if (state_ == State::number) {
        take_number();  // perhaps cut: the list it stands in is incomplete anyway
        state_ = list_depth_ > 0 ? State::list : State::object;
    }
    if (state_ == State::escape) finish_escape();
    if (state_ == State::string || state_ == State::escape || state_ == State::unicode) close_text(false);
    if (state_ == State::outside) return settle_stray();
    repaired("missing end");
    events_->end_object(false);
    state_ = State::outside;
    held_.clear();
}

}  // namespace lectern
