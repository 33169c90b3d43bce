// The picture all goldens are made of: pixel(y, x, c) = (7x + 13y + 29c + (x·y mod 31) + 11k) mod 256.
#pragma once

#include "core/image/image.h"

namespace lectern::testing {

inline Image synthetic_image(int64_t height, int64_t width, int64_t k) {
    Image image(width, height);
    for (int64_t y = 0; y < height; ++y) {
        for (int64_t x = 0; x < width; ++x) {
            for (int64_t c = 0; c < 3; ++c) {
                image.row(y)[x * 3 + c] = static_cast<uint8_t>((7 * x + 13 * y + 29 * c + (x * y) % 31 + 11 * k) % 256);
            }
        }
    }
    return image;
}

}  // namespace lectern::testing
