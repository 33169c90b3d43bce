// Rotary tables of the rows of a batch: text on one position axis, or tokens that stand at three positions at once (M-RoPE).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/compute/backend.h"

namespace lectern {

// Pairs of a head turned by the time, row and column position: the first `time` pairs by time, the next by row, the
// last by column (contiguous sections). Their sum is head_dim / 2, or less where only the first pairs of a head turn.
using MropeSection = std::array<int64_t, 3>;

// Angles of the rows of one batch, for Backend::rope with positions 0, 1, 2 … (row r of the result belongs to row r):
// θ_k = p_a · theta^(−k/n), a the axis of k's section, n the sections' sum; 0 for k ≥ n.
//   F32 [rows, head_dim]: cos, then sin.
// positions: [rows][axes]; section: [axes], a MropeSection, or {head_dim / 2} for text on one axis. Which values of a head
// make pair k is the rotation's matter: (k, k + head_dim/2) in Qwen2.5-VL, (2k, 2k + 1) in GLM-OCR; both read the same
// table. Rounded to F32 where the reference is.
Tensor mrope_table(Backend& be, std::span<const int32_t> positions, std::span<const int64_t> section, int64_t head_dim,
                   double theta);

}  // namespace lectern
