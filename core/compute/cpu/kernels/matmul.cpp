// Register-tiled products: R rows times P panels, weights widened to F32 on the way. Every sum runs over k = 0, 1, …
// in one chain per result, so a row's result is the same in every tile shape.
#include "core/compute/cpu/kernels/level.h"
#include "core/compute/cpu/kernels/simd.h"

namespace lectern::LECTERN_LEVEL {

constexpr int kVectors = static_cast<int>(kPanel) / kWidth;  // of one panel
// Accumulators that fit beside weights and the broadcast value in 32, or 16, registers.
constexpr int kAccumulators = kWidth == 16 ? 24 : 12;
constexpr int kMostRows = kWidth == 4 ? 3 : kAccumulators / 2;

constexpr int panels_for(int rows) {
    int panels = 8;
    while (panels > 1 && rows * panels * kVectors > kAccumulators) panels /= 2;
    return panels;
}

template <DType D>
struct Weights;
template <>
struct Weights<DType::F32> {
    static constexpr int64_t kStep = 1;  // values of k in one step
    static constexpr int64_t kBytes = kPanel * 4;
    static inline void get(const std::byte* p, VecF (&w)[1][kVectors]) {
        for (int i = 0; i < kVectors; ++i) w[0][i] = load(reinterpret_cast<const float*>(p) + i * kWidth);
    }
};
template <>
struct Weights<DType::F16> {
    static constexpr int64_t kStep = 1;
    static constexpr int64_t kBytes = kPanel * 2;
    static inline void get(const std::byte* p, VecF (&w)[1][kVectors]) {
        for (int i = 0; i < kVectors; ++i)
            w[0][i] = widen_f16(load_halves(reinterpret_cast<const uint16_t*>(p) + i * kWidth));
    }
};
template <>
struct Weights<DType::BF16> {
    static constexpr int64_t kStep = 2;
    static constexpr int64_t kBytes = kPanel * 4;
    static inline void get(const std::byte* p, VecF (&w)[2][kVectors]) {
        for (int i = 0; i < kVectors; ++i) {
            const VecU pair = load_bits(p + i * kWidth * 4);
            w[0][i] = as_float(pair << 16);
            w[1][i] = as_float(pair & 0xffff0000u);
        }
    }
};

static inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

template <DType D, int R, int P>
static void tile(const MatmulBlock& b, int64_t row, int64_t panel) {
    using W = Weights<D>;
    const int64_t steps = padded_k(D, b.k) / W::kStep;
    const int64_t panel_bytes = steps * W::kBytes;
    const float* x = static_cast<const float*>(b.x) + (row - b.row0) * b.x_stride;
    const std::byte* w = b.w + panel * panel_bytes;
    VecF acc[R][P][kVectors];
#pragma GCC unroll 32
    for (int r = 0; r < R; ++r)
#pragma GCC unroll 32
        for (int p = 0; p < P; ++p)
#pragma GCC unroll 32
            for (int i = 0; i < kVectors; ++i) acc[r][p][i] = VecF{};

    const int64_t whole = b.k / W::kStep;
    for (int64_t s = 0; s < whole; ++s, w += W::kBytes) {
        // Weights first, then row by row: the other way GCC 12 holds all rows' values at once and spills sums.
        VecF value[P][W::kStep][kVectors];
#pragma GCC unroll 32
        for (int p = 0; p < P; ++p) W::get(w + p * panel_bytes, value[p]);
#pragma GCC unroll 2
        for (int j = 0; j < W::kStep; ++j)
#pragma GCC unroll 32
            for (int r = 0; r < R; ++r) {
                const VecF both = splat(x[r * b.x_stride + s * W::kStep + j]);
#pragma GCC unroll 32
                for (int p = 0; p < P; ++p)
#pragma GCC unroll 32
                    for (int i = 0; i < kVectors; ++i) acc[r][p][i] += value[p][j][i] * both;
            }
    }
    if (whole * W::kStep < b.k) {  // the last pair is only half there
#pragma GCC unroll 32
        for (int p = 0; p < P; ++p) {
            VecF value[W::kStep][kVectors];
            W::get(w + p * panel_bytes, value);
#pragma GCC unroll 32
            for (int r = 0; r < R; ++r)
#pragma GCC unroll 32
                for (int i = 0; i < kVectors; ++i) acc[r][p][i] += value[0][i] * x[r * b.x_stride + whole * W::kStep];
        }
    }
#pragma GCC unroll 32
    for (int r = 0; r < R; ++r) {
        float* y = b.y + (row + r) * b.n;
#pragma GCC unroll 32
        for (int p = 0; p < P; ++p)
#pragma GCC unroll 32
            for (int i = 0; i < kVectors; ++i) {
                const int64_t column = (panel + p) * kPanel + i * kWidth, left = b.n - column;
                if (left >= kWidth)
                    store(y + column, b.bias ? acc[r][p][i] + load(b.bias + column) : acc[r][p][i]);
                else if (left > 0)
                    store_first(y + column, b.bias ? acc[r][p][i] + load_first(b.bias + column, left) : acc[r][p][i], left);
            }
    }
}

// All panels of the block for R rows from `row`.
template <DType D, int R>
static void rows_of(const MatmulBlock& b, int64_t row, int64_t panel0, int64_t panel1) {
    constexpr int P = panels_for(R);
    int64_t panel = panel0;
    for (; panel + P <= panel1; panel += P) tile<D, R, P>(b, row, panel);
    for (; panel < panel1; ++panel) tile<D, R, 1>(b, row, panel);
}

template <DType D, int R>
static void any_rows(const MatmulBlock& b, int64_t row, int64_t rows, int64_t panel0, int64_t panel1) {
    if (rows == R)
        rows_of<D, R>(b, row, panel0, panel1);
    else if constexpr (R > 1)
        any_rows<D, R - 1>(b, row, rows, panel0, panel1);
}

template <DType D>
static void block_of(const MatmulBlock& b) {
    const int64_t rows = b.row1 - b.row0;
    const int64_t tiles = (rows + kMostRows - 1) / kMostRows;
    // A few panels at a time stay in the first-level cache while all rows pass.
    const int64_t group = tiles > 1 ? 2 : b.panel1 - b.panel0;
    for (int64_t panel = b.panel0; panel < b.panel1; panel += group)
        for (int64_t t = 0; t < tiles; ++t) {
            const int64_t first = rows * t / tiles, last = rows * (t + 1) / tiles;  // tiles of nearly equal height
            any_rows<D, kMostRows>(b, b.row0 + first, last - first, panel, smaller(panel + group, b.panel1));
        }
}

void matmul(const MatmulBlock& b) {
    switch (b.w_dtype) {
        case DType::F32: return block_of<DType::F32>(b);
        case DType::F16: return block_of<DType::F16>(b);
        case DType::BF16: return block_of<DType::BF16>(b);
        default: return;
    }
}

}  // namespace lectern::LECTERN_LEVEL
