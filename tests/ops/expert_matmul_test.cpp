#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::random_tensor;
using test::RandomTensor;

LECTERN_BACKEND_SUITE(ExpertMatmul);

// Experts' matrices one below the other, each filled up with rows of zeros.
RandomTensor random_stack(DType dtype, int64_t experts, int64_t n, int64_t k) {
    RandomTensor w = random_tensor(dtype, Shape{experts * expert_rows(n), k}, 2);
    for (int64_t r = 0; r < w.shape[0]; ++r)
        if (r % expert_rows(n) >= n) std::fill_n(w.values.begin() + r * k, k, 0.0f);
    return test::make_tensor(dtype, w.shape, w.values);
}

TEST_P(ExpertMatmul, MatchesDoublePrecision) {
    for (const DType dtype : {DType::F32, DType::F16, DType::BF16})
        for (const int64_t rows : {1, 3, 150})
            for (const auto& [n, k] : {std::pair<int64_t, int64_t>{12, 24}, {33, 65}, {48, 896}})
                for (const bool placed : {false, true}) {
                    SCOPED_TRACE(testing::Message() << dtype_name(dtype) << " rows " << rows << " " << n << "x" << k
                                                    << (placed ? " placed" : ""));
                    const int64_t experts = 9, choices = 3;
                    const RandomTensor gate = random_tensor(DType::F32, Shape{rows, experts}, 5);
                    const Routing routing = be().route(be().upload(gate.host()), choices);
                    const RandomTensor x = random_tensor(DType::F32, Shape{placed ? rows * choices : rows, k}, 1);
                    const RandomTensor w = random_stack(dtype, experts, n, k);
                    const Tensor y =
                        be().expert_matmul(be().upload(x.host()), be().pack_weight(w.host()), n, routing, placed);
                    ASSERT_EQ(y.shape, (Shape{rows * choices, n}));
                    const std::vector<int32_t> first = be().read_ids(routing.first),
                                               of_place = be().read_ids(routing.rows);
                    std::vector<double> want, size;
                    for (int64_t e = 0; e < experts; ++e)
                        for (int32_t p = first[static_cast<size_t>(e)]; p < first[static_cast<size_t>(e) + 1]; ++p)
                            for (int64_t c = 0; c < n; ++c) {
                                double sum = 0, total = 0;
                                for (int64_t i = 0; i < k; ++i) {
                                    const double product = x.at(placed ? p : of_place[static_cast<size_t>(p)], i) *
                                                           w.at(e * expert_rows(n) + c, i);
                                    sum += product;
                                    total += std::fabs(product);
                                }
                                want.push_back(sum);
                                size.push_back(total);
                            }
                    const bool rounds = compute() == Compute::bf16 && dtype == DType::BF16;
                    EXPECT_TRUE(test::close(be().read_floats(y), want, rounds ? 0.004 : 2e-6, size));
                }
}

// Quantised stacks: every place as the same row through its expert's matrix alone, groups short at the end included.
TEST_P(ExpertMatmul, QuantisedExpertsAreTheirMatricesToTheBit) {
    const int64_t experts = 5, choices = 2;
    for (const Quant quant : {Quant::int8, Quant::int4})
        for (const auto& [rows, n, k] :
             {std::tuple<int64_t, int64_t, int64_t>{1, 40, 200}, {30, 40, 200}, {7, 33, 896}, {2, 5, 6848}}) {
            SCOPED_TRACE(testing::Message() << quant_name(quant) << " rows " << rows << " " << n << "x" << k);
            const RandomTensor gate = random_tensor(DType::F32, Shape{rows, experts}, 5),
                               x = random_tensor(DType::F32, Shape{rows, k}, 1);
            const RandomTensor w = random_stack(DType::BF16, experts, n, k);
            const Routing routing = be().route(be().upload(gate.host()), choices);
            const Tensor tx = be().upload(x.host());
            const std::vector<float> y =
                be().read_floats(be().expert_matmul(tx, be().pack_weight_as(w.host(), quant), n, routing, false));
            const std::vector<int32_t> first = be().read_ids(routing.first), of_place = be().read_ids(routing.rows);
            for (int64_t e = 0; e < experts; ++e) {
                const HostTensor own{DType::BF16, Shape{n, k}, w.bytes.data() + e * expert_rows(n) * k * 2};
                const Tensor matrix = be().pack_weight_as(own, quant);
                for (int32_t p = first[static_cast<size_t>(e)]; p < first[static_cast<size_t>(e) + 1]; ++p) {
                    // Where few rows go another way than many, as many rows as go the same way.
                    const int64_t few = GetParam().few_rows, copies = few && rows > few ? few + 1 : 1;
                    const std::vector<int32_t> index(static_cast<size_t>(copies), of_place[static_cast<size_t>(p)]);
                    const auto alone =
                        be().read_floats(be().matmul(be().gather_rows(tx, be().upload_ids(index)), matrix));
                    EXPECT_TRUE(
                        test::same_bits(std::span(y).subspan(static_cast<size_t>(p * n), static_cast<size_t>(n)),
                                        std::span(alone).first(static_cast<size_t>(n))))
                        << quant_name(quant);
                }
            }
        }
}

// A row gets the same bits alone and among others, with any number of threads.
TEST_P(ExpertMatmul, RowsDoNotDependOnCompany) {
    const int64_t rows = 90, experts = 8, choices = 2, n = 40, k = 96;
    for (const auto& [dtype, quant] : {std::pair{DType::F32, Quant::none},
                                       {DType::BF16, Quant::none},
                                       {DType::BF16, Quant::int8},
                                       {DType::BF16, Quant::int4}}) {
        const RandomTensor gate = random_tensor(DType::F32, Shape{rows, experts}, 5),
                           x = random_tensor(DType::F32, Shape{rows, k}, 1);
        const RandomTensor w = random_stack(dtype, experts, n, k);
        for (const int threads : GetParam().threads) {
            const auto b = GetParam().make(threads);
            const Tensor tg = b->upload(gate.host()), tx = b->upload(x.host()), tw = b->pack_weight_as(w.host(), quant);
            const auto run = [&](int64_t first, int64_t count) {
                const Routing r = b->route(tg.slice_rows(first, count), choices);
                return b->read_floats(
                    b->combine_experts(b->expert_matmul(tx.slice_rows(first, count), tw, n, r, false), r));
            };
            // Where few rows go another way than many, as many as go the same way with so few to an expert.
            const int64_t company = GetParam().few_rows ? 2 * GetParam().few_rows : rows;
            const std::vector<float> all = run(0, company);
            for (const int64_t row : {int64_t{0}, int64_t{5}, company - 1})
                EXPECT_TRUE(test::same_bits(
                    run(row, 1), std::span(all).subspan(static_cast<size_t>(row * n), static_cast<size_t>(n))));
        }
    }
}

}  // namespace
}  // namespace lectern
