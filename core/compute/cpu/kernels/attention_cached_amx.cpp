// Attention of a few or many queries to the BF16 keys of a cache, each query up to the last key it sees. Blocks of keys
// start at key 0 of the span and what a query does not see adds zeros to its sums, so that its result is the same
// alone, one step at a time, and among all rows of a prompt.
#include "core/compute/cpu/kernels/attention_tiles.h"

namespace lectern::amx {

static inline __mmask32 halves(int64_t n) {
    return n >= 32 ? 0xffffffffu : n > 0 ? (1u << n) - 1 : 0;
}

// Of key j; up to 32 keys from a multiple of 32 on lie side by side.
static inline int64_t row_of(const AttentionTile& t, int64_t key) {
    return t.pages ? int64_t{t.pages[key / kKeyBlock]} * kKeyBlock + key % kKeyBlock : t.first_key + key;
}

// Keys: 16 of them are the columns of a tile, pairs of d its rows; tiles of one panel follow each other along d.
static void pack_keys(const AttentionTile& t, int64_t first, int64_t count, std::byte* to) {
    for (int64_t p = 0; p < (count + 31) / 32 * 2; ++p) {
        const int64_t here = count - p * 16;
        const uint16_t* row =
            reinterpret_cast<const uint16_t*>(t.k) + (here > 0 ? row_of(t, first + p * 16) : 0) * t.kv_stride;
        for (int64_t d = 0; d < t.head_dim; d += 32, to += kTile) {
            __m512i rows[16];
#pragma GCC unroll 16
            for (int i = 0; i < 16; ++i)
                rows[i] = _mm512_maskz_loadu_epi16(i < here ? halves(t.head_dim - d) : 0, row + i * t.kv_stride + d);
            transpose(rows, to);
        }
    }
}

// Values: 16 of d are the columns, pairs of keys the rows; tiles of one panel follow each other along the keys.
static void pack_values(const AttentionTile& t, int64_t first, int64_t count, std::byte* to) {
    alignas(64) uint16_t low[32], high[32];
    for (int i = 0; i < 16; ++i) {
        low[2 * i] = static_cast<uint16_t>(i), low[2 * i + 1] = static_cast<uint16_t>(32 + i);
        high[2 * i] = static_cast<uint16_t>(16 + i), high[2 * i + 1] = static_cast<uint16_t>(48 + i);
    }
    const __m512i first_half = _mm512_load_si512(low), second_half = _mm512_load_si512(high);
    constexpr int64_t kPanelBytes = kKeys / 32 * kTile;
    for (int64_t pair = 0; pair < (count + 31) / 32 * 16; ++pair) {
        const int64_t here = count - pair * 2;
        const uint16_t* row =
            reinterpret_cast<const uint16_t*>(t.v) + (here > 0 ? row_of(t, first + pair * 2) : 0) * t.kv_stride;
        for (int64_t d = 0; d < t.head_dim; d += 32) {
            const __mmask32 lanes = halves(t.head_dim - d);
            const __m512i even = _mm512_maskz_loadu_epi16(here > 0 ? lanes : 0, row + d);
            const __m512i odd = _mm512_maskz_loadu_epi16(here > 1 ? lanes : 0, row + t.kv_stride + d);
            std::byte* at = to + d / 16 * kPanelBytes + pair * 64;
            _mm512_store_si512(at, _mm512_permutex2var_epi16(even, first_half, odd));
            _mm512_store_si512(at + kPanelBytes, _mm512_permutex2var_epi16(even, second_half, odd));
        }
    }
}

static void pack_block(const CachedAttention& a, int64_t block, std::byte* to) {
    const int64_t first = block * kKeys, count = smaller(kKeys, a.keys - first);
    pack_keys(a.tiles[0], first, count, to);
    pack_values(a.tiles[0], first, count, to + half_block(padded_dim(a.tiles[0].head_dim)));
}

static void cached_pack(const CachedAttention& a, int64_t block) {
    pack_block(a, block, a.packed + block * cached_block_bytes(a.tiles[0].head_dim));
}

static int64_t most_visible(const AttentionTile& t) {
    int64_t most = 0;
    for (int64_t i = 0; i < t.queries; ++i) most = t.visible[i] > most ? t.visible[i] : most;
    return most;
}

static void begin(State& s, const AttentionTile& t, int64_t dim) {
    for (int64_t i = 0; i < kQueries; ++i) {
        for (int64_t d = 0; d < dim; d += 32)
            _mm512_store_si512(s.q[d / 32][i],
                               i < t.queries ? load_bf16(t.q[i], d, t.head_dim) : _mm512_setzero_si512());
        clear(s, i, dim);
    }
}

// One block of keys, from key `first` on.
static void visit(State& s, Block& b, const AttentionTile& t, const std::byte* packed, int64_t first, int64_t dim,
                  const std::byte* next) {
    const int64_t steps = (smaller(kKeys, most_visible(t) - first) + 31) / 32;
    if (steps <= 0) return;
    score(s, b, packed, 2 * steps, dim, next);
    for (int64_t i = 0; i < kQueries; ++i) {
        const int64_t keys = i < t.queries ? smaller(kKeys, t.visible[i] - first) : 0;
        b.keep[i] = 1;
        if (keys > 0) weigh(s, b, i, keys, t.scale * 1.44269504f);
        weigh_none(b, i, keys > 0 ? keys : 0, steps);
    }
    keep(s, b, t.queries, dim);
    mix(s, b, packed + half_block(dim), steps, dim);
}

static void cached_attend(const CachedAttention& a) {
    const int64_t dim = padded_dim(a.tiles[0].head_dim), bytes = cached_block_bytes(a.tiles[0].head_dim);
    State states[kTilesTogether];
    Block b;
    int64_t most = 0;
    for (int64_t i = 0; i < a.count; ++i) {
        begin(states[i], a.tiles[i], dim);
        most = most_visible(a.tiles[i]) > most ? most_visible(a.tiles[i]) : most;
    }
    begin_tiles();
    for (int64_t first = 0; first < most; first += kKeys) {
        std::byte* packed = a.pack ? a.packed : a.packed + first / kKeys * bytes;
        if (a.pack) pack_block(a, first / kKeys, packed);
        const std::byte* next = !a.pack && first + kKeys < most ? packed + bytes : packed;
        for (int64_t i = 0; i < a.count; ++i)
            visit(states[i], b, a.tiles[i], packed, first, dim, next + i % 8 * 16 * kTile);
    }
    _tile_release();
    for (int64_t i = 0; i < a.count; ++i)
        for (int64_t q = 0; q < a.tiles[i].queries; ++q) finish(states[i], q, a.tiles[i].head_dim, a.tiles[i].y[q]);
}

void add_cached_attention(Kernels& table) {
    table.cached_pack = cached_pack;
    table.cached_attend = cached_attend;
}

}  // namespace lectern::amx
