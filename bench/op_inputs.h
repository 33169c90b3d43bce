// Made-up operands of the ops that benchmarks time. Speed does not depend on values, as long as none overflows.
#pragma once

#include "core/compute/backend.h"

namespace lectern::bench {

Tensor filled(Backend& be, DType dtype, Shape shape);           // F32, F16 or BF16
Tensor packed(Backend& be, DType dtype, int64_t n, int64_t k);  // a weight of any dtype, quantised ones of random codes
double weight_bytes(DType dtype, int64_t n, int64_t k);         // of such a weight

}  // namespace lectern::bench
