#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(ScatterRows);

TEST_P(ScatterRows, NarrowsToNearestEven) {
    for (const DType dtype : {DType::F32, DType::F16, DType::BF16})
        for (const int64_t cols : {1, 7, 16, 127}) {
            const auto x = test::random_tensor(dtype, Shape{40, cols}, 1), rows = test::random_tensor(DType::F32, Shape{20, cols}, 2, 100);
            std::vector<int32_t> index(40);
            std::iota(index.begin(), index.end(), 0);
            std::shuffle(index.begin(), index.end(), std::mt19937(3));
            index.resize(20);
            Tensor t = be().upload(x.host());
            be().scatter_rows(t, be().upload(rows.host()), be().upload_ids(index));
            std::vector<float> want = x.values;
            const auto narrowed = test::make_tensor(dtype, rows.shape, rows.values);
            for (size_t r = 0; r < index.size(); ++r)
                std::copy_n(narrowed.values.begin() + static_cast<int64_t>(r) * cols, cols, want.begin() + index[r] * cols);
            std::vector<int32_t> every(40);
            std::iota(every.begin(), every.end(), 0);
            EXPECT_TRUE(test::same_bits(be().read_floats(be().gather_rows(t, be().upload_ids(every))), want)) << dtype_name(dtype) << " " << cols;
        }
}

// Values at the edges of the 16-bit types, with the results of IEEE rounding.
TEST_P(ScatterRows, EdgesOfTheTypes) {
    const std::vector<float> values = {65504, 65519.996f, 65520, 1e30f, -1e30f, 0x1p-24f, 0x1p-25f, 0x1.8p-25f, 0x1.004p0f, 0x1.00cp0f, INFINITY, 0x1p-14f, 0x1.ffcp-15f};
    const std::vector<float> f16 = {65504, 65504, INFINITY, INFINITY, -INFINITY, 0x1p-24f, 0, 0x1p-24f, 0x1.004p0f, 0x1.00cp0f, INFINITY, 0x1p-14f, 0x1p-14f};
    const auto n = static_cast<int64_t>(values.size());
    Tensor t = be().allocate(DType::F16, Shape{1, n});
    const std::vector<int32_t> zero = {0};
    be().scatter_rows(t, be().upload_floats(values, Shape{1, n}), be().upload_ids(zero));
    EXPECT_TRUE(test::same_bits(be().read_floats(be().gather_rows(t, be().upload_ids(zero))), f16));
    for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(f16_to_f32(f32_to_f16(values[i])), f16[i]) << values[i];

    const std::vector<float> more = {0x1.01p0f, 0x1.03p0f, 0x1.010002p0f, 3.4e38f, -0.0f};
    const std::vector<float> bf16 = {0x1.00p0f, 0x1.04p0f, 0x1.02p0f, 0x1p127f * 2, -0.0f};
    const auto m = static_cast<int64_t>(more.size());
    Tensor b = be().allocate(DType::BF16, Shape{1, m});
    be().scatter_rows(b, be().upload_floats(more, Shape{1, m}), be().upload_ids(zero));
    const std::vector<float> got = be().read_floats(be().gather_rows(b, be().upload_ids(zero)));
    for (size_t i = 0; i < more.size(); ++i)
        EXPECT_EQ(got[i], i == 3 ? bf16_to_f32(f32_to_bf16(3.4e38f)) : bf16[i]) << more[i];
}

TEST_P(ScatterRows, NotANumberStays) {
    const std::vector<float> values(20, NAN);
    const std::vector<int32_t> zero = {0};
    for (const DType dtype : {DType::F16, DType::BF16}) {
        Tensor t = be().allocate(dtype, Shape{1, 20});
        be().scatter_rows(t, be().upload_floats(values, Shape{1, 20}), be().upload_ids(zero));
        for (const float v : be().read_floats(be().gather_rows(t, be().upload_ids(zero)))) EXPECT_TRUE(std::isnan(v));
    }
}

}  // namespace
}  // namespace lectern
