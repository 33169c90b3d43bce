// Attention in BF16 tiles, 32 queries × 256 keys at a time: what the files that know where keys and queries lie share.
// scores = q·kᵀ, softmax with a running maximum (arXiv 2205.14135), weights rounded to BF16, times the values. A tile's
// rows do not touch each other.
#pragma once

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
// scores = q·kᵀ for the first `panels` (even) panels of 16 keys. `next` is fetched into the second cache, panels · 1 KB.
static inline void score(const State& s, Block& b, const std::byte* keys, int64_t panels, int64_t dim, const std::byte* next) {
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

// The weights of one query from key `keys` on, up to steps · 32, are none.
static inline void weigh_none(Block& b, int64_t query, int64_t keys, int64_t steps) {
    for (int64_t i = (keys + 31) / 32; i < steps; ++i) _mm512_store_si512(b.p[i][query], _mm512_setzero_si512());
}

// p = exp(scale·(s − max)) of one query, which sees `keys` > 0 of the block; factor = scale·log₂e.
static inline void weigh(State& s, Block& b, int64_t query, int64_t keys, float factor) {
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
static inline void mix(State& s, const Block& b, const std::byte* values, int64_t steps, int64_t dim) {
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

static inline void begin_tiles() {
    const TileConfig config;
    __asm__ volatile("" : : "r"(&config) : "memory");
    _tile_loadconfig(&config);
}

// out ← out · keep of the first `queries`, where their maximum moved.
static inline void keep(State& s, const Block& b, int64_t queries, int64_t dim) {
    for (int64_t i = 0; i < queries; ++i) {
        if (b.keep[i] == 1) continue;
        for (int64_t d = 0; d < dim; d += 16)
            _mm512_store_ps(s.out[d / 16][i], _mm512_mul_ps(_mm512_load_ps(s.out[d / 16][i]), _mm512_set1_ps(b.keep[i])));
    }
}

static inline void clear(State& s, int64_t query, int64_t dim) {
    for (int64_t d = 0; d < dim; d += 16) _mm512_store_ps(s.out[d / 16][query], _mm512_setzero_ps());
    s.sum[query] = _mm512_setzero_ps();
    s.max[query] = -__builtin_inff();
}

static inline void finish(const State& s, int64_t query, int64_t head_dim, float* y) {
    const float sum = _mm512_reduce_add_ps(s.sum[query]);
    const __m512 scale = _mm512_set1_ps(sum == 0 ? 0 : 1.0f / sum);  // 0: it sees no key
    for (int64_t d = 0; d < head_dim; d += 16)
        _mm512_mask_storeu_ps(y + d, first_lanes(head_dim - d), _mm512_mul_ps(_mm512_load_ps(s.out[d / 16][query]), scale));
}

}  // namespace lectern::amx
