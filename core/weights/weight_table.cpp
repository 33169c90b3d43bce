#include "core/weights/weight_table.h"

#include <cassert>
#include <cstring>
#include <span>

#include "core/base/error.h"
#include "core/compute/convert.h"
#include "core/compute/packed_rows.h"

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
static std::vector<std::byte> ordered_rows(const std::byte* from, int64_t rows, size_t row_bytes,
                                           const std::vector<int32_t>& order) {
    const auto block = static_cast<int64_t>(order.size());
    assert(rows % block == 0);
    std::vector<std::byte> moved(static_cast<size_t>(rows) * row_bytes);
    for (int64_t r = 0; r < rows; ++r) {
        const int64_t source = r - r % block + order[static_cast<size_t>(r % block)];
        std::memcpy(moved.data() + static_cast<size_t>(r) * row_bytes, from + static_cast<size_t>(source) * row_bytes,
                    row_bytes);
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

static void load_matmul(Backend& be, const HostTensor& w, const WeightEntry& entry, Quant quant) {
    const std::vector<int64_t> rows = part_rows(entry, w.shape[0]);
    int64_t first = 0;
    for (size_t i = 0; i < entry.into.size(); first += rows[i++])
        *entry.into[i] = be.pack_weight_as(row_part(w, first, rows[i]), quant);
    assert(first == w.shape[0]);
}

static void load_quantised(Backend& be, QuantisedTensor w, const WeightEntry& entry) {
    const int64_t n = w.shape[0], k = w.shape[1], code_bytes = code_row_bytes(w.dtype, k),
                  scale_bytes = quant_groups(k) * 2;
    std::vector<std::byte> codes, scales;
    if (!entry.row_order.empty()) {
        codes = ordered_rows(w.codes, n, static_cast<size_t>(code_bytes), entry.row_order);
        scales = ordered_rows(w.scales, n, static_cast<size_t>(scale_bytes), entry.row_order);
        w.codes = codes.data();
        w.scales = scales.data();
    }
    const std::vector<int64_t> rows = part_rows(entry, n);
    for (size_t i = 0; i < entry.into.size(); ++i) {
        *entry.into[i] = be.pack_quantised({w.dtype, Shape{rows[i], k}, w.codes, w.scales});
        w.codes += rows[i] * code_bytes;
        w.scales += rows[i] * scale_bytes;
    }
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

// One dtype for a whole stack, or the name of the expert that differs.
static void demand_dtype(const WeightEntry& entry, DType found, DType wanted) {
    if (found == wanted) return;
    throw Error({.fault = Fault::model,
                 .attempted = "load the experts of a layer",
                 .subject = entry.name,
                 .expected = dtype_name(wanted),
                 .found = dtype_name(found),
                 .advice = "save all experts of a layer with one dtype"});
}

// Whether scales are finite; codes always are.
static bool has_nonfinite_scales(const QuantisedTensor& w) {
    const auto count = static_cast<int64_t>(w.shape[0] * quant_groups(w.shape[1]));
    for (int64_t i = 0; i < count; ++i) {
        uint16_t bits = 0;
        std::memcpy(&bits, w.scales + i * 2, 2);
        if ((bits & 0x7c00) == 0x7c00) return true;
    }
    return false;
}

// The matrices of all experts, one below the other, each filled up to expert_rows.
static void load_experts(Backend& be, const Checkpoint& checkpoint, std::span<const WeightEntry> entries,
                         std::vector<std::string>& nonfinite) {
    const HostTensor first = checkpoint.get(entries[0].name);
    const int64_t n = entries[0].shape[0], k = entries[0].shape[1];
    const size_t bytes = static_cast<size_t>(expert_rows(n) * k) * dtype_size(first.dtype);
    std::vector<std::byte> stack(entries.size() * bytes);
    for (size_t e = 0; e < entries.size(); ++e) {
        const HostTensor w = checkpoint.get(entries[e].name);
        demand_dtype(entries[e], w.dtype, first.dtype);
        if (has_nonfinite(w)) nonfinite.push_back(entries[e].name);
        std::memcpy(stack.data() + e * bytes, w.data, w.bytes());
        checkpoint.release(entries[e].name);
    }
    const auto rows = static_cast<int64_t>(entries.size()) * expert_rows(n);
    *entries[0].into.front() = be.pack_weight({first.dtype, Shape{rows, k}, stack.data()});
}

// Likewise, quantised by the files already or, to `quant`, now.
static void load_quantised_experts(Backend& be, const Checkpoint& checkpoint, std::span<const WeightEntry> entries,
                                   Quant quant, std::vector<std::string>& nonfinite) {
    const int64_t n = entries[0].shape[0], k = entries[0].shape[1], groups = quant_groups(k);
    const auto stored = checkpoint.get_quantised(entries[0].name, Shape{n, k});
    const DType dtype = stored ? stored->dtype : quant_dtype(quant);
    const auto row_bytes = static_cast<size_t>(code_row_bytes(dtype, k)), row_scales = static_cast<size_t>(groups);
    const auto rows = static_cast<size_t>(n),
               step = static_cast<size_t>(expert_rows(n));  // of an expert, and to the next
    std::vector<std::byte> codes(entries.size() * step * row_bytes,
                                 dtype == DType::Q4 ? std::byte{0x88} : std::byte{0});
    std::vector<uint16_t> scales(entries.size() * step * row_scales);
    for (size_t e = 0; e < entries.size(); ++e) {
        std::byte* const own_codes = codes.data() + e * step * row_bytes;
        uint16_t* const own_scales = scales.data() + e * step * row_scales;
        if (const auto w = checkpoint.get_quantised(entries[e].name, Shape{n, k})) {
            demand_dtype(entries[e], w->dtype, dtype);
            if (has_nonfinite_scales(*w)) nonfinite.push_back(entries[e].name);
            std::memcpy(own_codes, w->codes, rows * row_bytes);
            std::memcpy(own_scales, w->scales, rows * row_scales * sizeof(uint16_t));
        } else {
            const HostTensor plain = checkpoint.get(entries[e].name);
            if (stored) demand_dtype(entries[e], plain.dtype, dtype);
            if (has_nonfinite(plain)) nonfinite.push_back(entries[e].name);
            quantise(plain, dtype, {own_codes, rows * row_bytes}, {own_scales, rows * row_scales});
        }
        checkpoint.release(entries[e].name);
    }
    *entries[0].into.front() = be.pack_quantised({dtype, Shape{static_cast<int64_t>(entries.size() * step), k},
                                                  codes.data(), std::as_bytes(std::span(scales)).data()});
}

static void load_one(Backend& be, const HostTensor& w, const WeightEntry& entry, Quant quant) {
    switch (entry.use) {
        case WeightUse::matmul: {
            if (entry.row_order.empty()) return load_matmul(be, w, entry, quant);
            const int64_t rows = w.shape[0];
            const std::vector<std::byte> moved =
                ordered_rows(w.data, rows, w.bytes() / static_cast<size_t>(rows), entry.row_order);
            return load_matmul(be, {w.dtype, w.shape, moved.data()}, entry, quant);
        }
        case WeightUse::matmul_channel_last: {
            const std::vector<std::byte> moved = channels_first(w, entry.shape.back());
            return load_matmul(be, {w.dtype, w.shape, moved.data()}, entry, Quant::none);
        }
        case WeightUse::matmul_rows_last: {
            const std::vector<std::byte> moved = channels_last(w, entry.taps);
            return load_matmul(be, {w.dtype, w.shape, moved.data()}, entry, Quant::none);
        }
        case WeightUse::matmul_f32: {
            const std::vector<float> wide = widened(w);
            return load_matmul(be, {DType::F32, w.shape, reinterpret_cast<const std::byte*>(wide.data())}, entry,
                               Quant::none);
        }
        case WeightUse::experts:
            return;  // a stack at a time: load_experts, load_quantised_experts
        case WeightUse::vector:
            return load_vector(be, w, entry);
        case WeightUse::table:
            *entry.into.front() = be.upload(w);
            return;
    }
}

Quant quant_of(const WeightEntry& entry, const LoadOptions& options) {
    const bool matrix = entry.use == WeightUse::matmul || entry.use == WeightUse::experts;
    if (!matrix || options.quant == Quant::none) return Quant::none;
    const bool text = entry.field.starts_with("text."), vision = entry.field.starts_with("vision.");
    if (!text && !(vision && options.vision)) return Quant::none;
    return entry.field == "text.lm_head.weight" ? Quant::int8 : options.quant;
}

bool has_rows_of(const WeightEntry& matrix, const WeightEntry& table, const Checkpoint& checkpoint,
                 const LoadOptions& options) {
    const auto quantised = [&] {
        const std::string dtype = checkpoint.dtype_name_of(matrix.name);
        return dtype == "int8" || dtype == "int4" || quant_of(matrix, options) != Quant::none;
    };
    return matrix.use == WeightUse::matmul && table.use == WeightUse::table && matrix.name == table.name &&
           matrix.shape == table.shape && matrix.shape.size() == 2 && matrix.shape[1] % 8 == 0 &&
           matrix.into.size() == 1 && matrix.row_order.empty() && !quantised();
}

bool stays_in_file(const WeightEntry& entry, size_t bytes) {
    constexpr size_t kLargeTable = size_t{16} << 20;  // bytes; smaller ones are quicker in memory
    return entry.use == WeightUse::table && entry.shape.size() == 2 && bytes >= kLargeTable;
}

std::vector<ExpectedTensor> expected_tensors(const WeightTable& table) {
    std::vector<ExpectedTensor> expected;
    for (const WeightEntry& entry : table)
        expected.push_back(
            {entry.name, entry.shape, entry.field, entry.use == WeightUse::matmul || entry.use == WeightUse::experts});
    return expected;
}

static void load_table(Backend& be, const Checkpoint& checkpoint, const WeightTable& all, const WeightEntry& entry,
                       const LoadOptions& options) {
    std::shared_ptr<const RowSource> rows = checkpoint.rows(entry.name);
    for (const WeightEntry& other : all)
        if (has_rows_of(other, entry, checkpoint, options))
            rows = std::make_shared<PackedRows>(std::move(rows), *other.into.front());
    *entry.into.front() = be.upload_table(std::move(rows));
}

std::vector<std::string> load_weights(Backend& be, const Checkpoint& checkpoint, const WeightTable& table,
                                      const LoadOptions& options) {
    std::vector<std::string> nonfinite;
    std::vector<const WeightEntry*> large_tables;  // behind the matrices, one of which may hold the same rows
    for (size_t i = 0; i < table.size(); ++i) {
        const WeightEntry& entry = table[i];
        if (entry.use == WeightUse::experts) {
            size_t end = i + 1;
            while (end < table.size() && table[end].into == entry.into) ++end;
            const auto stack = std::span(table).subspan(i, end - i);
            const Quant quant = quant_of(entry, options);
            if (quant != Quant::none || checkpoint.get_quantised(entry.name, Shape(std::span(entry.shape))))
                load_quantised_experts(be, checkpoint, stack, quant, nonfinite);
            else
                load_experts(be, checkpoint, stack, nonfinite);
            i = end - 1;
            continue;
        }
        if (entry.use == WeightUse::matmul) {
            int64_t k = 1;
            for (size_t d = 1; d < entry.shape.size(); ++d) k *= entry.shape[d];
            if (const auto quantised = checkpoint.get_quantised(entry.name, Shape{entry.shape[0], k})) {
                if (has_nonfinite_scales(*quantised)) nonfinite.push_back(entry.name);
                load_quantised(be, *quantised, entry);
                checkpoint.release(entry.name);
                continue;
            }
        }
        const HostTensor w = checkpoint.get(entry.name);
        if (stays_in_file(entry, w.bytes())) {
            large_tables.push_back(&entry);
            continue;
        }
        if (has_nonfinite(w)) nonfinite.push_back(entry.name);
        load_one(be, w, entry, quant_of(entry, options));
        checkpoint.release(entry.name);
    }
    for (const WeightEntry* entry : large_tables) load_table(be, checkpoint, table, *entry, options);
    return nonfinite;
}

}  // namespace lectern
