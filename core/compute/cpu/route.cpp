#include <cassert>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

// Sorts the choices by expert, those of one expert by row.
static void sort_choices(const int32_t* ids, int64_t rows, int64_t k, std::span<int32_t> first, int32_t* place_rows,
                         int32_t* places) {
    std::fill(first.begin(), first.end(), 0);
    for (int64_t i = 0; i < rows * k; ++i) ++first[static_cast<size_t>(ids[i]) + 1];
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<int32_t> next(first.begin(), first.end() - 1);
    for (int64_t i = 0; i < rows * k; ++i) {
        const int32_t place = next[static_cast<size_t>(ids[i])]++;
        place_rows[place] = static_cast<int32_t>(i / k);
        places[i] = place;
    }
}

Routing CpuBackend::route(const Tensor& logits, int64_t k) {
    const OpTimer timer(times_, "route");
    const int64_t rows = logits.rows(), experts = logits.cols();
    assert(logits.dtype == DType::F32 && k >= 1 && k <= 16 && k <= experts && experts <= 1024);
    Routing r{allocate(DType::I32, Shape{rows, k}), allocate(DType::F32, Shape{rows, k}),
              allocate(DType::I32, Shape{experts + 1}), allocate(DType::I32, Shape{rows * k}),
              allocate(DType::I32, Shape{rows, k})};
    const float* px = cpu_data<float>(logits);
    int32_t* ids = cpu_data<int32_t>(r.ids);
    float* weights = cpu_data<float>(r.weights);
    for_ranges(rows, 2.0 * static_cast<double>(experts), [&](int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; ++row) {
            float log_sum_exp = 0;
            kernels_.top_tokens(px + row * experts, experts, k, ids + row * k, weights + row * k, &log_sum_exp);
            for (int64_t i = row * k; i < (row + 1) * k; ++i) weights[i] = std::exp(weights[i] - log_sum_exp);
        }
    });
    sort_choices(ids, rows, k, {cpu_data<int32_t>(r.first), static_cast<size_t>(experts + 1)},
                 cpu_data<int32_t>(r.rows), cpu_data<int32_t>(r.places));
    return r;
}

}  // namespace lectern
