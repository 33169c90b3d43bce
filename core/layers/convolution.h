// Convolutions over grids of rows: each place's window becomes one row, then a matrix product follows. A step of one
// window gives torch's unfold, too; columns go by (y, x, channel), which WeightUse::matmul_rows_last turns weights into.
#pragma once

#include "core/layers/linear.h"

namespace lectern {

struct Grid {  // rows of a tensor as places of a picture, row by row
    int64_t images = 1, height = 0, width = 0;  // rows of a tensor: image after image, row-major
    int64_t cells() const { return images * height * width; }  // rows of the tensor
};
struct ConvWindow {  // what a place of the result sees
    int64_t side = 3, stride = 1;  // places along an edge; places between two windows
    int64_t before = 1, after = 1;  // zeros around: above and left, below and right
    Grid out(const Grid& in) const {  // places of the result
        const auto steps = [this](int64_t n) { return (n + before + after - side) / stride + 1; };
        return {in.images, steps(in.height), steps(in.width)};
    }
};

// x [grid.cells(), C] → [window.out(grid).cells(), side²·C]
Tensor unfold(Backend& be, const Tensor& x, const Grid& grid, const ConvWindow& window);
// x [grid.cells(), C] → [window.out(grid).cells(), out]; l's weight is [out, side²·C].
inline Tensor convolution(Backend& be, const Tensor& x, const Grid& grid, const ConvWindow& window, const Linear& l) {
    return linear(be, unfold(be, x, grid, window), l);
}

}  // namespace lectern
