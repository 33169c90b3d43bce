// A picture file → Image, for tests that must not need Qt.
#pragma once

#include <allheaders.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "core/image/image.h"

namespace lectern::test {

inline Image read_png(const std::string& path) {
    const auto destroy = [](PIX* p) { pixDestroy(&p); };
    const std::unique_ptr<PIX, decltype(destroy)> file(pixRead(path.c_str()), destroy);
    if (!file) throw std::runtime_error("no picture at " + path);
    const std::unique_ptr<PIX, decltype(destroy)> pix(pixConvertTo32(file.get()), destroy);
    Image image(pixGetWidth(pix.get()), pixGetHeight(pix.get()));
    for (int64_t y = 0; y < image.height; ++y)
        for (int64_t x = 0; x < image.width; ++x) {
            l_int32 r, g, b;
            pixGetRGBPixel(pix.get(), static_cast<l_int32>(x), static_cast<l_int32>(y), &r, &g, &b);
            uint8_t* out = image.row(y) + x * 3;
            out[0] = static_cast<uint8_t>(r);
            out[1] = static_cast<uint8_t>(g);
            out[2] = static_cast<uint8_t>(b);
        }
    return image;
}

}  // namespace lectern::test
