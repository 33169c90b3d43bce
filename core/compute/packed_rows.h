// PackedRows: rows that the backend has packed already, such as those of an output head that is the embedding, too.
#pragma once

#include <memory>
#include <utility>

#include "core/compute/row_source.h"

namespace lectern {

// Backend::upload_table may look rows up in the packed weight, where they lie there as they are, and hold nothing
// twice.
class PackedRows final : public RowSource {
 public:
    // `packed`: what pack_weight made of the same rows.
    PackedRows(std::shared_ptr<const RowSource> rows, Tensor packed)
        : rows_(std::move(rows)), packed_(std::move(packed)) {}
    DType dtype() const override { return rows_->dtype(); }
    Shape shape() const override { return rows_->shape(); }
    void read(int64_t row, std::span<std::byte> out) const override { rows_->read(row, out); }
    const Tensor& packed() const { return packed_; }  // the weight, in the backend's own layout

 private:
    std::shared_ptr<const RowSource> rows_;
    Tensor packed_;
};

}  // namespace lectern
