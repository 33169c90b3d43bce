#include "core/layout/deskew.h"

#include <allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace lectern {

constexpr float kSweepRange = 7;        // degrees on both sides
constexpr float kSweepStep = 1;         // degrees
constexpr float kFinest = 0.01F;        // degrees
constexpr float kLeastConfidence = 3;   // ratio of the best to the worst score; Leptonica's own advice

double find_skew(const PixPtr& ink) {
    l_int32 any = 0;
    if (pixZero(ink.get(), &any) != 0 || any == 1) return 0;
    if (pixGetWidth(ink.get()) < 100 || pixGetHeight(ink.get()) < 100) return 0;
    l_float32 angle = 0, confidence = 0;
    if (pixFindSkewSweepAndSearch(ink.get(), &angle, &confidence, 4, 2, kSweepRange, kSweepStep, kFinest) != 0) return 0;
    return confidence >= kLeastConfidence ? angle : 0;
}

// The most frequent colour of a sparse sample, in steps of 8.
static std::array<uint8_t, 3> paper_colour(const Image& page) {
    std::vector<uint32_t> samples;
    const int64_t pixels = page.width * page.height, step = std::max<int64_t>(1, pixels / 20000);
    for (int64_t i = 0; i < pixels; i += step) {
        const uint8_t* p = page.rgb.data() + i * 3;
        samples.push_back(static_cast<uint32_t>(p[0] >> 3) << 16 | static_cast<uint32_t>(p[1] >> 3) << 8 | p[2] >> 3);
    }
    std::sort(samples.begin(), samples.end());
    uint32_t best = 0x1f1f1f;
    size_t longest = 0;
    for (size_t i = 0; i < samples.size();) {
        size_t j = i;
        while (j < samples.size() && samples[j] == samples[i]) ++j;
        if (j - i > longest) longest = j - i, best = samples[i];
        i = j;
    }
    const auto channel = [&](int shift) { return static_cast<uint8_t>(std::min(255U, ((best >> shift & 0x1f) << 3) + 7)); };
    return {channel(16), channel(8), channel(0)};
}

Image turned(const Image& page, double degrees) {
    const double a = degrees * std::numbers::pi / 180;
    const double c = std::cos(a), s = std::sin(a);
    const double mx = (page.width - 1) / 2.0, my = (page.height - 1) / 2.0;
    Image out;
    out.width = page.width;
    out.height = page.height;
    out.rgb.resize(page.rgb.size());
    const std::array<uint8_t, 3> paper = paper_colour(page);
    // Source position in 16.16 fixed point, stepping by (cos, -sin) along a row; bilinear in 1/256.
    const auto fixed = [](double v) { return static_cast<int64_t>(std::lround(v * 65536)); };
    const int64_t dx = fixed(c), dy = fixed(-s);
    for (int64_t y = 0; y < page.height; ++y) {
        int64_t sx = fixed(mx + c * (0 - mx) + s * (y - my));
        int64_t sy = fixed(my - s * (0 - mx) + c * (y - my));
        uint8_t* to = out.row(y);
        for (int64_t x = 0; x < page.width; ++x, sx += dx, sy += dy, to += 3) {
            const int64_t px = sx >> 16, py = sy >> 16;
            if (px < 0 || py < 0 || px >= page.width - 1 || py >= page.height - 1) {
                std::copy(paper.begin(), paper.end(), to);
                continue;
            }
            const int fx = static_cast<int>(sx >> 8 & 255), fy = static_cast<int>(sy >> 8 & 255);
            const uint8_t* p = page.row(py) + px * 3;
            const uint8_t* q = p + page.width * 3;
            for (int k = 0; k < 3; ++k) {
                const int top = p[k] * (256 - fx) + p[k + 3] * fx, bottom = q[k] * (256 - fx) + q[k + 3] * fx;
                to[k] = static_cast<uint8_t>((top * (256 - fy) + bottom * fy + 32768) >> 16);
            }
        }
    }
    return out;
}

}  // namespace lectern
