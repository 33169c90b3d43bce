#include "core/layout/pictures.h"

#include <allheaders.h>

#include <array>
#include <cmath>

namespace lectern {

constexpr double kTallest = 0.6, kWidest = 1.5;  // inch: print is not larger (a blob may be a few touching letters)
constexpr double kLeastSide = 0.33;              // inch: of a picture
constexpr int kTile = 16;                        // pixels
constexpr double kTonesApart = 14;               // grey levels, standard deviation

static int inch(double inches, double dpi) {
    return static_cast<int>(std::lround(inches * dpi));
}

// Letters of like height on one baseline? The texture of a photograph makes "lines" that are not.
static bool regular(const TextLine& line, const std::vector<Blob>& blobs) {
    size_t letters = 0;
    for (int i : line.blobs) {
        const Box& b = blobs[i].box;
        if (b.width() > 3 * line.em) return false;
        letters += b.height() > 0.3 * line.em && b.height() < 1.1 * line.em && b.width() < 1.5 * line.em &&
                   std::abs(b.y1 - line.base) < 0.3 * line.em;
    }
    return letters * 10 >= line.blobs.size() * 6;
}

// Letters of a dark block; empty when what is light in it does not make lines of text.
static std::vector<Blob> light_letters(const PixPtr& ink, const Box& box, double dpi) {
    BOX* clip = boxCreate(box.x0, box.y0, box.width(), box.height());
    PIX* cut = pixClipRectangle(ink.get(), clip, nullptr);
    boxDestroy(&clip);
    const PixPtr part = owned(cut);
    pixInvert(part.get(), part.get());
    const int speck = std::max(3, inch(0.015, dpi));
    std::vector<Blob> letters;
    for (const Blob& b : find_blobs(part, speck)) {
        const bool edge = b.box.x0 == 0 || b.box.y0 == 0 || b.box.x1 == box.width() || b.box.y1 == box.height();
        if (!edge && b.box.height() <= inch(kTallest, dpi) && b.box.width() <= inch(kWidest, dpi)) letters.push_back(b);
    }
    if (letters.size() < 2 || letters.size() > 20000) return {};
    int in_lines = 0, all = 0;  // all: with what is light at the edges
    for (int n : row_profile(part, {0, 0, box.width(), box.height()})) all += n;
    for (const TextLine& line : find_lines(letters, Walls({}), {})) {
        if (line.blobs.size() < 3 || !regular(line, letters)) continue;
        for (int i : line.blobs) in_lines += letters[i].ink;
    }
    if (in_lines * 10 < all * 7) return {};
    for (Blob& b : letters) b.box = {b.box.x0 + box.x0, b.box.y0 + box.y0, b.box.x1 + box.x0, b.box.y1 + box.y0};
    return letters;
}

LargeBlobs take_large_blobs(PixPtr& ink, std::vector<Blob>& blobs, double dpi) {
    LargeBlobs large_blobs;
    std::vector<Blob> kept, added;
    for (const Blob& b : blobs) {
        // Print leaves two thirds of its block; half light and half dark is a pattern.
        const bool dense = b.ink * 1.55 > static_cast<double>(b.box.width()) * b.box.height();
        const bool block = dense && b.box.width() > inch(0.3, dpi) && b.box.height() > inch(0.1, dpi) &&
                           b.box.width() > 2 * b.box.height();
        const bool large = b.box.height() > inch(kTallest, dpi) || b.box.width() > inch(kWidest, dpi);
        if (!large && !block) {
            kept.push_back(b);
            continue;
        }
        const std::vector<Blob> letters = dense ? light_letters(ink, b.box, dpi) : std::vector<Blob>{};
        if (!letters.empty()) {
            pixRasterop(ink.get(), b.box.x0, b.box.y0, b.box.width(), b.box.height(), PIX_NOT(PIX_DST), nullptr, 0, 0);
            added.insert(added.end(), letters.begin(), letters.end());
            large_blobs.dark_text.push_back(b.box);
        } else if (large) {
            large_blobs.others.push_back(b.box);
        } else {
            kept.push_back(b);
        }
    }
    blobs = std::move(kept);
    blobs.insert(blobs.end(), added.begin(), added.end());
    return large_blobs;
}

static double page_em(const std::vector<TextLine>& lines) {
    std::vector<double> sizes;
    for (const TextLine& line : lines) {
        if (line.blobs.size() >= 8) sizes.push_back(line.em);
    }
    if (sizes.empty()) return 0;
    std::nth_element(sizes.begin(), sizes.begin() + static_cast<long>(sizes.size() / 2), sizes.end());
    return sizes[sizes.size() / 2];
}

std::vector<Box> take_signs(std::vector<TextLine>& lines, const std::vector<Blob>& blobs) {
    std::vector<Box> signs;
    const double em = page_em(lines);
    if (em <= 0) return signs;
    std::erase_if(lines, [&](const TextLine& line) {
        if (line.blobs.size() < 2 || line.box.height() < 1.5 * em || line.box.width() > 1.6 * line.box.height())
            return false;
        const auto outer = std::find_if(line.blobs.begin(), line.blobs.end(), [&](int i) {
            return blobs[i].box.height() * 10 > line.box.height() * 9 &&
                   blobs[i].box.width() * 10 > line.box.width() * 9;
        });
        if (outer != line.blobs.end()) signs.push_back(line.box);
        return outer != line.blobs.end();
    });
    return signs;
}

struct Tone {
    uint8_t bright = 255;  // a level four fifths of the pixels do not exceed
    bool dense = false;    // hardly any paper
    bool flat = false;     // one tone
};

static std::vector<Tone> tones_of(const Grey& g, int columns, int rows) {
    std::vector<Tone> tones(static_cast<size_t>(columns) * rows);
    for (int ty = 0; ty < rows; ++ty) {
        for (int tx = 0; tx < columns; ++tx) {
            std::array<int, 16> histogram{};
            const int x1 = std::min((tx + 1) * kTile, g.width), y1 = std::min((ty + 1) * kTile, g.height);
            int n = 0;
            for (int y = ty * kTile; y < y1; y += 2) {
                const uint8_t* row = g.row(y);
                for (int x = tx * kTile; x < x1; x += 2, ++n) ++histogram[row[x] >> 4];
            }
            Tone& t = tones[static_cast<size_t>(ty) * columns + tx];
            int left = n / 5, bin = 15;
            while (bin > 0 && (left -= histogram[bin]) >= 0) --bin;
            t.bright = static_cast<uint8_t>(bin * 16 + 8);
            int most = 0;
            for (int i = 0; i + 1 < 16; ++i) most = std::max(most, histogram[i] + histogram[i + 1]);
            t.flat = most * 10 > n * 7;
        }
    }
    return tones;
}

std::vector<Box> toned_areas(const Grey& grey, double dpi) {
    const int columns = grey.width / kTile, rows = grey.height / kTile;
    if (columns < 3 || rows < 3) return {};
    std::vector<Tone> tones = tones_of(grey, columns, rows);
    // Local paper: the brightest tile within an inch and a half, taken block by block of that size.
    const int block = std::max(1, inch(1.5, dpi) / kTile), across = columns / block + 1;
    std::vector<uint8_t> paper(static_cast<size_t>(across) * (rows / block + 1), 0);
    for (int y = 0; y < rows; ++y) {
        for (int x = 0; x < columns; ++x) {
            uint8_t& p = paper[static_cast<size_t>(y / block) * across + x / block];
            p = std::max(p, tones[static_cast<size_t>(y) * columns + x].bright);
        }
    }
    const auto paper_at = [&](int x, int y) {
        uint8_t most = 0;
        for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx) {
                const int bx = x / block + dx, by = y / block + dy;
                if (bx >= 0 && by >= 0 && bx < across && by <= (rows - 1) / block)
                    most = std::max(most, paper[static_cast<size_t>(by) * across + bx]);
            }
        }
        return most;
    };
    const PixPtr map = owned(pixCreate(columns, rows, 1));
    for (int y = 0; y < rows; ++y) {
        for (int x = 0; x < columns; ++x) {
            Tone& t = tones[static_cast<size_t>(y) * columns + x];
            t.dense = t.bright < 0.8 * paper_at(x, y);
            if (t.dense) pixSetPixel(map.get(), x, y, 1);
        }
    }
    std::vector<Box> areas;
    for (const Blob& b : find_blobs(map, 12)) {
        int varied = 0;               // tiles with several tones
        double sum = 0, squares = 0;  // of the tiles' levels: smooth pictures vary from tile to tile
        for (int y = b.box.y0; y < b.box.y1; ++y) {
            for (int x = b.box.x0; x < b.box.x1; ++x) {
                const Tone& t = tones[static_cast<size_t>(y) * columns + x];
                if (!t.dense) continue;
                varied += t.flat ? 0 : 1;
                sum += t.bright;
                squares += static_cast<double>(t.bright) * t.bright;
            }
        }
        const Box area{b.box.x0 * kTile, b.box.y0 * kTile, b.box.x1 * kTile, b.box.y1 * kTile};
        const double deviation = std::sqrt(std::max(0.0, squares / b.ink - sum / b.ink * (sum / b.ink)));
        if ((varied * 10 >= b.ink * 3 || deviation > kTonesApart) && b.ink * 2 > b.box.width() * b.box.height() &&
            std::min(area.width(), area.height()) >= inch(kLeastSide, dpi)) {
            areas.push_back(area);
        }
    }
    return areas;
}

// Share of a box's height that long lines of the page's own print fill.
static double text_share(const Box& box, const std::vector<TextLine>& lines, const std::vector<Blob>& blobs,
                         double em) {
    double filled = 0;
    for (const TextLine& line : lines) {
        const double x = (line.box.x0 + line.box.x1) / 2.0, y = (line.top + line.base) / 2;
        if (x < box.x0 || x > box.x1 || y < box.y0 || y > box.y1 || line.blobs.size() < 15) continue;
        if (line.em < 0.65 * em || line.em > 1.6 * em || !regular(line, blobs)) continue;
        filled += line.em * line.box.width() / std::max(1, box.width());
    }
    return filled / std::max(1, box.height());
}

std::vector<Box> find_pictures(const LargeBlobs& large, const std::vector<Box>& toned, const std::vector<Rule>& rules,
                               const std::vector<TextLine>& lines, const std::vector<Blob>& blobs, double dpi,
                               int page_width, int page_height) {
    const double em = page_em(lines);
    std::vector<Box> boxes;
    for (const Box& b : large.others) {
        const bool whole_page = b.width() * 20 > page_width * 17 && b.height() * 20 > page_height * 17;
        const bool page_edge = (b.x0 <= 2 || b.x1 >= page_width - 2) && b.width() < inch(0.6, dpi);
        const bool page_end = (b.y0 <= 2 || b.y1 >= page_height - 2) && b.height() < inch(0.6, dpi);
        if (!whole_page && !page_edge && !page_end && text_share(b, lines, blobs, em) < 0.3) boxes.push_back(b);
    }
    for (const Box& b : toned) {
        const bool whole_page = b.width() * 20 > page_width * 17 && b.height() * 20 > page_height * 17;
        const bool dark_text = std::any_of(large.dark_text.begin(), large.dark_text.end(), [&](const Box& d) {
            return overlap_x(b, d) * 2 > b.width() && overlap_y(b, d) * 2 > b.height();
        });
        if (!whole_page && !dark_text && text_share(b, lines, blobs, em) < 0.3) boxes.push_back(b);
    }
    // Parts of one picture overlap or nearly touch; axes and frames (rules) that meet it belong to it.
    const int near = inch(0.08, dpi);
    for (const Rule& r : rules) {
        const Box& b = r.box;
        for (Box& p : boxes) {
            const int outside = (r.horizontal ? b.width() - overlap_x(b, p) : b.height() - overlap_y(b, p));
            const int length = r.horizontal ? b.width() : b.height();
            if (overlap_x(b, p) > -near && overlap_y(b, p) > -near && outside * 2 < length) p.include(b);
        }
    }
    for (size_t i = 0; i < boxes.size(); ++i) {
        for (size_t k = i + 1; k < boxes.size();) {
            if (overlap_x(boxes[i], boxes[k]) > -near && overlap_y(boxes[i], boxes[k]) > -near) {
                boxes[i].include(boxes[k]);
                boxes.erase(boxes.begin() + static_cast<long>(k));
                k = i + 1;
            } else {
                ++k;
            }
        }
    }
    std::erase_if(boxes, [&](const Box& b) { return std::min(b.width(), b.height()) < inch(kLeastSide, dpi); });
    return boxes;
}

}  // namespace lectern
