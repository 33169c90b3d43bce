// Caps on what comes from outside, on one page. A file that meets one is refused with a sentence that names the cap.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lectern {

// PDF pages: smaller than a millimetre or larger than PDF's own limit (14,400 points, 5 m) is a damaged page box.
constexpr double kMinPagePoints = 3;
constexpr double kMaxPagePoints = 14'400;

// One rendered page: A2 at 600 dpi fits. 32-bit pixels while rendering, 24-bit afterwards: about 1.1 GB at the cap.
constexpr int64_t kMaxRenderPixels = 160'000'000;
// A page whose drawing takes longer is given up: gigapixel pictures inside a PDF otherwise hold a core for minutes.
constexpr int kMaxRenderSeconds = 60;
// Longer side of a page as given to a model (reading_dpi): beyond it no family gains, memory grows.
constexpr double kMaxReadingSide = 4500;

// Pictures, checked in their header before anything is decoded.
constexpr int64_t kMaxPictureSide = 40'000;
constexpr int64_t kMaxPicturePixels = 160'000'000;
constexpr int kMaxDecodeMegabytes = 1300;  // Qt's own limit: the pixel cap at 8 bytes a pixel (16-bit RGBA)
constexpr size_t kMaxTiffPages = 65'536;
constexpr size_t kMaxTiffEntries = 4096;  // of one directory
constexpr int kMaxHeaderSegments = 2000;  // of a PNG, JPEG or WebP looked through for resolution and orientation

// Dots per inch a user may ask for.
constexpr double kMinDpi = 36;
constexpr double kMaxDpi = 1200;

// Settings of a model folder read without loading it (config.json, lectern.json).
constexpr size_t kMaxModelJsonBytes = 8 << 20;
constexpr size_t kMaxPasswordBytes = 4096;

}  // namespace lectern
