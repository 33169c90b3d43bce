// Attention of one head of one span in which every query sees every key, in BF16 tiles: scores of 32 queries × 256 keys,
// softmax with a running maximum (arXiv 2205.14135), weights rounded to BF16, times the values. Key blocks start at
// fixed keys of the span and rows of a tile do not touch each other, so a query's result depends on its span alone.
#include <immintrin.h>

#include "core/compute/cpu/kernels/kernels.h"

namespace lectern::amx {

constexpr int64_t kKeys = kDenseBlock;  // of a block
constexpr int64_t kQueries = 32;        // of a tile: two row tiles
constexpr int64_t kTile = 1024;         // bytes of a tile: 16 pairs × 16 columns of BF16, or 16 × 16 F32
constexpr int64_t kMostDim = kMostDenseHeadDim;

struct alignas(64) TileConfig {
    uint8_t palette = 1, start_row = 0, reserved[14] = {};
    uint16_t column_bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};

// GCC 12 does not know that tile loads read memory (nor that the configuration is longer than a pointer): this keeps
// ordinary writes before them.
static inline void tiles_meet_memory() { __asm__ volatile("" ::: "memory"); }

static inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
static inline __mmask16 first_lanes(int64_t n) { return n >= 16 ? 0xffff : static_cast<__mmask16>((1u << n) - 1); }

// 32 values from d on, as BF16; those at head_dim and beyond are 0.
static inline __m512i load_bf16(const float* row, int64_t d, int64_t head_dim) {
    const __m512 low = _mm512_maskz_loadu_ps(first_lanes(head_dim - d > 0 ? head_dim - d : 0), row + d);
    const __m512 high = _mm512_maskz_loadu_ps(first_lanes(head_dim - d > 16 ? head_dim - d - 16 : 0), row + d + 16);
    return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}

// Rows become columns, 16 × 16 of 32 bits.
static inline void transpose(__m512i (&r)[16], std::byte* to) {
    __m512i t[16];
#pragma GCC unroll 8
    for (int i = 0; i < 16; i += 2) {
        t[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 16; i += 4) {
        r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
        r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
        r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
        r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
        t[i] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0x88);
        t[i + 4] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0xdd);
        t[i + 8] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0x88);
        t[i + 12] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0xdd);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
        _mm512_store_si512(to + i * 64, _mm512_shuffle_i32x4(t[i], t[i + 8], 0x88));
        _mm512_store_si512(to + (i + 8) * 64, _mm512_shuffle_i32x4(t[i], t[i + 8], 0xdd));
        _mm512_store_si512(to + (i + 4) * 64, _mm512_shuffle_i32x4(t[i + 4], t[i + 12], 0x88));
        _mm512_store_si512(to + (i + 12) * 64, _mm512_shuffle_i32x4(t[i + 4], t[i + 12], 0xdd));
    }
}

static inline int64_t padded_dim(int64_t head_dim) { return (head_dim + 31) / 32 * 32; }
static inline int64_t half_block(int64_t dim) { return kKeys * dim * 2; }  // bytes of the keys, or values, of a block
static inline int64_t block_bytes(const DenseAttention& a) {
    return half_block(padded_dim(a.key_dim())) + half_block(padded_dim(a.head_dim));
}

// 32 values of a key and the ones at its row and column, from d on.
static inline __m512i load_key(const DenseAttention& a, int64_t key, int64_t d) {
    const float* row = a.k + key * a.kv_stride;
    if (a.bias_width == 0 || d + 32 <= a.head_dim) return load_bf16(row, d, a.head_dim);
    alignas(64) float values[32] = {};
    for (int64_t i = d; i < a.head_dim; ++i) values[i - d] = row[i];
    const int64_t y = a.head_dim + key / a.bias_width - d, x = a.head_dim + a.bias_height + key % a.bias_width - d;
    if (y >= 0 && y < 32) values[y] = 1;
    if (x >= 0 && x < 32) values[x] = 1;
    return load_bf16(values, 0, 32);
}

// A query, followed by the bias of every row and column of keys.
static void load_query(const DenseAttention& a, int64_t row, int64_t dim, uint16_t* to) {
    const float* q = a.q + row * a.q_stride;
    if (a.bias_width == 0) {
        for (int64_t d = 0; d < dim; d += 32) _mm512_store_si512(to + d * kQueries, load_bf16(q, d, a.head_dim));
        return;
    }
    alignas(64) float values[kMostDenseKeyDim];
    const float factor = 1 / a.scale;
    const float* rows = a.bias_rows + row * a.bias_rows_stride + a.bias_height - 1 - row / a.bias_width;
    const float* columns = a.bias_columns + row * a.bias_columns_stride + a.bias_width - 1 - row % a.bias_width;
    float* at = values;
    for (int64_t d = 0; d < a.head_dim; ++d) *at++ = q[d];
    for (int64_t y = 0; y < a.bias_height; ++y) *at++ = rows[y] * factor;
    for (int64_t x = 0; x < a.bias_width; ++x) *at++ = columns[x] * factor;
    for (int64_t d = 0; d < dim; d += 32) _mm512_store_si512(to + d * kQueries, load_bf16(values, d, a.key_dim()));
}

// Keys: 16 of them are the columns of a tile, pairs of d its rows; tiles of one panel follow each other along d.
static void pack_keys(const DenseAttention& a, int64_t block, int64_t dim, std::byte* to) {
    const int64_t first = block * kKeys, panels = (smaller(kKeys, a.keys - first) + 31) / 32 * 2;
    for (int64_t p = 0; p < panels; ++p)
        for (int64_t d = 0; d < dim; d += 32, to += kTile) {
            __m512i rows[16];
#pragma GCC unroll 16
            for (int i = 0; i < 16; ++i) {
                const int64_t key = first + p * 16 + i;
                rows[i] = key < a.keys ? load_key(a, key, d) : _mm512_setzero_si512();
            }
            transpose(rows, to);
        }
}

// Values: 16 of d are the columns, pairs of keys the rows; tiles of one panel follow each other along the keys.
static void pack_values(const DenseAttention& a, int64_t block, int64_t dim, std::byte* to) {
    const int64_t first = block * kKeys, steps = (smaller(kKeys, a.keys - first) + 31) / 32;
    alignas(64) uint16_t order[32];
    for (int i = 0; i < 16; ++i) {
        order[2 * i] = static_cast<uint16_t>(i);
        order[2 * i + 1] = static_cast<uint16_t>(16 + i);
    }
    const __m512i interleave = _mm512_load_si512(order);
    for (int64_t d = 0; d < dim; d += 16) {
        const __mmask16 lanes = first_lanes(a.head_dim > d ? a.head_dim - d : 0);
        std::byte* panel = to + d / 16 * (kKeys / 32) * kTile;
        for (int64_t pair = 0; pair < steps * 16; ++pair) {
            const int64_t key = first + pair * 2;
            const float* row = a.v + key * a.kv_stride + d;
            const __m512 even = _mm512_maskz_loadu_ps(key < a.keys ? lanes : 0, row);
            const __m512 odd = _mm512_maskz_loadu_ps(key + 1 < a.keys ? lanes : 0, row + a.kv_stride);
            _mm512_store_si512(panel + pair * 64, _mm512_permutexvar_epi16(interleave, (__m512i)_mm512_cvtne2ps_pbh(odd, even)));
        }
    }
}

static void dense_pack(const DenseAttention& a, int64_t block0, int64_t block1) {
    const int64_t key_dim = padded_dim(a.key_dim()), dim = padded_dim(a.head_dim);
    for (int64_t b = block0; b < block1; ++b) {
        std::byte* to = a.packed + b * block_bytes(a);
        pack_keys(a, b, key_dim, to);
        pack_values(a, b, dim, to + half_block(key_dim));
    }
}

// 2^t, within 3e-6 (BF16 keeps 2e-3 of it): a polynomial in the fraction, scaled by the whole part.
static inline __m512 exp2(__m512 t) {
    const __m512 r = _mm512_reduce_ps(t, 0x01);  // t − ⌊t⌋
    __m512 p = _mm512_set1_ps(0.0135206032f);
    p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.0520374288f));
    p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.241427493f));
    p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.693006621f));
    p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(1.00000252f));
    return _mm512_scalef_ps(p, t);  // · 2^⌊t⌋
}

// What 32 queries carry from block to block. Everything lies in whole tiles: rows a kilobyte apart would fall on each
// other in the nearest cache.
struct State {
    alignas(64) uint16_t q[kMostDenseKeyDim / 32][kQueries][32];
    alignas(64) float out[kMostDim / 16][kQueries][16];
    __m512 sum[kQueries];
    float max[kQueries];
};
struct Block {
    alignas(64) float scores[kKeys / 16][kQueries][16];
    alignas(64) uint16_t p[kKeys / 32][kQueries][32];
    float keep[kQueries];
};
// Queries that share a block of keys and values while it is in the second cache (512 of them), the next being fetched: from
// further away blocks come at a
// quarter of the rate at which 32 queries would use them up.
constexpr int64_t kTilesTogether = 16;

// scores = q·kᵀ for the first `panels` (even) panels of 16 keys. `next` is fetched into the second cache, panels · 1 KB.
static void score(const State& s, Block& b, const std::byte* keys, int64_t panels, int64_t dim, const std::byte* next) {
    const int64_t panel_bytes = dim / 32 * kTile;
    tiles_meet_memory();
    for (int64_t p = 0; p < panels; p += 2, keys += 2 * panel_bytes) {
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
#pragma GCC unroll 32
        for (int i = 0; i < 32; ++i) _mm_prefetch(next + p * kTile + i * 64, _MM_HINT_T1);
        for (int64_t d = 0; d < dim; d += 32) {
            _tile_loadd(4, s.q[d / 32][0], 64);
            _tile_stream_loadd(6, keys + d / 32 * kTile, 64);
            _tile_stream_loadd(7, keys + panel_bytes + d / 32 * kTile, 64);
            _tile_loadd(5, s.q[d / 32][16], 64);
            _tile_dpbf16ps(0, 4, 6);
            _tile_dpbf16ps(1, 4, 7);
            _tile_dpbf16ps(2, 5, 6);
            _tile_dpbf16ps(3, 5, 7);
        }
        _tile_stored(0, b.scores[p][0], 64);
        _tile_stored(1, b.scores[p + 1][0], 64);
        _tile_stored(2, b.scores[p][16], 64);
        _tile_stored(3, b.scores[p + 1][16], 64);
    }
    tiles_meet_memory();
}

// p = exp(scale·(s − max)) of one query; factor = scale·log₂e.
static void weigh(State& s, Block& b, int64_t query, int64_t keys, float factor) {
    const float* scores = b.scores[0][query];
    constexpr int64_t kPanelStep = kQueries;  // from key j to j + 1, on average: 16 keys stand together
    const __m512 low = _mm512_set1_ps(-__builtin_inff());
    __m512 best[2] = {low, low};
    int64_t j = 0;
    for (; j + 32 <= keys; j += 32) {
        best[0] = _mm512_max_ps(best[0], _mm512_load_ps(scores + j * kPanelStep));
        best[1] = _mm512_max_ps(best[1], _mm512_load_ps(scores + (j + 16) * kPanelStep));
    }
    const __mmask16 tail0 = first_lanes(keys - j), tail1 = first_lanes(keys - j > 16 ? keys - j - 16 : 0);
    if (j < keys) {
        best[0] = _mm512_mask_max_ps(best[0], tail0, best[0], _mm512_load_ps(scores + j * kPanelStep));
        best[1] = _mm512_mask_max_ps(best[1], tail1, best[1], _mm512_load_ps(scores + (j + 16) * kPanelStep));
    }
    const float block_max = _mm512_reduce_max_ps(_mm512_max_ps(best[0], best[1])) * factor;
    const float max = block_max > s.max[query] ? block_max : s.max[query];
    b.keep[query] = _mm512_cvtss_f32(exp2(_mm512_set1_ps(s.max[query] - max)));
    s.max[query] = max;

    const __m512 scale = _mm512_set1_ps(factor), shift = _mm512_set1_ps(max);
    __m512 sum = _mm512_mul_ps(s.sum[query], _mm512_set1_ps(b.keep[query]));
    for (j = 0; j + 32 <= keys; j += 32) {
        const __m512 low_p = exp2(_mm512_fmsub_ps(_mm512_load_ps(scores + j * kPanelStep), scale, shift));
        const __m512 high_p = exp2(_mm512_fmsub_ps(_mm512_load_ps(scores + (j + 16) * kPanelStep), scale, shift));
        sum = _mm512_add_ps(sum, _mm512_add_ps(low_p, high_p));
        _mm512_store_si512(b.p[j / 32][query], (__m512i)_mm512_cvtne2ps_pbh(high_p, low_p));
    }
    if (j < keys) {
        const __m512 low_p = exp2(_mm512_fmsub_ps(_mm512_load_ps(scores + j * kPanelStep), scale, shift));
        const __m512 high_p = exp2(_mm512_fmsub_ps(_mm512_load_ps(scores + (j + 16) * kPanelStep), scale, shift));
        const __m512 pa = _mm512_maskz_mov_ps(tail0, low_p), pb = _mm512_maskz_mov_ps(tail1, high_p);
        sum = _mm512_add_ps(sum, _mm512_add_ps(pa, pb));
        _mm512_store_si512(b.p[j / 32][query], (__m512i)_mm512_cvtne2ps_pbh(pb, pa));
    }
    s.sum[query] = sum;
}

// out += p·v, `steps` times 32 keys.
static void mix(State& s, const Block& b, const std::byte* values, int64_t steps, int64_t dim) {
    constexpr int64_t kPanelBytes = kKeys / 32 * kTile;
    tiles_meet_memory();
    for (int64_t d = 0; d < dim; d += 32, values += 2 * kPanelBytes) {
        _tile_loadd(0, s.out[d / 16][0], 64);
        _tile_loadd(1, s.out[d / 16 + 1][0], 64);
        _tile_loadd(2, s.out[d / 16][16], 64);
        _tile_loadd(3, s.out[d / 16 + 1][16], 64);
        for (int64_t i = 0; i < steps; ++i) {
            _tile_loadd(4, b.p[i][0], 64);
            _tile_stream_loadd(6, values + i * kTile, 64);
            _tile_stream_loadd(7, values + kPanelBytes + i * kTile, 64);
            _tile_loadd(5, b.p[i][16], 64);
            _tile_dpbf16ps(0, 4, 6);
            _tile_dpbf16ps(1, 4, 7);
            _tile_dpbf16ps(2, 5, 6);
            _tile_dpbf16ps(3, 5, 7);
        }
        _tile_stored(0, s.out[d / 16][0], 64);
        _tile_stored(1, s.out[d / 16 + 1][0], 64);
        _tile_stored(2, s.out[d / 16][16], 64);
        _tile_stored(3, s.out[d / 16 + 1][16], 64);
    }
    tiles_meet_memory();
}

static void begin(State& s, const DenseAttention& a, int64_t row, int64_t rows, int64_t key_dim, int64_t dim) {
    for (int64_t i = 0; i < kQueries; ++i) {
        if (i < rows)
            load_query(a, row + i, key_dim, s.q[0][i]);
        else
            for (int64_t d = 0; d < key_dim; d += 32) _mm512_store_si512(s.q[d / 32][i], _mm512_setzero_si512());
        for (int64_t d = 0; d < dim; d += 32) {
            _mm512_store_ps(s.out[d / 16][i], _mm512_setzero_ps());
            _mm512_store_ps(s.out[d / 16 + 1][i], _mm512_setzero_ps());
        }
        s.sum[i] = _mm512_setzero_ps();
        s.max[i] = -__builtin_inff();
    }
}

static void finish(const State& s, const DenseAttention& a, int64_t row, int64_t rows) {
    for (int64_t i = 0; i < rows; ++i) {
        const __m512 scale = _mm512_set1_ps(1.0f / _mm512_reduce_add_ps(s.sum[i]));
        float* y = a.y + (row + i) * a.q_stride;
        for (int64_t d = 0; d < a.head_dim; d += 16)
            _mm512_mask_storeu_ps(y + d, first_lanes(a.head_dim - d), _mm512_mul_ps(_mm512_load_ps(s.out[d / 16][i]), scale));
    }
}

// One block of keys. Rows a tile lacks hold zeros; their weights are computed and dropped, so that tiles keep one shape.
static void visit(State& s, Block& b, const std::byte* packed, int64_t keys, bool first, int64_t key_dim, int64_t dim, float factor,
                  const std::byte* next) {
    const int64_t steps = (keys + 31) / 32;
    score(s, b, packed, 2 * steps, key_dim, next);
    for (int64_t i = 0; i < kQueries; ++i) weigh(s, b, i, keys, factor);
    for (int64_t i = 0; i < kQueries && !first; ++i) {
        if (b.keep[i] == 1) continue;  // the maximum stayed
        for (int64_t d = 0; d < dim; d += 16)
            _mm512_store_ps(s.out[d / 16][i], _mm512_mul_ps(_mm512_load_ps(s.out[d / 16][i]), _mm512_set1_ps(b.keep[i])));
    }
    mix(s, b, packed + half_block(key_dim), steps, dim);
}

static void dense_attend(const DenseAttention& a, int64_t row0, int64_t row1) {
    const int64_t key_dim = padded_dim(a.key_dim()), dim = padded_dim(a.head_dim);
    const float factor = a.scale * 1.44269504f;
    const TileConfig config;
    __asm__ volatile("" : : "r"(&config) : "memory");
    _tile_loadconfig(&config);
    State states[kTilesTogether];
    Block b;
    for (int64_t start = row0; start < row1; start += kTilesTogether * kQueries) {
        const int64_t tiles = (smaller(kTilesTogether * kQueries, row1 - start) + kQueries - 1) / kQueries;
        const auto rows_of = [&](int64_t t) { return smaller(kQueries, row1 - start - t * kQueries); };
        for (int64_t t = 0; t < tiles; ++t) begin(states[t], a, start + t * kQueries, rows_of(t), key_dim, dim);
        const std::byte* packed = a.packed;
        for (int64_t first = 0; first < a.keys; first += kKeys, packed += block_bytes(a)) {
            const std::byte* next = first + kKeys < a.keys ? packed + block_bytes(a) : a.packed;  // 128 KB at most, 16 KB a tile
            for (int64_t t = 0; t < tiles; ++t)
                visit(states[t], b, packed, smaller(kKeys, a.keys - first), first == 0, key_dim, dim, factor, next + t % 8 * 16 * kTile);
        }
        for (int64_t t = 0; t < tiles; ++t) finish(states[t], a, start + t * kQueries, rows_of(t));
    }
    _tile_release();
}

void add_dense_attention(Kernels& table) {
    table.dense_pack = dense_pack;
    table.dense_attend = dense_attend;
}

}  // namespace lectern::amx
