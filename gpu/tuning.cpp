#include "gpu/tuning.h"

#include <algorithm>

namespace lectern {

constexpr uint32_t kNvidia = 0x10de, kAmd = 0x1002, kIntel = 0x8086;

// Unverified on cards so far: all rows but the software driver's are estimates. NVIDIA's subgroups have 32 invocations,
// AMD's 64, Intel's 8 to 32 with fewer registers each; integrated devices have few units, so smaller tiles keep them
// busy.
static constexpr TuningClass kTable[] = {
    {.name = "discrete NVIDIA",
     .kind = DeviceKind::discrete,
     .vendor = kNvidia,
     .tuning = {.matvec_group = 64, .matvec_outputs = 4, .flops = 1e13, .bandwidth = 5e11}},
    {.name = "discrete AMD",
     .kind = DeviceKind::discrete,
     .vendor = kAmd,
     .tuning = {.matvec_group = 64, .matvec_outputs = 2, .flops = 1e13, .bandwidth = 5e11}},
    {.name = "discrete Intel",
     .kind = DeviceKind::discrete,
     .vendor = kIntel,
     .tuning = {.matmul_rows = 64,
                .matmul_cols = 32,
                .matmul_thread_rows = 4,
                .matmul_thread_cols = 4,
                .matvec_group = 32,
                .matvec_outputs = 4,
                .attention_group = 64,
                .flops = 8e12,
                .bandwidth = 4e11}},
    {.name = "discrete", .kind = DeviceKind::discrete, .tuning = {.flops = 8e12, .bandwidth = 4e11}},
    {.name = "integrated",
     .kind = DeviceKind::integrated,
     .tuning = {.row_group = 128,
                .matmul_rows = 32,
                .matmul_cols = 64,
                .matmul_thread_rows = 4,
                .matmul_thread_cols = 4,
                .matvec_group = 32,
                .matvec_outputs = 2,
                .attention_group = 64,
                .flops = 1e12,
                .bandwidth = 6e10}},
    {.name = "software",  // barriers are dear, so few invocations share a tile
     .kind = DeviceKind::software,
     .tuning = {.elementwise_group = 64,
                .row_group = 32,
                .matmul_rows = 32,
                .matmul_cols = 32,
                .matmul_depth = 32,
                .matmul_thread_rows = 8,
                .matmul_thread_cols = 4,
                .matvec_group = 16,
                .matvec_outputs = 4,
                .attention_group = 32,
                .attention_queries = 16,
                .attention_keys = 32,
                .flops = 2e9,
                .bandwidth = 5e9}},
    {.name = "other", .tuning = {.flops = 1e12, .bandwidth = 6e10}},
};

std::span<const TuningClass> tuning_classes() {
    return kTable;
}

const TuningClass& tuning_class(DeviceKind kind, uint32_t vendor, std::string_view name) {
    const auto fits = [&](const TuningClass& c) {
        return name.empty() ? c.kind == kind && (c.vendor == 0 || c.vendor == vendor) : c.name == name;
    };
    const auto row = std::find_if(std::begin(kTable), std::end(kTable), fits);
    return row == std::end(kTable) ? std::end(kTable)[-1] : *row;
}

uint32_t shared_memory(const Tuning& t) {
    const uint32_t rows = t.matmul_rows + 1, cols = t.matmul_cols + 1;
    const uint32_t floats = 4 * t.matmul_depth * (rows + cols), codes = 4 * (32 * rows + 16 * cols + rows + cols);
    const uint32_t vector = 4 * (t.matvec_group / 4) * t.matvec_outputs * 8;
    constexpr uint32_t kHeadRow = 16 * (128 / 4 + 1);  // longer heads go through in tiles half as large
    const uint32_t attention =
        kHeadRow * (t.attention_queries + t.attention_keys) +
        4 * (t.attention_queries * t.attention_keys + t.attention_group + 2 * t.attention_queries);
    return std::max({floats, codes, vector, attention});
}

}  // namespace lectern
