// Separable convolution with 22-bit fixed-point weights, as in Pillow's Resample.c (a = -0.5 cubic of Keys, 1981).
#include "core/image/resize.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

namespace lectern {

namespace {

constexpr int kPrecision = 22;
constexpr int64_t kBlockRows = 16;  // rows the horizontal pass takes side by side

// For each output sample: the input samples it is made of and their weights.
struct Taps {
    std::vector<int64_t> first;
    std::vector<int32_t> count;
    std::vector<int32_t> weights;  // [outputs, stride]
    int64_t stride = 0;
};

}  // namespace

static double cubic(double x) {
    constexpr double a = -0.5;
    x = std::fabs(x);
    if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
    return 0;
}

static Taps make_taps(int64_t inputs, int64_t outputs) {
    const double scale = static_cast<double>(inputs) / static_cast<double>(outputs);
    const double filter_scale = std::max(scale, 1.0);
    const double support = 2 * filter_scale;
    const double inverse = 1 / filter_scale;
    Taps t;
    t.stride = static_cast<int64_t>(std::ceil(support)) * 2 + 1;
    t.weights.resize(static_cast<size_t>(outputs * t.stride));
    std::vector<double> w(static_cast<size_t>(t.stride));
    for (int64_t o = 0; o < outputs; ++o) {
        const double centre = (static_cast<double>(o) + 0.5) * scale;
        const int64_t first = std::max<int64_t>(static_cast<int64_t>(centre - support + 0.5), 0);
        const int64_t last = std::min(static_cast<int64_t>(centre + support + 0.5), inputs);
        double sum = 0;
        for (int64_t i = first; i < last; ++i) {
            const double v = cubic((static_cast<double>(i) - centre + 0.5) * inverse);
            w[static_cast<size_t>(i - first)] = v;
            sum += v;
        }
        for (int64_t i = 0; i < last - first; ++i) {
            const double v = w[static_cast<size_t>(i)] / sum * (1 << kPrecision);
            t.weights[static_cast<size_t>(o * t.stride + i)] = static_cast<int32_t>(v + (v < 0 ? -0.5 : 0.5));
        }
        t.first.push_back(first);
        t.count.push_back(static_cast<int32_t>(last - first));
    }
    return t;
}

// out[j] = clamp((2²¹ + Σ_i weights[i] · in[i·pitch + j]) >> 22), j < lanes. Sums wrap like the reference's.
static inline __attribute__((always_inline)) void blend_body(uint8_t* __restrict out, const uint8_t* __restrict in,
                                                             int64_t pitch, const int32_t* weights, int32_t count,
                                                             int64_t lanes) {
    constexpr int64_t kLanes = 192;
    uint32_t sum[kLanes];
    for (int64_t start = 0; start < lanes; start += kLanes) {
        const int64_t n = std::min(kLanes, lanes - start);
        for (int64_t j = 0; j < n; ++j) sum[j] = 1u << (kPrecision - 1);
        for (int32_t i = 0; i < count; ++i) {
            const uint8_t* __restrict row = in + i * pitch + start;
            const auto w = static_cast<uint32_t>(weights[i]);
            for (int64_t j = 0; j < n; ++j) sum[j] += w * row[j];
        }
        for (int64_t j = 0; j < n; ++j) {
            out[start + j] = static_cast<uint8_t>(std::clamp(static_cast<int32_t>(sum[j]) >> kPrecision, 0, 255));
        }
    }
}

static void blend_plain(uint8_t* out, const uint8_t* in, int64_t pitch, const int32_t* weights, int32_t count,
                        int64_t lanes) {
    blend_body(out, in, pitch, weights, count, lanes);
}

#if defined(__x86_64__)
// The same code with 32-bit vector multiplication, which the baseline instruction set lacks.
__attribute__((target("avx2"))) static void blend_avx2(uint8_t* out, const uint8_t* in, int64_t pitch,
                                                       const int32_t* weights, int32_t count, int64_t lanes) {
    blend_body(out, in, pitch, weights, count, lanes);
}
#endif

using Blend = void (*)(uint8_t*, const uint8_t*, int64_t, const int32_t*, int32_t, int64_t);

static Blend best_blend() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return blend_avx2;
#endif
    return blend_plain;
}

static Image resize_vertical(const Image& image, int64_t height, Blend blend) {
    const Taps t = make_taps(image.height, height);
    Image out(image.width, height);
    const int64_t pitch = image.width * 3;
    for (int64_t y = 0; y < height; ++y) {
        const auto o = static_cast<size_t>(y);
        blend(out.row(y), image.row(t.first[o]), pitch, &t.weights[o * static_cast<size_t>(t.stride)], t.count[o],
              pitch);
    }
    return out;
}

// [rows][pixels][3] ↔ [pixels][rows][3]
static void swap_rows_and_pixels(const uint8_t* in, int64_t rows, int64_t pixels, uint8_t* out) {
    for (int64_t r = 0; r < rows; ++r) {
        for (int64_t x = 0; x < pixels; ++x) std::memcpy(out + (x * rows + r) * 3, in + (r * pixels + x) * 3, 3);
    }
}

// Blocks of rows are turned on their side, so that the pass along x becomes the vector-friendly one along y.
static Image resize_horizontal(const Image& image, int64_t width, Blend blend) {
    const Taps t = make_taps(image.width, width);
    Image out(width, image.height);
    std::vector<uint8_t> in_block(static_cast<size_t>(image.width * kBlockRows * 3));
    std::vector<uint8_t> out_block(static_cast<size_t>(width * kBlockRows * 3));
    for (int64_t y = 0; y < image.height; y += kBlockRows) {
        const int64_t rows = std::min(kBlockRows, image.height - y);
        const int64_t pitch = rows * 3;
        swap_rows_and_pixels(image.row(y), rows, image.width, in_block.data());
        for (int64_t x = 0; x < width; ++x) {
            const auto o = static_cast<size_t>(x);
            blend(out_block.data() + x * pitch, in_block.data() + t.first[o] * pitch, pitch,
                  &t.weights[o * static_cast<size_t>(t.stride)], t.count[o], pitch);
        }
        swap_rows_and_pixels(out_block.data(), width, rows, out.row(y));
    }
    return out;
}

// Pillow's rule since 13.0: down first where that leaves the pass along x much less to do. The order shows in the result,
// as the values in between are bytes; before 13.0 x always came first.
static bool vertical_first(const Image& image, int64_t width, int64_t height) {
    const int64_t fewer_rows = image.height - height;
    return fewer_rows > 0 && fewer_rows > 2 * (image.width - width);
}

Image resize_bicubic(const Image& image, int64_t width, int64_t height) {
    assert(!image.empty() && width > 0 && height > 0);
    const Blend blend = best_blend();
    if (width == image.width) return height == image.height ? image : resize_vertical(image, height, blend);
    if (height == image.height) return resize_horizontal(image, width, blend);
    if (vertical_first(image, width, height)) return resize_horizontal(resize_vertical(image, height, blend), width, blend);
    return resize_vertical(resize_horizontal(image, width, blend), height, blend);
}

}  // namespace lectern
