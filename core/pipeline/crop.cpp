#include "core/pipeline/crop.h"

#include <array>
#include <cmath>
#include <cstring>

namespace lectern {

// Of the height of a line's box, which already holds ascenders, descenders and some paper: a little is taken off above
// and below. Lines read without any error, of 1,085 on 28 pages: x 0 84.9 %, 0.10 85.6 %, 0.25 80.0 %, 0.40 64.9 %;
// y 0.08 83.9 %, 0 86.2 %, -0.04 86.6 %, -0.08 86.5 %, -0.12 84.3 %.
static constexpr double kLineMarginX = 0.12;
static constexpr double kLineMarginY = -0.04;

Margin line_margin(const Rect& box) {
    return {box.height() * kLineMarginX, box.height() * kLineMarginY};
}

struct PixelBox {
    int64_t x0, y0, x1, y1;
};

// Text covers less than half of any crop, so the median is paper, on inverted crops as well.
static std::array<uint8_t, 3> paper_colour(const Image& page, const PixelBox& b) {
    std::array<uint8_t, 3> paper{};
    for (int c = 0; c < 3; ++c) {
        std::array<int64_t, 256> count{};
        for (int64_t y = b.y0; y < b.y1; ++y) {
            for (int64_t x = b.x0; x < b.x1; ++x) ++count[page.row(y)[x * 3 + c]];
        }
        const int64_t half = (b.x1 - b.x0) * (b.y1 - b.y0) / 2;
        int64_t seen = 0;
        int value = 0;
        while (value < 255 && (seen += count[static_cast<size_t>(value)]) <= half) ++value;
        paper[static_cast<size_t>(c)] = static_cast<uint8_t>(value);
    }
    return paper;
}

Image crop(const Image& page, const Rect& box, Margin margin) {
    const auto down = [](double v) { return static_cast<int64_t>(std::floor(v)); };
    const auto up = [](double v) { return static_cast<int64_t>(std::ceil(v)); };
    const PixelBox want{down(box.x0 - margin.x), down(box.y0 - margin.y), up(box.x1 + margin.x), up(box.y1 + margin.y)};
    const PixelBox have{std::max<int64_t>(want.x0, 0), std::max<int64_t>(want.y0, 0), std::min(want.x1, page.width),
                        std::min(want.y1, page.height)};
    if (have.x0 >= have.x1 || have.y0 >= have.y1) return {};
    Image out(want.x1 - want.x0, want.y1 - want.y0);
    const bool inside = out.width == have.x1 - have.x0 && out.height == have.y1 - have.y0;
    if (!inside) {
        const auto paper = paper_colour(page, have);
        for (size_t i = 0; i < out.rgb.size(); ++i) out.rgb[i] = paper[i % 3];
    }
    for (int64_t y = have.y0; y < have.y1; ++y) {
        std::memcpy(out.row(y - want.y0) + (have.x0 - want.x0) * 3, page.row(y) + have.x0 * 3,
                    static_cast<size_t>((have.x1 - have.x0) * 3));
    }
    return out;
}

}  // namespace lectern
