#include <cassert>
#include <string>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

// Token ids come from a tokenizer file, so an id beyond the table is bad input rather than a bug.
static void check_index(const int32_t* index, int64_t count, int64_t rows) {
    for (int64_t r = 0; r < count; ++r)
        if (index[r] < 0 || index[r] >= rows)
            throw Error({.fault = Fault::model,
                         .attempted = "look up a row of a table",
                         .expected = "an index below " + std::to_string(rows),
                         .found = std::to_string(index[r]),
                         .advice = "check that the tokenizer belongs to the model"});
}

// A table that stays in its file.
struct TableStorage final : Storage {
    explicit TableStorage(std::shared_ptr<const RowSource> from) : rows(std::move(from)) {}
    std::shared_ptr<const RowSource> rows;
};

Tensor CpuBackend::upload_table(std::shared_ptr<const RowSource> rows) {
    Tensor t{.dtype = rows->dtype(), .layout = Layout::on_demand, .shape = rows->shape()};
    t.storage = std::make_shared<TableStorage>(std::move(rows));
    return t;
}

Tensor CpuBackend::gather_rows(const Tensor& x, const Tensor& index) {
    const OpTimer timer(times_, "gather_rows");
    assert(index.dtype == DType::I32 && x.dtype != DType::I32 && x.layout != Layout::packed);
    const int64_t rows = index.shape.elements(), cols = x.cols();
    Tensor y = allocate(DType::F32, Shape{rows, cols});
    const int32_t* pi = cpu_data<int32_t>(index);
    check_index(pi, rows, x.rows());
    float* py = cpu_data<float>(y);
    const auto row_bytes = static_cast<size_t>(cols) * dtype_size(x.dtype);
    if (x.layout == Layout::on_demand) {
        const RowSource& table = *static_cast<TableStorage*>(x.storage.get())->rows;
        std::vector<std::byte> row(row_bytes);
        for (int64_t r = 0; r < rows; ++r) {
            if (r == 0 || pi[r] != pi[r - 1]) table.read(pi[r], row);  // a picture's placeholders are one row many times
            kernels_.widen(row.data(), x.dtype, py + r * cols, cols);
        }
        return y;
    }
    const std::byte* px = cpu_data<std::byte>(x);
    for_ranges(rows, 0.2 * static_cast<double>(cols), [&](int64_t first, int64_t last) {
        for (int64_t r = first; r < last; ++r)
            kernels_.widen(px + static_cast<size_t>(pi[r]) * row_bytes, x.dtype, py + r * cols, cols);
    });
    return y;
}

}  // namespace lectern
