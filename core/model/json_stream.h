// JsonStream: reads the JSON a model writes while it is being written, and goes on where it is broken.
//
// It knows the shape of layout answers: objects, alone, in lists or below other objects, whose values are texts, numbers
// and lists of numbers. Work per byte is constant; nothing is parsed twice. Tolerated, each counted: missing and extra
// commas, missing brackets between objects, lone backslashes (LaTeX), raw line breaks and bare quotes inside texts, text
// or a code fence around the JSON, a missing end.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/tokenizer/utf8_stream.h"

namespace lectern {

class JsonStreamEvents {
   public:
    virtual ~JsonStreamEvents() = default;
    virtual void begin_object() = 0;
    virtual void end_object(bool complete) = 0;  // false: the stream ended inside
    // True: its text is prose, in which a bare quote is no end unless JSON goes on behind it.
    virtual bool key(const std::string& name) = 0;
    virtual void number(double value) = 0;       // of the current key, alone or in its list
    virtual void list_end() = 0;
    virtual void text(std::string_view piece) = 0;  // whole characters of the current key's text
    virtual void text_end(bool complete) = 0;
};

class JsonStream {
   public:
    explicit JsonStream(JsonStreamEvents& events) : events_(&events) {}
    void add(std::string_view bytes);
    void finish();
    const std::map<std::string, int>& repairs() const { return repairs_; }  // what was tolerated, how often

   private:
    enum class State { outside, object, key, after_key, value, literal, number, list, list_text, after_list_text, string, escape, unicode, quote };
    void step(char c);
    void replay(std::string_view bytes);
    void in_outside(char c);
    void in_object(char c);
    void in_after_key(char c);
    void in_value(char c);
    void in_literal(char c);
    void in_number(char c);
    void in_list(char c);
    void in_list_text(char c);
    void in_after_list_text(char c);
    void in_string(char c);
    void in_escape(char c);
    void in_unicode(char c);
    void in_quote(char c);
    void open_object();
    void close_object();
    void take_number();
    void take_comma();
    void finish_escape();
    void put(std::string_view bytes);   // characters of the open text
    void put_code_point(uint32_t c);
    void settle_surrogate();
    void flush_text();
    void close_text(bool complete);
    void settle_stray();
    void repaired(const char* what) { ++repairs_[what]; }

    JsonStreamEvents* events_;
    State state_ = State::outside;
    std::string held_;         // bytes whose meaning is not decided yet
    std::string ready_;        // bytes of the open text, not yet reported
    Utf8Stream utf8_;
    uint32_t high_surrogate_ = 0;
    bool prose_ = false;       // the current key's text
    int list_depth_ = 0;
    enum class Before { opening, comma, item } before_ = Before::opening;  // what stands before the next member or object
    std::map<std::string, int> repairs_;
};

}  // namespace lectern
