#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

LECTERN_BACKEND_SUITE(GatherRows);

TEST_P(GatherRows, WidensExactly) {
    for (const DType dtype : {DType::F32, DType::F16, DType::BF16})
        for (const int64_t cols : {1, 7, 16, 127}) {
            auto x = test::random_tensor(dtype, Shape{40, cols}, 1);
            x.values[0] = 6e-8f;  // below F16's smallest normal number
            x = test::make_tensor(dtype, x.shape, x.values);
            std::vector<int32_t> index = test::random_ids(70, 40, 2);
            index[0] = 0;
            const Tensor y = be().gather_rows(be().upload(x.host()), be().upload_ids(index));
            std::vector<float> want;
            for (const int32_t id : index)
                want.insert(want.end(), x.values.begin() + id * cols, x.values.begin() + (id + 1) * cols);
            EXPECT_EQ(y.shape, (Shape{70, cols}));
            EXPECT_TRUE(test::same_bits(be().read_floats(y), want)) << dtype_name(dtype) << " " << cols;
        }
}

TEST_P(GatherRows, RefusesAnIndexBeyondTheTable) {
    const Tensor x = be().upload(test::random_tensor(DType::BF16, Shape{4, 3}, 1).host());
    for (const int32_t id : {4, -1, 1 << 30}) {
        const std::vector<int32_t> index = {0, id};
        try {
            be().read_floats(be().gather_rows(x, be().upload_ids(index)));  // a GPU reports it when it is waited for
            ADD_FAILURE() << "index " << id << " was accepted";
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::model);
            EXPECT_NE(std::string(e.what()).find(std::to_string(id)), std::string::npos) << e.what();
        }
    }
}

}  // namespace
}  // namespace lectern
