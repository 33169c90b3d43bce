#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(Route);

std::vector<int32_t> best_of(const std::vector<float>& logits, int64_t row, int64_t experts, int64_t k) {
    std::vector<int32_t> order(static_cast<size_t>(experts));
    std::iota(order.begin(), order.end(), 0);
    const float* x = logits.data() + row * experts;
    std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) { return x[a] > x[b]; });
    order.resize(static_cast<size_t>(k));
    return order;
}

TEST_P(Route, ChoosesTheLargestSoftmaxWeights) {
    for (const int64_t rows : {1, 2, 7, 130})
        for (const auto& [experts, k] : {std::pair<int64_t, int64_t>{64, 6}, {8, 2}, {5, 5}, {1, 1}, {160, 16}}) {
            SCOPED_TRACE(testing::Message() << rows << " rows, " << k << " of " << experts);
            const auto x = test::random_tensor(DType::F32, Shape{rows, experts}, 3, 3);
            const Routing r = be().route(be().upload(x.host()), k);
            const std::vector<int32_t> ids = be().read_ids(r.ids);
            std::vector<double> want;
            for (int64_t row = 0; row < rows; ++row) {
                const std::vector<int32_t> best = best_of(x.values, row, experts, k);
                EXPECT_TRUE(std::equal(best.begin(), best.end(), ids.begin() + row * k)) << "row " << row;
                double sum = 0;
                for (int64_t e = 0; e < experts; ++e) sum += std::exp(x.at(row, e));
                for (const int32_t e : best) want.push_back(std::exp(x.at(row, e)) / sum);
            }
            EXPECT_TRUE(test::close(be().read_floats(r.weights), want, 4e-6));
        }
}

// Every choice has one place; places go by expert, then by row.
TEST_P(Route, SortsTheChoicesByExpert) {
    const int64_t rows = 77, experts = 12, k = 3;
    const auto x = test::random_tensor(DType::F32, Shape{rows, experts}, 4);
    const Routing r = be().route(be().upload(x.host()), k);
    EXPECT_EQ(r.experts(), experts);
    const std::vector<int32_t> ids = be().read_ids(r.ids), first = be().read_ids(r.first), of_place = be().read_ids(r.rows),
                               places = be().read_ids(r.places);
    ASSERT_EQ(first.front(), 0);
    ASSERT_EQ(first.back(), rows * k);
    std::vector<bool> met(static_cast<size_t>(rows * k));
    for (size_t i = 0; i < ids.size(); ++i) {
        const auto place = static_cast<size_t>(places[i]), expert = static_cast<size_t>(ids[i]);
        EXPECT_FALSE(met[place]);
        met[place] = true;
        EXPECT_TRUE(places[i] >= first[expert] && places[i] < first[expert + 1]);
        EXPECT_EQ(of_place[place], static_cast<int32_t>(i / static_cast<size_t>(k)));
    }
    for (size_t e = 0; e < static_cast<size_t>(experts); ++e)
        for (int32_t p = first[e] + 1; p < first[e + 1]; ++p)
            EXPECT_LT(of_place[static_cast<size_t>(p - 1)], of_place[static_cast<size_t>(p)]);
}

TEST_P(Route, TiesGoToTheLowerExpert) {
    const std::vector<float> x = {1, 2, 2, 1, 2, 0, 0, 0};
    const Routing r = be().route(be().upload_floats(x, Shape{1, 8}), 4);
    EXPECT_EQ(be().read_ids(r.ids), (std::vector<int32_t>{1, 2, 4, 0}));
}

// Damaged weights must not lead outside the experts.
TEST_P(Route, NumbersThatAreNoneChooseRealExperts) {
    const std::vector<float> x = {NAN, NAN, NAN, NAN, 1, NAN, 2, NAN};
    const Routing r = be().route(be().upload_floats(x, Shape{2, 4}), 2);
    for (const int32_t id : be().read_ids(r.ids)) EXPECT_TRUE(id >= 0 && id < 4);
    EXPECT_EQ(be().read_ids(r.first).back(), 4);
}

}  // namespace
}  // namespace lectern
