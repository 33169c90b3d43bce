// Image: the only pixel type that crosses rooms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lectern {

// 8-bit RGB, rows top to bottom, no padding: pixel (x, y) starts at rgb[(y * width + x) * 3].
struct Image {
    int64_t width = 0;  // pixels
    int64_t height = 0;  // pixels
    std::vector<uint8_t> rgb;  // [height, width, 3], row by row

    Image() = default;
    Image(int64_t w, int64_t h) : width(w), height(h), rgb(static_cast<size_t>(w * h * 3), 255) {}  // white
    const uint8_t* row(int64_t y) const { return rgb.data() + y * width * 3; }  // [width, 3]
    uint8_t* row(int64_t y) { return rgb.data() + y * width * 3; }  // [width, 3]
    bool empty() const { return width == 0 || height == 0; }  // no pixels
};

}  // namespace lectern
