// Image: the only pixel type that crosses rooms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lectern {

// 8-bit RGB, rows top to bottom, no padding: pixel (x, y) starts at rgb[(y * width + x) * 3].
struct Image {
    int64_t width = 0;
    int64_t height = 0;
    std::vector<uint8_t> rgb;

    Image() = default;
    Image(int64_t w, int64_t h) : width(w), height(h), rgb(static_cast<size_t>(w * h * 3), 255) {}
    const uint8_t* row(int64_t y) const { return rgb.data() + y * width * 3; }
    uint8_t* row(int64_t y) { return rgb.data() + y * width * 3; }
    bool empty() const { return width == 0 || height == 0; }
};

}  // namespace lectern
