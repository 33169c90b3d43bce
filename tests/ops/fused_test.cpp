// Fused ops give the bits of the ops they are made of.
#include <gtest/gtest.h>

#include <array>
#include <tuple>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::random_tensor;
using test::RandomTensor;
using test::same_bits;

LECTERN_BACKEND_SUITE(Fused);

struct MlpSize {
    int64_t rows, in, middle, out;
};
// Few and many rows, short and long inputs, odd widths.
static const MlpSize kSizes[] = {{1, 64, 96, 64}, {6, 83, 37, 45}, {33, 700, 83, 37}, {150, 656, 681, 17}};

static Tensor weight(Backend& be, DType dtype, int64_t n, int64_t k, uint32_t seed) {
    return be.pack_weight(random_tensor(dtype, Shape{n, k}, seed, 0.05f).host());
}

TEST_P(Fused, MlpEqualsItsParts) {
    for (const MlpSize& s : kSizes)
        for (const DType dtype : {DType::BF16, DType::F32})
            for (const bool full : {false, true}) {  // with biases and a residual
                if (s.rows > 40 && (dtype == DType::F32 || !full)) continue;
                // Each row count, type and ending is a kernel for a GPU to build, which takes a software driver a second.
                if (GetParam().few_rows && s.rows > 1 && (dtype == DType::F32 || !full)) continue;
                SCOPED_TRACE(testing::Message() << s.rows << " " << s.in << " " << s.middle << " " << s.out << " "
                                                << dtype_name(dtype) << full);
                GatedMlp mlp{weight(be(), dtype, s.middle, s.in, 1), weight(be(), dtype, s.middle, s.in, 2),
                             weight(be(), dtype, s.out, s.middle, 3)};
                Tensor residual;
                if (full) {
                    mlp.gate_bias = be().upload(random_tensor(DType::F32, Shape{s.middle}, 4).host());
                    mlp.up_bias = be().upload(random_tensor(DType::F32, Shape{s.middle}, 5).host());
                    mlp.down_bias = be().upload(random_tensor(DType::F32, Shape{s.out}, 6).host());
                    residual = be().upload(random_tensor(DType::F32, Shape{s.rows, s.out}, 7).host());
                }
                const Tensor x = be().upload(random_tensor(DType::F32, Shape{s.rows, s.in}, 8).host());
                const Tensor middle =
                    be().swiglu(be().matmul(x, mlp.gate, mlp.gate_bias), be().matmul(x, mlp.up, mlp.up_bias));
                Tensor want = be().matmul(middle, mlp.down, mlp.down_bias);
                if (residual) want = be().add(residual, want);
                EXPECT_TRUE(same_bits(be().read_floats(be().gated_mlp(x, mlp, residual)), be().read_floats(want)));
            }
}

// k so long, too, that it goes through in several ranges, and rows in several blocks.
TEST_P(Fused, MatmulAddEqualsItsParts) {
    for (const auto& [rows, n, k] : {std::tuple<int64_t, int64_t, int64_t>{1, 40, 96}, {7, 41, 99}, {40, 33, 700}, {530, 18, 2530}})
        for (const DType dtype : {DType::BF16, DType::F32}) {
            if (rows > 100 && dtype == DType::F32) continue;
            if (GetParam().few_rows && rows != 1 && dtype == DType::F32) continue;
            const Tensor w = weight(be(), dtype, n, k, 1),
                         bias = be().upload(random_tensor(DType::F32, Shape{n}, 2).host());
            const Tensor x = be().upload(random_tensor(DType::F32, Shape{rows, k}, 3).host());
            const Tensor residual = be().upload(random_tensor(DType::F32, Shape{rows, n}, 4).host());
            EXPECT_TRUE(same_bits(be().read_floats(be().matmul_add(x, w, bias, residual)),
                                  be().read_floats(be().add(residual, be().matmul(x, w, bias)))));
        }
}

// Quantised weights: a few rows go their own way (one to four), more do not. Widths off every panel, group and chunk.
TEST_P(Fused, QuantisedProductsEqualTheirParts) {
    for (const Quant quant : {Quant::int8, Quant::int4})
        for (const MlpSize& s :
             {MlpSize{1, 64, 96, 64}, {1, 200, 1093, 37}, {300, 1500, 330, 40}, {3, 136, 700, 1100}, {4, 64, 65, 1}, {5, 64, 96, 40}}) {
            // A GPU's kernels are the same for all few rows, and each count is one to build.
            if (GetParam().few_rows && (s.rows == 3 || s.rows == 4 || s.out == 64)) continue;
            if (GetParam().few_rows && s.rows == 5 && compute() == Compute::f32) continue;
            SCOPED_TRACE(testing::Message() << (quant == Quant::int4 ? "int4 " : "int8 ") << s.rows << " " << s.in
                                            << " " << s.middle << " " << s.out);
            const auto w = [&](int64_t n, int64_t k, uint32_t seed) {
                return be().pack_weight_as(random_tensor(DType::F32, Shape{n, k}, seed, 0.05f).host(), quant);
            };
            const auto floats = [&](Shape shape, uint32_t seed) {
                return be().upload(random_tensor(DType::F32, shape, seed).host());
            };
            const GatedMlp mlp{
                w(s.middle, s.in, 1), w(s.middle, s.in, 2), w(s.out, s.middle, 3), floats({s.middle}, 4), {},
                floats({s.out}, 5)};
            const Tensor x = floats({s.rows, s.in}, 6), residual = floats({s.rows, s.out}, 7);
            const Tensor gate = be().matmul(x, mlp.gate, mlp.gate_bias), up = be().matmul(x, mlp.up, {});
            const Tensor middle = be().swiglu(gate, up), down = be().matmul(middle, mlp.down, mlp.down_bias),
                         sum = be().add(residual, down);
            EXPECT_TRUE(same_bits(be().read_floats(be().gated_mlp(x, mlp, {})), be().read_floats(down)));
            EXPECT_TRUE(same_bits(be().read_floats(be().gated_mlp(x, mlp, residual)), be().read_floats(sum)));
            EXPECT_TRUE(same_bits(be().read_floats(be().matmul_add(middle, mlp.down, mlp.down_bias, residual)),
                                  be().read_floats(sum)));
            const std::vector<Tensor> each =
                be().matmul_each(x, std::array{Product{mlp.gate, mlp.gate_bias}, Product{mlp.up}});
            EXPECT_TRUE(same_bits(be().read_floats(each[0]), be().read_floats(gate)));
            EXPECT_TRUE(same_bits(be().read_floats(each[1]), be().read_floats(up)));
            if (GetParam().few_rows && s.rows > GetParam().few_rows) continue;
            const std::vector<float> all = be().read_floats(sum);
            for (int64_t r = 0; r < s.rows; ++r) {  // alone as in company
                const std::vector<float> alone =
                    be().read_floats(be().gated_mlp(x.slice_rows(r, 1), mlp, residual.slice_rows(r, 1)));
                EXPECT_TRUE(same_bits(
                    alone, std::span(all).subspan(static_cast<size_t>(r * s.out), static_cast<size_t>(s.out))));
            }
        }
}

// Products of many rows are cut by rows, columns and k: none of it shows, whatever the rows beside and the threads.
TEST_P(Fused, RowsOfLargeProductsDoNotDependOnCompany) {
    const RandomTensor x = random_tensor(DType::F32, Shape{700, 2530}, 1);
    const RandomTensor w = random_tensor(DType::BF16, Shape{24, 2530}, 2);
    std::vector<float> first;
    for (const int threads : GetParam().threads) {
        const auto backend = GetParam().make(threads);
        const Tensor tx = backend->upload(x.host()), tw = backend->pack_weight(w.host());
        const std::vector<float> all = backend->read_floats(backend->matmul(tx, tw));
        if (first.empty()) first = all;
        EXPECT_TRUE(same_bits(all, first));
        const std::vector<float> part = backend->read_floats(backend->matmul(tx.slice_rows(517, 133), tw));
        EXPECT_TRUE(same_bits(part, std::span(all).subspan(517 * 24, 133 * 24)));
    }
}

}  // namespace
}  // namespace lectern
