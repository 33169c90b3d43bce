#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(CombineExperts);

TEST_P(CombineExperts, MatchesDoublePrecision) {
    for (const int64_t rows : {1, 3, 120})
        for (const int64_t cols : {1, 24, 127}) {
            const int64_t experts = 10, choices = 4;
            const auto gate = test::random_tensor(DType::F32, Shape{rows, experts}, 5);
            const Routing routing = be().route(be().upload(gate.host()), choices);
            const auto x = test::random_tensor(DType::F32, Shape{rows * choices, cols}, 1);
            const std::vector<int32_t> places = be().read_ids(routing.places);
            const std::vector<float> weights = be().read_floats(routing.weights);
            std::vector<double> want, size;
            for (int64_t r = 0; r < rows; ++r)
                for (int64_t c = 0; c < cols; ++c) {
                    double sum = 0, total = 0;
                    for (int64_t i = r * choices; i < (r + 1) * choices; ++i) {
                        const double part = weights[static_cast<size_t>(i)] * x.at(places[static_cast<size_t>(i)], c);
                        sum += part;
                        total += std::fabs(part);
                    }
                    want.push_back(sum);
                    size.push_back(total);
                }
            const Tensor y = be().combine_experts(be().upload(x.host()), routing);
            ASSERT_EQ(y.shape, (Shape{rows, cols}));
            EXPECT_TRUE(test::close(be().read_floats(y), want, 4e-7, size)) << rows << "x" << cols;
        }
}

}  // namespace
}  // namespace lectern
