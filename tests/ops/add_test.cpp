#include <gtest/gtest.h>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(Add);

TEST_P(Add, IsExact) {
    for (const int64_t rows : {1, 5, 700})
        for (const int64_t cols : {1, 15, 127}) {
            const auto a = test::random_tensor(DType::F32, Shape{rows, cols}, 1), b = test::random_tensor(DType::F32, Shape{rows, cols}, 2);
            const Tensor y = be().add(be().upload(a.host()), be().upload(b.host()));
            std::vector<float> want;
            for (size_t i = 0; i < a.values.size(); ++i) want.push_back(a.values[i] + b.values[i]);
            EXPECT_EQ(y.shape, a.shape);
            EXPECT_TRUE(test::same_bits(be().read_floats(y), want));
        }
}

TEST_P(Add, TakesSlicesOfRows) {
    const auto a = test::random_tensor(DType::F32, Shape{9, 7}, 3);
    const Tensor t = be().upload(a.host());
    const std::vector<float> y = be().read_floats(be().add(t.slice_rows(2, 3), t.slice_rows(5, 3)));
    for (size_t i = 0; i < y.size(); ++i) EXPECT_EQ(y[i], a.values[2 * 7 + i] + a.values[5 * 7 + i]);
}

}  // namespace
}  // namespace lectern
