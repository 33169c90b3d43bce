#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(LayerNorm);

TEST_P(LayerNorm, MatchesDoublePrecision) {
    for (const int64_t rows : {1, 3, 400})
        for (const int64_t cols : {2, 7, 64, 127, 256, 1536}) {
            auto x = test::random_tensor(DType::F32, Shape{rows, cols}, 1, 3);
            for (float& v : x.values) v += 5;  // a mean far from zero: one-pass variance would lose digits
            x = test::make_tensor(DType::F32, x.shape, x.values);
            const auto w = test::random_tensor(DType::F32, Shape{cols}, 2), b = test::random_tensor(DType::F32, Shape{cols}, 3);
            std::vector<double> want, size;
            for (int64_t r = 0; r < rows; ++r) {
                double mean = 0, variance = 0;
                for (int64_t c = 0; c < cols; ++c) mean += x.at(r, c) / static_cast<double>(cols);
                for (int64_t c = 0; c < cols; ++c) variance += (x.at(r, c) - mean) * (x.at(r, c) - mean) / static_cast<double>(cols);
                for (int64_t c = 0; c < cols; ++c) {
                    const double wc = w.values[static_cast<size_t>(c)], bc = b.values[static_cast<size_t>(c)];
                    want.push_back((x.at(r, c) - mean) / std::sqrt(variance + 1e-6) * wc + bc);
                    size.push_back(std::fabs(bc) + std::fabs(wc) * (std::fabs(x.at(r, c)) + std::fabs(mean)) / std::sqrt(variance + 1e-6));
                }
            }
            const Tensor y = be().layer_norm(be().upload(x.host()), be().upload(w.host()), be().upload(b.host()), 1e-6f);
            EXPECT_TRUE(test::close(be().read_floats(y), want, 2e-6, size)) << rows << "x" << cols;
        }
}

TEST_P(LayerNorm, RowsDoNotDependOnCompany) {
    const auto x = test::random_tensor(DType::F32, Shape{301, 131}, 3), w = test::random_tensor(DType::F32, Shape{131}, 4);
    const Tensor tx = be().upload(x.host()), tw = be().upload(w.host());
    const std::vector<float> all = be().read_floats(be().layer_norm(tx, tw, tw, 1e-6f));
    for (const int64_t row : {0, 150, 300})
        EXPECT_TRUE(test::same_bits(be().read_floats(be().layer_norm(tx.slice_rows(row, 1), tw, tw, 1e-6f)),
                                    std::span(all).subspan(static_cast<size_t>(row * 131), 131)));
}

}  // namespace
}  // namespace lectern
