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

struct StoredAs {
    const char* name;
    DType dtype;
    Quant quant;
};
static const StoredAs kStored[] = {{"f32", DType::F32, Quant::none},
                                   {"f16", DType::F16, Quant::none},
                                   {"bf16", DType::BF16, Quant::none},
                                   {"int8", DType::BF16, Quant::int8},
                                   {"int4", DType::BF16, Quant::int4}};

// Matrices of odd sizes side by side: two or three, with biases and without, for a few rows and for many.
TEST_P(Fused, ProductsTogetherEqualEachAlone) {
    for (const StoredAs& s : kStored)
        for (const auto& [rows, count, biased] : {std::tuple<int64_t, size_t, bool>{1, 3, true}, {5, 2, false}, {8, 3, false}, {40, 3, true}}) {
            if (GetParam().few_rows && rows > 1 && s.dtype != DType::BF16) continue;  // a kernel each, for a GPU to build
            if (GetParam().few_rows && rows > 5) continue;
            for (const int64_t k : {83, 200}) {
                if (GetParam().few_rows && k == 83 && s.quant == Quant::none && s.dtype != DType::BF16) continue;
                SCOPED_TRACE(testing::Message() << s.name << " rows " << rows << " k " << k << " of " << count);
                const Tensor x = be().upload(random_tensor(DType::F32, Shape{rows, k}, 1).host());
                std::vector<Product> products;
                for (const int64_t n : {70, 33, 1}) {
                    if (products.size() == count) break;
                    const auto seed = static_cast<uint32_t>(n);
                    products.push_back({be().pack_weight_as(random_tensor(s.dtype, Shape{n, k}, seed).host(), s.quant), {}});
                    if (biased) products.back().bias = be().upload(random_tensor(DType::F32, Shape{n}, seed + 1).host());
                }
                const std::vector<Tensor> each = be().matmul_each(x, products);
                ASSERT_EQ(each.size(), count);
                for (size_t i = 0; i < count; ++i) {
                    const Tensor alone = be().matmul(x, products[i].w, products[i].bias);
                    ASSERT_EQ(each[i].shape, alone.shape);
                    EXPECT_TRUE(same_bits(be().read_floats(each[i]), be().read_floats(alone))) << i;
                }
            }
        }
}

// Products that are not alike go their own way: other inner sizes' types, a bias here and none there, one alone, four.
TEST_P(Fused, UnlikeProductsEqualEachAlone) {
    const int64_t k = 64;
    const Tensor x = be().upload(random_tensor(DType::F32, Shape{1, k}, 1).host());
    const auto w = [&](DType dtype, int64_t n) { return be().pack_weight(random_tensor(dtype, Shape{n, k}, static_cast<uint32_t>(n)).host()); };
    const Tensor bias = be().upload(random_tensor(DType::F32, Shape{24}, 9).host());
    const std::vector<std::vector<Product>> groups{{{w(DType::BF16, 24), {}}, {w(DType::F32, 17), {}}},
                                                   {{w(DType::BF16, 24), bias}, {w(DType::BF16, 17), {}}},
                                                   {{w(DType::BF16, 24), {}}},
                                                   {{w(DType::BF16, 9), {}}, {w(DType::BF16, 8), {}}, {w(DType::BF16, 7), {}}, {w(DType::BF16, 6), {}}}};
    for (const std::vector<Product>& products : groups) {
        const std::vector<Tensor> each = be().matmul_each(x, products);
        ASSERT_EQ(each.size(), products.size());
        for (size_t i = 0; i < each.size(); ++i)
            EXPECT_TRUE(same_bits(be().read_floats(each[i]), be().read_floats(be().matmul(x, products[i].w, products[i].bias))));
    }
}

TEST_P(Fused, ExpertGatedEqualsItsParts) {
    const int64_t experts = 9, choices = 3;
    for (const StoredAs& s : kStored)
        for (const auto& [rows, n, k] : {std::tuple<int64_t, int64_t, int64_t>{1, 12, 24}, {6, 33, 83}, {3, 48, 896}, {40, 33, 83}}) {
            if (GetParam().few_rows && rows == 40 && s.dtype != DType::BF16) continue;
            SCOPED_TRACE(testing::Message() << s.name << " rows " << rows << " " << n << "x" << k);
            const Routing routing = be().route(be().upload(random_tensor(DType::F32, Shape{rows, experts}, 5).host()), choices);
            const Tensor x = be().upload(random_tensor(DType::F32, Shape{rows, k}, 1).host());
            const auto stack = [&](uint32_t seed) {
                return be().pack_weight_as(random_tensor(s.dtype, Shape{experts * expert_rows(n), k}, seed).host(), s.quant);
            };
            const Tensor gate = stack(2), up = stack(3);
            const Tensor want = be().swiglu(be().expert_matmul(x, gate, n, routing, false), be().expert_matmul(x, up, n, routing, false));
            const Tensor got = be().expert_gated(x, gate, up, n, routing);
            ASSERT_EQ(got.shape, want.shape);
            EXPECT_TRUE(same_bits(be().read_floats(got), be().read_floats(want)));
        }
}

// Keys and values in a pool among others, which stay as they are; odd halves of heads, one head and several.
TEST_P(Fused, RopeToCacheEqualsItsParts) {
    constexpr int64_t kSlots = 50, kPositions = 20;
    for (const DType dtype : {DType::F32, DType::BF16})
        for (const int64_t d : {2, 6, 16, 64, 128})
            for (const auto& [rows, heads, kv_heads] : {std::tuple<int64_t, int64_t, int64_t>{1, 4, 2}, {37, 3, 1}, {9, 2, 2}}) {
                SCOPED_TRACE(testing::Message() << dtype_name(dtype) << " head_dim " << d << " rows " << rows << " heads " << heads << "/" << kv_heads);
                const auto floats = [&](int64_t r, int64_t c, uint32_t seed) { return be().upload(random_tensor(DType::F32, Shape{r, c}, seed).host()); };
                const Tensor q = floats(rows, heads * d, 1), k = floats(rows, kv_heads * d, 2), v = floats(rows, kv_heads * d, 3), table = floats(kPositions, d, 4);
                std::vector<int32_t> places = test::random_ids(rows, kPositions, 5);
                const std::vector<int32_t> positions = places;
                std::vector<int32_t> slots(kSlots), every(kSlots);
                for (int32_t i = 0; i < kSlots; ++i) slots[static_cast<size_t>(i)] = (i * 37 + 5) % kSlots, every[static_cast<size_t>(i)] = i;
                slots.resize(static_cast<size_t>(rows));
                places.insert(places.end(), slots.begin(), slots.end());
                const auto pool = [&](uint32_t seed) { return be().upload(random_tensor(dtype, Shape{kSlots, kv_heads * d}, seed).host()); };
                const auto values = [&](const Tensor& t) { return be().read_floats(be().gather_rows(t, be().upload_ids(every))); };

                Tensor keys = pool(6), vals = pool(7), want_keys = pool(6), want_vals = pool(7);
                const Tensor turned = be().rope_to_cache(q, k, v, table, be().upload_ids(places), d, keys, vals);
                const Tensor p = be().upload_ids(positions), to = be().upload_ids(slots);
                be().scatter_rows(want_keys, be().rope(k, table, p, d), to);
                be().scatter_rows(want_vals, v, to);
                EXPECT_TRUE(same_bits(be().read_floats(turned), be().read_floats(be().rope(q, table, p, d))));
                EXPECT_TRUE(same_bits(values(keys), values(want_keys)));
                EXPECT_TRUE(same_bits(values(vals), values(want_vals)));
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
