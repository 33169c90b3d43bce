// Products of many rows at the AMX level: how they are cut, and the fused MLP. The arithmetic is in
// kernels/product_amx.cpp.
#include <algorithm>
#include <array>
#include <cassert>

#include "core/compute/cpu/cpu_backend.h"

namespace lectern {

// Few rows are bound by reading the weights, which matmul.cpp does.
constexpr int64_t kManyRows = 32;
constexpr int64_t kRowsAtOnce = 2048;                // of an MLP, whose middle then stays in the third cache
constexpr int64_t kRowsOfLongK = 512;                // of a block whose k is cut
constexpr int64_t kShortK = 640;                     // products that short spend more on their sums than tiles save
constexpr int64_t kLargeResult = int64_t{24} << 20;  // bytes: past the caches

bool CpuBackend::tiled(int64_t rows, const Tensor& w) const {
    return rows > kManyRows && w.shape[1] > kShortK && compute_ == Compute::bf16 && w.dtype == DType::BF16 &&
           w.layout == Layout::packed && kernels_.tile_product != nullptr;
}

Tensor CpuBackend::pack_rows(const float* x, int64_t rows, int64_t k) {
    Tensor packed = allocate(DType::F32, Shape{packed_tiles_bytes(rows, k) / 4});
    const int64_t groups = (rows + kTileGroup - 1) / kTileGroup, bytes = packed_tiles_bytes(kTileGroup, k);
    std::byte* to = cpu_data<std::byte>(packed);
    for_ranges(groups, 1.6 * static_cast<double>(k), [&](int64_t first, int64_t last) {
        for (int64_t g = first; g < last; ++g)
            kernels_.pack_tiles(x + g * kTileGroup * k, std::min(kTileGroup, rows - g * kTileGroup), k, to + g * bytes);
    });
    return packed;
}

// Blocks of columns; each sees all rows, or a part of them where there are too few blocks to keep all threads busy or
// the sums of all rows would not stay in the second cache.
void CpuBackend::run_tiles(const TileProduct& product, int64_t rows) {
    const int64_t panels = (product.n + kPanel - 1) / kPanel, width = kProductPanels / (product.w2 ? 2 : 1);
    const int64_t blocks = (panels + width - 1) / width, threads = threads_.size();
    const bool long_k = product_ranges(product.k) > 1;
    int64_t parts = long_k ? (rows + kRowsOfLongK - 1) / kRowsOfLongK : 1;
    while (blocks * parts % threads != 0 && blocks * parts < 8 * threads && parts * 4 * kTileGroup < rows) ++parts;
    const Tensor sums = allocate(DType::F32, Shape{threads * (long_k ? kRowsOfLongK / 32 : 1), kProductStrip});
    threads_.parallel_for(blocks * parts, [&](int64_t chunk, int thread) {
        TileProduct t = product;
        const int64_t block = chunk / parts, part = chunk % parts, pairs = (rows + 31) / 32;
        t.row0 = pairs * part / parts * 32;
        t.row1 = std::min(rows, pairs * (part + 1) / parts * 32);
        t.panel0 = block * width;
        t.panel1 = std::min(panels, t.panel0 + width);
        t.sums = cpu_data<float>(sums) + thread * (sums.shape.elements() / threads);
        kernels_.tile_product(t);
    });
}

Tensor CpuBackend::tile_matmul(const Tensor& x, const Tensor& w, const Tensor& bias, const Tensor& residual) {
    const int64_t rows = x.rows(), n = w.shape[0], k = w.shape[1];
    assert(x.dtype == DType::F32 && x.layout == Layout::plain && x.shape.elements() == rows * k);
    assert(!residual || (residual.dtype == DType::F32 && residual.shape == (Shape{rows, n})));
    const Tensor packed = pack_rows(cpu_data<float>(x), rows, k);
    Tensor y = allocate(DType::F32, Shape{rows, n});
    TileProduct t{
        .x = cpu_data<std::byte>(packed), .w = cpu_data<std::byte>(w), .k = k, .n = n, .y = cpu_data<float>(y)};
    if (bias) t.bias = cpu_data<float>(bias);
    if (residual) t.residual = cpu_data<float>(residual);
    t.stream = static_cast<int64_t>(y.bytes()) > kLargeResult;
    run_tiles(t, rows);
    return y;
}

Tensor CpuBackend::matmul_add(const Tensor& x, const Tensor& w, const Tensor& bias, const Tensor& residual) {
    const OpTimer timer(times_, x.rows() == 1 ? "matmul, 1 row" : "matmul_add", product_flops(x.rows(), w), weight_bytes(w));
    if (few(x.rows(), w)) return few_products(quantised(x, w.dtype), x.rows(), std::array{Product{w, bias}}, residual).front();
    return tiled(x.rows(), w) ? tile_matmul(x, w, bias, residual) : Backend::matmul_add(x, w, bias, residual);
}

std::vector<Tensor> CpuBackend::matmul_each(const Tensor& x, std::span<const Product> products) {
    const DType dtype = products.empty() ? DType::F32 : products.front().w.dtype;
    const bool together = std::ranges::all_of(products, [&](const Product& p) { return p.w.dtype == dtype && few(x.rows(), p.w); });
    if (!together || products.empty()) return Backend::matmul_each(x, products);
    double flops = 0, bytes = 0;
    for (const Product& p : products) {
        flops += product_flops(x.rows(), p.w);
        bytes += weight_bytes(p.w);
    }
    const OpTimer timer(times_, x.rows() == 1 ? "matmul, 1 row" : "matmul", flops, bytes);
    return few_products(quantised(x, dtype), x.rows(), products, {});
}

Tensor CpuBackend::gated_mlp(const Tensor& x, const GatedMlp& mlp, const Tensor& residual) {
    const int64_t rows = x.rows(), k = mlp.gate.shape[1], middle = mlp.gate.shape[0], n = mlp.down.shape[0];
    const OpTimer timer(times_, rows == 1 ? "gated_mlp, 1 row" : "gated_mlp", 2 * product_flops(rows, mlp.gate) + product_flops(rows, mlp.down),
                        2 * weight_bytes(mlp.gate) + weight_bytes(mlp.down));
    const bool quant = is_quantised(mlp.gate.dtype) && mlp.up.dtype == mlp.gate.dtype && is_quantised(mlp.down.dtype);
    if (quant && compute_ == Compute::bf16 && rows > 0) return quant_gated_mlp(x, mlp, residual);
    if (!tiled(rows, mlp.gate) || !tiled(rows, mlp.up) || !tiled(rows, mlp.down))
        return Backend::gated_mlp(x, mlp, residual);
    assert(x.dtype == DType::F32 && x.shape.elements() == rows * k && mlp.up.shape == mlp.gate.shape &&
           mlp.down.shape[1] == middle);
    Tensor y = allocate(DType::F32, Shape{rows, n});
    const auto floats = [](const Tensor& t) { return t ? cpu_data<float>(t) : nullptr; };
    for (int64_t first = 0; first < rows; first += kRowsAtOnce) {
        const int64_t count = std::min(kRowsAtOnce, rows - first);
        const Tensor packed = pack_rows(cpu_data<float>(x) + first * k, count, k);
        const Tensor gated = allocate(DType::F32, Shape{packed_tiles_bytes(count, middle) / 4});
        run_tiles({.x = cpu_data<std::byte>(packed),
                   .w = cpu_data<std::byte>(mlp.gate),
                   .w2 = cpu_data<std::byte>(mlp.up),
                   .bias = floats(mlp.gate_bias),
                   .bias2 = floats(mlp.up_bias),
                   .k = k,
                   .n = middle,
                   .packed_y = cpu_data<std::byte>(gated)},
                  count);
        run_tiles({.x = cpu_data<std::byte>(gated),
                   .w = cpu_data<std::byte>(mlp.down),
                   .bias = floats(mlp.down_bias),
                   .k = middle,
                   .n = n,
                   .y = cpu_data<float>(y) + first * n,
                   .residual = residual ? cpu_data<float>(residual) + first * n : nullptr},
                  count);
    }
    return y;
}

}  // namespace lectern
