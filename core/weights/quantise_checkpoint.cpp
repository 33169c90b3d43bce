#include "core/weights/quantise_checkpoint.h"

#include <vector>

namespace lectern {

// What becomes of one tensor: kept, quantised, or, where it is a table and the output head too, both.
struct Plan {
    bool keep = true;
    Quant quant = Quant::none;
};
static Plan plan_for(const Checkpoint::Entry& e, const WeightTable& table, const LoadOptions& options) {
    Plan plan{.keep = true, .quant = Quant::none};
    bool wanted = false, as_it_is = false;
    for (const WeightEntry& entry : table) {
        if (entry.name != e.name) continue;
        wanted = true;
        const Quant quant = quant_of(entry, options);
        if (quant == Quant::none) as_it_is = true;
        // Two matrices from one tensor: the finer codes serve both.
        if (quant != Quant::none && plan.quant != Quant::int8) plan.quant = quant;
    }
    plan.keep = !wanted || as_it_is || plan.quant == Quant::none;
    return plan;
}

struct Matrix {
    int64_t n = 0, k = 0;
};
static Matrix matrix_of(const Checkpoint::Entry& e) {
    Matrix m{e.shape.empty() ? 0 : e.shape[0], 1};
    for (size_t i = 1; i < e.shape.size(); ++i) m.k *= e.shape[i];
    return m;
}

size_t quantised_bytes(const Checkpoint& checkpoint, const WeightTable& table, const LoadOptions& options) {
    size_t bytes = 0;
    for (const Checkpoint::Entry& e : checkpoint.entries()) {
        const Plan plan = plan_for(e, table, options);
        if (plan.keep) bytes += checkpoint.bytes_of(e).size();
        if (plan.quant == Quant::none) continue;
        const Matrix m = matrix_of(e);
        bytes += static_cast<size_t>(m.n * (code_row_bytes(quant_dtype(plan.quant), m.k) + 2 * quant_groups(m.k)));
    }
    return bytes;
}

static void add_quantised(SafetensorsWriter& file, const std::string& name, const HostTensor& w, const Matrix& m, DType dtype) {
    const int64_t row_bytes = code_row_bytes(dtype, m.k), groups = quant_groups(m.k);
    std::vector<std::byte> codes(static_cast<size_t>(m.n * row_bytes));
    std::vector<uint16_t> scales(static_cast<size_t>(m.n * groups));
    quantise(w, dtype, codes, scales);
    const int64_t code_shape[] = {m.n, row_bytes}, scale_shape[] = {m.n, groups};
    file.add_raw(name + kCodesSuffix, dtype == DType::Q4 ? "U8" : "I8", code_shape, codes);
    file.add(name + kScalesSuffix, DType::F16, scale_shape, std::as_bytes(std::span(scales)));
}

void write_quantised(const Checkpoint& checkpoint, const WeightTable& table, const LoadOptions& options,
                     const std::filesystem::path& path, const QuantiseProgress& progress) {
    const size_t count = checkpoint.entries().size();
    SafetensorsWriter file(path, 2 * count + 16);
    file.add_metadata("format", "pt");
    file.add_metadata("quantisation", quant_name(options.quant));
    file.add_metadata("group_size", std::to_string(kQuantGroup));
    file.add_metadata("quantised_parts", options.vision ? "text, vision" : "text");
    size_t done = 0;
    for (const Checkpoint::Entry& e : checkpoint.entries()) {
        if (progress) progress(done++, count, e.name);
        const Plan plan = plan_for(e, table, options);
        if (plan.keep) file.add_raw(e.name, e.dtype_name, e.shape, checkpoint.bytes_of(e));
        if (plan.quant != Quant::none) add_quantised(file, e.name, checkpoint.get(e.name), matrix_of(e), quant_dtype(plan.quant));
        checkpoint.release(e.name);
    }
    file.finish();
}

}  // namespace lectern
