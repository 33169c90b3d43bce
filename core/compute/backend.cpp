#include "core/compute/backend.h"

namespace lectern {

Tensor Backend::upload_ids(std::span<const int32_t> ids) {
    return upload({DType::I32, Shape{static_cast<int64_t>(ids.size())}, std::as_bytes(ids).data()});
}

Tensor Backend::upload_floats(std::span<const float> values, Shape shape) {
    assert(shape.elements() == static_cast<int64_t>(values.size()));
    return upload({DType::F32, shape, std::as_bytes(values).data()});
}

std::vector<float> Backend::read_floats(const Tensor& x) {
    assert(x.dtype == DType::F32);
    std::vector<float> out(static_cast<size_t>(x.shape.elements()));
    read(x, std::as_writable_bytes(std::span(out)));
    return out;
}

std::vector<int32_t> Backend::read_ids(const Tensor& x) {
    assert(x.dtype == DType::I32);
    std::vector<int32_t> out(static_cast<size_t>(x.shape.elements()));
    read(x, std::as_writable_bytes(std::span(out)));
    return out;
}

Tensor Backend::pack_weight_as(const HostTensor& w, Quant quant) {
    if (quant == Quant::none || w.shape.elements() == 0) return pack_weight(w);
    const int64_t n = w.shape[0], k = w.shape.elements() / n;
    const DType dtype = quant_dtype(quant);
    std::vector<std::byte> codes(static_cast<size_t>(n * code_row_bytes(dtype, k)));
    std::vector<uint16_t> scales(static_cast<size_t>(n * quant_groups(k)));
    quantise(w, dtype, codes, scales);
    return pack_quantised({dtype, Shape{n, k}, codes.data(), std::as_bytes(std::span(scales)).data()});
}

}  // namespace lectern
