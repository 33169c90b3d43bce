// RowSource: a table too large to keep in memory for the few rows that are looked up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/compute/tensor.h"

namespace lectern {

class RowSource {
   public:
    virtual ~RowSource() = default;
    virtual DType dtype() const = 0;  // of its values: BF16, F16 or F32
    virtual Shape shape() const = 0;  // [rows, columns]
    // Values [row, row + …) as bytes; throws Error when they can no longer be read.
    virtual void read(int64_t row, std::span<std::byte> out) const = 0;
};

}  // namespace lectern
