// Attention of one head of one span in which every query sees every key, in BF16 tiles: scores of 32 queries × 256 keys,
// softmax with a running maximum (arXiv 2205.14135), weights rounded to BF16, times the values. Key blocks start at
// fixed keys of the span and rows of a tile do not touch each other, so a query's result depends on its span alone.
#include "core/compute/cpu/kernels/attention_tiles.h"

namespace lectern::amx {

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

static void begin(State& s, const DenseAttention& a, int64_t row, int64_t rows, int64_t key_dim, int64_t dim) {
    for (int64_t i = 0; i < kQueries; ++i) {
        if (i < rows)
            load_query(a, row + i, key_dim, s.q[0][i]);
        else
            for (int64_t d = 0; d < key_dim; d += 32) _mm512_store_si512(s.q[d / 32][i], _mm512_setzero_si512());
        clear(s, i, dim);
    }
}

// One block of keys. Rows a tile lacks hold zeros; their weights are computed and dropped, so that tiles keep one shape.
static void visit(State& s, Block& b, const std::byte* packed, int64_t keys, bool first, int64_t key_dim, int64_t dim, float factor,
                  const std::byte* next) {
    const int64_t steps = (keys + 31) / 32;
    score(s, b, packed, 2 * steps, key_dim, next);
    for (int64_t i = 0; i < kQueries; ++i) weigh(s, b, i, keys, factor);
    if (!first) keep(s, b, kQueries, dim);
    mix(s, b, packed + half_block(key_dim), steps, dim);
}

static void dense_attend(const DenseAttention& a, int64_t row0, int64_t row1) {
    const int64_t key_dim = padded_dim(a.key_dim()), dim = padded_dim(a.head_dim);
    const float factor = a.scale * 1.44269504f;
    begin_tiles();
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
        for (int64_t t = 0; t < tiles; ++t)
            for (int64_t i = 0; i < rows_of(t); ++i) finish(states[t], i, a.head_dim, a.y + (start + t * kQueries + i) * a.q_stride);
    }
    _tile_release();
}

void add_dense_attention(Kernels& table) {
    table.dense_pack = dense_pack;
    table.dense_attend = dense_attend;
}

}  // namespace lectern::amx
