// Resampling that matches the reference preprocessors bit for bit.
#pragma once

#include "core/image/image.h"

namespace lectern {

// Pillow's 8-bit BICUBIC (13.0): antialiased, separable, fixed point; along x first, except where the height shrinks by more
// than twice what the width does. Both images non-empty.
Image resize_bicubic(const Image& image, int64_t width, int64_t height);

}  // namespace lectern
