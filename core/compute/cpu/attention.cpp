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

Tensor CpuBackend::attention(const Tensor& q, const Tensor& k, const Tensor& v, const Spans& spans,
                             const AttentionShape& shape) {
    const int64_t heads = shape.heads, kv_heads = shape.kv_heads, head_dim = shape.head_dim, group = heads / kv_heads;
    assert(q.dtype == DType::F32 && q.cols() == heads * head_dim && heads % kv_heads == 0);
    assert(k.dtype == v.dtype && (k.dtype == DType::F32 || k.dtype == DType::BF16));
    assert(k.cols() == kv_heads * head_dim && v.cols() == kv_heads * head_dim && head_dim <= kMostHeadDim);
    Tensor y = allocate(DType::F32, q.shape);
    float* py = cpu_data<float>(y);
    clear_uncovered(spans, py, q.rows(), q.cols());

    AttentionTile all{.k = cpu_data<std::byte>(k), .v = cpu_data<std::byte>(v), .kv_dtype = k.dtype,
                      .kv_stride = kv_heads * head_dim, .head_dim = head_dim, .scale = shape.scale};
    const auto head_bytes = static_cast<size_t>(head_dim) * dtype_size(k.dtype);
    // With more query heads per key/value head than a tile holds, the heads go in several tiles as well.
    const int64_t heads_per_tile = std::min(group, kQueryTile), rows_per_tile = kQueryTile / heads_per_tile;
    const std::vector<Piece> pieces = cut_spans(spans, kv_heads, rows_per_tile);
    const auto work = [&](int64_t first, int64_t last) {
        for (int64_t i = first; i < last; ++i) {
            const Piece& piece = pieces[static_cast<size_t>(i)];
            AttentionTile t = all;
            t.k += static_cast<size_t>(piece.kv_head) * head_bytes;
            t.v += static_cast<size_t>(piece.kv_head) * head_bytes;
            t.first_key = piece.span->first_key;
            t.pages = piece.span->page_offset >= 0 ? spans.pages.data() + piece.span->page_offset : nullptr;
            for (int64_t head0 = 0; head0 < group; head0 += heads_per_tile) {
                t.queries = 0;
                for (int64_t r = piece.row; r < piece.row + piece.rows; ++r)
                    for (int64_t h = head0; h < std::min(group, head0 + heads_per_tile); ++h, ++t.queries) {
                        const int64_t at = ((piece.span->first_row + r) * heads + piece.kv_head * group + h) * head_dim;
                        t.q[t.queries] = cpu_data<float>(q) + at;
                        t.y[t.queries] = py + at;
                        t.visible[t.queries] = visible_keys(*piece.span, r, spans.causal);
                    }
                kernels_.attention(t);
            }
        }
    };
    double products = 0;
    for (const Span& s : spans.spans) products += static_cast<double>(s.rows) * s.keys;
    const double cost = products * static_cast<double>(heads * head_dim) * (level_ == CpuLevel::scalar ? 0.3 : 0.04);
    const auto count = static_cast<int64_t>(pieces.size());
    for_ranges(count, count ? cost / static_cast<double>(count) : 0, work);
    return y;
}

}  // namespace lectern
