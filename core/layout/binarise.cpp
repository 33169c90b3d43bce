#include "core/layout/binarise.h"

#include <allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace lectern {

constexpr int kTile = 16;  // pixels; paper is estimated once per tile

struct TileMap {
    int columns = 0, rows = 0;
    std::vector<uint8_t> value;

    uint8_t at(int x, int y) const {
        return value[static_cast<size_t>(std::clamp(y, 0, rows - 1)) * columns + std::clamp(x, 0, columns - 1)];
    }
};

Grey to_grey(const Image& page) {
    Grey g;
    g.width = static_cast<int>(page.width);
    g.height = static_cast<int>(page.height);
    g.value.resize(static_cast<size_t>(page.width * page.height));
    const uint8_t* in = page.rgb.data();
    for (size_t i = 0; i < g.value.size(); ++i, in += 3) {
        g.value[i] = static_cast<uint8_t>((in[0] * 77 + in[1] * 150 + in[2] * 29) >> 8);
    }
    return g;
}

constexpr int kImpulse = 45;            // grey levels beyond all neighbours
constexpr double kManyImpulses = 2e-4;  // of all pixels

bool despeckle(Grey& page) {
    if (page.width < 3 || page.height < 3) return false;
    const auto beyond = [&](const uint8_t* row, int x, int& low, int& high) {
        const uint8_t left = row[x - 1], right = row[x + 1], above = row[x - page.width], below = row[x + page.width];
        low = std::min(std::min(left, right), std::min(above, below));
        high = std::max(std::max(left, right), std::max(above, below));
        return (row[x] + kImpulse < low) | (row[x] > high + kImpulse);
    };
    int64_t count = 0;
    for (int y = 1; y + 1 < page.height; y += 3) {  // a sample is enough to decide
        const uint8_t* row = page.row(y);
        int n = 0, low = 0, high = 0;
        for (int x = 1; x + 1 < page.width; ++x) n += beyond(row, x, low, high);
        count += n;
    }
    if (static_cast<double>(count) * 3 < kManyImpulses * static_cast<double>(page.value.size())) return false;
    Grey clean = page;
    for (int y = 1; y + 1 < page.height; ++y) {
        const uint8_t* row = page.row(y);
        uint8_t* out = clean.row(y);
        for (int x = 1; x + 1 < page.width; ++x) {
            int low = 0, high = 0;
            beyond(row, x, low, high);
            const int v = row[x];
            out[x] = static_cast<uint8_t>(v + kImpulse < low ? low : v > high + kImpulse ? high : v);
        }
    }
    page = std::move(clean);
    return true;
}

// The grey that four fifths of a tile's pixels do not exceed, from every second pixel.
static uint8_t bright_level(const Grey& g, int tx, int ty) {
    std::array<int, 32> histogram{};
    const int x0 = tx * kTile, x1 = std::min(x0 + kTile, g.width);
    const int y1 = std::min((ty + 1) * kTile, g.height);
    int n = 0;
    for (int y = ty * kTile; y < y1; y += 2) {
        const uint8_t* row = g.row(y);
        for (int x = x0; x < x1; x += 2, ++n) ++histogram[row[x] >> 3];
    }
    int left = n / 5;
    int bin = 31;
    while (bin > 0 && (left -= histogram[bin]) >= 0) --bin;
    return static_cast<uint8_t>(bin * 8 + 4);
}

// Largest (or smallest) value within `radius` tiles, one axis after the other.
template <class Pick>
static TileMap spread(const TileMap& in, int radius, Pick pick) {
    TileMap across = in, out = in;
    for (int y = 0; y < in.rows; ++y) {
        for (int x = 0; x < in.columns; ++x) {
            uint8_t v = in.at(x, y);
            for (int d = -radius; d <= radius; ++d) v = pick(v, in.at(x + d, y));
            across.value[static_cast<size_t>(y) * in.columns + x] = v;
        }
    }
    for (int y = 0; y < in.rows; ++y) {
        for (int x = 0; x < in.columns; ++x) {
            uint8_t v = across.at(x, y);
            for (int d = -radius; d <= radius; ++d) v = pick(v, across.at(x, y + d));
            out.value[static_cast<size_t>(y) * in.columns + x] = v;
        }
    }
    return out;
}

static TileMap paper_map(const Grey& g, double dpi) {
    TileMap map{(g.width + kTile - 1) / kTile, (g.height + kTile - 1) / kTile, {}};
    map.value.reserve(static_cast<size_t>(map.columns) * map.rows);
    for (int y = 0; y < map.rows; ++y) {
        for (int x = 0; x < map.columns; ++x) map.value.push_back(bright_level(g, x, y));
    }
    std::vector<uint8_t> sorted = map.value;
    std::nth_element(sorted.begin(), sorted.begin() + sorted.size() * 7 / 10, sorted.end());
    const uint8_t page_paper = sorted[sorted.size() * 7 / 10];
    // Closing: anything dark and narrower than 0.4 inch is ink, not paper.
    const int radius = std::clamp(static_cast<int>(std::lround(0.2 * dpi / kTile)), 1, 8);
    const auto larger = [](uint8_t a, uint8_t b) { return std::max(a, b); };
    const auto smaller = [](uint8_t a, uint8_t b) { return std::min(a, b); };
    TileMap closed = spread(spread(map, radius, larger), radius, smaller);
    for (uint8_t& v : closed.value) v = std::max<uint8_t>({v, static_cast<uint8_t>(page_paper / 2), 16});
    return closed;
}

void level_paper(Grey& page, double dpi) {
    if (page.value.empty()) return;
    const TileMap paper = paper_map(page, dpi);
    std::vector<uint16_t> gain(page.width);  // kPaper / paper in 1/128, interpolated between tile centres
    std::vector<int> at_centre(paper.columns + 1);
    for (int y = 0; y < page.height; ++y) {
        const int cy = y - kTile / 2;
        const int ty = cy >= 0 ? cy / kTile : -1, fy = cy - ty * kTile;
        if (y % 2 == 0) {  // paper changes slowly: one gain for two rows
            for (int t = 0; t < paper.columns; ++t) {
                at_centre[t] = kPaper * 128 * kTile / (paper.at(t, ty) * (kTile - fy) + paper.at(t, ty + 1) * fy);
            }
            at_centre[paper.columns] = at_centre[paper.columns - 1];
            std::fill(gain.begin(), gain.begin() + std::min(kTile / 2, page.width),
                      static_cast<uint16_t>(at_centre[0]));
            for (int t = 0; t < paper.columns; ++t) {
                const int x0 = t * kTile + kTile / 2, n = std::min(kTile, page.width - x0);
                for (int i = 0; i < n; ++i)
                    gain[x0 + i] = static_cast<uint16_t>((at_centre[t] * (kTile - i) + at_centre[t + 1] * i) / kTile);
            }
        }
        uint8_t* row = page.row(y);
        for (int x = 0; x < page.width; ++x) row[x] = static_cast<uint8_t>(std::min((row[x] * gain[x] + 64) >> 7, 255));
    }
}

int ink_threshold(const Grey& levelled) {
    std::array<double, 256> histogram{};
    for (int y = 0; y < levelled.height; y += 2) {
        const uint8_t* row = levelled.row(y);
        for (int x = 0; x < levelled.width; ++x) histogram[std::min<int>(row[x], kPaper)] += 1;
    }
    double total = 0, sum = 0;
    for (int i = 0; i < 256; ++i) total += histogram[i], sum += i * histogram[i];
    double below = 0, below_sum = 0, best = -1;
    int threshold = 150;
    for (int t = 0; t < 255; ++t) {
        below += histogram[t];
        below_sum += t * histogram[t];
        if (below == 0 || below == total) continue;
        const double difference = below_sum / below - (sum - below_sum) / (total - below);
        const double between = below * (total - below) * difference * difference;
        if (between > best) best = between, threshold = t + 1;
    }
    // Noise of the paper: the level of four fifths of the pixels was made kPaper, so the median lies 0.84 σ below it.
    int middle = 255;
    for (double seen = 0; middle > 0 && seen < total / 2; --middle) seen += histogram[middle];
    const double sigma = std::max(0, kPaper - 1 - middle) / 0.84;
    // Otsu's threshold stands in the middle of an edge; thin strokes of small print never get that dark.
    threshold += (kPaper - threshold) * 2 / 5;
    return std::clamp(threshold, kPaper / 2,
                      std::clamp(static_cast<int>(kPaper - 4 * std::min(sigma, 20.0)), kPaper / 2, kPaper * 17 / 20));
}

PixPtr threshold_ink(const Grey& levelled, int threshold) {
    PixPtr pix = owned(pixCreate(levelled.width, levelled.height, 1));
    const int words = pixGetWpl(pix.get());
    l_uint32* data = pixGetData(pix.get());
    for (int y = 0; y < levelled.height; ++y) {
        const uint8_t* row = levelled.row(y);
        l_uint32* out = data + static_cast<size_t>(y) * words;
        for (int w = 0; w * 32 < levelled.width; ++w) {
            const int n = std::min(32, levelled.width - w * 32);
            l_uint32 bits = 0;
            for (int i = 0; i < n; ++i) bits |= static_cast<l_uint32>(row[w * 32 + i] < threshold) << (31 - i);
            out[w] = bits;
        }
    }
    return pix;
}

}  // namespace lectern
