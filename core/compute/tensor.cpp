#include "core/compute/tensor.h"

namespace lectern {

Shape::Shape(std::initializer_list<int64_t> dims) : Shape(std::span<const int64_t>(dims.begin(), dims.size())) {}

Shape::Shape(std::span<const int64_t> dims) : rank_(static_cast<int>(dims.size())) {
    assert(dims.size() <= dims_.size());
    for (size_t i = 0; i < dims.size(); ++i) dims_[i] = dims[i];
}

int64_t Shape::elements() const {
    int64_t n = 1;
    for (int i = 0; i < rank_; ++i) n *= dims_[static_cast<size_t>(i)];
    return n;
}

std::string Shape::text() const {
    std::string s = "[";
    for (int i = 0; i < rank_; ++i) s += (i ? ", " : "") + std::to_string(dims_[static_cast<size_t>(i)]);
    return s + "]";
}

Tensor Tensor::reshape(Shape to) const {
    assert(to.elements() == shape.elements() && layout == Layout::plain);
    Tensor t = *this;
    t.shape = to;
    return t;
}

Tensor Tensor::slice_rows(int64_t first, int64_t count) const {
    assert(layout == Layout::plain && first >= 0 && count >= 0 && first + count <= rows());
    std::array<int64_t, 4> dims{};
    for (int i = 0; i < shape.rank(); ++i) dims[static_cast<size_t>(i)] = shape[i];
    const int64_t row_elements = rows() == 0 ? 0 : shape.elements() / rows();
    dims[0] = count;
    Tensor t = *this;
    t.shape = Shape(std::span<const int64_t>(dims.data(), static_cast<size_t>(shape.rank())));
    t.offset += static_cast<size_t>(first * row_elements) * dtype_size(dtype);
    return t;
}

}  // namespace lectern
