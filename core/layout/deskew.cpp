#include "core/layout/deskew.h"

#include <allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/layout/blobs.h"

namespace lectern {

constexpr float kSweepRange = 7;       // degrees on both sides
constexpr float kSweepStep = 1;        // degrees
constexpr float kFinest = 0.01F;       // degrees
constexpr double kStraight = 0.04;     // degrees: nothing to refine
constexpr float kLeastConfidence = 3;  // ratio of the best to the worst score; Leptonica's own advice

// Feet of the letters, from the middle of the page, in pixels.
struct Foot {
    float x, y;
};

static std::vector<Foot> feet_of(const PixPtr& ink) {
    std::vector<Blob> blobs = find_blobs(ink, 6);
    if (blobs.size() < 30) return {};
    std::vector<int> heights;
    for (const Blob& b : blobs) heights.push_back(b.box.height());
    std::nth_element(heights.begin(), heights.begin() + static_cast<long>(heights.size() * 2 / 3), heights.end());
    const int tall = heights[heights.size() * 2 / 3];
    std::vector<Foot> feet;
    for (const Blob& b : blobs) {
        if (b.box.height() * 2 < tall || b.box.height() > 2 * tall || b.box.width() > 3 * tall) continue;
        feet.push_back(
            {static_cast<float>(b.box.x0 + b.box.x1 - pixGetWidth(ink.get())) / 2, static_cast<float>(b.box.y1)});
    }
    return feet;
}

// How well the feet fall on few rows when the page is turned: sum of squares of a histogram of heights, a foot shared
// by its two nearest rows. Each third of the page by itself: lines of two columns need not stand at one height.
static double sharpness(const std::vector<Foot>& feet, double degrees, double width, std::vector<float>& rows) {
    const float slope = static_cast<float>(std::tan(degrees * std::numbers::pi / 180));
    std::fill(rows.begin(), rows.end(), 0.0F);
    const size_t part = rows.size() / 3;
    const float offset = static_cast<float>(part) / 4;
    for (const Foot& f : feet) {
        const float y = f.y + slope * f.x + offset;
        if (y < 0 || y >= static_cast<float>(part - 1)) continue;
        const size_t third = std::min<size_t>(2, static_cast<size_t>(std::max(0.0, (f.x / width + 0.5) * 3)));
        const size_t row = third * part + static_cast<size_t>(y);
        const float share = y - std::floor(y);
        rows[row] += 1 - share;
        rows[row + 1] += share;
    }
    double sum = 0;
    for (float n : rows) sum += static_cast<double>(n) * n;
    return sum;
}

// The angle near `coarse` at which the feet fall on the fewest rows.
static double refined(const PixPtr& ink, double coarse) {
    const std::vector<Foot> feet = feet_of(ink);
    if (feet.size() < 30) return coarse;
    constexpr int kSteps = 12;
    constexpr double kStep = 0.02;  // degrees
    std::vector<float> rows(static_cast<size_t>(pixGetHeight(ink.get())) * 2 * 3);
    std::array<double, 2 * kSteps + 1> scores;
    for (int i = 0; i <= 2 * kSteps; ++i)
        scores[static_cast<size_t>(i)] = sharpness(feet, coarse + (i - kSteps) * kStep, pixGetWidth(ink.get()), rows);
    // Middle of the scores near the best one: the top is flat and ragged.
    const double top = *std::max_element(scores.begin(), scores.end()),
                 floor = *std::min_element(scores.begin(), scores.end());
    double sum = 0, weight = 0;
    for (int i = 0; i <= 2 * kSteps; ++i) {
        const double w = std::max(0.0, scores[static_cast<size_t>(i)] - floor - 0.8 * (top - floor));
        sum += w * (i - kSteps);
        weight += w;
    }
    return weight > 0 ? coarse + sum / weight * kStep : coarse;
}

double find_skew(const PixPtr& ink) {
    l_int32 any = 0;
    if (pixZero(ink.get(), &any) != 0 || any == 1) return 0;
    if (pixGetWidth(ink.get()) < 100 || pixGetHeight(ink.get()) < 100) return 0;
    l_float32 angle = 0, confidence = 0;
    if (pixFindSkewSweepAndSearch(ink.get(), &angle, &confidence, 4, 2, kSweepRange, kSweepStep, kFinest) != 0)
        return 0;
    if (confidence < kLeastConfidence) return 0;
    return std::abs(angle) < kStraight ? angle : refined(ink, angle);
}

// The most frequent colour of a sparse sample, in steps of 8.
template <int kChannels>
static std::array<uint8_t, kChannels> paper_colour(const uint8_t* pixels, int64_t count) {
    std::vector<uint32_t> samples;
    const int64_t step = std::max<int64_t>(1, count / 20000);
    for (int64_t i = 0; i < count; i += step) {
        uint32_t key = 0;
        for (int k = 0; k < kChannels; ++k) key = key << 8 | static_cast<uint32_t>(pixels[i * kChannels + k] & 0xf8);
        samples.push_back(key);
    }
    std::sort(samples.begin(), samples.end());
    uint32_t best = 0xf8f8f8;
    size_t longest = 0;
    for (size_t i = 0; i < samples.size();) {
        size_t j = i;
        while (j < samples.size() && samples[j] == samples[i]) ++j;
        if (j - i > longest) longest = j - i, best = samples[i];
        i = j;
    }
    std::array<uint8_t, kChannels> colour;
    for (int k = kChannels - 1; k >= 0; --k, best >>= 8)
        colour[static_cast<size_t>(k)] = static_cast<uint8_t>((best & 0xff) + 7);
    return colour;
}

// The channels of a pixel in lanes of 16 bits, so that one product weighs them all.
template <int kChannels>
static uint64_t lanes(const uint8_t* p) {
    uint64_t v = p[0];
    if constexpr (kChannels == 3) v |= static_cast<uint64_t>(p[1]) << 16 | static_cast<uint64_t>(p[2]) << 32;
    return v;
}

static uint64_t mixed(uint64_t a, uint64_t b, uint64_t share) {
    constexpr uint64_t kLow = 0x00ff00ff00ff00ff;
    return (a * (256 - share) + b * share + 0x0080008000800080) >> 8 & kLow;
}

// Source positions in 16.16 fixed point, stepping by (cos, -sin) along a row; bilinear in 1/256.
template <int kChannels>
static void turn(const uint8_t* from, int64_t width, int64_t height, double degrees, uint8_t* to) {
    const double a = degrees * std::numbers::pi / 180;
    const double c = std::cos(a), s = std::sin(a);
    const double mx = (static_cast<double>(width) - 1) / 2, my = (static_cast<double>(height) - 1) / 2;
    const std::array<uint8_t, kChannels> paper = paper_colour<kChannels>(from, width * height);
    const auto fixed = [](double v) { return static_cast<int64_t>(std::llround(v * 65536)); };
    const int64_t dx = fixed(c), dy = fixed(-s), stride = width * kChannels;
    for (int64_t y = 0; y < height; ++y) {
        int64_t sx = fixed(mx - c * mx + s * (static_cast<double>(y) - my));
        int64_t sy = fixed(my + s * mx + c * (static_cast<double>(y) - my));
        for (int64_t x = 0; x < width; ++x, sx += dx, sy += dy, to += kChannels) {
            const uint64_t px = static_cast<uint64_t>(sx >> 16),
                           py = static_cast<uint64_t>(sy >> 16);  // negative ones turn huge
            if (px >= static_cast<uint64_t>(width - 1) || py >= static_cast<uint64_t>(height - 1)) {
                std::copy(paper.begin(), paper.end(), to);
                continue;
            }
            const uint64_t fx = static_cast<uint64_t>(sx >> 8 & 255), fy = static_cast<uint64_t>(sy >> 8 & 255);
            const uint8_t* p = from + static_cast<int64_t>(py) * stride + static_cast<int64_t>(px) * kChannels;
            const uint8_t* q = p + stride;
            const uint64_t v = mixed(mixed(lanes<kChannels>(p), lanes<kChannels>(p + kChannels), fx),
                                     mixed(lanes<kChannels>(q), lanes<kChannels>(q + kChannels), fx), fy);
            to[0] = static_cast<uint8_t>(v);
            if constexpr (kChannels == 3) {
                to[1] = static_cast<uint8_t>(v >> 16);
                to[2] = static_cast<uint8_t>(v >> 32);
            }
        }
    }
}

Image turned(const Image& page, double degrees) {
    Image out;
    out.width = page.width;
    out.height = page.height;
    out.rgb.resize(page.rgb.size());
    turn<3>(page.rgb.data(), page.width, page.height, degrees, out.rgb.data());
    return out;
}

Grey turned(const Grey& page, double degrees) {
    Grey out{page.width, page.height, std::vector<uint8_t>(page.value.size())};
    turn<1>(page.value.data(), page.width, page.height, degrees, out.value.data());
    return out;
}

}  // namespace lectern
