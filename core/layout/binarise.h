// Page picture → ink: grey, paper levelled, one bit a pixel.
#pragma once

#include <cstdint>
#include <vector>

#include "core/image/image.h"
#include "core/layout/pix.h"

namespace lectern {

// A picture of one byte a pixel.
struct Grey {
    int width = 0, height = 0;  // pixels
    std::vector<uint8_t> value;  // row-major, 0 black

    // The pixels of row y.
    const uint8_t* row(int y) const { return value.data() + static_cast<size_t>(y) * width; }
    // Likewise, to be changed.
    uint8_t* row(int y) { return value.data() + static_cast<size_t>(y) * width; }
};

// Brightness as the eye weighs red, green and blue.
Grey to_grey(const Image& page);

// Takes out single pixels that stand out from all four neighbours, where they are many (salt and pepper); elsewhere
// they may be the dots of small print. Returns whether it did.
bool despeckle(Grey& page);

constexpr int kPaper = 224;  // grey of paper after level_paper

// Divides by the paper around each pixel (shade, light falling off, coloured paper), so paper becomes kPaper
// everywhere. Paper is never taken as darker than half of the page's own: dark blocks and photographs stay dark.
void level_paper(Grey& page, double dpi);

// Threshold between ink and levelled paper: Otsu's, kept clear of the paper's noise.
int ink_threshold(const Grey& levelled);

// 1-bit picture, 1 where darker than the threshold.
PixPtr threshold_ink(const Grey& levelled, int threshold);

}  // namespace lectern
