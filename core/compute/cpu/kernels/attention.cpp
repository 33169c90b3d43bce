// Attention of a few queries over blocks of keys with a running softmax ("flash attention", arXiv 2205.14135): per block
// the scores, their new maximum, the weights p = exp(s − max), and o ← o·exp(old max − max) + p·V. All in F32.
#include "core/compute/cpu/kernels/level.h"
#include "core/compute/cpu/kernels/simd.h"

namespace lectern::LECTERN_LEVEL {

constexpr int kBlock = static_cast<int>(kKeyBlock);
constexpr int kScoreVectors = kBlock / kWidth;
constexpr int kOutVectors = 4;                            // of the result that one pass over V keeps in registers
constexpr int kOutQueries = kWidth == 16 ? 6 : 3;         // times so many queries

static inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

struct F32Rows {
    const float* base;
    int64_t stride;
    [[gnu::always_inline]] VecF at(int64_t row, int64_t d) const { return load(base + row * stride + d); }
};
struct CopiedRows {  // a distance known to the compiler saves a register per row
    const float (*base)[kMostHeadDim];
    [[gnu::always_inline]] VecF at(int64_t row, int64_t d) const { return load(base[row] + d); }
};
struct Bf16Rows {
    const uint16_t* base;
    int64_t stride;
    [[gnu::always_inline]] VecF at(int64_t row, int64_t d) const { return widen_bf16(load_halves(base + row * stride + d)); }
};

// Running state of every query of the tile.
struct State {
    alignas(64) float q[kQueryTile][kMostHeadDim];     // zero-padded to whole vectors
    alignas(64) float out[kQueryTile][kMostHeadDim];
    alignas(64) float p[kQueryTile][kBlock];           // scores, then weights, of the present block
    VecF sum[kQueryTile];                              // Σ p, lane by lane
    float max[kQueryTile];
    float keep[kQueryTile];                            // exp(old max − max)
    alignas(64) float k[kBlock][kMostHeadDim], v[kBlock][kMostHeadDim];  // widened or padded copies, where needed
};

// Sums of kWidth vectors, one per lane: halves of two vectors are added pairwise, so each level halves their number.
template <int Count>
LECTERN_INLINE VecF transposed_sum(VecF* a) {
    if constexpr (Count == 1) {
        return a[0];
    } else {
        constexpr int kHalf = Count / 2;
        VecI low, high;
        for (int i = 0; i < kWidth; ++i) {
            const int within = i % Count, start = i - within;
            low[i] = within < kHalf ? i : kWidth + start + within - kHalf;
            high[i] = within < kHalf ? i + kHalf : kWidth + start + within;
        }
#pragma GCC unroll 8
        for (int i = 0; i < kHalf; ++i)
            a[i] = __builtin_shuffle(a[i], a[i + kHalf], low) + __builtin_shuffle(a[i], a[i + kHalf], high);
        return transposed_sum<kHalf>(a);
    }
}

// q·k of kWidth keys from row `first`.
template <class Rows>
LECTERN_INLINE VecF dot_keys(const float* q, const Rows& k, int64_t first, int64_t dim) {
    VecF acc[kWidth] = {};
    for (int64_t d = 0; d < dim; d += kWidth) {
        const VecF value = load(q + d);
#pragma GCC unroll 16
        for (int i = 0; i < kWidth; ++i) acc[i] += value * k.at(first + i, d);
    }
    return transposed_sum<kWidth>(acc);
}

// Scores of one query for a block of keys, of which it sees the first `seen`; the others are read, and masked.
template <class Rows>
static void score(State& s, int64_t query, const Rows& k, int64_t seen, int64_t dim, float scale) {
    VecI lane;
    for (int i = 0; i < kWidth; ++i) lane[i] = i;
    for (int i = 0; i < kScoreVectors; ++i) {
        VecF v = splat(-__builtin_inff());
        if (i * kWidth < seen) {
            const VecF dot = dot_keys(s.q[query], k, i * kWidth, dim) * scale;
            v = lane + i * kWidth < static_cast<int32_t>(seen) ? dot : v;
        }
        store(s.p[query] + i * kWidth, v);
    }
}

// Adds the bias of `count` keys from j0 on to a query's scores; keys of one grid row lie side by side.
static void add_bias(State& s, int64_t query, const AttentionTile& t, int64_t j0, int64_t count) {
    const int64_t width = t.bias_width;
    for (int64_t j = 0; j < count;) {
        const int64_t row = (j0 + j) / width, column = (j0 + j) % width;
        const int64_t run = smaller(width - column, count - j);
        const float of_row = t.bias_rows[query][row];
        const float* of_columns = t.bias_columns[query] + column;
        for (int64_t i = 0; i < run; ++i) s.p[query][j + i] += of_row + of_columns[i];
        j += run;
    }
}

// Scores → weights. Queries are independent here, which lets the processor work on several.
static void weigh(State& s, int64_t query) {
    VecF score[kScoreVectors];
    VecF best = splat(s.max[query]);
#pragma GCC unroll 8
    for (int i = 0; i < kScoreVectors; ++i) {
        score[i] = load(s.p[query] + i * kWidth);
        best = larger(score[i], best);
    }
    const float max = max_lanes(best);
    const bool none = !(max > -__builtin_inff());  // nothing seen yet: every weight is 0
    const float shift = none ? 0 : max;
    const float keep = none ? 1 : exp<true>(splat(s.max[query] - shift))[0];
    VecF sum = s.sum[query] * keep;
#pragma GCC unroll 8
    for (int i = 0; i < kScoreVectors; ++i) {
        const VecF p = exp<true>(score[i] - shift);
        store(s.p[query] + i * kWidth, p);
        sum += p;
    }
    s.sum[query] = sum;
    s.max[query] = max;
    s.keep[query] = keep;
}

// out ← out·keep + p·V for Q queries and N vectors of the head.
template <int Q, int N, class Rows>
LECTERN_INLINE void mix(State& s, int64_t query, const Rows& v, int64_t count, int64_t d) {
    VecF acc[Q][N];
#pragma GCC unroll 8
    for (int i = 0; i < Q; ++i)
#pragma GCC unroll 8
        for (int n = 0; n < N; ++n) acc[i][n] = load(s.out[query + i] + d + n * kWidth) * s.keep[query + i];
    for (int64_t j = 0; j < count; ++j) {
        VecF value[N];
#pragma GCC unroll 8
        for (int n = 0; n < N; ++n) value[n] = v.at(j, d + n * kWidth);
#pragma GCC unroll 8
        for (int i = 0; i < Q; ++i)
#pragma GCC unroll 8
            for (int n = 0; n < N; ++n) acc[i][n] += value[n] * s.p[query + i][j];
    }
#pragma GCC unroll 8
    for (int i = 0; i < Q; ++i)
#pragma GCC unroll 8
        for (int n = 0; n < N; ++n) store(s.out[query + i] + d + n * kWidth, acc[i][n]);
}

template <int Q, class Rows>
static void mix_all(State& s, int64_t query, int64_t queries, const Rows& v, int64_t count, int64_t dim) {
    if (queries >= Q) {
        int64_t d = 0;
        for (; d + kOutVectors * kWidth <= dim; d += kOutVectors * kWidth) mix<Q, kOutVectors>(s, query, v, count, d);
        for (; d < dim; d += kWidth) mix<Q, 1>(s, query, v, count, d);
    } else if constexpr (Q > 1) {
        mix_all<Q - 1>(s, query, queries, v, count, dim);
    }
}

template <class Rows>
static void visit(State& s, const AttentionTile& t, const Rows& k, const Rows& v, int64_t j0, int64_t count, int64_t dim) {
    for (int64_t query = 0; query < t.queries; ++query) score(s, query, k, t.visible[query] - j0, dim, t.scale);
    if (t.bias_width > 0)
        for (int64_t query = 0; query < t.queries; ++query) add_bias(s, query, t, j0, count);
    for (int64_t query = 0; query < t.queries; ++query) weigh(s, query);
    for (int64_t query = 0; query < t.queries; query += kOutQueries)
        mix_all<kOutQueries>(s, query, t.queries - query, v, count, dim);
}

// count rows widened to F32 and padded with zeros to whole vectors.
static void copy_rows(const std::byte* rows, DType dtype, int64_t stride, int64_t count, int64_t head_dim, int64_t dim,
                      float (*to)[kMostHeadDim]) {
    const int64_t row_bytes = stride * static_cast<int64_t>(dtype_size(dtype));
    for (int64_t j = 0; j < count; ++j) {
        widen(rows + j * row_bytes, dtype, to[j], head_dim);
        for (int64_t d = head_dim; d < dim; ++d) to[j][d] = 0;
    }
}

void attention(const AttentionTile& t) {
    State s;
    const int64_t dim = (t.head_dim + kWidth - 1) / kWidth * kWidth;
    int64_t most_seen = 0;
    for (int64_t i = 0; i < t.queries; ++i) {
        for (int64_t d = 0; d < dim; d += kWidth) {
            const int64_t left = t.head_dim - d;
            store(s.q[i] + d, left >= kWidth ? load(t.q[i] + d) : load_first(t.q[i] + d, left));
            store(s.out[i] + d, VecF{});
        }
        s.sum[i] = VecF{};
        s.max[i] = -__builtin_inff();
        most_seen = t.visible[i] > most_seen ? t.visible[i] : most_seen;
    }
    const bool shared = dim != t.head_dim || t.queries > 3;  // several queries: worth a copy in the nearest cache
    const int64_t size = static_cast<int64_t>(dtype_size(t.kv_dtype));
    for (int64_t j0 = 0; j0 < most_seen; j0 += kBlock) {
        const int64_t count = smaller(kBlock, most_seen - j0);
        const int64_t row = t.pages ? static_cast<int64_t>(t.pages[j0 / kBlock]) * kBlock : t.first_key + j0;
        const std::byte *k = t.k + row * t.kv_stride * size, *v = t.v + row * t.kv_stride * size;
        // A block is read to its end: a page always is whole, other rows may be the tensor's last.
        if (shared || (!t.pages && count < kBlock)) {
            copy_rows(k, t.kv_dtype, t.kv_stride, count, t.head_dim, dim, s.k);
            copy_rows(v, t.kv_dtype, t.kv_stride, count, t.head_dim, dim, s.v);
            visit(s, t, CopiedRows{s.k}, CopiedRows{s.v}, j0, count, dim);
        } else if (t.kv_dtype == DType::BF16) {
            visit(s, t, Bf16Rows{reinterpret_cast<const uint16_t*>(k), t.kv_stride},
                  Bf16Rows{reinterpret_cast<const uint16_t*>(v), t.kv_stride}, j0, count, dim);
        } else {
            visit(s, t, F32Rows{reinterpret_cast<const float*>(k), t.kv_stride},
                  F32Rows{reinterpret_cast<const float*>(v), t.kv_stride}, j0, count, dim);
        }
    }
    for (int64_t i = 0; i < t.queries; ++i) {
        const float sum = sum_lanes(s.sum[i]);
        const float scale = sum > 0 ? 1.0f / sum : 0;
        for (int64_t d = 0; d < t.head_dim; ++d) t.y[i][d] = s.out[i][d] * scale;
    }
}

}  // namespace lectern::LECTERN_LEVEL
