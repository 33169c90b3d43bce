// The AMX level: everything as AVX-512 BF16, and BF16 matrix products in tiles of 16 rows × 32 k × 16 columns. Each
// result gathers its products in k order whatever the number of rows, so a row is the same in any company.
#include <immintrin.h>

#include "core/compute/cpu/kernels/kernels.h"

namespace lectern::amx {

constexpr int64_t kTileRows = 16;
constexpr int64_t kStepBytes = kBf16Block * 2;              // one k step of a row of x
constexpr int64_t kTileBytes = kBf16Block * kPanel * 2;     // one k step of a panel: 16 pairs of k × 16 columns

// Tile numbers are part of the instructions: 0…3 are sums, 4 and 5 rows of x, 6 and 7 panels of w (5…7 with one row tile).
struct alignas(64) TileConfig {
    uint8_t palette = 1, start_row = 0, reserved[14] = {};
    uint16_t column_bytes[16] = {};
    uint8_t rows[16] = {};
};

// Two row tiles of `upper` and `lower` rows; with lower = 0 one row tile.
static void configure(int64_t upper, int64_t lower) {
    TileConfig c;
    for (int t = 0; t < 8; ++t) {
        c.column_bytes[t] = 64;
        c.rows[t] = 16;
    }
    const auto up = static_cast<uint8_t>(upper), low = static_cast<uint8_t>(lower);
    c.rows[0] = c.rows[1] = c.rows[4] = up;
    c.rows[2] = c.rows[3] = lower ? low : up;
    if (lower) c.rows[5] = low;
    _tile_loadconfig(&c);
}

struct Tiles {
    const std::byte* x;    // first row, BF16
    int64_t x_stride;      // bytes
    const std::byte* w;    // first panel
    int64_t panel_bytes;
    int64_t steps;         // of 32 k
};

// sums 0 1   upper rows × panels 0 1
//      2 3   lower rows
static inline void multiply_2x2(const Tiles& t) {
    const std::byte *x0 = t.x, *x1 = t.x + kTileRows * t.x_stride, *w0 = t.w, *w1 = t.w + t.panel_bytes;
    for (int64_t s = 0; s < t.steps; ++s) {
        _tile_loadd(4, x0 + s * kStepBytes, t.x_stride);
        _tile_loadd(6, w0 + s * kTileBytes, 64);
        _tile_loadd(5, x1 + s * kStepBytes, t.x_stride);
        _tile_loadd(7, w1 + s * kTileBytes, 64);
        _tile_dpbf16ps(0, 4, 6);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(1, 4, 7);
        _tile_dpbf16ps(3, 5, 7);
    }
}

static inline void multiply_2x1(const Tiles& t) {
    const std::byte *x0 = t.x, *x1 = t.x + kTileRows * t.x_stride;
    for (int64_t s = 0; s < t.steps; ++s) {
        _tile_loadd(4, x0 + s * kStepBytes, t.x_stride);
        _tile_loadd(6, t.w + s * kTileBytes, 64);
        _tile_loadd(5, x1 + s * kStepBytes, t.x_stride);
        _tile_dpbf16ps(0, 4, 6);
        _tile_dpbf16ps(2, 5, 6);
    }
}

// One row tile × panels 0 1 2 3.
static inline void multiply_1x4(const Tiles& t) {
    for (int64_t s = 0; s < t.steps; ++s) {
        const std::byte* w = t.w + s * kTileBytes;
        _tile_loadd(4, t.x + s * kStepBytes, t.x_stride);
        _tile_loadd(5, w, 64);
        _tile_loadd(6, w + t.panel_bytes, 64);
        _tile_loadd(7, w + 2 * t.panel_bytes, 64);
        _tile_dpbf16ps(0, 4, 5);
        _tile_loadd(5, w + 3 * t.panel_bytes, 64);
        _tile_dpbf16ps(1, 4, 6);
        _tile_dpbf16ps(2, 4, 7);
        _tile_dpbf16ps(3, 4, 5);
    }
}

static inline void multiply_1x1(const Tiles& t) {
    for (int64_t s = 0; s < t.steps; ++s) {
        _tile_loadd(4, t.x + s * kStepBytes, t.x_stride);
        _tile_loadd(5, t.w + s * kTileBytes, 64);
        _tile_dpbf16ps(0, 4, 5);
    }
}

static inline void clear_sums() {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
}

// 16 columns of sums, as stored by a tile, to y with the bias.
static inline void put(const float (*sums)[16], const MatmulBlock& b, int64_t row, int64_t rows, int64_t panel) {
    const int64_t column = panel * kPanel, left = b.n - column;
    const __mmask16 mask = left >= kPanel ? 0xffff : static_cast<__mmask16>((1u << left) - 1);
    const __m512 bias = b.bias ? _mm512_maskz_loadu_ps(mask, b.bias + column) : _mm512_setzero_ps();
    for (int64_t r = 0; r < rows; ++r)
        _mm512_mask_storeu_ps(b.y + (row + r) * b.n + column, mask, _mm512_load_ps(sums[r]) + bias);
}

// rows (17 … 32) from `row`, all panels of the block.
static void two_row_tiles(const MatmulBlock& b, Tiles t, int64_t row, int64_t rows) {
    const int64_t lower = rows - kTileRows;
    alignas(64) float sums[4][16][16];
    configure(kTileRows, lower);
    for (int64_t p = b.panel0; p < b.panel1; p += 2) {
        t.w = b.w + p * t.panel_bytes;
        const bool both = p + 1 < b.panel1;
        clear_sums();
        if (both) multiply_2x2(t); else multiply_2x1(t);
        _tile_stored(0, sums[0], 64);
        _tile_stored(2, sums[2], 64);
        put(sums[0], b, row, kTileRows, p);
        put(sums[2], b, row + kTileRows, lower, p);
        if (!both) break;
        _tile_stored(1, sums[1], 64);
        _tile_stored(3, sums[3], 64);
        put(sums[1], b, row, kTileRows, p + 1);
        put(sums[3], b, row + kTileRows, lower, p + 1);
    }
}

static void one_row_tile(const MatmulBlock& b, Tiles t, int64_t row, int64_t rows) {
    alignas(64) float sums[4][16][16];
    configure(rows, 0);
    int64_t p = b.panel0;
    for (; p + 4 <= b.panel1; p += 4) {
        t.w = b.w + p * t.panel_bytes;
        clear_sums();
        multiply_1x4(t);
        _tile_stored(0, sums[0], 64);
        _tile_stored(1, sums[1], 64);
        _tile_stored(2, sums[2], 64);
        _tile_stored(3, sums[3], 64);
        for (int64_t i = 0; i < 4; ++i) put(sums[i], b, row, rows, p + i);
    }
    for (; p < b.panel1; ++p) {
        t.w = b.w + p * t.panel_bytes;
        _tile_zero(0);
        multiply_1x1(t);
        _tile_stored(0, sums[0], 64);
        put(sums[0], b, row, rows, p);
    }
}

static void matmul_bf16(const MatmulBlock& b) {
    const int64_t k = padded_k(DType::BF16, b.k);
    Tiles t{.x = nullptr, .x_stride = b.x_stride * 2, .w = nullptr, .panel_bytes = k * kPanel * 2, .steps = k / kBf16Block};
    for (int64_t row = b.row0; row < b.row1; row += 2 * kTileRows) {
        const int64_t left = b.row1 - row, rows = left < 2 * kTileRows ? left : 2 * kTileRows;
        t.x = static_cast<const std::byte*>(b.x) + row * t.x_stride;
        if (rows > kTileRows)
            two_row_tiles(b, t, row, rows);
        else
            one_row_tile(b, t, row, rows);
    }
    _tile_release();
}

void add_dense_attention(Kernels& table);  // attention_amx.cpp

}  // namespace lectern::amx

namespace lectern {

const Kernels& amx_kernels() {
    static const Kernels table = [] {
        Kernels t = avx512_bf16_kernels();
        t.matmul_bf16 = amx::matmul_bf16;
        amx::add_dense_attention(t);
        return t;
    }();
    return table;
}

}  // namespace lectern
