#include "core/model/deepseek_ocr/views.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstring>

#include "core/base/caps.h"
#include "core/base/error.h"
#include "core/image/resize.h"

namespace lectern::deepseek_ocr {

static constexpr int64_t kMostTilesOne = 9, kMostTilesTwo = 6;  // more were never trained
static constexpr uint8_t kGrey = 127;

// Pixels of one cell of the features: SAM's patch, twice halved.
static int64_t cell_pixels(const Config& c) {
    return 4 * c.sam.patch_size;
}

static int64_t square_side(int64_t cells) {
    return static_cast<int64_t>(std::llround(std::sqrt(static_cast<double>(cells))));
}

// v1's sizes as parts of its native 1024 pixels (Tiny 512, Small and tiles 640, Large 1280; Gundam-M: tiles of 1024
// beside Large); v2 has queries for two sizes.
std::vector<Mode> modes(const Config& c) {
    const int64_t cell = cell_pixels(c);
    if (c.version == Version::two) {
        const int64_t small = square_side(c.encoder.small) * cell, large = square_side(c.encoder.large) * cell;
        return {{"gundam", large, small, true, false, kMostTilesTwo},
                {"base", large, large, false, false, 0},
                {"small", small, small, false, true, 0}};
    }
    const int64_t side = c.clip.side;
    const int64_t tiny = (side + 1) / 2 * cell, small = (5 * side + 7) / 8 * cell, base = side * cell,
                  large = (5 * side + 3) / 4 * cell;
    return {{"gundam", base, small, true, false, 6}, {"gundam-m", large, base, true, false, 6},
            {"tiny", tiny, tiny, false, true, 0},    {"small", small, small, false, true, 0},
            {"base", base, base, false, false, 0},   {"large", large, large, false, false, 0}};
}

static std::string mode_names(const Config& c) {
    std::string names;
    for (const Mode& m : modes(c))
        names += (names.empty() ? "" : ", ") + m.name + " (" + std::to_string(m.base) + " px" +
                 (m.crop ? " and tiles of " + std::to_string(m.tile) : "") + ")";
    return names;
}

static std::optional<int64_t> as_number(std::string_view text) {
    int64_t n = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(n) : std::nullopt;
}

[[noreturn]] static void refuse_mode(const std::string& name, const std::string& expected, const std::string& found) {
    throw Error({.fault = Fault::argument,
                 .attempted = "use the image mode \"" + name + '"',
                 .expected = expected,
                 .found = found,
                 .advice = "choose another with --mode"});
}

// A whole page at `side` pixels.
static Mode sized_mode(const Config& c, const std::string& name, int64_t side) {
    const std::vector<Mode> all = modes(c);
    const Mode& small = *std::find_if(all.begin(), all.end(), [](const Mode& m) { return m.name == "small"; });
    if (c.version == Version::two) {
        for (const Mode& m : all)
            if (!m.crop && m.base == side) return m;
        refuse_mode(name,
                    "pictures of " + std::to_string(small.base) + " or " + std::to_string(all[0].base) +
                        " pixels, the only sizes DeepSeek-OCR-2 has queries for",
                    std::to_string(side));
    }
    const int64_t most = 2 * c.clip.side * cell_pixels(c);
    if (side < cell_pixels(c) || side > most || side % cell_pixels(c) != 0)
        refuse_mode(name,
                    "a multiple of " + std::to_string(cell_pixels(c)) + " pixels, at most " + std::to_string(most),
                    std::to_string(side));
    return {name, side, side, false, side <= small.base, 0};
}

Mode find_mode(const Config& c, const std::string& name) {
    const std::vector<Mode> all = modes(c);
    if (name.empty()) return all[0];
    const size_t colon = name.find(':');
    for (Mode m : all) {
        if (m.name != name.substr(0, colon)) continue;
        if (colon == std::string::npos) return m;
        const std::optional<int64_t> tiles = as_number(std::string_view(name).substr(colon + 1));
        const int64_t most = c.version == Version::one ? kMostTilesOne : kMostTilesTwo;
        if (!m.crop || !tiles) refuse_mode(name, "one of " + mode_names(c), "something else");
        if (*tiles < 2 || *tiles > most)
            refuse_mode(name, "from 2 to " + std::to_string(most) + " tiles", std::to_string(*tiles));
        m.most_tiles = *tiles;
        return m;
    }
    if (const std::optional<int64_t> side = as_number(name)) return sized_mode(c, name, *side);
    if (c.version == Version::two && (name == "tiny" || name == "large" || name == "gundam-m"))
        refuse_mode(name, "one of " + mode_names(c),
                    "a mode of DeepSeek-OCR; DeepSeek-OCR-2 has queries for these sizes only");
    refuse_mode(name, "one of " + mode_names(c), "no such mode");
}

TileGrid choose_grid(int64_t width, int64_t height, int64_t tile, int64_t most_tiles) {
    if (width <= tile && height <= tile) return {};
    const double aspect = static_cast<double>(width) / static_cast<double>(height);
    const double area = static_cast<double>(width) * static_cast<double>(height);
    TileGrid best{1, 1};
    double best_difference = HUGE_VAL;
    for (int64_t tiles = 2; tiles <= most_tiles; ++tiles)
        for (int64_t columns = 1; columns <= tiles; ++columns) {
            if (tiles % columns != 0) continue;
            const int64_t rows = tiles / columns;
            const double difference = std::fabs(aspect - static_cast<double>(columns) / static_cast<double>(rows));
            const bool larger =
                area > 0.5 * static_cast<double>(tile) * static_cast<double>(tile) * static_cast<double>(tiles);
            if (difference < best_difference || (difference == best_difference && larger)) {
                best_difference = difference;
                best = {columns, rows};
            }
        }
    return best;
}

Image pad_to_square(const Image& image, int64_t side) {
    const auto w = static_cast<double>(image.width), h = static_cast<double>(image.height),
               s = static_cast<double>(side);
    int64_t width = side, height = side;
    if (image.width > image.height) height = static_cast<int64_t>(std::nearbyint(h / w * s));
    if (image.width < image.height) width = static_cast<int64_t>(std::nearbyint(w / h * s));
    const Image scaled = resize_bicubic(image, std::max<int64_t>(1, width), std::max<int64_t>(1, height));
    const auto x = static_cast<int64_t>(std::nearbyint(static_cast<double>(side - scaled.width) * 0.5));
    const auto y = static_cast<int64_t>(std::nearbyint(static_cast<double>(side - scaled.height) * 0.5));
    Image square(side, side);
    std::fill(square.rgb.begin(), square.rgb.end(), kGrey);
    for (int64_t row = 0; row < scaled.height; ++row)
        std::memcpy(square.row(y + row) + 3 * x, scaled.row(row), static_cast<size_t>(3 * scaled.width));
    return square;
}

static Image cut_tile(const Image& image, int64_t x, int64_t y, int64_t side) {
    Image tile(side, side);
    for (int64_t row = 0; row < side; ++row)
        std::memcpy(tile.row(row), image.row(y + row) + 3 * x, static_cast<size_t>(3 * side));
    return tile;
}

static ImageView make_view(const Config& c, const Image& square) {
    PatchConfig rule;
    rule.patch_size = c.sam.patch_size;
    rule.merge_size = 1;
    rule.image_mean = rule.image_std = {0.5, 0.5, 0.5};
    ImagePatches cut = cut_patches(square, rule);
    return {.side = square.width, .grid = cut.grid_h, .values = std::move(cut.values)};
}

ImagePatches cut_views(const Config& c, const Mode& mode, const Image& image) {
    const double longer = static_cast<double>(std::max(image.width, image.height)),
                 shorter = static_cast<double>(std::min(image.width, image.height));
    if (image.empty() || longer / shorter > caps::kAspectRatio)
        throw Error({.fault = Fault::input,
                     .attempted = "prepare the picture for the model",
                     .subject = std::to_string(image.width) + " × " + std::to_string(image.height) + " pixels",
                     .expected = "a longer side of at most 200 times the shorter one",
                     .found = image.empty() ? "no pixels" : "a narrower strip",
                     .advice = "cut the picture into pieces"});
    ImagePatches out;
    out.grid_t = 0;  // only views
    out.patch_values = c.sam.patch_values();
    out.width = out.height = mode.base;
    out.views.push_back(
        make_view(c, pad_to_square(mode.stretch ? resize_bicubic(image, mode.base, mode.base) : image, mode.base)));
    if (!mode.crop) return out;
    const TileGrid grid = choose_grid(image.width, image.height, mode.tile, mode.most_tiles);
    if (grid.tiles() == 0) return out;
    out.tile_columns = grid.columns;
    out.tile_rows = grid.rows;
    const Image scaled = resize_bicubic(image, grid.columns * mode.tile, grid.rows * mode.tile);
    for (int64_t row = 0; row < grid.rows; ++row)
        for (int64_t column = 0; column < grid.columns; ++column)
            out.views.push_back(make_view(c, cut_tile(scaled, column * mode.tile, row * mode.tile, mode.tile)));
    return out;
}

// Two convolutions of stride 2 with one row of zeros around: half, rounded up, twice.
int64_t view_side(const Config&, const ImageView& view) {
    return ((view.grid + 1) / 2 + 1) / 2;
}

int64_t projected_side(const Config& c, const ImageView& view) {
    const int64_t ratio = c.projector.downsample_ratio;
    return (view_side(c, view) + ratio - 1) / ratio;
}

int64_t image_tokens(const Config& c, const ImagePatches& image) {
    assert(!image.views.empty());
    const int64_t whole = projected_side(c, image.views[0]),
                  tile = image.views.size() > 1 ? projected_side(c, image.views[1]) : 0;
    if (c.version == Version::two)
        return static_cast<int64_t>(image.views.size() - 1) * tile * tile + whole * whole + 1;
    const int64_t rows = image.tile_rows * tile, columns = image.tile_columns * tile;
    return (rows > 0 ? rows * (columns + 1) : 0) + whole * (whole + 1) + 1;
}

// Tiles first, the whole page last. v1 joins the tiles to one map whose rows end with a newline; v2 takes view by view.
std::vector<int32_t> assemble(const Config& c, const ImagePatches& image, std::span<const int32_t> first,
                              int32_t newline, int32_t separator) {
    std::vector<int32_t> out;
    const auto add_view = [&](size_t view) {
        const int64_t side = projected_side(c, image.views[view]);
        for (int64_t i = 0; i < side * side; ++i) {
            out.push_back(first[view] + static_cast<int32_t>(i));
            if (c.version == Version::one && (i + 1) % side == 0) out.push_back(newline);
        }
    };
    if (c.version == Version::two) {
        for (size_t view = 1; view < image.views.size(); ++view) add_view(view);
    } else if (image.views.size() > 1) {
        const int64_t tile = projected_side(c, image.views[1]);
        for (int64_t y = 0; y < image.tile_rows * tile; ++y) {
            for (int64_t x = 0; x < image.tile_columns * tile; ++x) {
                const auto view = static_cast<size_t>(1 + y / tile * image.tile_columns + x / tile);
                out.push_back(first[view] + static_cast<int32_t>(y % tile * tile + x % tile));
            }
            out.push_back(newline);
        }
    }
    add_view(0);
    out.push_back(separator);
    return out;
}

}  // namespace lectern::deepseek_ocr
