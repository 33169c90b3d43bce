#include "core/weights/weight_table.h"

#include <cassert>
#include <cstring>
#include <span>

#include "core/base/error.h"
#include "core/compute/convert.h"

namespace lectern {

// Rows [first, first + rows) of the first dimension as a matrix, same memory.
static HostTensor row_part(const HostTensor& w, int64_t first, int64_t rows) {
    HostTensor part = w;
    const int64_t row_elements = w.shape.elements() / w.shape[0];
    part.shape = Shape{rows, row_elements};
    part.data = w.data + static_cast<size_t>(first * row_elements) * dtype_size(w.dtype);
    return part;
}

// [out, …, channel] → [out, channel, …], bytes moved as they are.
static std::vector<std::byte> channels_first(const HostTensor& w, int64_t channels) {
    const int64_t out = w.shape[0], pixels = w.shape.elements() / out / channels;
    const size_t size = dtype_size(w.dtype);
    std::vector<std::byte> moved(w.bytes());
    for (int64_t o = 0; o < out; ++o)
        for (int64_t p = 0; p < pixels; ++p)
            for (int64_t c = 0; c < channels; ++c)
                std::memcpy(moved.data() + static_cast<size_t>((o * channels + c) * pixels + p) * size,
                            w.data + static_cast<size_t>((o * pixels + p) * channels + c) * size, size);
    return moved;
}

// [out, channel, y, x], or with `taps` [out, channel · taps] → [out, y, x, channel], bytes moved as they are.
static std::vector<std::byte> channels_last(const HostTensor& w, int64_t taps) {
    const int64_t out = w.shape[0], pixels = taps > 0 ? taps : w.shape[2] * w.shape[3];
    const int64_t channels = w.shape.elements() / out / pixels;
    const size_t size = dtype_size(w.dtype);
    std::vector<std::byte> moved(w.bytes());
    for (int64_t o = 0; o < out; ++o)
        for (int64_t c = 0; c < channels; ++c)
            for (int64_t p = 0; p < pixels; ++p)
                std::memcpy(moved.data() + static_cast<size_t>((o * pixels + p) * channels + c) * size,
                            w.data + static_cast<size_t>((o * channels + c) * pixels + p) * size, size);
    return moved;
}

// Rows in the order wanted, block after block.
static std::vector<std::byte> ordered_rows(const HostTensor& w, const std::vector<int32_t>& order) {
    const int64_t rows = w.shape[0], block = static_cast<int64_t>(order.size());
    assert(rows % block == 0);
    const size_t row_bytes = w.bytes() / static_cast<size_t>(rows);
    std::vector<std::byte> moved(w.bytes());
    for (int64_t r = 0; r < rows; ++r) {
        const int64_t from = r - r % block + order[static_cast<size_t>(r % block)];
        std::memcpy(moved.data() + static_cast<size_t>(r) * row_bytes, w.data + static_cast<size_t>(from) * row_bytes, row_bytes);
    }
    return moved;
}

// Rows of each target.
static std::vector<int64_t> part_rows(const WeightEntry& entry, int64_t rows) {
    if (!entry.parts.empty()) return entry.parts;
    const auto targets = static_cast<int64_t>(entry.into.size());
    assert(rows % targets == 0);
    return std::vector<int64_t>(entry.into.size(), rows / targets);
}

static void load_matmul(Backend& be, const HostTensor& w, const WeightEntry& entry) {
    const std::vector<int64_t> rows = part_rows(entry, w.shape[0]);
    int64_t first = 0;
    for (size_t i = 0; i < entry.into.size(); first += rows[i++]) *entry.into[i] = be.pack_weight(row_part(w, first, rows[i]));
    assert(first == w.shape[0]);
}

static void load_vector(Backend& be, const HostTensor& v, const WeightEntry& entry) {
    const std::vector<int64_t> rows = part_rows(entry, v.shape.elements());
    size_t first = 0;
    for (size_t i = 0; i < entry.into.size(); first += static_cast<size_t>(rows[i++])) {
        HostTensor part = v;
        part.shape = Shape{rows[i]};
        part.data = v.data + first * dtype_size(v.dtype);
        *entry.into[i] = be.upload_f32(part);
    }
}

static std::vector<float> widened(const HostTensor& w) {
    std::vector<float> out(static_cast<size_t>(w.shape.elements()));
    for (size_t i = 0; i < out.size(); ++i) {
        uint16_t half = 0;
        if (w.dtype == DType::F32)
            std::memcpy(&out[i], w.data + 4 * i, 4);
        else
            std::memcpy(&half, w.data + 2 * i, 2);
        if (w.dtype != DType::F32) out[i] = w.dtype == DType::BF16 ? bf16_to_f32(half) : f16_to_f32(half);
    }
    return out;
}

// The matrices of all experts, one below the other, each filled up to expert_rows.
static void load_experts(Backend& be, const Checkpoint& checkpoint, std::span<const WeightEntry> entries) {
    const HostTensor first = checkpoint.get(entries[0].name);
    const int64_t n = first.shape[0], k = first.shape[1];
    const size_t bytes = static_cast<size_t>(expert_rows(n) * k) * dtype_size(first.dtype);
    std::vector<std::byte> stack(entries.size() * bytes);
    for (size_t e = 0; e < entries.size(); ++e) {
        const HostTensor w = checkpoint.get(entries[e].name);
        if (w.dtype != first.dtype)
            throw Error({.fault = Fault::model, .attempted = "load the experts of a layer", .subject = entries[e].name,
                         .expected = dtype_name(first.dtype), .found = dtype_name(w.dtype),
                         .advice = "save all experts of a layer with one dtype"});
        std::memcpy(stack.data() + e * bytes, w.data, w.bytes());
    }
    const auto rows = static_cast<int64_t>(entries.size()) * expert_rows(n);
    *entries[0].into.front() = be.pack_weight({first.dtype, Shape{rows, k}, stack.data()});
}

static void load_one(Backend& be, const HostTensor& w, const WeightEntry& entry) {
    switch (entry.use) {
        case WeightUse::matmul: {
            if (entry.row_order.empty()) return load_matmul(be, w, entry);
            const std::vector<std::byte> moved = ordered_rows(w, entry.row_order);
            return load_matmul(be, {w.dtype, w.shape, moved.data()}, entry);
        }
        case WeightUse::matmul_channel_last: {
            const std::vector<std::byte> moved = channels_first(w, entry.shape.back());
            return load_matmul(be, {w.dtype, w.shape, moved.data()}, entry);
        }
        case WeightUse::matmul_rows_last: {
            const std::vector<std::byte> moved = channels_last(w, entry.taps);
            return load_matmul(be, {w.dtype, w.shape, moved.data()}, entry);
        }
        case WeightUse::matmul_f32: {
            const std::vector<float> wide = widened(w);
            return load_matmul(be, {DType::F32, w.shape, reinterpret_cast<const std::byte*>(wide.data())}, entry);
        }
        case WeightUse::experts:
            return;  // load_experts
        case WeightUse::vector:
            return load_vector(be, w, entry);
        case WeightUse::table:
            *entry.into.front() = be.upload(w);
            return;
    }
}

std::vector<ExpectedTensor> expected_tensors(const WeightTable& table) {
    std::vector<ExpectedTensor> expected;
    for (const WeightEntry& entry : table) expected.push_back({entry.name, entry.shape, entry.field});
    return expected;
}

std::vector<std::string> load_weights(Backend& be, const Checkpoint& checkpoint, const WeightTable& table) {
    std::vector<std::string> nonfinite;
    for (size_t i = 0, first = 0; i < table.size(); ++i) {  // first: of a run of experts
        const WeightEntry& entry = table[i];
        const HostTensor w = checkpoint.get(entry.name);
        if (has_nonfinite(w)) nonfinite.push_back(entry.name);
        if (entry.use != WeightUse::experts) {
            load_one(be, w, entry);
            continue;
        }
        if (i == 0 || table[i - 1].into != entry.into) first = i;
        if (i + 1 == table.size() || table[i + 1].into != entry.into)
            load_experts(be, checkpoint, std::span(table).subspan(first, i + 1 - first));
    }
    return nonfinite;
}

}  // namespace lectern
