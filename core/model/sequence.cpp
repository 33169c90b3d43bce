#include "core/model/sequence.h"

#include <cassert>

#include "core/model/prompt.h"

namespace lectern {

void TokenBatch::clear() {
    ids.clear();
    device_ids = {};
    image_row.clear();
    positions.clear();
    slots.clear();
    spans.spans.clear();
    spans.pages.clear();
    logits_rows.clear();
}

static int32_t slot_of(const Sequence& s, int64_t key) {
    const int64_t page = key / kPageRows;
    assert(page < static_cast<int64_t>(s.pages.size()));
    return static_cast<int32_t>(s.pages[static_cast<size_t>(page)] * kPageRows + key % kPageRows);
}

// The span of `count` new rows that see every key of `s` up to their own. Advances s.keys and the slots.
static void append_span(TokenBatch& batch, Sequence& s, int64_t count) {
    Span span;
    span.first_row = static_cast<int32_t>(batch.ids.size());
    span.rows = static_cast<int32_t>(count);
    span.keys = static_cast<int32_t>(s.keys + count);
    span.page_offset = static_cast<int32_t>(batch.spans.pages.size());
    batch.spans.causal = true;
    batch.spans.spans.push_back(span);
    const auto pages = static_cast<size_t>((span.keys + kPageRows - 1) / kPageRows);
    batch.spans.pages.insert(batch.spans.pages.end(), s.pages.begin(), s.pages.begin() + static_cast<std::ptrdiff_t>(pages));
    for (int64_t i = 0; i < count; ++i) batch.slots.push_back(slot_of(s, s.keys + i));
    s.keys += count;
}

// image_row is either empty or as long as ids.
static void append_image_row(TokenBatch& batch, int32_t row) {
    if (row < 0 && batch.image_row.empty()) return;
    batch.image_row.resize(batch.ids.size(), -1);
    batch.image_row.push_back(row);
}

void append_prompt(TokenBatch& batch, Sequence& s, const Prompt& prompt, int64_t count, int32_t first_image_row, bool logits) {
    assert(prompt.positions.size() == prompt.ids.size() * static_cast<size_t>(prompt.position_axes));
    assert(batch.ids.empty() || batch.position_axes == prompt.position_axes);
    assert(s.keys + count <= static_cast<int64_t>(prompt.ids.size()));
    const auto first = static_cast<size_t>(s.keys);
    append_span(batch, s, count);
    for (size_t i = first; i < first + static_cast<size_t>(count); ++i) {
        const int32_t row = prompt.image_row.empty() ? -1 : prompt.image_row[i];
        append_image_row(batch, row < 0 ? -1 : first_image_row + row);
        batch.ids.push_back(prompt.ids[i]);
    }
    const auto axes = static_cast<size_t>(prompt.position_axes);
    batch.position_axes = s.position_axes = prompt.position_axes;
    const auto begin = prompt.positions.begin() + static_cast<std::ptrdiff_t>(first * axes);
    batch.positions.insert(batch.positions.end(), begin, begin + static_cast<std::ptrdiff_t>(count) * prompt.position_axes);
    if (s.keys == static_cast<int64_t>(prompt.ids.size())) s.next_position = prompt.next_position;
    if (logits) batch.logits_rows.push_back(static_cast<int32_t>(batch.ids.size()) - 1);
}

void append_token(TokenBatch& batch, Sequence& s, int32_t id, bool logits) {
    append_span(batch, s, 1);
    append_image_row(batch, -1);
    batch.ids.push_back(id);
    assert(batch.ids.size() == 1 || batch.position_axes == s.position_axes);
    batch.position_axes = s.position_axes;
    batch.positions.insert(batch.positions.end(), static_cast<size_t>(s.position_axes), s.next_position++);
    if (logits) batch.logits_rows.push_back(static_cast<int32_t>(batch.ids.size()) - 1);
}

}  // namespace lectern
