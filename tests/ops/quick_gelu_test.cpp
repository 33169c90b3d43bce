#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(QuickGelu);

TEST_P(QuickGelu, MatchesDoublePrecision) {
    for (const int64_t rows : {1, 3, 300})
        for (const int64_t cols : {1, 15, 127, 704}) {
            const auto x = test::random_tensor(DType::F32, Shape{rows, cols}, 1, 4);
            std::vector<double> want;
            for (const double v : x.values) want.push_back(v / (1 + std::exp(-1.702 * v)));
            const Tensor y = be().quick_gelu(be().upload(x.host()));
            EXPECT_TRUE(test::close(be().read_floats(y), want, 2e-6, {}, 1e-7)) << rows << "x" << cols;
        }
}

TEST_P(QuickGelu, ExtremesStayFinite) {
    const std::vector<float> x = {-1e30f, -200, -60, 0, 60, 200, 1e30f};
    const std::vector<float> y = be().read_floats(be().quick_gelu(be().upload_floats(x, Shape{1, 7})));
    for (size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(y[i], x[i] > 0 ? x[i] : 0, 1e-6 * std::fabs(x[i] > 0 ? x[i] : 0) + 1e-30) << x[i];
}

}  // namespace
}  // namespace lectern
