// Quantised products with many rows in AMX tiles: 16 rows × one group of 64 k × 16 columns in one instruction. The integer
// sums are exact and the rest goes as in matmul_quant.cpp, so a row is the same whichever of the two computes it.
#include <immintrin.h>

#include "core/compute/cpu/kernels/kernels.h"

namespace lectern {
namespace avx512_bf16 {
void matmul_quant(const QuantBlock& b);
}

namespace amx {

constexpr int64_t kFewRows = 8;  // up to so many, dot products of vectors are faster
constexpr int64_t kTileRows = 16;

struct alignas(64) QuantTileConfig {
    uint8_t palette = 1, start_row = 0, reserved[14] = {};
    uint16_t column_bytes[16] = {};
    uint8_t rows[16] = {};
};

static inline void tiles_meet_memory() { __asm__ volatile("" ::: "memory"); }

// Tiles 0…3 are sums, 4 and 5 rows of x, 6 and 7 columns of w.
static void configure(int64_t upper, int64_t lower) {
    QuantTileConfig c;
    for (int t = 0; t < 8; ++t) {
        c.column_bytes[t] = 64;
        c.rows[t] = 16;
    }
    c.rows[0] = c.rows[1] = c.rows[4] = static_cast<uint8_t>(upper);
    c.rows[2] = c.rows[3] = c.rows[5] = static_cast<uint8_t>(lower ? lower : 1);
    __asm__ volatile("" : : "r"(&c) : "memory");
    _tile_loadconfig(&c);
}

// A panel's 4-bit codes as signed bytes, in the same order.
static void unpack(const std::byte* w, int64_t groups, std::byte* to) {
    const __m512i mask = _mm512_set1_epi8(0x0f), eight = _mm512_set1_epi8(8);
    for (int64_t g = 0; g < groups; ++g, w += quant_group_bytes(DType::Q4))
        for (int i = 0; i < 16; ++i, to += i % 2 ? 64 : 192) {
            const __m512i v = _mm512_load_si512(w + i * 64);
            _mm512_store_si512(to, _mm512_sub_epi8(_mm512_and_si512(v, mask), eight));
            _mm512_store_si512(to + kQuantLine, _mm512_sub_epi8(_mm512_and_si512(_mm512_srli_epi16(v, 4), mask), eight));
        }
}

// Sums of one group for up to 32 rows and the panel's two halves.
struct alignas(64) Sums {
    int32_t of[2][32][16];
};

static inline void multiply(const int8_t* x, int64_t x_stride, const std::byte* w, bool two, Sums& to) {
    _tile_zero(0);
    _tile_zero(1);
    _tile_loadd(4, x, x_stride);
    _tile_loadd(6, w, kQuantLine);
    _tile_loadd(7, w + 64, kQuantLine);
    _tile_dpbssd(0, 4, 6);
    _tile_dpbssd(1, 4, 7);
    if (two) {
        _tile_zero(2);
        _tile_zero(3);
        _tile_loadd(5, x + kTileRows * x_stride, x_stride);
        _tile_dpbssd(2, 5, 6);
        _tile_dpbssd(3, 5, 7);
    }
    _tile_stored(0, to.of[0], 64);
    _tile_stored(1, to.of[1], 64);
    if (two) {
        _tile_stored(2, to.of[0][16], 64);
        _tile_stored(3, to.of[1][16], 64);
    }
}

template <int Digits>
static inline void accumulate(const Sums* sums, float (*y)[32], int64_t rows, const float* x_scale, int64_t groups, const std::byte* scales) {
    const auto* s = reinterpret_cast<const __m256i*>(scales);
    const __m512 scale[2] = {_mm512_cvtph_ps(_mm256_load_si256(s)), _mm512_cvtph_ps(_mm256_load_si256(s + 1))};
    for (int64_t r = 0; r < rows; ++r) {
        const __m512 of_row = _mm512_set1_ps(x_scale[r * groups]);
#pragma GCC unroll 2
        for (int half = 0; half < 2; ++half) {
            __m512 sum = _mm512_cvtepi32_ps(_mm512_load_si512(sums[0].of[half][r]));
            if constexpr (Digits == 2)  // 255·high + low, rounded once as the conversion of the whole would be
                sum = _mm512_fmadd_ps(sum, _mm512_set1_ps(255), _mm512_cvtepi32_ps(_mm512_load_si512(sums[1].of[half][r])));
            _mm512_store_ps(y[r] + 16 * half, _mm512_fmadd_ps(_mm512_mul_ps(sum, of_row), scale[half], _mm512_load_ps(y[r] + 16 * half)));
        }
    }
}

static void put(const QuantBlock& b, int64_t row, int64_t rows, int64_t panel, const float (*y)[32]) {
    for (int half = 0; half < 2; ++half) {
        const int64_t column = panel * kQuantPanel + 16 * half, left = b.n - column;
        if (left <= 0) return;
        const __mmask16 mask = left >= 16 ? 0xffff : static_cast<__mmask16>((1u << left) - 1);
        const __m512 bias = b.bias ? _mm512_maskz_loadu_ps(mask, b.bias + column) : _mm512_setzero_ps();
        for (int64_t r = 0; r < rows; ++r) {
            const __m512 v = _mm512_load_ps(y[r] + 16 * half);
            _mm512_mask_storeu_ps(b.y + (row + r) * b.y_stride + column, mask, b.bias ? v + bias : v);
        }
    }
}

template <DType D, int Digits>
static void block_of(const QuantBlock& b) {
    const int64_t groups = (b.k + 63) / 64, x_stride = groups * 64;
    constexpr int64_t kGroup = quant_group_bytes(D), kCodes = quant_code_bytes(D);
    int64_t configured = 0;
    for (int64_t panel = b.panel0; panel < b.panel1; ++panel) {
        const std::byte* packed = b.w + panel * groups * kGroup;
        const std::byte* codes = packed;
        int64_t step = kGroup;
        if constexpr (D == DType::Q4) {
            unpack(packed, groups, b.scratch);
            codes = b.scratch;
            step = 2048;
        }
        for (int64_t row = b.row0; row < b.row1; row += 32) {
            const int64_t rows = b.row1 - row < 32 ? b.row1 - row : 32, first = row - b.row0;
            if (rows != configured) configure(rows < 16 ? rows : 16, rows > 16 ? rows - 16 : 0);
            configured = rows;
            const bool two = rows > 16;
            alignas(64) float y[32][32];
            for (int64_t r = 0; r < rows; ++r)
                for (int half = 0; half < 2; ++half) _mm512_store_ps(y[r] + 16 * half, _mm512_setzero_ps());
            // The tiles of a group multiply while the sums of the one before are scaled.
            Sums sums[2][Digits];
            const auto start = [&](int64_t g) {
                tiles_meet_memory();
                multiply(b.x.high + first * x_stride + g * 64, x_stride, codes + g * step, two, sums[g % 2][0]);
                if constexpr (Digits == 2) multiply(b.x.low + first * x_stride + g * 64, x_stride, codes + g * step, two, sums[g % 2][1]);
                tiles_meet_memory();
            };
            start(0);
            for (int64_t g = 0; g < groups; ++g) {
                if (g + 1 < groups) start(g + 1);
                accumulate<Digits>(sums[g % 2], y, rows, b.x.scale + first * groups + g, groups, packed + g * kGroup + kCodes);
            }
            put(b, row, rows, panel, y);
        }
    }
    tiles_meet_memory();
    _tile_release();
}

static void matmul_quant(const QuantBlock& b) {
    if (b.row1 - b.row0 <= kFewRows) return avx512_bf16::matmul_quant(b);
    if (b.w_dtype == DType::Q4)
        block_of<DType::Q4, 1>(b);
    else
        block_of<DType::Q8, 2>(b);
}

void add_quantised(Kernels& table) { table.matmul_quant = matmul_quant; }

}  // namespace amx
}  // namespace lectern
