// The AVX-512 BF16 level: everything as AVX-512, and matrix products through the BF16 dot-product instruction.
#include <immintrin.h>

#include "core/compute/cpu/kernels/kernels.h"

namespace lectern::avx512_bf16 {

constexpr int kMostRows = 12;

constexpr int panels_for(int rows) { return rows == 1 ? 8 : rows <= 6 ? 4 : 2; }

// R rows times P panels; one chain per result over k in pairs, whatever the tile.
template <int R, int P>
static void tile(const MatmulBlock& b, int64_t row, int64_t panel) {
    const int64_t k = padded_k(DType::BF16, b.k), panel_bytes = k * kPanel * 2;
    const auto* x = static_cast<const uint16_t*>(b.x) + (row - b.row0) * b.x_stride;
    const std::byte* w = b.w + panel * panel_bytes;
    __m512 acc[R][P];
#pragma GCC unroll 32
    for (int r = 0; r < R; ++r)
#pragma GCC unroll 32
        for (int p = 0; p < P; ++p) acc[r][p] = _mm512_setzero_ps();
    for (int64_t i = 0; i < k; i += 2, w += kPanel * 4) {
        __m512i value[P];
#pragma GCC unroll 32
        for (int p = 0; p < P; ++p) value[p] = _mm512_loadu_si512(w + p * panel_bytes);
#pragma GCC unroll 32
        for (int r = 0; r < R; ++r) {
            int pair;
            __builtin_memcpy(&pair, x + r * b.x_stride + i, 4);
            const __m512i both = _mm512_set1_epi32(pair);
#pragma GCC unroll 32
            for (int p = 0; p < P; ++p) acc[r][p] = _mm512_dpbf16_ps(acc[r][p], (__m512bh)both, (__m512bh)value[p]);
        }
    }
#pragma GCC unroll 32
    for (int p = 0; p < P; ++p) {
        const int64_t column = (panel + p) * kPanel, left = b.n - column;
        const __mmask16 mask = left >= kPanel ? 0xffff : static_cast<__mmask16>((1u << left) - 1);
        const __m512 bias = b.bias ? _mm512_maskz_loadu_ps(mask, b.bias + column) : _mm512_setzero_ps();
#pragma GCC unroll 32
        for (int r = 0; r < R; ++r)
            _mm512_mask_storeu_ps(b.y + (row + r) * b.n + column, mask, b.bias ? acc[r][p] + bias : acc[r][p]);
    }
}

template <int R>
static void rows_of(const MatmulBlock& b, int64_t row, int64_t panel0, int64_t panel1) {
    constexpr int P = panels_for(R);
    int64_t panel = panel0;
    for (; panel + P <= panel1; panel += P) tile<R, P>(b, row, panel);
    for (; panel < panel1; ++panel) tile<R, 1>(b, row, panel);
}

template <int R>
static void any_rows(const MatmulBlock& b, int64_t row, int64_t rows, int64_t panel0, int64_t panel1) {
    if (rows == R)
        rows_of<R>(b, row, panel0, panel1);
    else if constexpr (R > 1)
        any_rows<R - 1>(b, row, rows, panel0, panel1);
}

static void matmul_bf16(const MatmulBlock& b) {
    const int64_t rows = b.row1 - b.row0, tiles = (rows + kMostRows - 1) / kMostRows;
    const int64_t group = tiles > 1 ? 2 : b.panel1 - b.panel0;
    for (int64_t panel = b.panel0; panel < b.panel1; panel += group)
        for (int64_t t = 0; t < tiles; ++t) {
            const int64_t first = rows * t / tiles, last = rows * (t + 1) / tiles;
            const int64_t end = panel + group < b.panel1 ? panel + group : b.panel1;
            any_rows<kMostRows>(b, b.row0 + first, last - first, panel, end);
        }
}

void matmul_quant(const QuantBlock& b);  // matmul_quant.cpp, with VNNI

static void round_bf16(const float* x, uint16_t* y, int64_t n) {
    for (int64_t i = 0; i < n; i += 16) {
        const __mmask16 mask = n - i >= 16 ? 0xffff : static_cast<__mmask16>((1u << (n - i)) - 1);
        _mm256_mask_storeu_epi16(y + i, mask, (__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(mask, x + i)));
    }
}

}  // namespace lectern::avx512_bf16

namespace lectern {

const Kernels& avx512_bf16_kernels() {
    static const Kernels table = [] {
        Kernels t = avx512_kernels();
        t.matmul_bf16 = avx512_bf16::matmul_bf16;
        t.round_bf16 = avx512_bf16::round_bf16;
        t.matmul_quant = avx512_bf16::matmul_quant;
        return t;
    }();
    return table;
}

}  // namespace lectern
