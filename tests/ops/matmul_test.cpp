#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::close;
using test::random_tensor;
using test::RandomTensor;
using test::same_bits;

struct Reference {
    std::vector<double> y, size;  // size: Σ|x·w| + |bias|
};

Reference reference(const RandomTensor& x, const RandomTensor& w, const RandomTensor* bias) {
    const int64_t m = x.shape[0], k = x.shape[1], n = w.shape[0];
    Reference r;
    for (int64_t i = 0; i < m; ++i)
        for (int64_t j = 0; j < n; ++j) {
            double sum = bias ? bias->values[static_cast<size_t>(j)] : 0, size = std::fabs(sum);
            for (int64_t l = 0; l < k; ++l) {
                sum += x.at(i, l) * w.at(j, l);
                size += std::fabs(x.at(i, l) * w.at(j, l));
            }
            r.y.push_back(sum);
            r.size.push_back(size);
        }
    return r;
}

LECTERN_BACKEND_SUITE(Matmul);

TEST_P(Matmul, MatchesDoublePrecision) {
    const std::tuple<int, int, int> sizes[] = {{1, 1, 1}, {1, 17, 3}, {2, 33, 31}, {3, 16, 32}, {7, 127, 65}, {13, 48, 257}, {29, 5, 100}, {129, 50, 33}};
    for (const DType dtype : {DType::F32, DType::F16, DType::BF16})
        for (const auto& [m, n, k] : sizes)
            for (const bool with_bias : {false, true}) {
                SCOPED_TRACE(testing::Message() << dtype_name(dtype) << " " << m << "x" << n << "x" << k << (with_bias ? " bias" : ""));
                RandomTensor x = random_tensor(DType::F32, Shape{m, k}, 1);
                const RandomTensor w = random_tensor(dtype, Shape{n, k}, 2);
                const RandomTensor bias = random_tensor(DType::F32, Shape{n}, 3);
                const Tensor y = be().matmul(be().upload(x.host()), be().pack_weight(w.host()),
                                             with_bias ? be().upload(bias.host()) : Tensor{});
                ASSERT_EQ(y.shape, (Shape{m, n}));
                const Reference exact = reference(x, w, with_bias ? &bias : nullptr);
                const bool rounds = compute() == Compute::bf16 && dtype == DType::BF16;
                // Rounding x to BF16 costs half a unit in its eighth bit per product.
                EXPECT_TRUE(close(be().read_floats(y), exact.y, rounds ? 1.0 / 256 : 1e-6, exact.size));
                if (!rounds) continue;
                // And nothing else: against x rounded beforehand the F32 bound holds.
                x = test::make_tensor(DType::BF16, x.shape, x.values);
                const Reference same = reference(x, w, with_bias ? &bias : nullptr);
                EXPECT_TRUE(close(be().read_floats(y), same.y, 1e-6, same.size));
            }
}

TEST_P(Matmul, LongSumsStayWithinTheBound) {
    const RandomTensor x = test::make_tensor(DType::F32, Shape{2, 8960}, random_tensor(DType::BF16, Shape{2, 8960}, 4).values);
    for (const DType dtype : {DType::F32, DType::BF16}) {
        const RandomTensor w = random_tensor(dtype, Shape{24, 8960}, 5);
        const Reference want = reference(x, w, nullptr);
        EXPECT_TRUE(close(be().read_floats(be().matmul(be().upload(x.host()), be().pack_weight(w.host()))), want.y, 1e-5, want.size));
    }
}

// A row is the same to the bit whatever stands beside it and however many threads there are.
TEST_P(Matmul, RowsDoNotDependOnCompany) {
    for (const DType dtype : {DType::F32, DType::F16, DType::BF16})
        for (const auto& [n, k] : {std::pair<int64_t, int64_t>{53, 77}, {528, 256}, {48, 1000}}) {
            const RandomTensor w = random_tensor(dtype, Shape{n, k}, 6), bias = random_tensor(DType::F32, Shape{n}, 7);
            const RandomTensor x = random_tensor(DType::F32, Shape{300, k}, 8);
            std::vector<std::vector<float>> results;
            for (const int threads : GetParam().threads) {
                const auto backend = GetParam().make(threads);
                const Tensor tx = backend->upload(x.host()), tw = backend->pack_weight(w.host()), tb = backend->upload(bias.host());
                const std::vector<float> all = backend->read_floats(backend->matmul(tx, tw, tb));
                for (const int64_t rows : {1, 2, 3, 5, 8, 12, 13, 16, 17, 31, 64, 100})
                    for (const int64_t first : {int64_t{0}, 300 - rows}) {
                        const std::vector<float> part = backend->read_floats(backend->matmul(tx.slice_rows(first, rows), tw, tb));
                        std::span<const float> want = std::span(all).subspan(static_cast<size_t>(first * n), part.size());
                        std::vector<float> few;
                        if (rows < GetParam().few_rows) {  // compared with the largest product that goes the same way
                            const int64_t start = first == 0 ? 0 : 300 - GetParam().few_rows;
                            few = backend->read_floats(backend->matmul(tx.slice_rows(start, GetParam().few_rows), tw, tb));
                            want = std::span(few).subspan(static_cast<size_t>((first - start) * n), part.size());
                        } else if (rows == GetParam().few_rows) {
                            continue;
                        }
                        EXPECT_TRUE(same_bits(part, want))
                            << dtype_name(dtype) << " rows " << first << "+" << rows << ", " << threads << " threads";
                    }
                results.push_back(all);
            }
            for (const std::vector<float>& result : results) EXPECT_TRUE(same_bits(result, results[0]));
        }
}

// Rows that begin anywhere in a tensor.
TEST_P(Matmul, RowsMayBeginAnywhere) {
    const RandomTensor all = random_tensor(DType::F32, Shape{25, 1}, 1), w = random_tensor(DType::F32, Shape{5, 8}, 2);
    const Tensor tx = be().upload(all.host()), tw = be().pack_weight(w.host());
    const Tensor x = tx.slice_rows(1, 24).reshape(Shape{3, 8});
    const RandomTensor same = test::make_tensor(DType::F32, Shape{3, 8}, {all.values.begin() + 1, all.values.end()});
    EXPECT_TRUE(same_bits(be().read_floats(be().matmul(x, tw)), be().read_floats(be().matmul(be().upload(same.host()), tw))));
}

TEST_P(Matmul, NoRowsGiveNoRows) {
    const RandomTensor w = random_tensor(DType::BF16, Shape{8, 5}, 9);
    const Tensor y = be().matmul(be().allocate(DType::F32, Shape{0, 5}), be().pack_weight(w.host()));
    EXPECT_EQ(y.shape, (Shape{0, 8}));
}

// A convolution kernel [out, channels, height, width] is a weight with its inner dimensions flattened.
TEST_P(Matmul, FlattensWeights) {
    const RandomTensor w = random_tensor(DType::F32, Shape{6, 3, 2, 2}, 10);
    const Tensor packed = be().pack_weight(w.host());
    EXPECT_EQ(packed.shape, (Shape{6, 12}));
    EXPECT_EQ(packed.layout, Layout::packed);
}

}  // namespace
}  // namespace lectern
