#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/support/backends.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(TopTokensOp);

void check_row(std::span<const float> x, int64_t k, std::span<const int32_t> ids, std::span<const float> values, float lse) {
    std::vector<int32_t> order(x.size());
    std::iota(order.begin(), order.end(), 0);
    const auto known = [&](int32_t i) { return std::isnan(x[static_cast<size_t>(i)]) ? -INFINITY : x[static_cast<size_t>(i)]; };
    std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) { return known(a) > known(b); });
    double max = -INFINITY, sum = 0;
    for (int32_t i = 0; i < static_cast<int32_t>(x.size()); ++i) max = std::max<double>(max, known(i));
    for (int32_t i = 0; i < static_cast<int32_t>(x.size()); ++i) sum += std::exp(known(i) - max);
    for (int64_t i = 0; i < k; ++i) {
        ASSERT_EQ(ids[static_cast<size_t>(i)], order[static_cast<size_t>(i)]) << "place " << i;
        EXPECT_EQ(values[static_cast<size_t>(i)], known(order[static_cast<size_t>(i)]));
    }
    EXPECT_NEAR(lse, max + std::log(sum), 1e-6 * (std::fabs(max) + 1));
}

TEST_P(TopTokensOp, MatchesSorting) {
    for (const int64_t n : {1, 2, 17, 528, 5000, 151936})
        for (const int64_t k : {1, 2, 5, 64}) {
            if (k > n) continue;
            const int64_t rows = n > 10000 ? 2 : 19;
            const auto x = test::random_tensor(DType::F32, Shape{rows, n}, static_cast<uint32_t>(n + k), 5);
            const TopTokens top = be().top_tokens(be().upload(x.host()), k);
            const auto ids = be().read_ids(top.ids);
            const auto values = be().read_floats(top.values), lse = be().read_floats(top.log_sum_exp);
            for (int64_t r = 0; r < rows; ++r) {
                SCOPED_TRACE(testing::Message() << n << " row " << r << " k " << k);
                const auto at = static_cast<size_t>(r * k), count = static_cast<size_t>(k);
                check_row(std::span(x.values).subspan(static_cast<size_t>(r * n), static_cast<size_t>(n)), k,
                          std::span(ids).subspan(at, count), std::span(values).subspan(at, count), lse[static_cast<size_t>(r)]);
            }
        }
}

TEST_P(TopTokensOp, TiesGoToTheLowerId) {
    std::vector<float> x(100, 1.0f);
    x[70] = x[30] = 2;
    const TopTokens top = be().top_tokens(be().upload_floats(x, Shape{1, 100}), 4);
    EXPECT_EQ(be().read_ids(top.ids), (std::vector<int32_t>{30, 70, 0, 1}));
}

TEST_P(TopTokensOp, NotANumberIsLast) {
    std::vector<float> x(40, NAN);
    x[33] = 1;
    x[7] = -INFINITY;
    const TopTokens top = be().top_tokens(be().upload_floats(x, Shape{1, 40}), 3);
    EXPECT_EQ(be().read_ids(top.ids), (std::vector<int32_t>{33, 0, 1}));
    EXPECT_EQ(be().read_floats(top.log_sum_exp)[0], 1.0f);
    const std::vector<float> none(40, NAN);
    const TopTokens nothing = be().top_tokens(be().upload_floats(none, Shape{1, 40}), 2);
    EXPECT_EQ(be().read_ids(nothing.ids), (std::vector<int32_t>{0, 1}));
    EXPECT_TRUE(std::isnan(be().read_floats(nothing.log_sum_exp)[0]));
}

TEST_P(TopTokensOp, InfinitiesAreOrdered) {
    std::vector<float> x(40, 0);
    x[5] = INFINITY;
    x[6] = -INFINITY;
    const TopTokens top = be().top_tokens(be().upload_floats(x, Shape{1, 40}), 1);
    EXPECT_EQ(be().read_ids(top.ids)[0], 5);
    EXPECT_EQ(be().read_floats(top.log_sum_exp)[0], INFINITY);
    const std::vector<float> low(40, -INFINITY);
    EXPECT_EQ(be().read_floats(be().top_tokens(be().upload_floats(low, Shape{1, 40}), 1).log_sum_exp)[0], -INFINITY);
}

}  // namespace
}  // namespace lectern
