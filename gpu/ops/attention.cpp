#include <algorithm>
#include <cassert>

#include "core/base/error.h"
#include "gpu/vulkan_backend.h"

namespace lectern {

// Spans of few rows have their keys split among workgroups, at fixed places, so that decoding fills a GPU.
constexpr int64_t kSplitRows = 8, kSplitKeys = 256;

static bool same(const Span& a, const Span& b) {
    return a.first_row == b.first_row && a.rows == b.rows && a.first_key == b.first_key && a.keys == b.keys &&
           a.page_offset == b.page_offset && a.prefix == b.prefix;
}

static bool same(const Spans& a, const Spans& b) {
    return a.causal == b.causal && a.pages == b.pages &&
           std::equal(a.spans.begin(), a.spans.end(), b.spans.begin(), b.spans.end(),
                      [](const Span& x, const Span& y) { return same(x, y); });
}

// Keys that row r of the span sees.
static int64_t visible_keys(const Span& s, int64_t r, bool causal) {
    if (!causal) return s.keys;
    return std::clamp<int64_t>(std::max<int64_t>(s.prefix, int64_t{s.keys} - s.rows + r + 1), 0, s.keys);
}

// Most queries of a span that share their keys: rows times query heads of one key/value head.
static int64_t widest_span(const Spans& spans, int64_t group) {
    int64_t widest = 1;
    for (const Span& s : spans.spans) widest = std::max(widest, s.rows * group);
    return widest;
}

// Queries of a tile: few where the spans fill no more, so that decoding leaves none empty. Few sizes: each is a program.
static uint32_t tile_queries(int64_t widest, uint32_t most) {
    for (const uint32_t queries : {1u, 2u, 8u})
        if (queries < most && widest <= queries) return queries;
    return most;
}

static bool covers_all(const Spans& spans, int64_t rows) {
    std::vector<bool> covered(static_cast<size_t>(rows));
    for (const Span& s : spans.spans) std::fill_n(covered.begin() + s.first_row, s.rows, true);
    return std::find(covered.begin(), covered.end(), false) == covered.end();
}

// Cuts the spans into tiles of `queries` (row, head) pairs and, where rows are few, into parts of the keys. Tiles are
// listed window by window of rows and end at a window's edge.
const VulkanBackend::AttentionPlan& VulkanBackend::plan_attention(const Spans& spans, const AttentionShape& shape,
                                                                  int64_t rows, uint32_t queries, int64_t most_rows) {
    const int64_t group = shape.heads / shape.kv_heads;
    if (plan_ && plan_->rows == rows && plan_->most_rows == most_rows && plan_->tile == queries &&
        plan_->shape.heads == shape.heads && plan_->shape.kv_heads == shape.kv_heads &&
        plan_->shape.head_dim == shape.head_dim && same(plan_->spans, spans))
        return *plan_;

    auto plan = std::make_unique<AttentionPlan>();
    plan->spans = spans;
    plan->shape = shape;
    plan->rows = rows;
    plan->most_rows = most_rows;
    plan->tile = queries;
    plan->covers_all = covers_all(spans, rows);
    std::vector<int32_t> table, items, combine;
    for (int64_t first = 0; first < rows; first += most_rows) {
        const int64_t last = std::min(rows, first + most_rows);
        AttentionPlan::Window window{.first_row = first,
                                     .rows = last - first,
                                     .first_item = static_cast<int64_t>(items.size()) / 6,
                                     .items = 0,
                                     .first_combine = static_cast<int64_t>(combine.size()) / 5,
                                     .combines = 0};
        for (const Span& s : spans.spans) {
            const int64_t begin = std::max<int64_t>(s.first_row, first),
                          end = std::min<int64_t>(int64_t{s.first_row} + s.rows, last);
            if (begin >= end) continue;
            const bool split = s.rows <= kSplitRows;
            const auto index = static_cast<int32_t>(table.size() / 6);
            table.insert(table.end(), {s.first_row, s.rows, s.first_key, s.keys, s.page_offset, s.prefix});
            const int64_t tiles_end = (end - s.first_row) * group;
            for (int64_t f = (begin - s.first_row) * group; f < tiles_end; f += queries) {
                const int64_t f_end = std::min<int64_t>(f + queries, tiles_end), last_row = (f_end - 1) / group;
                const int64_t seen = visible_keys(s, last_row, spans.causal);
                const int64_t parts = split ? std::max<int64_t>(1, (seen + kSplitKeys - 1) / kSplitKeys) : 1;
                if (parts > 1)
                    combine.insert(combine.end(), {index, static_cast<int32_t>(f), static_cast<int32_t>(f_end),
                                                   static_cast<int32_t>(plan->slots), static_cast<int32_t>(parts)});
                for (int64_t part = 0; part < parts; ++part) {
                    const int64_t from = parts > 1 ? part * kSplitKeys : 0,
                                  to = parts > 1 ? std::min(seen, from + kSplitKeys) : seen;
                    items.insert(items.end(), {index, static_cast<int32_t>(f), static_cast<int32_t>(f_end),
                                               static_cast<int32_t>(from), static_cast<int32_t>(to),
                                               parts > 1 ? static_cast<int32_t>(plan->slots++) : -1});
                }
            }
        }
        window.items = static_cast<int64_t>(items.size()) / 6 - window.first_item;
        window.combines = static_cast<int64_t>(combine.size()) / 5 - window.first_combine;
        plan->windows.push_back(window);
    }
    const auto upload_list = [&](std::vector<int32_t> list) {
        if (list.empty()) list.push_back(0);  // a binding shows at least one word
        return upload_ids(list);
    };
    plan->span_table = upload_list(std::move(table));
    plan->items = upload_list(std::move(items));
    plan->combine_items = upload_list(std::move(combine));
    plan->pages = upload_list(spans.pages);
    plan_ = std::move(plan);
    return *plan_;
}

Tensor VulkanBackend::attention(const Tensor& q, const Tensor& k, const Tensor& v, const Spans& spans,
                                const AttentionShape& shape, const AttentionBias* bias) {
    struct Params {
        uint32_t heads, kv_heads, first_row, causal, first_item;
        float scale;
    };
    struct BiasedParams {
        Params plain;
        uint32_t height, width;
    };
    struct CombineParams {
        uint32_t heads, kv_heads, first_row, first_item, queries;
    };
    const int64_t heads = shape.heads, kv_heads = shape.kv_heads, head_dim = shape.head_dim, rows = q.rows();
    assert(q.dtype == DType::F32 && q.cols() == heads * head_dim && heads % kv_heads == 0);
    assert(k.dtype == v.dtype && (k.dtype == DType::F32 || k.dtype == DType::BF16) && head_dim <= 256);
    assert(k.cols() == kv_heads * head_dim && v.cols() == kv_heads * head_dim);
    Tensor y = allocate(DType::F32, q.shape);
    if (rows == 0) return y;
    rows_per_binding(static_cast<int64_t>(std::max(k.bytes(), v.bytes())));  // keys and values are bound as a whole

    const Tuning& t = device_.tuning();
    const bool wide = head_dim > 128;  // shared memory then holds half as many
    const uint32_t most_queries = wide ? t.attention_queries / 2 : t.attention_queries,
                   keys = wide ? t.attention_keys / 2 : t.attention_keys;
    const int64_t widest = widest_span(spans, heads / kv_heads);
    const uint32_t queries = tile_queries(widest, most_queries);
    const int64_t bias_values = bias ? 2 * std::max(bias->height, bias->width) - 1 : 0;  // of a row and head
    const int64_t most_rows = rows_per_binding(heads * std::max(head_dim, bias_values) * 4, rows);
    const AttentionPlan& plan = plan_attention(spans, shape, rows, queries, most_rows);
    assert(!bias || (!spans.causal && plan.slots == 0));
    if (!plan.covers_all) commands_.clear(bind(y));
    const Tensor partial =
        allocate(DType::F32, Shape{std::max<int64_t>(1, plan.slots * kv_heads * queries * (head_dim + 2))});
    const Program& program = programs_.get(k.dtype == DType::F32 ? (bias ? "attention_biased_f32" : "attention_f32")
                                                                 : (bias ? "attention_biased_bf16" : "attention_bf16"),
                                           {{"group", t.attention_group},
                                            {"queries", queries},
                                            {"keys", keys},
                                            {"head_dim", u32(head_dim)},
                                            {"lanes", t.attention_group / most_queries}});
    double products = 0;
    for (const Span& s : spans.spans)
        products += static_cast<double>(s.rows) * s.keys * static_cast<double>(heads * head_dim);
    const double per_item = products / static_cast<double>(std::max<int64_t>(1, plan.items.shape.elements() / 6));
    // A tile's queries share the keys and values that they read.
    const double bytes_per_product =
        2.0 * static_cast<double>(dtype_size(k.dtype)) / static_cast<double>(std::min<int64_t>(queries, widest));

    for (const AttentionPlan::Window& window : plan.windows) {
        const Binding to = bind_rows(y, window.first_row, window.rows),
                      from = bind_rows(q, window.first_row, window.rows);
        for (int64_t item = 0; item < window.items; item += 65535) {
            const int64_t count = std::min<int64_t>(65535, window.items - item);
            const Params params{
                u32(heads), u32(kv_heads), u32(window.first_row), spans.causal, u32(window.first_item + item),
                shape.scale};
            const Work work{4 * per_item * static_cast<double>(count),
                            bytes_per_product * per_item * static_cast<double>(count)};
            const Groups groups{u32(count), u32(kv_heads)};
            if (bias)
                commands_.dispatch(program, groups, BiasedParams{params, u32(bias->height), u32(bias->width)},
                                   {to, from, bind(k), bind(v), bind(plan.span_table), bind(plan.items),
                                    bind_rows(bias->rows.reshape(Shape{rows, heads * (2 * bias->height - 1)}),
                                              window.first_row, window.rows),
                                    bind_rows(bias->columns.reshape(Shape{rows, heads * (2 * bias->width - 1)}),
                                              window.first_row, window.rows)},
                                   work);
            else
                commands_.dispatch(program, groups, params,
                                   {to, from, bind(k), bind(v), bind(plan.span_table), bind(plan.items),
                                    bind(plan.pages), bind(partial)},
                                   work);
        }
        for (int64_t item = 0; item < window.combines; item += 65535) {
            const int64_t count = std::min<int64_t>(65535, window.combines - item);
            const CombineParams params{u32(heads), u32(kv_heads), u32(window.first_row),
                                       u32(window.first_combine + item), queries};
            commands_.dispatch(
                programs_.get("attention_combine", {{"group", t.attention_group}, {"head_dim", u32(head_dim)}}),
                {u32(count), u32(kv_heads)}, params,
                {to, bind(partial), bind(plan.span_table), bind(plan.combine_items)},
                {static_cast<double>(count * kv_heads * queries * head_dim) * 8, static_cast<double>(partial.bytes())});
        }
    }
    return y;
}

}  // namespace lectern
