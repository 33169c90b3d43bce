// HtmlStream: reads the HTML a model writes while it is being written. Nothing is fetched or run; tags become events.
//
// Tolerated: a "<" that opens no tag (it is text), tags and entities cut by the end, attributes with or without quotes.
// Work per byte is constant.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern {

struct HtmlTag {
    std::string name;  // lower case
    std::vector<std::pair<std::string, std::string>> attributes;  // names lower case, entities in values decoded
    bool closed_at_once = false;  // <img … />

    std::string_view attribute(std::string_view attribute_name) const;  // empty when absent
};

class HtmlStreamEvents {
   public:
    virtual ~HtmlStreamEvents() = default;
    virtual void open_tag(const HtmlTag& tag) = 0;
    virtual void close_tag(const std::string& name) = 0;
    virtual void text(std::string_view piece) = 0;  // entities decoded; white space as it came
};

class HtmlStream {
   public:
    explicit HtmlStream(HtmlStreamEvents& events) : events_(&events) {}
    void add(std::string_view bytes);
    void finish();  // what is held is said as it stands; an unfinished tag is dropped

   private:
    void step(char c);
    void in_text(char c);
    void in_entity(char c);
    void in_tag(char c);
    void end_tag();
    void flush();
    void give_back();  // what was held turned out to be text

    enum class State { text, entity, tag, comment };
    HtmlStreamEvents* events_;
    State state_ = State::text;
    std::string held_;    // from "<" or "&" on
    std::string ready_;   // text not yet reported
    char quote_ = 0;      // inside a quoted attribute value
};

}  // namespace lectern
