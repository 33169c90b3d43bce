// The chain of image directories of a TIFF file, and of the Exif block inside a JPEG, PNG or WebP: sizes, resolution
// and orientation, read without decoding. Iterative, each offset visited once, every count capped (core/base/caps.h).
#pragma once

#include <QIODevice>
#include <cstdint>
#include <vector>

namespace lectern {

struct TiffPage {
    int64_t width = 0, height = 0;  // pixels as stored, before orientation; 0 when not stated (Exif)
    double x_dpi = 0, y_dpi = 0;    // 0: not stated
    int orientation = 1;            // Exif's 1 … 8
};

// Directories in file order up to the first that is damaged or already seen. Empty: not a TIFF.
std::vector<TiffPage> read_tiff_directories(QIODevice& device);

// Orientations 5 to 8 lie on their side.
inline bool turns_sideways(int orientation) {
    return orientation >= 5 && orientation <= 8;
}

}  // namespace lectern
