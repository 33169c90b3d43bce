#include "core/model/vision_block.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "core/model/residual.h"

namespace lectern {

namespace {
struct Piece {
    int64_t first = 0, rows = 0;
};
}  // namespace

// About five eighths of rows_together each, of nearly the same length, beginning at multiples of `merged`.
static std::vector<Piece> cut(int64_t rows, int64_t merged, int64_t rows_together) {
    if (rows <= rows_together) return {{0, rows}};
    const int64_t units = rows / merged, most = std::max<int64_t>(1, rows_together * 5 / 8 / merged);
    const int64_t count = (units + most - 1) / most;
    std::vector<Piece> pieces;
    for (int64_t i = 0; i < count; ++i) {
        const int64_t first = units * i / count * merged, end = units * (i + 1) / count * merged;
        pieces.push_back({first, end - first});
    }
    return pieces;
}

// The spans of the rows of one piece, which count from its beginning; keys are those of all rows.
static Spans spans_of(const Spans& all, const Piece& piece) {
    Spans some;
    for (const Span& s : all.spans) {
        const int64_t first = std::max<int64_t>(s.first_row, piece.first);
        const int64_t end = std::min<int64_t>(s.first_row + s.rows, piece.first + piece.rows);
        if (first >= end) continue;
        Span part = s;
        part.first_row = static_cast<int32_t>(first - piece.first);
        part.rows = static_cast<int32_t>(end - first);
        some.spans.push_back(part);
    }
    return some;
}

static Tensor attention_of_all(Backend& be, const VisionBlock& b, Tensor x, const VisionRows& rows,
                               const Spans& spans) {
    const int64_t d = rows.shape.head_dim;
    Tensor q = be.rope(linear(be, x, b.q), rows.rope, rows.positions, d);  // [rows, width]
    Tensor k = be.rope(linear(be, x, b.k), rows.rope, rows.positions, d);  // [rows, width]
    Tensor v = linear(be, x, b.v);                                         // [rows, width]
    x = {};                                                                // long pictures need its memory now
    return be.attention(q, k, v, spans, rows.shape);
}

// Keys and values of all rows, then queries, attention and projection piece by piece. Rows are normed twice, which
// costs next to nothing beside the products.
static void attend_in_pieces(Backend& be, const VisionBlock& b, Tensor& x, const VisionRows& rows, const Spans& spans,
                             const std::vector<Piece>& pieces) {
    const int64_t d = rows.shape.head_dim;
    Tensor keys = be.allocate(DType::F32, x.shape), values = be.allocate(DType::F32, x.shape);
    for (const Piece& p : pieces) {
        const Tensor here = rows.positions.slice_rows(p.first, p.rows);
        const Tensor normed = rms_norm(be, x.slice_rows(p.first, p.rows), b.norm1, rows.eps);
        be.scatter_rows(keys, be.rope(linear(be, normed, b.k), rows.rope, here, d), here);
        be.scatter_rows(values, linear(be, normed, b.v), here);
    }
    for (const Piece& p : pieces) {
        const Tensor here = rows.positions.slice_rows(p.first, p.rows), before = x.slice_rows(p.first, p.rows);
        const Tensor q = be.rope(linear(be, rms_norm(be, before, b.norm1, rows.eps), b.q), rows.rope, here, d);
        const Tensor seen = be.attention(q, keys, values, spans_of(spans, p), rows.shape);
        be.scatter_rows(x, linear_add(be, seen, b.proj, before), here);
    }
}

Tensor vision_block(Backend& be, const VisionBlock& b, Tensor x, const VisionRows& rows, const Spans& spans,
                    const TraceSink* trace, const std::string& name) {
    if (trace != nullptr || x.rows() <= rows.rows_together) {
        const Tensor seen = attention_of_all(be, b, rms_norm(be, x, b.norm1, rows.eps), rows, spans);
        x = add_linear(be, x, seen, b.proj, trace, name + ".attn");
        const Tensor normed = rms_norm(be, x, b.norm2, rows.eps);
        return add_gated_mlp(be, x, normed, b.gate, b.up, b.down, trace, name + ".mlp");
    }
    const std::vector<Piece> pieces = cut(x.rows(), 1, rows.rows_together);
    attend_in_pieces(be, b, x, rows, spans, pieces);
    for (const Piece& p : pieces) {
        const Tensor before = x.slice_rows(p.first, p.rows);
        const Tensor after = gated_mlp(be, rms_norm(be, before, b.norm2, rows.eps), b.gate, b.up, b.down, before);
        be.scatter_rows(x, after, rows.positions.slice_rows(p.first, p.rows));
    }
    return x;
}

Tensor in_pieces(Backend& be, const Tensor& x, int64_t merged, int64_t width, int64_t rows_together,
                 const std::function<Tensor(const Tensor& piece)>& f) {
    assert(x.rows() % merged == 0);
    const std::vector<Piece> pieces = cut(x.rows(), merged, rows_together);
    if (pieces.size() == 1) return f(x);
    Tensor y = be.allocate(DType::F32, Shape{x.rows() / merged, width});
    for (const Piece& p : pieces) {
        const Tensor part = f(x.slice_rows(p.first, p.rows));
        std::vector<int32_t> index(static_cast<size_t>(part.rows()));
        std::iota(index.begin(), index.end(), static_cast<int32_t>(p.first / merged));
        be.scatter_rows(y, part, be.upload_ids(index));
    }
    return y;
}

}  // namespace lectern
