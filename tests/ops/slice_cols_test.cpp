#include <gtest/gtest.h>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(SliceCols);

TEST_P(SliceCols, CopiesColumns) {
    for (const int64_t rows : {1, 5, 900}) {
        const auto x = test::random_tensor(DType::F32, Shape{rows, 130}, 1);
        for (const auto& [first, count] : {std::pair<int64_t, int64_t>{0, 130}, {0, 1}, {129, 1}, {37, 64}, {64, 0}}) {
            const Tensor y = be().slice_cols(be().upload(x.host()), first, count);
            ASSERT_EQ(y.shape, (Shape{rows, count}));
            std::vector<float> want;
            for (int64_t r = 0; r < rows; ++r)
                for (int64_t c = first; c < first + count; ++c) want.push_back(x.values[static_cast<size_t>(r * 130 + c)]);
            EXPECT_TRUE(test::same_bits(be().read_floats(y), want));
        }
    }
}

TEST_P(SliceCols, KeepsTheDtype) {
    const auto x = test::random_tensor(DType::BF16, Shape{3, 9}, 2);
    const Tensor y = be().slice_cols(be().upload(x.host()), 4, 2);
    EXPECT_EQ(y.dtype, DType::BF16);
    const std::vector<int32_t> last = {2};
    const std::vector<float> got = be().read_floats(be().gather_rows(y, be().upload_ids(last)));
    EXPECT_EQ(got[0], x.values[2 * 9 + 4]);
    EXPECT_EQ(got[1], x.values[2 * 9 + 5]);
}

}  // namespace
}  // namespace lectern
