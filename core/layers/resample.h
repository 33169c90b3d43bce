// Tables of learned positions brought to another size, as torch's interpolate does in F32.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lectern {

// interpolate(mode="bicubic", antialias=True, align_corners=False): a = −½, support widened when shrinking, weights
// normalised over what lies inside.   table [side, side, channels] → [to, to, channels]
std::vector<float> resample_bicubic(std::span<const float> table, int64_t side, int64_t to, int64_t channels);

// interpolate(mode="linear", align_corners=False), not antialiased.   table [rows, channels] → [to, channels]
std::vector<float> resample_linear(std::span<const float> table, int64_t rows, int64_t to, int64_t channels);

}  // namespace lectern
