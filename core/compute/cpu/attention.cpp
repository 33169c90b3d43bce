#include <algorithm>
#include <cassert>
#include <cstring>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

// A piece of work: rows [row, row + rows) of a span, with all query heads of one key/value head.
struct Piece {
    const Span* span;
    int64_t kv_head, row, rows;
};

static std::vector<Piece> cut_spans(const Spans& spans, int64_t kv_heads, int64_t rows_per_tile) {
    std::vector<Piece> pieces;
    for (const Span& span : spans.spans)
        for (int64_t h = 0; h < kv_heads; ++h)
            for (int64_t row = 0; row < span.rows; row += rows_per_tile)
                pieces.push_back({&span, h, row, std::min<int64_t>(rows_per_tile, span.rows - row)});
    return pieces;
}

// Keys that a row of the span sees.
static int64_t visible_keys(const Span& span, int64_t row, bool causal) {
    if (!causal) return span.keys;
    return std::clamp<int64_t>(std::max<int64_t>(span.prefix, span.keys - span.rows + row + 1), 0, span.keys);
}

// Rows of q that no span names stay zero.
static void clear_uncovered(const Spans& spans, float* y, int64_t rows, int64_t cols) {
    std::vector<bool> covered(static_cast<size_t>(rows));
    for (const Span& s : spans.spans) std::fill_n(covered.begin() + s.first_row, s.rows, true);
    for (int64_t r = 0; r < rows; ++r)
        if (!covered[static_cast<size_t>(r)]) std::memset(y + r * cols, 0, static_cast<size_t>(cols) * sizeof(float));
}

// Spans short enough for one thread to pack and attend a head alone, in its own cache.
constexpr int64_t kShortSpan = 1024;
constexpr int64_t kRowsPerChunk = 512;

void CpuBackend::dense_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Spans& spans,
                                 const AttentionShape& shape, const AttentionBias* bias, Tensor& y) {
    const int64_t d = shape.head_dim, group = shape.heads / shape.kv_heads;
    const int64_t key_dim = d + (bias ? bias->height + bias->width : 0);
    const auto head_of = [&](const Span& s, int64_t head) {
        DenseAttention a{.q_stride = shape.heads * d,
                         .kv_stride = shape.kv_heads * d,
                         .keys = s.keys,
                         .head_dim = d,
                         .scale = shape.scale};
        a.q = cpu_data<float>(q) + s.first_row * a.q_stride + head * d;
        a.y = cpu_data<float>(y) + s.first_row * a.q_stride + head * d;
        a.k = cpu_data<float>(k) + s.first_key * a.kv_stride + head / group * d;
        a.v = cpu_data<float>(v) + s.first_key * a.kv_stride + head / group * d;
        if (bias) {
            const int64_t rows = 2 * bias->height - 1, columns = 2 * bias->width - 1;
            a.bias_height = bias->height;
            a.bias_width = bias->width;
            a.bias_rows_stride = shape.heads * rows;
            a.bias_columns_stride = shape.heads * columns;
            a.bias_rows = cpu_data<float>(bias->rows) + (s.first_row * shape.heads + head) * rows;
            a.bias_columns = cpu_data<float>(bias->columns) + (s.first_row * shape.heads + head) * columns;
        }
        return a;
    };
    std::vector<const Span*> brief, lengthy;
    int64_t most_keys = 0;
    for (const Span& s : spans.spans) {
        if (s.rows == 0 || s.keys == 0) continue;
        (std::max(s.keys, s.rows) <= kShortSpan ? brief : lengthy).push_back(&s);
        if (brief.size() && brief.back() == &s) most_keys = std::max<int64_t>(most_keys, s.keys);
    }
    if (!brief.empty()) {
        const int64_t bytes = dense_packed_bytes(most_keys, d, key_dim);
        const Tensor scratch = allocate(DType::F32, Shape{threads_.size(), bytes / 4});
        threads_.parallel_for(static_cast<int64_t>(brief.size()) * shape.heads, [&](int64_t chunk, int thread) {
            const Span& s = *brief[static_cast<size_t>(chunk / shape.heads)];
            DenseAttention a = head_of(s, chunk % shape.heads);
            a.packed = cpu_data<std::byte>(scratch) + thread * bytes;
            kernels_.dense_pack(a, 0, dense_blocks(s.keys));
            kernels_.dense_attend(a, 0, s.rows);
        });
    }
    for (const Span* s : lengthy) {  // packed once, head by head, to keep the copy small
        const int64_t blocks = dense_blocks(s->keys), pieces = (s->rows + kRowsPerChunk - 1) / kRowsPerChunk;
        const Tensor scratch = allocate(DType::F32, Shape{dense_packed_bytes(s->keys, d, key_dim) / 4});
        for (int64_t head = 0; head < shape.heads; ++head) {
            DenseAttention a = head_of(*s, head);
            a.packed = cpu_data<std::byte>(scratch);
            if (head % group == 0)
                threads_.parallel_for(blocks, [&](int64_t b, int) { kernels_.dense_pack(a, b, b + 1); });
            threads_.parallel_for(pieces, [&](int64_t piece, int) {
                kernels_.dense_attend(a, piece * kRowsPerChunk,
                                      std::min<int64_t>(s->rows, (piece + 1) * kRowsPerChunk));
            });
        }
    }
}

// Depends on nothing a row's company could change: a causal or cached span is never dense, others always are.
static bool is_dense(const Spans& spans, const AttentionShape& shape, const AttentionBias* bias, DType dtype) {
    if (spans.causal || dtype != DType::F32 || shape.head_dim > kMostDenseHeadDim) return false;
    if (bias && shape.head_dim + bias->height + bias->width > kMostDenseKeyDim) return false;
    return std::all_of(spans.spans.begin(), spans.spans.end(), [](const Span& s) { return s.page_offset < 0; });
}

// The bias of every key of one query, `row` of its span.
static void place_bias(AttentionTile& t, const AttentionBias& bias, const Span& span, int64_t row, int64_t head,
                       int64_t heads) {
    const int64_t rows = 2 * bias.height - 1, columns = 2 * bias.width - 1, at = (span.first_row + row) * heads + head;
    t.bias_width = bias.width;
    t.bias_rows[t.queries] = cpu_data<float>(bias.rows) + at * rows + bias.height - 1 - row / bias.width;
    t.bias_columns[t.queries] = cpu_data<float>(bias.columns) + at * columns + bias.width - 1 - row % bias.width;
}

// A piece as the tiles of queries that kernels take.
struct HeadTiles {
    const Tensor &q, &k, &v, &y;
    const Spans& spans;
    const AttentionShape& shape;
    const AttentionBias* bias = nullptr;

    int64_t group() const { return shape.heads / shape.kv_heads; }
    // With more query heads per key/value head than a tile holds, the heads go in several tiles as well.
    int64_t heads_per_tile() const { return std::min(group(), kQueryTile); }
    int64_t rows_per_tile() const { return kQueryTile / heads_per_tile(); }

    template <class Visit>
    void visit(const Piece& piece, Visit&& each) const {
        const int64_t heads = shape.heads, d = shape.head_dim, first_head = piece.kv_head * group();
        const auto at = static_cast<size_t>(piece.kv_head * d) * dtype_size(k.dtype);
        AttentionTile t{.k = cpu_data<std::byte>(k) + at,
                        .v = cpu_data<std::byte>(v) + at,
                        .kv_dtype = k.dtype,
                        .kv_stride = shape.kv_heads * d,
                        .head_dim = d,
                        .scale = shape.scale};
        t.first_key = piece.span->first_key;
        t.pages = piece.span->page_offset >= 0 ? spans.pages.data() + piece.span->page_offset : nullptr;
        for (int64_t head0 = 0; head0 < group(); head0 += heads_per_tile()) {
            t.queries = 0;
            for (int64_t r = piece.row; r < piece.row + piece.rows; ++r)
                for (int64_t h = head0; h < std::min(group(), head0 + heads_per_tile()); ++h, ++t.queries) {
                    const int64_t place = ((piece.span->first_row + r) * heads + first_head + h) * d;
                    t.q[t.queries] = cpu_data<float>(q) + place;
                    t.y[t.queries] = cpu_data<float>(y) + place;
                    t.visible[t.queries] = visible_keys(*piece.span, r, spans.causal);
                    if (bias) place_bias(t, *bias, *piece.span, r, first_head + h, heads);
                }
            each(t);
        }
    }
};

// As is_dense: of what a row could not know otherwise.
static bool is_cached(const Spans& spans, const AttentionShape& shape, const AttentionBias* bias, DType dtype) {
    return spans.causal && dtype == DType::BF16 && shape.head_dim <= kMostDenseHeadDim && !bias;
}

// Spans of a few queries pack the keys as they go; of longer ones the keys are packed first, for some heads at a time.
void CpuBackend::cached_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Spans& spans,
                                  const AttentionShape& shape, Tensor& y) {
    constexpr int64_t kPackedBytes = 64 << 20;
    const HeadTiles cut{q, k, v, y, spans, shape};
    const int64_t block_bytes = cached_block_bytes(shape.head_dim), kv_heads = shape.kv_heads;
    Spans brief{.spans = {}, .pages = {}, .causal = true};
    for (const Span& s : spans.spans)
        if (s.keys > 0 && s.rows > 0 && s.rows <= cut.rows_per_tile()) brief.spans.push_back(s);
    const std::vector<Piece> alone = cut_spans(brief, kv_heads, cut.rows_per_tile());
    const Tensor own = allocate(DType::F32, Shape{alone.empty() ? 0 : threads_.size(), block_bytes / 4});
    threads_.parallel_for(static_cast<int64_t>(alone.size()), [&](int64_t i, int thread) {
        const Piece& piece = alone[static_cast<size_t>(i)];
        std::byte* room = cpu_data<std::byte>(own) + thread * block_bytes;
        cut.visit(piece, [&](const AttentionTile& t) {
            kernels_.cached_attend({.tiles = &t, .count = 1, .keys = piece.span->keys, .packed = room, .pack = true});
        });
    });
    for (const Span& s : spans.spans) {
        if (s.keys == 0 || s.rows <= cut.rows_per_tile()) continue;
        const int64_t blocks = dense_blocks(s.keys),
                      at_once = std::clamp<int64_t>(kPackedBytes / (blocks * block_bytes), 1, kv_heads);
        const Tensor packed = allocate(DType::F32, Shape{at_once, blocks * block_bytes / 4});
        const int64_t rows =
            std::max<int64_t>(1, kTilesTogether * cut.rows_per_tile() * cut.heads_per_tile() / cut.group());
        const int64_t pieces = (s.rows + rows - 1) / rows;
        for (int64_t head0 = 0; head0 < kv_heads; head0 += at_once) {
            const int64_t heads = std::min(at_once, kv_heads - head0);
            const auto tiles_of = [&](int64_t head, int64_t row0, int64_t row1) {
                std::vector<AttentionTile> tiles;
                for (int64_t row = row0; row < row1; row += cut.rows_per_tile())
                    cut.visit({&s, head0 + head, row, std::min(cut.rows_per_tile(), row1 - row)},
                              [&](const AttentionTile& t) { tiles.push_back(t); });
                return tiles;
            };
            const auto room = [&](int64_t head) { return cpu_data<std::byte>(packed) + head * blocks * block_bytes; };
            threads_.parallel_for(heads * blocks, [&](int64_t i, int) {
                const std::vector<AttentionTile> tiles = tiles_of(i / blocks, 0, 1);
                kernels_.cached_pack({.tiles = tiles.data(), .count = 1, .keys = s.keys, .packed = room(i / blocks)},
                                     i % blocks);
            });
            threads_.parallel_for(heads * pieces, [&](int64_t i, int) {
                const int64_t row0 = i % pieces * rows, row1 = std::min<int64_t>(s.rows, row0 + rows);
                const std::vector<AttentionTile> tiles = tiles_of(i / pieces, row0, row1);
                for (size_t t = 0; t < tiles.size(); t += kTilesTogether) {
                    const auto count = static_cast<int64_t>(std::min<size_t>(kTilesTogether, tiles.size() - t));
                    kernels_.cached_attend(
                        {.tiles = &tiles[t], .count = count, .keys = s.keys, .packed = room(i / pieces)});
                }
            });
        }
    }
}

[[maybe_unused]] static bool fits(const AttentionBias& bias, const Spans& spans, int64_t rows, int64_t heads) {
    const int64_t cells = bias.height * bias.width;
    if (spans.causal || bias.rows.shape.elements() != rows * heads * (2 * bias.height - 1) ||
        bias.columns.shape.elements() != rows * heads * (2 * bias.width - 1))
        return false;
    return std::all_of(spans.spans.begin(), spans.spans.end(),
                       [&](const Span& s) { return s.page_offset < 0 && s.rows == cells && s.keys == cells; });
}

Tensor CpuBackend::attention(const Tensor& q, const Tensor& k, const Tensor& v, const Spans& spans,
                             const AttentionShape& shape, const AttentionBias* bias) {
    double pairs = 0, keys = 0;
    for (const Span& span : spans.spans) {
        pairs += static_cast<double>(span.rows) * (spans.causal ? span.keys - 0.5 * (span.rows - 1) : span.keys);
        keys += span.keys;
    }
    const double width = static_cast<double>(shape.head_dim);
    const OpTimer timer(
        times_,
        !spans.causal   ? "attention, dense"
        : q.rows() == 1 ? "attention, 1 row"
                        : "attention, causal",
        4 * pairs * width * static_cast<double>(shape.heads),
        2 * keys * width * static_cast<double>(shape.kv_heads) * static_cast<double>(dtype_size(k.dtype)));
    const int64_t heads = shape.heads, kv_heads = shape.kv_heads, head_dim = shape.head_dim;
    assert(q.dtype == DType::F32 && q.cols() == heads * head_dim && heads % kv_heads == 0);
    assert(k.dtype == v.dtype && (k.dtype == DType::F32 || k.dtype == DType::BF16));
    assert(k.cols() == kv_heads * head_dim && v.cols() == kv_heads * head_dim && head_dim <= kMostHeadDim);
    assert(!bias || fits(*bias, spans, q.rows(), heads));
    Tensor y = allocate(DType::F32, q.shape);
    float* py = cpu_data<float>(y);
    clear_uncovered(spans, py, q.rows(), q.cols());
    if (compute_ == Compute::bf16 && kernels_.dense_attend && is_dense(spans, shape, bias, k.dtype)) {
        dense_attention(q, k, v, spans, shape, bias, y);
        return y;
    }

    if (compute_ == Compute::bf16 && kernels_.cached_attend && is_cached(spans, shape, bias, k.dtype)) {
        cached_attention(q, k, v, spans, shape, y);
        return y;
    }
    const HeadTiles cut{q, k, v, y, spans, shape, bias};
    const std::vector<Piece> pieces = cut_spans(spans, kv_heads, cut.rows_per_tile());
    const auto work = [&](int64_t first, int64_t last) {
        for (int64_t i = first; i < last; ++i)
            cut.visit(pieces[static_cast<size_t>(i)], [&](const AttentionTile& t) { kernels_.attention(t); });
    };
    double products = 0;
    for (const Span& s : spans.spans) products += static_cast<double>(s.rows) * s.keys;
    const double cost = products * static_cast<double>(heads * head_dim) * (level_ == CpuLevel::scalar ? 0.3 : 0.04);
    const auto count = static_cast<int64_t>(pieces.size());
    for_ranges(count, count ? cost / static_cast<double>(count) : 0, work);
    return y;
}

}  // namespace lectern
