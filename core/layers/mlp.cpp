#include "core/layers/mlp.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace lectern {

static constexpr int64_t kTileRows = 4096;  // 3 · 4096 · 4224 F32 in dots.ocr's tower: 208 MB

static Tensor tile(Backend& be, const Tensor& x, const Linear& gate, const Linear& up, const Linear& down) {
    return linear(be, be.swiglu(linear(be, x, gate), linear(be, x, up)), down);
}

Tensor gated_mlp(Backend& be, const Tensor& x, const Linear& gate, const Linear& up, const Linear& down) {
    if (x.rows() <= kTileRows) return tile(be, x, gate, up, down);
    Tensor y = be.allocate(DType::F32, Shape{x.rows(), down.weight.rows()});
    for (int64_t first = 0; first < x.rows(); first += kTileRows) {
        const int64_t rows = std::min(kTileRows, x.rows() - first);
        std::vector<int32_t> index(static_cast<size_t>(rows));
        std::iota(index.begin(), index.end(), static_cast<int32_t>(first));
        be.scatter_rows(y, tile(be, x.slice_rows(first, rows), gate, up, down), be.upload_ids(index));
    }
    return y;
}

}  // namespace lectern
