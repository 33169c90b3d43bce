#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(Gelu);

TEST_P(Gelu, MatchesDoublePrecision) {
    std::vector<float> x;
    for (int i = -20000; i <= 20000; ++i) x.push_back(static_cast<float>(i) * 1e-3f);
    for (const float v : {0.0f, -0.0f, 1e-30f, -1e-30f, 1e30f, -1e30f}) x.push_back(v);
    std::vector<double> want;
    for (const float v : x) want.push_back(0.5 * v * std::erfc(-v / std::sqrt(2.0)));
    const auto n = static_cast<int64_t>(x.size());
    // Below −1 the result shrinks like e^(−x²/2), whose exponent is rounded: its error is bounded by 1e-7 as well.
    EXPECT_TRUE(test::close(be().read_floats(be().gelu(be().upload_floats(x, Shape{1, n}))), want, 5e-7, {}, 1e-7));
}

TEST_P(Gelu, OddSizes) {
    for (const int64_t n : {1, 3, 17, 127}) {
        const auto x = test::random_tensor(DType::F32, Shape{3, n}, 1);
        const std::vector<float> y = be().read_floats(be().gelu(be().upload(x.host())));
        for (size_t i = 0; i < y.size(); ++i)
            EXPECT_NEAR(y[i], 0.5 * x.values[i] * std::erfc(-x.values[i] / std::sqrt(2.0)), 3e-7);
    }
}

}  // namespace
}  // namespace lectern
