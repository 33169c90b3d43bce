#include "tests/read/degrade.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/image/turn.h"

namespace lectern::test {

namespace {

// splitmix64; sums of four uniforms stand for a normal deviate, so that no library's idea of log and cos matters.
class Random {
 public:
    explicit Random(uint64_t seed) : state_(seed) {}
    uint64_t next() {
        uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    double normal() { return (uniform() + uniform() + uniform() + uniform() - 2) * std::numbers::sqrt3; }

 private:
    uint64_t state_;
};

}  // namespace

static double sample(const Image& page, double x, double y, int channel) {
    const auto at = [&](int64_t px, int64_t py) -> double {
        if (px < 0 || py < 0 || px >= page.width || py >= page.height) return 255;
        return page.row(py)[px * 3 + channel];
    };
    const int64_t x0 = static_cast<int64_t>(std::floor(x)), y0 = static_cast<int64_t>(std::floor(y));
    const double fx = x - static_cast<double>(x0), fy = y - static_cast<double>(y0);
    return (at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx) * (1 - fy) + (at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx) * fy;
}

static Image turned(const Image& page, double degrees) {
    const double angle = degrees * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle);
    const double cx = static_cast<double>(page.width) / 2, cy = static_cast<double>(page.height) / 2;
    Image out(page.width, page.height);
    for (int64_t y = 0; y < out.height; ++y) {
        for (int64_t x = 0; x < out.width; ++x) {
            const double dx = static_cast<double>(x) - cx, dy = static_cast<double>(y) - cy;
            for (int k = 0; k < 3; ++k)
                out.row(y)[x * 3 + k] = static_cast<uint8_t>(std::lround(sample(page, cx + dx * c + dy * s, cy - dx * s + dy * c, k)));
        }
    }
    return out;
}

static std::vector<double> gaussian(double sigma) {
    const int radius = static_cast<int>(std::ceil(sigma * 3));
    std::vector<double> w;
    double sum = 0;
    for (int i = -radius; i <= radius; ++i) {
        w.push_back(std::exp(-i * i / (2 * sigma * sigma)));
        sum += w.back();
    }
    for (double& v : w) v /= sum;
    return w;
}

// One direction; `step` is the distance of neighbours in samples.
static void blur_along(const std::vector<uint8_t>& in, std::vector<uint8_t>& out, int64_t lines, int64_t line_step, int64_t length,
                       int64_t step, const std::vector<double>& w) {
    const int64_t radius = static_cast<int64_t>(w.size() / 2);
    for (int64_t l = 0; l < lines; ++l) {
        for (int64_t i = 0; i < length; ++i) {
            for (int64_t k = 0; k < 3; ++k) {
                double sum = 0;
                for (int64_t j = -radius; j <= radius; ++j) {
                    const int64_t at = std::clamp<int64_t>(i + j, 0, length - 1);
                    sum += w[static_cast<size_t>(j + radius)] * in[static_cast<size_t>(l * line_step + at * step + k)];
                }
                out[static_cast<size_t>(l * line_step + i * step + k)] = static_cast<uint8_t>(std::lround(sum));
            }
        }
    }
}

static void blur(Image& page, double sigma) {
    const std::vector<double> w = gaussian(sigma);
    std::vector<uint8_t> other(page.rgb.size());
    blur_along(page.rgb, other, page.height, page.width * 3, page.width, 3, w);
    blur_along(other, page.rgb, page.width, 3, page.height, page.width * 3, w);
}

Image degrade(const Image& page, const Damage& d) {
    Image out = quarter_turned(d.negative ? negative(page) : page, d.quarter_turns);
    if (d.skew != 0) out = turned(out, d.skew);
    if (d.blur > 0) blur(out, d.blur);
    Random random(d.seed);
    for (int64_t y = 0; y < out.height; ++y) {
        for (int64_t x = 0; x < out.width; ++x) {
            const double far = (static_cast<double>(x) / static_cast<double>(out.width) + static_cast<double>(y) / static_cast<double>(out.height)) / 2;
            const double light = 1 - d.shade * far;
            const double grain = d.noise > 0 ? d.noise * random.normal() : 0;
            const double speck = d.specks > 0 ? random.uniform() / d.specks : 1;
            for (int k = 0; k < 3; ++k) {
                uint8_t& v = out.row(y)[x * 3 + k];
                const double grey = (d.ink + (d.paper - d.ink) * v / 255) * light + grain;
                v = speck < 0.5 ? 0 : speck < 1 ? 255 : static_cast<uint8_t>(std::lround(std::clamp(grey, 0.0, 255.0)));
            }
        }
    }
    return out;
}

const std::vector<Damage>& scan_damages() {
    static const std::vector<Damage> all = {
        {.name = "skew +0.7, blur, noise 6", .skew = 0.7, .blur = 0.7, .noise = 6, .jpeg = 60, .seed = 11},
        {.name = "skew -1.2, grey paper", .skew = -1.2, .paper = 205, .ink = 40, .noise = 5, .jpeg = 75, .seed = 12},
        {.name = "shaded, specks, noise 10", .skew = 0.3, .blur = 0.5, .paper = 235, .ink = 25, .shade = 0.35, .noise = 10, .specks = 0.0005, .jpeg = 60, .seed = 13},
        {.name = "skew +1.5, JPEG 35", .skew = 1.5, .blur = 0.8, .paper = 245, .ink = 20, .noise = 4, .jpeg = 35, .seed = 14},
    };
    return all;
}

const std::vector<Damage>& wrong_ways() {
    static const std::vector<Damage> all = {
        {.name = "on its right side", .quarter_turns = 1, .skew = -0.8, .noise = 4, .seed = 21},
        {.name = "upside down", .quarter_turns = 2, .skew = 0.6, .noise = 4, .seed = 22},
        {.name = "on its left side", .quarter_turns = 3, .skew = 0.9, .noise = 4, .seed = 23},
        {.name = "negative", .negative = true},
    };
    return all;
}

}  // namespace lectern::test
