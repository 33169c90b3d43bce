#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(Rope);

TEST_P(Rope, MatchesDoublePrecision) {
    constexpr int64_t kPositions = 50;
    for (const int64_t head_dim : {2, 6, 16, 34, 64, 128})
        for (const int64_t heads : {1, 3})
            for (const int64_t rows : {1, 37}) {
                const auto x = test::random_tensor(DType::F32, Shape{rows, heads * head_dim}, 1);
                const auto table = test::random_tensor(DType::F32, Shape{kPositions, head_dim}, 2);
                const auto positions = test::random_ids(rows, kPositions, 3);
                std::vector<double> want(x.values.size()), size(x.values.size());
                for (int64_t r = 0; r < rows; ++r)
                    for (int64_t h = 0; h < heads; ++h)
                        for (int64_t m = 0; m < head_dim / 2; ++m) {
                            const int64_t i = h * head_dim + m, j = i + head_dim / 2, p = positions[static_cast<size_t>(r)];
                            const double a = x.at(r, i), b = x.at(r, j), c = table.at(p, m), s = table.at(p, m + head_dim / 2);
                            const auto at_i = static_cast<size_t>(r * heads * head_dim + i), at_j = static_cast<size_t>(r * heads * head_dim + j);
                            want[at_i] = a * c - b * s;
                            want[at_j] = b * c + a * s;
                            size[at_i] = std::fabs(a * c) + std::fabs(b * s);
                            size[at_j] = std::fabs(b * c) + std::fabs(a * s);
                        }
                const Tensor y = be().rope(be().upload(x.host()), be().upload(table.host()), be().upload_ids(positions), head_dim);
                EXPECT_TRUE(test::close(be().read_floats(y), want, 2e-7, size)) << head_dim << " " << heads << " " << rows;
            }
}

}  // namespace
}  // namespace lectern
