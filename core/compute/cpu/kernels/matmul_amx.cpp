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

// GCC 12 does not know that tile loads read memory (nor that the configuration is longer than a pointer): this keeps
// ordinary writes before them.
static inline void tiles_meet_memory() { __asm__ volatile("" ::: "memory"); }

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
    __asm__ volatile("" : : "r"(&c) : "memory");
    _tile_loadconfig(&c);
}

struct Tiles {
    const std::byte* x;    // first row, BF16
    int64_t x_stride;      // bytes
    const std::byte* w;    // first panel
    int64_t panel_bytes;
    int64_t steps;         // of 32 k, of this k block
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

// Where a sum tile begins and ends. The first k block begins with the bias, the same in every row, later ones with what
// y holds; all end in y, through a copy where the panel is only partly there. y keeps F32, so blocks change no bit.
struct Panel {
    alignas(64) float bias[16];
    float* y;            // first row and column
    int64_t y_stride;    // bytes
    int64_t columns;     // 1 … 16
    bool first;          // k block
};
static inline void open_panel(Panel& p, const MatmulBlock& b, int64_t row, int64_t panel, bool first) {
    p.first = first;
    const int64_t column = panel * kPanel, left = b.n - column;
    p.columns = left < kPanel ? left : kPanel;
    const auto mask = static_cast<__mmask16>((1u << p.columns) - 1);
    _mm512_store_ps(p.bias, b.bias ? _mm512_maskz_loadu_ps(mask, b.bias + column) : _mm512_setzero_ps());
    p.y = b.y + row * b.n + column;
    p.y_stride = b.n * 4;
}
// rows of sums kept aside for a tile, from and to the columns that exist.
static void get_part(float (*sums)[16], const Panel& p, int64_t row, int64_t rows) {
    const auto mask = static_cast<__mmask16>((1u << p.columns) - 1);
    for (int64_t r = 0; r < rows; ++r)
        _mm512_store_ps(sums[r], _mm512_maskz_loadu_ps(mask, p.y + (row + r) * (p.y_stride / 4)));
}
static void put_part(const float (*sums)[16], const Panel& p, int64_t row, int64_t rows) {
    const auto mask = static_cast<__mmask16>((1u << p.columns) - 1);
    for (int64_t r = 0; r < rows; ++r)
        _mm512_mask_storeu_ps(p.y + (row + r) * (p.y_stride / 4), mask, _mm512_load_ps(sums[r]));
}

// Tile numbers must be literals.
#define LECTERN_BEGIN(tile, panel, from, count)                                  \
    tiles_meet_memory();                                                         \
    if ((panel).first) {                                                         \
        _tile_loadd(tile, (panel).bias, 0);                                      \
    } else if ((panel).columns == kPanel) {                                      \
        _tile_loadd(tile, (panel).y + (from) * b.n, (panel).y_stride);           \
    } else {                                                                     \
        alignas(64) float part[16][16];                                          \
        get_part(part, panel, from, count);                                      \
        tiles_meet_memory();                                                     \
        _tile_loadd(tile, part, 64);                                             \
    }
#define LECTERN_END(tile, panel, from, count)                                    \
    if ((panel).columns == kPanel) {                                             \
        _tile_stored(tile, (panel).y + (from) * b.n, (panel).y_stride);          \
    } else {                                                                     \
        alignas(64) float part[16][16];                                          \
        _tile_stored(tile, part, 64);                                            \
        tiles_meet_memory();                                                     \
        put_part(part, panel, from, count);                                      \
    }

// rows (17 … 32) from `row`, all panels of the block.
static void two_row_tiles(const MatmulBlock& b, Tiles t, int64_t row, int64_t rows, int64_t step0) {
    const int64_t lower = rows - kTileRows;
    configure(kTileRows, lower);
    Panel left, right;
    int64_t p = b.panel0;
    for (; p + 2 <= b.panel1; p += 2) {
        t.w = b.w + p * t.panel_bytes + step0 * kTileBytes;
        open_panel(left, b, row, p, step0 == 0);
        open_panel(right, b, row, p + 1, step0 == 0);
        LECTERN_BEGIN(0, left, 0, kTileRows);
        LECTERN_BEGIN(1, right, 0, kTileRows);
        LECTERN_BEGIN(2, left, kTileRows, lower);
        LECTERN_BEGIN(3, right, kTileRows, lower);
        multiply_2x2(t);
        LECTERN_END(0, left, 0, kTileRows);
        LECTERN_END(2, left, kTileRows, lower);
        LECTERN_END(1, right, 0, kTileRows);
        LECTERN_END(3, right, kTileRows, lower);
    }
    if (p < b.panel1) {
        t.w = b.w + p * t.panel_bytes + step0 * kTileBytes;
        open_panel(left, b, row, p, step0 == 0);
        LECTERN_BEGIN(0, left, 0, kTileRows);
        LECTERN_BEGIN(2, left, kTileRows, lower);
        multiply_2x1(t);
        LECTERN_END(0, left, 0, kTileRows);
        LECTERN_END(2, left, kTileRows, lower);
    }
}

static void one_row_tile(const MatmulBlock& b, Tiles t, int64_t row, int64_t rows, int64_t step0) {
    configure(rows, 0);
    Panel panel[4];
    int64_t p = b.panel0;
    for (; p + 4 <= b.panel1; p += 4) {
        t.w = b.w + p * t.panel_bytes + step0 * kTileBytes;
        for (int64_t i = 0; i < 4; ++i) open_panel(panel[i], b, row, p + i, step0 == 0);
        LECTERN_BEGIN(0, panel[0], 0, rows);
        LECTERN_BEGIN(1, panel[1], 0, rows);
        LECTERN_BEGIN(2, panel[2], 0, rows);
        LECTERN_BEGIN(3, panel[3], 0, rows);
        multiply_1x4(t);
        LECTERN_END(0, panel[0], 0, rows);
        LECTERN_END(1, panel[1], 0, rows);
        LECTERN_END(2, panel[2], 0, rows);
        LECTERN_END(3, panel[3], 0, rows);
    }
    for (; p < b.panel1; ++p) {
        t.w = b.w + p * t.panel_bytes + step0 * kTileBytes;
        open_panel(panel[0], b, row, p, step0 == 0);
        LECTERN_BEGIN(0, panel[0], 0, rows);
        multiply_1x1(t);
        LECTERN_END(0, panel[0], 0, rows);
    }
}

#undef LECTERN_BEGIN
#undef LECTERN_END

static void matmul_bf16(const MatmulBlock& b) {
    const int64_t k = padded_k(DType::BF16, b.k), steps = k / kBf16Block;
    Tiles t{.x = nullptr, .x_stride = b.x_stride * 2, .w = nullptr, .panel_bytes = k * kPanel * 2, .steps = steps};
    // Few rows read each weight once or twice; many rows pass the weights of one k block while they are in the cache.
    const int64_t block = b.row1 - b.row0 <= 2 * kTileRows ? steps : amx_k_block(k) / kBf16Block;
    for (int64_t step0 = 0; step0 < steps; step0 += block) {
        t.steps = steps - step0 < block ? steps - step0 : block;
        for (int64_t row = b.row0; row < b.row1; row += 2 * kTileRows) {
            const int64_t left = b.row1 - row, rows = left < 2 * kTileRows ? left : 2 * kTileRows;
            t.x = static_cast<const std::byte*>(b.x) + (row - b.row0) * t.x_stride + step0 * kStepBytes;
            if (rows > kTileRows)
                two_row_tiles(b, t, row, rows, step0);
            else
                one_row_tile(b, t, row, rows, step0);
        }
    }
    tiles_meet_memory();
    _tile_release();
}

void add_quantised(Kernels& table);         // matmul_quant_amx.cpp
void add_dense_attention(Kernels& table);   // attention_amx.cpp
void add_cached_attention(Kernels& table);  // attention_cached_amx.cpp
void pack_tiles(const float* x, int64_t rows, int64_t k, std::byte* to);              // product_amx.cpp
void tile_product(const TileProduct& product);

}  // namespace lectern::amx

namespace lectern {

const Kernels& amx_kernels() {
    static const Kernels table = [] {
        Kernels t = avx512_bf16_kernels();
        t.matmul_bf16 = amx::matmul_bf16;
        t.pack_tiles = amx::pack_tiles;
        t.tile_product = amx::tile_product;
        amx::add_dense_attention(t);
        amx::add_cached_attention(t);
        amx::add_quantised(t);
        return t;
    }();
    return table;
}

}  // namespace lectern
