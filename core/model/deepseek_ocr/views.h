// How a picture becomes views: the whole page padded to a square and, in a cropping mode, tiles of the picture.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/image/patches.h"
#include "core/model/deepseek_ocr/config.h"

namespace lectern::deepseek_ocr {

struct Mode {
    std::string name;
    int64_t base = 1024;  // pixels along a side of the whole page
    int64_t tile = 1024;  // of a tile, when crop
    bool crop = false;
    bool stretch = false;  // the picture is first scaled to base × base, whatever its aspect
    int64_t most_tiles = 6;
};

// The published modes, the default first.
std::vector<Mode> modes(const Config& config);
// "gundam", "gundam:9" (tiles at most), "base", or a number of pixels ("1280"): the whole page at that size.
// Error{Fault::argument} naming what there is.
Mode find_mode(const Config& config, const std::string& name);

// Columns and rows of tiles; 0 × 0 when the picture fits one tile.
struct TileGrid {
    int64_t columns = 0, rows = 0;
    int64_t tiles() const { return columns * rows; }
    bool operator==(const TileGrid&) const = default;
};
TileGrid choose_grid(int64_t width, int64_t height, int64_t tile, int64_t most_tiles);

// Scaled to fit, in the middle of a square of grey.
Image pad_to_square(const Image& image, int64_t side);

ImagePatches cut_views(const Config& config, const Mode& mode, const Image& image);

// Rows a view's features have along a side, before and after the projector.
int64_t view_side(const Config& config, const ImageView& view);
int64_t projected_side(const Config& config, const ImageView& view);
int64_t image_tokens(const Config& config, const ImagePatches& image);
// Which row of `features` stands at each of the picture's tokens. Its views' rows begin at first[0], first[1], …
std::vector<int32_t> assemble(const Config& config, const ImagePatches& image, std::span<const int32_t> first,
                              int32_t newline, int32_t separator);

}  // namespace lectern::deepseek_ocr
