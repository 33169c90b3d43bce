// Products of many rows in BF16 tiles, near the rate of the tile unit. What it takes (measured on a core with 3.1
// TFLOP/s, 48 KB and 2 MB of cache): x packed in whole tiles, since rows far apart fall on each other in the nearest
// cache; one slice of x, 32 rows × at most 640 k, kept there while the weights of 256 columns pass from the second
// cache with loads that do not displace it (_tile_stream_loadd); sums kept aside in strips, so that y is touched once,
// with its epilogue; the next rows fetched meanwhile. Long k goes through in ranges, so that the weights of one fit the
// second cache. Every result gathers its products in the order of k, whatever the cut.
#include <immintrin.h>

#include "core/compute/cpu/kernels/kernels.h"
#include "core/compute/cpu/kernels/simd.h"

namespace lectern::amx {

constexpr int64_t kGroupRows = kTileGroup;  // rows of a tile
constexpr int64_t kTileBytes = 1024;        // 16 rows × 32 k, or 16 pairs of k × 16 columns, of BF16
constexpr int64_t kMostSteps = 20;          // of 32 k, in one slice
constexpr int64_t kPairFloats = 32 * 32;    // sums of two row tiles × two panels
constexpr int64_t kMostPairs = kProductPanels / 2;

struct alignas(64) TileConfig {
    uint8_t palette = 1, start_row = 0, reserved[14] = {};
    uint16_t column_bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};

// GCC 12 does not know that tile loads read memory (nor that the configuration is longer than a pointer): this keeps
// ordinary writes before them.
static inline void tiles_meet_memory() {
    __asm__ volatile("" ::: "memory");
}

static inline int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}
static inline __mmask16 first_lanes(int64_t n) {
    return n >= 16 ? 0xffff : n <= 0 ? 0 : static_cast<__mmask16>((1u << n) - 1);
}

void pack_tiles(const float* x, int64_t rows, int64_t k, std::byte* to) {
    const int64_t steps = padded_k(DType::BF16, k) / kBf16Block;
    for (int64_t r = 0; r < kGroupRows; ++r, x += k)
        for (int64_t s = 0; s < steps; ++s) {
            const int64_t left = r < rows ? k - s * kBf16Block : 0;
            const __m512 low = _mm512_maskz_loadu_ps(first_lanes(left), x + s * kBf16Block);
            const __m512 high = _mm512_maskz_loadu_ps(first_lanes(left - 16), x + s * kBf16Block + 16);
            _mm512_store_si512(to + s * kTileBytes + r * 64, (__m512i)_mm512_cvtne2ps_pbh(high, low));
        }
}

// One pair of row tiles times one pair of panels.
struct Pair {
    const std::byte *x0, *x1, *w0, *w1;  // of the present slice
    float* sums;                         // tiles: upper rows × left, right panel, then lower rows
    const float* bias;                   // 32 values every row begins with, or nullptr: the sums go on
    const std::byte* next;               // rows fetched into the second cache on the way, 256 bytes at each step
    const std::byte *next_w0, *next_w1;  // weights, likewise, where they are met for the first time
};

template <bool kFirstRows>
static inline void multiply(const Pair& p, int64_t steps) {
    tiles_meet_memory();
    if (p.bias) {
        _tile_loadd(0, p.bias, 0);
        _tile_loadd(1, p.bias + 16, 0);
        _tile_loadd(2, p.bias, 0);
        _tile_loadd(3, p.bias + 16, 0);
    } else {
        _tile_loadd(0, p.sums, 64);
        _tile_loadd(1, p.sums + 256, 64);
        _tile_loadd(2, p.sums + 512, 64);
        _tile_loadd(3, p.sums + 768, 64);
    }
    for (int64_t s = 0; s < steps; ++s) {
        _tile_loadd(4, p.x0 + s * kTileBytes, 64);
        _tile_stream_loadd(6, p.w0 + s * kTileBytes, 64);
        _tile_loadd(5, p.x1 + s * kTileBytes, 64);
        _tile_stream_loadd(7, p.w1 + s * kTileBytes, 64);
        if constexpr (kFirstRows) {
#pragma GCC unroll 16
            for (int i = 0; i < 16; ++i) {
                _mm_prefetch(p.next_w0 + s * kTileBytes + i * 64, _MM_HINT_T1);
                _mm_prefetch(p.next_w1 + s * kTileBytes + i * 64, _MM_HINT_T1);
            }
        } else {
#pragma GCC unroll 4
            for (int i = 0; i < 4; ++i) _mm_prefetch(p.next + s * 256 + i * 64, _MM_HINT_T1);
        }
        _tile_dpbf16ps(0, 4, 6);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(1, 4, 7);
        _tile_dpbf16ps(3, 5, 7);
    }
    _tile_stored(0, p.sums, 64);
    _tile_stored(1, p.sums + 256, 64);
    _tile_stored(2, p.sums + 512, 64);
    _tile_stored(3, p.sums + 768, 64);
    tiles_meet_memory();
}

// What is the same for all rows of a block.
struct Columns {
    int64_t pairs;                      // of panels; with w2 those of w2 follow those of w
    const std::byte* left[kMostPairs];  // panels
    const std::byte* right[kMostPairs];
    alignas(64) float bias[kMostPairs][32];
};

static void add_columns(Columns& c, const TileProduct& t, const std::byte* w, const float* bias, int64_t panel_bytes) {
    const int64_t panels = (t.n + kPanel - 1) / kPanel;
    for (int64_t p = t.panel0; p < t.panel1; p += 2, ++c.pairs) {
        c.left[c.pairs] = w + p * panel_bytes;
        c.right[c.pairs] =
            p + 1 < panels ? c.left[c.pairs] + panel_bytes : c.left[c.pairs];  // beyond the last: not kept
        for (int64_t half = 0; half < 2; ++half) {
            const int64_t column = (p + half) * kPanel;
            _mm512_store_ps(
                c.bias[c.pairs] + half * 16,
                bias ? _mm512_maskz_loadu_ps(first_lanes(t.n - column), bias + column) : _mm512_setzero_ps());
        }
    }
}

static inline const float* strip_row(const float* strip, int64_t pair, int64_t row) {
    return strip + pair * kPairFloats + row / 16 * 512 + row % 16 * 16;
}

static void put_down(const float* strip, const TileProduct& t, int64_t row, int64_t rows, int64_t pairs) {
    const bool stream = t.stream && t.n % 16 == 0;
    for (int64_t i = 0; i < rows; ++i)
        for (int64_t p = 0; p < pairs; ++p)
            for (int64_t half = 0; half < 2; ++half) {
                const int64_t column = (t.panel0 + 2 * p + half) * kPanel;
                const __mmask16 mask = first_lanes(t.n - column);
                __m512 v = _mm512_load_ps(strip_row(strip, p, i) + half * 256);
                const int64_t at = (row + i) * t.n + column;
                if (t.residual) v = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, t.residual + at), v);
                if (stream && mask == 0xffff)
                    _mm512_stream_ps(t.y + at, v);
                else
                    _mm512_mask_storeu_ps(t.y + at, mask, v);
            }
}

// silu(gate) ∘ up, rounded, in the layout of packed rows: the two panels of a pair are one step of 32 k there.
static void put_gated(const float* strip, const TileProduct& t, int64_t row, int64_t rows, int64_t pairs) {
    const int64_t group_bytes = padded_k(DType::BF16, t.n) / kBf16Block * kTileBytes, gates = pairs / 2;
    const int64_t whole = rows > kGroupRows ? 2 * kGroupRows : kGroupRows;  // rows beyond the last are packed with it
    for (int64_t i = 0; i < whole; ++i)
        for (int64_t p = 0; p < gates; ++p) {
            const int64_t column = (t.panel0 + 2 * p) * kPanel;
            const float *gate = strip_row(strip, p, i), *up = strip_row(strip, gates + p, i);
            const __m512 low = _mm512_maskz_mov_ps(first_lanes(t.n - column), silu(load(gate)) * load(up));
            const __m512 high =
                _mm512_maskz_mov_ps(first_lanes(t.n - column - 16), silu(load(gate + 256)) * load(up + 256));
            std::byte* to =
                t.packed_y + (row + i) / kGroupRows * group_bytes + column / kBf16Block * kTileBytes + i % 16 * 64;
            _mm512_store_si512(to, (__m512i)_mm512_cvtne2ps_pbh(high, low));
        }
}

// Steps [step0, step1) of rows (at most 32) of x, onto the strip.
static void multiply_rows(const TileProduct& t, const Columns& c, float* strip, int64_t row, int64_t step0,
                          int64_t step1, int64_t group_bytes) {
    const int64_t slices = (step1 - step0 + kMostSteps - 1) / kMostSteps;
    const std::byte* x = t.x + row / kGroupRows * group_bytes;
    const int64_t lower = t.row1 - row > kGroupRows ? group_bytes : 0;  // without lower rows the upper ones, twice
    const std::byte* following = row + 2 * kGroupRows < t.row1 ? x + 2 * group_bytes : x;
    for (int64_t s = 0; s < slices; ++s) {
        const int64_t first = step0 + (step1 - step0) * s / slices,
                      count = step0 + (step1 - step0) * (s + 1) / slices - first;
        const int64_t at = first * kTileBytes;
        for (int64_t p = 0; p < c.pairs; ++p) {
            const bool more = p + 1 < c.pairs;
            const int64_t next = more ? p + 1 : 0,
                          next_at = more ? at : at + count * kTileBytes;  // the last slice's next: unused
            const Pair pair = {.x0 = x + at,
                               .x1 = x + lower + at,
                               .w0 = c.left[p] + at,
                               .w1 = c.right[p] + at,
                               .sums = strip + p * kPairFloats,
                               .bias = first == 0 ? c.bias[p] : nullptr,
                               .next = following + (p & 1) * lower + at + p / 2 * count * 256,
                               .next_w0 = c.left[next] + next_at,
                               .next_w1 = c.right[next] + next_at};
            if (row == t.row0)
                multiply<true>(pair, count);
            else
                multiply<false>(pair, count);
        }
    }
}

void tile_product(const TileProduct& t) {
    const int64_t steps = padded_k(DType::BF16, t.k) / kBf16Block, group_bytes = steps * kTileBytes;
    const int64_t ranges = product_ranges(t.k);
    const TileConfig config;
    __asm__ volatile("" : : "r"(&config) : "memory");
    _tile_loadconfig(&config);
    Columns columns;
    columns.pairs = 0;
    add_columns(columns, t, t.w, t.bias, group_bytes);
    if (t.w2) add_columns(columns, t, t.w2, t.bias2, group_bytes);
    for (int64_t r = 0; r < ranges; ++r)
        for (int64_t row = t.row0; row < t.row1; row += 2 * kGroupRows) {
            float* strip = t.sums + (ranges > 1 ? (row - t.row0) / (2 * kGroupRows) * kProductStrip : 0);
            multiply_rows(t, columns, strip, row, steps * r / ranges, steps * (r + 1) / ranges, group_bytes);
            if (r + 1 < ranges) continue;
            const int64_t rows = smaller(2 * kGroupRows, t.row1 - row);
            if (t.w2)
                put_gated(strip, t, row, rows, columns.pairs);
            else
                put_down(strip, t, row, rows, columns.pairs);
        }
    tiles_meet_memory();
    _tile_release();
    if (t.stream) _mm_sfence();
}

}  // namespace lectern::amx
