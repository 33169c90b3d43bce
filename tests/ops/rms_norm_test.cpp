#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(RmsNorm);

TEST_P(RmsNorm, MatchesDoublePrecision) {
    for (const int64_t rows : {1, 3, 400})
        for (const int64_t cols : {1, 7, 64, 127, 256, 1536}) {
            const auto x = test::random_tensor(DType::F32, Shape{rows, cols}, 1, 3), w = test::random_tensor(DType::F32, Shape{cols}, 2);
            std::vector<double> want;
            for (int64_t r = 0; r < rows; ++r) {
                double sum = 0;
                for (int64_t c = 0; c < cols; ++c) sum += x.at(r, c) * x.at(r, c);
                for (int64_t c = 0; c < cols; ++c)
                    want.push_back(x.at(r, c) / std::sqrt(sum / static_cast<double>(cols) + 1e-5) * w.values[static_cast<size_t>(c)]);
            }
            const Tensor y = be().rms_norm(be().upload(x.host()), be().upload(w.host()), 1e-5f);
            EXPECT_TRUE(test::close(be().read_floats(y), want, 1e-6)) << rows << "x" << cols;
        }
}

TEST_P(RmsNorm, RowsDoNotDependOnCompany) {
    const auto x = test::random_tensor(DType::F32, Shape{301, 131}, 3), w = test::random_tensor(DType::F32, Shape{131}, 4);
    const Tensor tx = be().upload(x.host()), tw = be().upload(w.host());
    const std::vector<float> all = be().read_floats(be().rms_norm(tx, tw, 1e-6f));
    for (const int64_t row : {0, 150, 300})
        EXPECT_TRUE(test::same_bits(be().read_floats(be().rms_norm(tx.slice_rows(row, 1), tw, 1e-6f)),
                                    std::span(all).subspan(static_cast<size_t>(row * 131), 131)));
}

TEST_P(RmsNorm, ZeroRowsOfZerosStayFinite) {
    const std::vector<float> zeros(40, 0.0f), ones(20, 1.0f);
    const Tensor y = be().rms_norm(be().upload_floats(zeros, Shape{2, 20}), be().upload_floats(ones, Shape{20}), 1e-6f);
    for (const float v : be().read_floats(y)) EXPECT_EQ(v, 0.0f);
}

}  // namespace
}  // namespace lectern
