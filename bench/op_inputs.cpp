#include "bench/op_inputs.h"

#include <vector>

#include "core/compute/quant.h"

namespace lectern::bench {

static std::vector<uint16_t> halves(int64_t bytes) {
    std::vector<uint16_t> values(static_cast<size_t>(bytes) / 2);
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<uint16_t>(0x3c00 + (i * 40503u >> 7) % 0x200);  // 0.007 … 2
    return values;
}

Tensor filled(Backend& be, DType dtype, Shape shape) {
    const auto values = halves(shape.elements() * static_cast<int64_t>(dtype_size(dtype)));
    return be.upload({dtype, shape, reinterpret_cast<const std::byte*>(values.data())});
}

// Random codes under scales of about 0.01.
static Tensor packed_codes(Backend& be, DType dtype, int64_t n, int64_t k) {
    std::vector<uint8_t> codes(static_cast<size_t>(n * code_row_bytes(dtype, k)));
    for (size_t i = 0; i < codes.size(); ++i) codes[i] = static_cast<uint8_t>(i * 40503u >> 7) | 1;  // never -128
    const std::vector<uint16_t> scales(static_cast<size_t>(n * quant_groups(k)), 0x2100);
    return be.pack_quantised({dtype, Shape{n, k}, std::as_bytes(std::span(codes)).data(), std::as_bytes(std::span(scales)).data()});
}

Tensor packed(Backend& be, DType dtype, int64_t n, int64_t k) {
    if (is_quantised(dtype)) return packed_codes(be, dtype, n, k);
    const auto values = halves(n * k * static_cast<int64_t>(dtype_size(dtype)));
    return be.pack_weight({dtype, Shape{n, k}, reinterpret_cast<const std::byte*>(values.data())});
}

double weight_bytes(DType dtype, int64_t n, int64_t k) {
    if (is_quantised(dtype)) return static_cast<double>(n * (code_row_bytes(dtype, k) + 2 * quant_groups(k)));
    return static_cast<double>(n * k) * static_cast<double>(dtype_size(dtype));
}

}  // namespace lectern::bench
