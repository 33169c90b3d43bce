#include "core/layers/resample.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace lectern {

static double cubic(double x) {
    x = std::fabs(x);
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

// Weights of the inputs first … first + size that make one output.
struct Taps {
    int64_t first = 0;
    std::vector<float> weights;
};

static std::vector<Taps> cubic_taps(int64_t from, int64_t to) {
    const double ratio = static_cast<double>(from) / static_cast<double>(to), widen = std::max(1.0, ratio);
    std::vector<Taps> taps(static_cast<size_t>(to));
    for (int64_t o = 0; o < to; ++o) {
        Taps& t = taps[static_cast<size_t>(o)];
        const double centre = (static_cast<double>(o) + 0.5) * ratio, support = 2 * widen;
        t.first = std::max<int64_t>(0, static_cast<int64_t>(centre - support + 0.5));
        const int64_t last = std::min(from, static_cast<int64_t>(centre + support + 0.5));
        double sum = 0;
        std::vector<double> weights;
        for (int64_t j = t.first; j < last; ++j) {
            weights.push_back(cubic((static_cast<double>(j) - centre + 0.5) / widen));
            sum += weights.back();
        }
        for (const double w : weights) t.weights.push_back(static_cast<float>(w / sum));
    }
    return taps;
}

std::vector<float> resample_bicubic(std::span<const float> table, int64_t side, int64_t to, int64_t channels) {
    assert(static_cast<int64_t>(table.size()) == side * side * channels);
    if (side == to) return {table.begin(), table.end()};
    const std::vector<Taps> taps = cubic_taps(side, to);
    const auto width = static_cast<size_t>(channels);
    const auto add = [width](float* out, const float* in, float weight) {
        for (size_t c = 0; c < width; ++c) out[c] += weight * in[c];
    };
    std::vector<float> across(static_cast<size_t>(side * to) * width), out(static_cast<size_t>(to * to) * width);
    for (int64_t y = 0; y < side; ++y)
        for (int64_t x = 0; x < to; ++x) {
            const Taps& t = taps[static_cast<size_t>(x)];
            for (size_t i = 0; i < t.weights.size(); ++i)
                add(across.data() + (y * to + x) * channels, table.data() + (y * side + t.first + static_cast<int64_t>(i)) * channels, t.weights[i]);
        }
    for (int64_t y = 0; y < to; ++y) {
        const Taps& t = taps[static_cast<size_t>(y)];
        for (size_t i = 0; i < t.weights.size(); ++i)
            for (int64_t x = 0; x < to; ++x)
                add(out.data() + (y * to + x) * channels, across.data() + ((t.first + static_cast<int64_t>(i)) * to + x) * channels, t.weights[i]);
    }
    return out;
}

std::vector<float> resample_linear(std::span<const float> table, int64_t rows, int64_t to, int64_t channels) {
    assert(static_cast<int64_t>(table.size()) == rows * channels);
    std::vector<float> out(static_cast<size_t>(to * channels));
    const float ratio = static_cast<float>(rows) / static_cast<float>(to);
    for (int64_t o = 0; o < to; ++o) {
        const float at = std::max(0.0f, (static_cast<float>(o) + 0.5f) * ratio - 0.5f);
        const auto low = static_cast<int64_t>(at), high = std::min(low + 1, rows - 1);
        const float part = at - static_cast<float>(low);
        for (int64_t c = 0; c < channels; ++c)
            out[static_cast<size_t>(o * channels + c)] = (1 - part) * table[static_cast<size_t>(low * channels + c)] +
                                                         part * table[static_cast<size_t>(high * channels + c)];
    }
    return out;
}

}  // namespace lectern
