#include "core/image/turn.h"

#include <algorithm>
#include <array>

namespace lectern {

Image quarter_turned(const Image& page, int turns) {
    if (turns % 4 == 0) return page;
    const bool sideways = turns % 2 != 0;
    Image out(sideways ? page.height : page.width, sideways ? page.width : page.height);
    // Where pixel (x, y) of the turned page comes from: a start and a step along each axis of the given one.
    const int64_t w = page.width, h = page.height;
    struct Walk {
        int64_t start, along_row, along_column;
    };
    const std::array<Walk, 4> walks{{{0, 1, w}, {(h - 1) * w, -w, 1}, {h * w - 1, -1, -w}, {w - 1, w, -1}}};
    const Walk walk = walks[static_cast<size_t>(turns % 4)];
    for (int64_t y = 0; y < out.height; ++y) {
        uint8_t* to = out.row(y);
        int64_t from = walk.start + y * walk.along_column;
        for (int64_t x = 0; x < out.width; ++x, from += walk.along_row, to += 3)
            std::copy_n(page.rgb.data() + from * 3, 3, to);
    }
    return out;
}

Image negative(const Image& page) {
    Image out = page;
    for (uint8_t& v : out.rgb) v = static_cast<uint8_t>(255 - v);
    return out;
}

}  // namespace lectern
