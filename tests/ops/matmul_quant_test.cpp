// Quantised weights: the codes themselves, and products with them on every backend against double precision.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <tuple>

#include "core/base/error.h"
#include "core/compute/convert.h"
#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::close;
using test::random_tensor;
using test::RandomTensor;
using test::same_bits;

// A quantised matrix and what its codes mean.
struct Quantised {
    DType dtype;
    Shape shape;
    std::vector<std::byte> codes;
    std::vector<uint16_t> scales;
    QuantisedTensor host() const { return {dtype, shape, codes.data(), std::as_bytes(std::span(scales)).data()}; }
    int code(int64_t n, int64_t k) const {
        const std::byte* row = codes.data() + n * code_row_bytes(dtype, shape[1]);
        if (dtype == DType::Q8) return static_cast<int8_t>(row[k]);
        return (k % 2 ? static_cast<int>(row[k / 2]) >> 4 : static_cast<int>(row[k / 2]) & 15) - 8;
    }
    double scale(int64_t n, int64_t k) const { return f16_to_f32(scales[static_cast<size_t>(n * quant_groups(shape[1]) + k / 64)]); }
    double at(int64_t n, int64_t k) const { return code(n, k) * scale(n, k); }
};

Quantised quantised(const RandomTensor& w, DType dtype) {
    const int64_t n = w.shape[0], k = w.shape[1];
    Quantised q{dtype, w.shape, std::vector<std::byte>(static_cast<size_t>(n * code_row_bytes(dtype, k))),
                std::vector<uint16_t>(static_cast<size_t>(n * quant_groups(k)))};
    quantise(w.host(), dtype, q.codes, q.scales);
    return q;
}

constexpr DType kBoth[] = {DType::Q8, DType::Q4};

TEST(Quantise, ErrorsAreWithinHalfAStep) {
    for (const DType from : {DType::F32, DType::F16, DType::BF16})
        for (const int64_t k : {1, 2, 63, 64, 65, 200}) {
            const RandomTensor w = random_tensor(from, Shape{5, k}, 1, 0.03f);
            const Quantised q8 = quantised(w, DType::Q8), q4 = quantised(w, DType::Q4);
            for (int64_t n = 0; n < 5; ++n)
                for (int64_t i = 0; i < k; ++i) {
                    SCOPED_TRACE(testing::Message() << dtype_name(from) << " " << n << "," << i << " of " << k);
                    // The largest value may also lose what the scale lost on becoming F16: 127 · 2^-11 of a step.
                    EXPECT_LE(std::fabs(q8.at(n, i) - w.at(n, i)), 0.57 * q8.scale(n, i));
                    // 4 bits may cut the largest values for the others' sake.
                    EXPECT_LE(std::fabs(q4.at(n, i) - w.at(n, i)), 1.6 * std::fabs(q4.scale(n, i)));
                }
        }
}

TEST(Quantise, FourBitsBeatTheScaleOfTheLargestValue) {
    const RandomTensor w = random_tensor(DType::BF16, Shape{64, 640}, 2, 0.03f);
    const Quantised q = quantised(w, DType::Q4);
    double ours = 0, plain = 0;
    for (int64_t n = 0; n < 64; ++n)
        for (int64_t g = 0; g < 10; ++g) {
            double extreme = 0;
            for (int64_t i = g * 64; i < g * 64 + 64; ++i)
                if (std::fabs(w.at(n, i)) > std::fabs(extreme)) extreme = w.at(n, i);
            const double scale = extreme / -8;
            for (int64_t i = g * 64; i < g * 64 + 64; ++i) {
                const double value = w.at(n, i), code = std::min(7.0, std::nearbyint(value / scale));
                plain += (code * scale - value) * (code * scale - value);
                ours += (q.at(n, i) - value) * (q.at(n, i) - value);
            }
        }
    EXPECT_LT(ours, 0.93 * plain);
}

TEST(Quantise, ZeroTinyHugeAndBrokenGroups) {
    std::vector<float> values(64 * 5, 0.0f);
    for (size_t i = 0; i < 64; ++i) {
        values[64 + i] = 1e-35f;
        values[128 + i] = i % 2 ? 1e30f : -1e30f;
    }
    values[192] = std::numeric_limits<float>::quiet_NaN();
    values[256 + 7] = -std::numeric_limits<float>::infinity();
    const RandomTensor w = test::make_tensor(DType::F32, Shape{1, 320}, values);
    for (const DType dtype : kBoth) {
        const Quantised q = quantised(w, dtype);
        EXPECT_EQ(q.at(0, 0), 0);
        EXPECT_EQ(q.at(0, 70), 0);
        EXPECT_EQ(std::fabs(q.scale(0, 128)), 65504);
        EXPECT_TRUE(std::isnan(q.scale(0, 200)));
        EXPECT_TRUE(std::isinf(q.scale(0, 256)));
    }
}

LECTERN_BACKEND_SUITE(QuantisedMatmul);

struct Reference {
    std::vector<double> y, size;  // size: Σ|x·w| + |bias|
};
template <class X>
Reference reference(const X& x, int64_t m, const Quantised& w, const RandomTensor* bias) {
    Reference r;
    for (int64_t i = 0; i < m; ++i)
        for (int64_t j = 0; j < w.shape[0]; ++j) {
            double sum = bias ? bias->values[static_cast<size_t>(j)] : 0, size = std::fabs(sum);
            for (int64_t l = 0; l < w.shape[1]; ++l) {
                sum += x(i, l) * w.at(j, l);
                size += std::fabs(x(i, l) * w.at(j, l));
            }
            r.y.push_back(sum);
            r.size.push_back(size);
        }
    return r;
}

// x as backend.h says it is rounded: groups of 64, 8 bits for Q4 weights and 16 for Q8.
std::vector<double> rounded_rows(const RandomTensor& x, DType w) {
    const int64_t k = x.shape[1];
    const float most = w == DType::Q4 ? 127.0f : 127.0f * 256;
    std::vector<double> out(x.values.size());
    for (int64_t r = 0; r < x.shape[0]; ++r)
        for (int64_t g = 0; g < k; g += 64) {
            float top = 0;
            for (int64_t i = g; i < std::min(k, g + 64); ++i) top = std::max(top, std::fabs(x.values[static_cast<size_t>(r * k + i)]));
            for (int64_t i = g; i < std::min(k, g + 64); ++i) {
                const auto at = static_cast<size_t>(r * k + i);
                out[at] = top == 0 ? 0 : std::nearbyint(static_cast<double>(x.values[at] * (most / top))) * static_cast<double>(top / most);
            }
        }
    return out;
}

TEST_P(QuantisedMatmul, MatchesDoublePrecision) {
    const std::tuple<int, int, int> sizes[] = {{1, 1, 1},   {1, 17, 3},   {2, 33, 31},   {3, 16, 64},   {4, 32, 65},  {7, 127, 130},
                                               {9, 48, 96}, {13, 64, 257}, {17, 31, 100}, {32, 40, 128}, {33, 70, 64}, {130, 50, 193}};
    for (const DType dtype : kBoth)
        for (const auto& [m, n, k] : sizes)
            for (const bool with_bias : {false, true}) {
                SCOPED_TRACE(testing::Message() << dtype_name(dtype) << " " << m << "x" << n << "x" << k << (with_bias ? " bias" : ""));
                const RandomTensor x = random_tensor(DType::F32, Shape{m, k}, 1), bias = random_tensor(DType::F32, Shape{n}, 3);
                const Quantised w = quantised(random_tensor(DType::BF16, Shape{n, k}, 2), dtype);
                const Tensor packed = be().pack_quantised(w.host());
                ASSERT_EQ(packed.dtype, dtype);
                const Tensor y = be().matmul(be().upload(x.host()), packed, with_bias ? be().upload(bias.host()) : Tensor{});
                ASSERT_EQ(y.shape, (Shape{m, n}));
                const std::vector<float> got = be().read_floats(y);
                const RandomTensor* b = with_bias ? &bias : nullptr;
                const bool rounds = compute() == Compute::bf16;
                const Reference exact = reference([&](int64_t r, int64_t c) { return x.at(r, c); }, m, w, b);
                // 8 bits cost 1/254 of a group's largest value, which among 64 may be some times the usual one.
                EXPECT_TRUE(close(got, exact.y, !rounds ? 1e-6 : dtype == DType::Q4 ? 0.02 : 1e-4, exact.size));
                if (!rounds) continue;
                // And nothing else is lost.
                const std::vector<double> values = rounded_rows(x, dtype);
                const Reference same = reference([&](int64_t r, int64_t c) { return values[static_cast<size_t>(r * k + c)]; }, m, w, b);
                EXPECT_TRUE(close(got, same.y, 1e-6, same.size));
            }
}

TEST_P(QuantisedMatmul, QuantisingOnTheWayGivesTheSame) {
    const RandomTensor x = random_tensor(DType::F32, Shape{3, 200}, 4), w = random_tensor(DType::F16, Shape{37, 200}, 5);
    for (const Quant quant : {Quant::int8, Quant::int4}) {
        const Quantised q = quantised(w, quant_dtype(quant));
        const Tensor tx = be().upload(x.host());
        EXPECT_TRUE(same_bits(be().read_floats(be().matmul(tx, be().pack_weight_as(w.host(), quant))),
                              be().read_floats(be().matmul(tx, be().pack_quantised(q.host())))));
    }
}

// A row is the same to the bit whatever stands beside it and however many threads there are.
TEST_P(QuantisedMatmul, RowsDoNotDependOnCompany) {
    for (const DType dtype : kBoth)
        for (const auto& [n, k] : {std::pair<int64_t, int64_t>{53, 77}, {520, 256}, {96, 1000}}) {
            const Quantised w = quantised(random_tensor(DType::BF16, Shape{n, k}, 6), dtype);
            const RandomTensor x = random_tensor(DType::F32, Shape{300, k}, 8), bias = random_tensor(DType::F32, Shape{n}, 7);
            std::vector<std::vector<float>> results;
            for (const int threads : GetParam().threads) {
                const auto backend = GetParam().make(threads);
                const Tensor tx = backend->upload(x.host()), tw = backend->pack_quantised(w.host()), tb = backend->upload(bias.host());
                const std::vector<float> all = backend->read_floats(backend->matmul(tx, tw, tb));
                for (const int64_t rows : {1, 2, 3, 4, 5, 8, 9, 16, 17, 31, 64, 100}) {
                    // Few rows are compared with the largest product that goes the same way.
                    const int64_t company = rows <= GetParam().few_rows ? GetParam().few_rows : 300;
                    for (const int64_t first : {int64_t{0}, company - rows}) {
                        const std::vector<float> part = backend->read_floats(backend->matmul(tx.slice_rows(first, rows), tw, tb));
                        const std::vector<float> few =
                            company == 300 ? std::vector<float>{}
                                           : backend->read_floats(backend->matmul(tx.slice_rows(0, company), tw, tb));
                        EXPECT_TRUE(same_bits(
                            part,
                            std::span(company == 300 ? all : few).subspan(static_cast<size_t>(first * n), part.size())))
                            << dtype_name(dtype) << " rows " << first << "+" << rows << ", " << threads << " threads";
                    }
                }
                results.push_back(all);
            }
            for (const std::vector<float>& result : results) EXPECT_TRUE(same_bits(result, results[0]));
        }
}

TEST_P(QuantisedMatmul, LongSumsStayWithinTheBound) {
    const RandomTensor x = random_tensor(DType::F32, Shape{2, 8960}, 9);
    for (const DType dtype : kBoth) {
        const Quantised w = quantised(random_tensor(DType::BF16, Shape{24, 8960}, 10), dtype);
        const Reference want = reference([&](int64_t r, int64_t c) { return x.at(r, c); }, 2, w, nullptr);
        const std::vector<float> got = be().read_floats(be().matmul(be().upload(x.host()), be().pack_quantised(w.host())));
        EXPECT_TRUE(close(got, want.y, compute() == Compute::f32 ? 1e-5 : dtype == DType::Q4 ? 1e-3 : 1e-4, want.size));
    }
}

// Damaged activations are seen in the result, not hidden by the rounding.
TEST_P(QuantisedMatmul, NotANumberStaysOne) {
    const Quantised w = quantised(random_tensor(DType::BF16, Shape{20, 130}, 11), DType::Q4);
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        RandomTensor x = random_tensor(DType::F32, Shape{2, 130}, 12);
        x.values[130 + 70] = bad;
        x = test::make_tensor(DType::F32, x.shape, x.values);
        const std::vector<float> y = be().read_floats(be().matmul(be().upload(x.host()), be().pack_quantised(w.host())));
        for (size_t i = 0; i < 20; ++i) {
            EXPECT_TRUE(std::isfinite(y[i]));
            EXPECT_FALSE(std::isfinite(y[20 + i]));
        }
    }
}

TEST_P(QuantisedMatmul, NoRowsGiveNoRows) {
    const Quantised w = quantised(random_tensor(DType::BF16, Shape{8, 5}, 13), DType::Q8);
    EXPECT_EQ(be().matmul(be().allocate(DType::F32, Shape{0, 5}), be().pack_quantised(w.host())).shape, (Shape{0, 8}));
}

}  // namespace
}  // namespace lectern
