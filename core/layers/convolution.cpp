#include "core/layers/convolution.h"

#include <cassert>
#include <numeric>
#include <vector>

namespace lectern {

// The row of x that stands at every place of every window; `outside` beyond the grid.
static std::vector<int32_t> window_rows(const Grid& in, const ConvWindow& w, int32_t outside) {
    const Grid out = w.out(in);
    std::vector<int32_t> rows;
    rows.reserve(static_cast<size_t>(out.cells() * w.side * w.side));
    for (int64_t image = 0; image < out.images; ++image)
        for (int64_t oy = 0; oy < out.height; ++oy)
            for (int64_t ox = 0; ox < out.width; ++ox)
                for (int64_t i = 0; i < w.side * w.side; ++i) {
                    const int64_t y = oy * w.stride - w.before + i / w.side, x = ox * w.stride - w.before + i % w.side;
                    const bool inside = y >= 0 && y < in.height && x >= 0 && x < in.width;
                    rows.push_back(inside ? static_cast<int32_t>((image * in.height + y) * in.width + x) : outside);
                }
    return rows;
}

Tensor unfold(Backend& be, const Tensor& x, const Grid& grid, const ConvWindow& window) {
    const int64_t cells = grid.cells(), channels = x.cols();
    assert(x.rows() == cells);
    const std::vector<int32_t> rows = window_rows(grid, window, static_cast<int32_t>(cells));
    Tensor from = x;
    if (window.before > 0 || window.after > 0) {  // one more row, of zeros
        from = be.allocate(DType::F32, Shape{cells + 1, channels});
        std::vector<int32_t> places(static_cast<size_t>(cells));
        std::iota(places.begin(), places.end(), 0);
        be.scatter_rows(from, x, be.upload_ids(places));
        const std::vector<float> zeros(static_cast<size_t>(channels));
        const int32_t last = static_cast<int32_t>(cells);
        be.scatter_rows(from, be.upload_floats(zeros, Shape{1, channels}), be.upload_ids({&last, 1}));
    }
    const Grid out = window.out(grid);
    return be.gather_rows(from, be.upload_ids(rows)).reshape(Shape{out.cells(), window.side * window.side * channels});
}

}  // namespace lectern
