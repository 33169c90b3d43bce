// Utf8Stream: bytes of tokens in, whole characters out.
#pragma once

#include <string>
#include <string_view>

namespace lectern {

class Utf8Stream {
 public:
    // Returns what is certain by now; an incomplete tail (at most 3 bytes) is held back, invalid bytes become U+FFFD.
    std::string add(std::string_view bytes);
    std::string finish();  // the tail, U+FFFD where incomplete

 private:
    std::string held_;
};

}  // namespace lectern
