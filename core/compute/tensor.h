// Tensor: n-dimensional values in one device's memory. Contiguous, row-major; copying a Tensor shares its storage.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>

#include "core/compute/dtype.h"

namespace lectern {

// Up to four dimensions, outermost first.
class Shape {
   public:
    Shape() = default;
    Shape(std::initializer_list<int64_t> dims);  // {rows, columns}
    explicit Shape(std::span<const int64_t> dims);  // at most kMaxRank of them
    int rank() const { return rank_; }  // how many sizes
    int64_t operator[](int i) const { assert(i >= 0 && i < rank_); return dims_[static_cast<size_t>(i)]; }  // size i
    int64_t elements() const;  // 1 for rank 0
    bool operator==(const Shape&) const = default;
    std::string text() const;  // "[19, 64]"

   private:
    std::array<int64_t, 4> dims_{};
    int rank_ = 0;
};

// Memory owned by a backend; it goes back to that backend's pool when the last Tensor on it dies.
class Storage {
   public:
    virtual ~Storage() = default;
};

// How the elements lie: plain rows, a matmul weight rearranged by Backend::pack_weight (only matmul reads those), or rows
// that are fetched from their file when gather_rows wants them.
enum class Layout : uint8_t { plain, packed, on_demand };

struct Tensor {  // a handle; empty until something is put into it
    DType dtype = DType::F32;  // of its values
    Layout layout = Layout::plain;  // packed weights can only be multiplied with
    Shape shape;  // outermost first
    size_t offset = 0;  // bytes into storage
    std::shared_ptr<Storage> storage;  // shared by copies and slices

    explicit operator bool() const { return storage != nullptr; }  // false: no values
    int64_t rows() const { return shape[0]; }  // the outermost size
    int64_t cols() const { return shape[shape.rank() - 1]; }  // the innermost size
    size_t bytes() const { return static_cast<size_t>(shape.elements()) * dtype_size(dtype); }  // plain layout only

    Tensor reshape(Shape to) const;                       // same elements, same storage
    Tensor slice_rows(int64_t first, int64_t count) const;  // rows of the first dimension, same storage
};

// Values in host memory that belong to somebody else (a mapped checkpoint, a vector).
struct HostTensor {
    DType dtype = DType::F32;  // of its values
    Shape shape;  // outermost first
    const std::byte* data = nullptr;  // not owned; little-endian, contiguous
    size_t bytes() const { return static_cast<size_t>(shape.elements()) * dtype_size(dtype); }  // at data
};

}  // namespace lectern
