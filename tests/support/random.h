// Random tensors for op tests: fixed seeds, and the values exactly as the dtype holds them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "core/compute/convert.h"
#include "core/compute/tensor.h"

namespace lectern::test {

// A tensor in host memory, its values rounded to the dtype and kept beside it as F32 for the reference loop.
struct RandomTensor {
    DType dtype = DType::F32;
    Shape shape;
    std::vector<float> values;
    std::vector<std::byte> bytes;
    HostTensor host() const { return {dtype, shape, bytes.data()}; }
    double at(int64_t row, int64_t col) const { return values[static_cast<size_t>(row * shape[1] + col)]; }
};

// Gives `values` the dtype: rounds them and lays out the bytes.
RandomTensor make_tensor(DType dtype, Shape shape, std::vector<float> values);
// Normally distributed.
RandomTensor random_tensor(DType dtype, Shape shape, uint32_t seed, float deviation = 1);
std::vector<int32_t> random_ids(int64_t count, int32_t below, uint32_t seed);

}  // namespace lectern::test
