#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::random_tensor;
using test::RandomTensor;

LECTERN_BACKEND_SUITE(Attention);

struct Reference {
    std::vector<double> y, size;  // size: Σ p|v|, and how far an error of one part in the scores is felt
};

struct RandomBias {
    RandomTensor rows, columns;
    int64_t height, width;
    double of(int64_t row, int64_t in_span, int64_t head, int64_t heads, int64_t key) const {
        const int64_t at = row * heads + head, dy = key / width - in_span / width, dx = key % width - in_span % width;
        return rows.at(at, dy + height - 1) + columns.at(at, dx + width - 1);
    }
};

Reference reference(const RandomTensor& q, const RandomTensor& k, const RandomTensor& v, const Spans& spans,
                    const AttentionShape& s, const RandomBias* bias = nullptr) {
    const int64_t cols = s.heads * s.head_dim;
    Reference out{std::vector<double>(q.values.size()), std::vector<double>(q.values.size())};
    for (const Span& span : spans.spans)
        for (int64_t r = 0; r < span.rows; ++r)
            for (int64_t h = 0; h < s.heads; ++h) {
                const int64_t kv = h / (s.heads / s.kv_heads) * s.head_dim;
                std::vector<double> score;
                std::vector<int64_t> rows;
                for (int64_t j = 0; j < span.keys; ++j) {
                    if (spans.causal && j >= span.prefix && j > span.keys - span.rows + r) continue;
                    const int64_t row =
                        span.page_offset < 0
                            ? span.first_key + j
                            : spans.pages[static_cast<size_t>(span.page_offset + j / kPageRows)] * kPageRows +
                                  j % kPageRows;
                    double dot = 0;
                    for (int64_t d = 0; d < s.head_dim; ++d)
                        dot += q.at(span.first_row + r, h * s.head_dim + d) * k.at(row, kv + d);
                    score.push_back(dot * s.scale + (bias ? bias->of(span.first_row + r, r, h, s.heads, j) : 0));
                    rows.push_back(row);
                }
                const double max = score.empty() ? 0 : *std::max_element(score.begin(), score.end());
                double sum = 0;
                for (double& p : score) sum += p = std::exp(p - max);
                for (int64_t d = 0; d < s.head_dim; ++d) {
                    const auto at = static_cast<size_t>((span.first_row + r) * cols + h * s.head_dim + d);
                    for (size_t j = 0; j < rows.size(); ++j) {
                        out.y[at] += score[j] / sum * v.at(rows[j], kv + d);
                        out.size[at] += score[j] / sum * std::fabs(v.at(rows[j], kv + d));
                    }
                }
            }
    return out;
}

struct Case {
    AttentionShape shape;
    Spans spans;
    int64_t rows, key_rows;
};

AttentionShape heads(int64_t n, int64_t kv, int64_t dim) {
    return {n, kv, dim, 1.0f / std::sqrt(static_cast<float>(dim))};
}

// Spans in a paged pool, pages in random order.
Case paged(AttentionShape shape, std::vector<Span> spans, bool causal) {
    Case c{shape, {.spans = std::move(spans), .pages = {}, .causal = causal}, 0, 0};
    std::vector<int32_t> order(200);
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), std::mt19937(5));
    for (Span& s : c.spans.spans) {
        s.first_row = static_cast<int32_t>(c.rows);
        s.page_offset = static_cast<int32_t>(c.spans.pages.size());
        for (int64_t j = 0; j < s.keys; j += kPageRows) {
            c.spans.pages.push_back(order.back());
            order.pop_back();
        }
        c.rows += s.rows;
    }
    c.key_rows = 200 * kPageRows;
    return c;
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const int64_t dim : {16, 17, 24, 33, 64, 80, 127, 128}) {
        all.push_back({heads(3, 3, dim), {.spans = {{0, 70, 0, 70}}, .pages = {}}, 70, 70});
        all.push_back(
            paged(heads(4, 2, dim),
                  {{.rows = 1, .keys = 1}, {.rows = 1, .keys = 33}, {.rows = 3, .keys = 64}, {.rows = 45, .keys = 45}},
                  true));
    }
    all.push_back({heads(2, 1, 64),
                   {.spans = {{0, 5, 0, 5}, {5, 100, 5, 100}, {110, 33, 105, 40}}, .pages = {}},
                   150,
                   150});  // rows 105…109 and 143… in no span
    all.push_back({heads(4, 4, 64), {.spans = {{0, 216, 0, 216}}, .pages = {}}, 216, 216});
    all.push_back({heads(2, 1, 40), {.spans = {{0, 31, 5, 1100}}, .pages = {}}, 31, 1105});
    all.push_back({heads(2, 1, 32), {.spans = {{0, 7, 0, 256}, {7, 300, 256, 257}}, .pages = {}}, 307, 520});
    all.push_back({heads(6, 2, 16),
                   {.spans = {{.first_row = 0, .rows = 40, .first_key = 3, .keys = 50, .prefix = 30}},
                    .pages = {},
                    .causal = true},
                   40,
                   60});
    all.push_back(paged(heads(12, 2, 128), {{.rows = 1, .keys = 700}, {.rows = 20, .keys = 300, .prefix = 290}}, true));
    all.push_back(paged(heads(40, 1, 16), {{.rows = 2, .keys = 65}}, true));  // more heads than a tile has queries
    // Decoding, several sequences together: one, two or three query heads share a key/value head.
    const std::vector<Span> tokens{{.rows = 1, .keys = 600}, {.rows = 1, .keys = 31}, {.rows = 1, .keys = 256}};
    for (const AttentionShape& shape : {heads(2, 2, 128), heads(4, 2, 17), heads(6, 2, 64), heads(2, 2, 160)})
        all.push_back(paged(shape, tokens, true));
    return all;
}

TEST_P(Attention, MatchesDoublePrecision) {
    for (const Case& c : cases())
        for (const DType dtype : {DType::F32, DType::BF16}) {
            SCOPED_TRACE(testing::Message() << dtype_name(dtype) << " head_dim " << c.shape.head_dim << " heads "
                                            << c.shape.heads << "/" << c.shape.kv_heads);
            const RandomTensor q = random_tensor(DType::F32, Shape{c.rows, c.shape.heads * c.shape.head_dim}, 1);
            const RandomTensor k = random_tensor(dtype, Shape{c.key_rows, c.shape.kv_heads * c.shape.head_dim}, 2);
            const RandomTensor v = random_tensor(dtype, k.shape, 3);
            const Tensor y =
                be().attention(be().upload(q.host()), be().upload(k.host()), be().upload(v.host()), c.spans, c.shape);
            const Reference want = reference(q, k, v, c.spans, c.shape);
            // With BF16 tiles q, k, v and the weights are rounded to eight bits each.
            const bool tiles = GetParam().name == "amx_bf16" && c.spans.causal == (dtype == DType::BF16);
            EXPECT_TRUE(test::close(be().read_floats(y), want.y, tiles ? 0.03 : 4e-6, want.size, 1e-30));
        }
}

// Windows and a whole grid with a bias of rows and columns, some too large to become part of BF16 products.
TEST_P(Attention, AddsTheBiasOfGrids) {
    struct Grid {
        int64_t height, width, windows, heads, kv_heads, dim;
    };
    for (const Grid& g :
         {Grid{3, 3, 4, 2, 2, 8}, Grid{14, 14, 3, 3, 3, 64}, Grid{20, 20, 1, 2, 1, 64}, Grid{12, 33, 1, 2, 2, 17},
          Grid{1, 40, 2, 2, 2, 128}, Grid{100, 3, 1, 1, 1, 64}, Grid{2, 190, 1, 1, 1, 128}}) {
        SCOPED_TRACE(testing::Message() << g.height << "x" << g.width << " head_dim " << g.dim);
        const int64_t cells = g.height * g.width, rows = cells * g.windows;
        Spans spans;
        for (int64_t i = 0; i < g.windows; ++i) {
            const auto first = static_cast<int32_t>(i * cells), count = static_cast<int32_t>(cells);
            spans.spans.push_back({.first_row = first, .rows = count, .first_key = first, .keys = count});
        }
        for (const DType dtype : {DType::F32, DType::BF16}) {
            const AttentionShape shape = heads(g.heads, g.kv_heads, g.dim);
            const RandomTensor q = random_tensor(DType::F32, Shape{rows, g.heads * g.dim}, 1);
            const RandomTensor k = random_tensor(dtype, Shape{rows, g.kv_heads * g.dim}, 2),
                               v = random_tensor(dtype, k.shape, 3);
            const RandomBias b{random_tensor(DType::F32, Shape{rows * g.heads, 2 * g.height - 1}, 4),
                               random_tensor(DType::F32, Shape{rows * g.heads, 2 * g.width - 1}, 5), g.height, g.width};
            const AttentionBias bias{be().upload(b.rows.host()), be().upload(b.columns.host()), g.height, g.width};
            const Tensor y = be().attention(be().upload(q.host()), be().upload(k.host()), be().upload(v.host()), spans,
                                            shape, &bias);
            const Reference want = reference(q, k, v, spans, shape, &b);
            const bool tiles =
                GetParam().name == "amx_bf16" && dtype == DType::F32 && g.dim + g.height + g.width <= 256;
            EXPECT_TRUE(test::close(be().read_floats(y), want.y, tiles ? 0.03 : 4e-6, want.size, 1e-30))
                << dtype_name(dtype);
        }
    }
}

// Keys beyond the visible ones, pages not yet written included, must not be felt.
TEST_P(Attention, IgnoresWhatIsNotVisible) {
    for (const DType dtype : {DType::F32, DType::BF16})
        for (const int32_t rows : {2, 33}) {
            const Case c = paged(heads(4, 2, 64), {{.rows = rows, .keys = 41}}, true);
            const RandomTensor q = random_tensor(DType::F32, Shape{rows, 256}, 1);
            RandomTensor k = random_tensor(dtype, Shape{c.key_rows, 128}, 2), v = random_tensor(dtype, k.shape, 3);
            const auto run = [&] {
                return be().read_floats(be().attention(be().upload(q.host()), be().upload(k.host()),
                                                       be().upload(v.host()), c.spans, c.shape));
            };
            const std::vector<float> before = run();
            const int64_t unwritten = c.spans.pages[1] * kPageRows + 41 % kPageRows;
            for (RandomTensor* t : {&k, &v}) {
                for (int64_t i = unwritten * 128; i < (unwritten + 3) * 128; ++i)
                    t->values[static_cast<size_t>(i)] = NAN;
                *t = test::make_tensor(dtype, t->shape, t->values);
            }
            EXPECT_TRUE(test::same_bits(run(), before));
        }
}

TEST_P(Attention, LargeScoresDoNotOverflow) {
    const RandomTensor q = random_tensor(DType::F32, Shape{40, 64}, 1, 100),
                       k = random_tensor(DType::F32, Shape{40, 64}, 2, 100);
    const Tensor y = be().attention(be().upload(q.host()), be().upload(k.host()), be().upload(k.host()),
                                    {.spans = {{0, 40, 0, 40}}, .pages = {}}, heads(1, 1, 64));
    for (const float value : be().read_floats(y)) EXPECT_TRUE(std::isfinite(value));
}

// A row is the same to the bit alone, in its span, among others, and with any number of threads.
TEST_P(Attention, RowsDoNotDependOnCompany) {
    for (const DType dtype : {DType::F32, DType::BF16}) {
        const Case c =
            paged(heads(4, 2, 64),
                  {{.rows = 90, .keys = 120, .prefix = 20}, {.rows = 1, .keys = 77}, {.rows = 7, .keys = 200}}, true);
        const RandomTensor q = random_tensor(DType::F32, Shape{c.rows, 256}, 1);
        const RandomTensor k = random_tensor(dtype, Shape{c.key_rows, 128}, 2), v = random_tensor(dtype, k.shape, 3);
        std::vector<float> first;
        for (const int threads : GetParam().threads) {
            const auto b = GetParam().make(threads);
            const Tensor tq = b->upload(q.host()), tk = b->upload(k.host()), tv = b->upload(v.host());
            const std::vector<float> all = b->read_floats(b->attention(tq, tk, tv, c.spans, c.shape));
            for (const Span& s : c.spans.spans)
                for (const int32_t row : {0, s.rows / 2, s.rows - 1}) {
                    Spans alone = c.spans;
                    alone.spans = {s};
                    alone.spans[0].first_row = 0;
                    alone.spans[0].rows = 1;
                    alone.spans[0].keys = std::max(s.prefix, s.keys - s.rows + row + 1);
                    const auto y =
                        b->read_floats(b->attention(tq.slice_rows(s.first_row + row, 1), tk, tv, alone, c.shape));
                    EXPECT_TRUE(test::same_bits(
                        y, std::span(all).subspan(static_cast<size_t>((s.first_row + row) * 256), 256)));
                }
            if (first.empty()) first = all;
            EXPECT_TRUE(test::same_bits(all, first));
        }
    }
}

// Windows of a vision tower: the same whether one picture or several are in the batch.
TEST_P(Attention, SpansDoNotDependOnCompany) {
    for (const DType dtype : {DType::F32, DType::BF16}) {
        const RandomTensor q = random_tensor(DType::F32, Shape{300, 256}, 1),
                           k = random_tensor(dtype, Shape{300, 256}, 2), v = random_tensor(dtype, k.shape, 3);
        const Tensor tq = be().upload(q.host()), tk = be().upload(k.host()), tv = be().upload(v.host());
        const Spans both{.spans = {{0, 83, 0, 83}, {83, 217, 83, 217}}, .pages = {}};
        const std::vector<float> all = be().read_floats(be().attention(tq, tk, tv, both, heads(4, 4, 64)));
        const Spans one{.spans = {{0, 217, 0, 217}}, .pages = {}};
        const std::vector<float> second = be().read_floats(be().attention(
            tq.slice_rows(83, 217), tk.slice_rows(83, 217), tv.slice_rows(83, 217), one, heads(4, 4, 64)));
        EXPECT_TRUE(test::same_bits(second, std::span(all).subspan(83 * 256)));
    }
}

}  // namespace
}  // namespace lectern
