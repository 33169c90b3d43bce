// Rotary tables for Backend::rope, one-dimensional (text) and two-dimensional (patches).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/compute/backend.h"

namespace lectern {

// Angles of positions 0 … positions-1: θ_k = p · theta^(−2k/head_dim), k < head_dim/2.   F32 [positions, head_dim]
// Frequencies and angles are rounded to F32 as in the reference, whose weights were trained with them.
Tensor rope_table(Backend& be, int64_t positions, int64_t head_dim, double theta);

struct PatchPosition {  // where a patch lies in its picture
    int32_t row = 0, column = 0;  // counted from 0
};

// Angles of one patch: its row times f_k, then its column times f_k, f_k = theta^(−2k/(head_dim/2)), k < head_dim/4.
// Row r of the result belongs to patches[r].   F32 [patches, head_dim]
Tensor rope_table_2d(Backend& be, std::span<const PatchPosition> patches, int64_t head_dim, double theta);

// What tables are made of: theta^(−2k/dim), k < dim/2; cos and sin of position · frequency.
std::vector<float> rope_frequencies(int64_t dim, double theta);
void put_rope_angle(float* cos_out, float* sin_out, int64_t position, float frequency);

}  // namespace lectern
