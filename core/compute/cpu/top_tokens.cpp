#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

TopTokens CpuBackend::top_tokens(const Tensor& logits, int64_t k) {
    const OpTimer timer(times_, "top_tokens");
    const int64_t rows = logits.rows(), n = logits.cols();
    assert(logits.dtype == DType::F32 && k >= 1 && k <= 64 && k <= n);
    TopTokens best{allocate(DType::I32, Shape{rows, k}), allocate(DType::F32, Shape{rows, k}),
                   allocate(DType::F32, Shape{rows})};
    const float* px = cpu_data<float>(logits);
    int32_t* ids = cpu_data<int32_t>(best.ids);
    float *values = cpu_data<float>(best.values), *sums = cpu_data<float>(best.log_sum_exp);
    for_ranges(rows, 0.5 * static_cast<double>(n), [&](int64_t first, int64_t last) {
        for (int64_t r = first; r < last; ++r)
            kernels_.top_tokens(px + r * n, n, k, ids + r * k, values + r * k, sums + r);
    });
    return best;
}

}  // namespace lectern
