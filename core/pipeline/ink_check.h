// Whether an answer says more than the ink of its picture can hold: loops that are not periodic, pages made up.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/image/image.h"

namespace lectern {

// Characters that the ink could be, generously: joined letters count by their width, pictures by their ink.
int64_t ink_characters(const Image& picture, double dpi);

// Letters and digits of a text that comes in pieces; tags and LaTeX commands are not ink and do not count.
class SaidText {
 public:
    void add(std::string_view piece);
    int64_t characters() const { return count_; }

 private:
    enum class In { text, tag, command } in_ = In::text;
    int64_t count_ = 0;
};

// Follows one answer about one picture.
class InkCheck {
 public:
    InkCheck(const Image& picture, double dpi) : picture_(picture), dpi_(dpi) {}
    // True once what was said is beyond three times the ink, with room for pages that are nearly empty. The ink is
    // looked at when the answer is long enough to matter.
    bool beyond(std::string_view piece);

 private:
    const Image& picture_;
    double dpi_;
    SaidText said_;
    std::optional<int64_t> most_;
};

}  // namespace lectern
