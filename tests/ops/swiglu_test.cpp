#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(Swiglu);

TEST_P(Swiglu, MatchesDoublePrecision) {
    for (const int64_t rows : {1, 3, 300})
        for (const int64_t cols : {1, 15, 127, 704}) {
            const auto gate = test::random_tensor(DType::F32, Shape{rows, cols}, 1, 4), up = test::random_tensor(DType::F32, Shape{rows, cols}, 2);
            std::vector<double> want;
            for (size_t i = 0; i < gate.values.size(); ++i) {
                const double z = gate.values[i];
                want.push_back(z / (1 + std::exp(-z)) * up.values[i]);
            }
            const Tensor y = be().swiglu(be().upload(gate.host()), be().upload(up.host()));
            EXPECT_TRUE(test::close(be().read_floats(y), want, 8e-7)) << rows << "x" << cols;
        }
}

TEST_P(Swiglu, ExtremesStayFinite) {
    const std::vector<float> gate = {-1e30f, -200, -88, -87, 0, 87, 88.5f, 200, 1e30f}, up(9, 1.0f);
    const std::vector<float> y = be().read_floats(be().swiglu(be().upload_floats(gate, Shape{1, 9}), be().upload_floats(up, Shape{1, 9})));
    for (size_t i = 0; i < gate.size(); ++i) EXPECT_NEAR(y[i], gate[i] > 0 ? gate[i] : 0, 1e-30) << gate[i];
}

}  // namespace
}  // namespace lectern
