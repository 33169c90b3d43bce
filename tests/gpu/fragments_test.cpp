// The kernel of cooperative matrices with plain loops in their place: rounding, scaling, tiles and experts are those
// that a card with the instructions runs.
#include "gpu/fragments.h"

#include <gtest/gtest.h>

#include <cmath>

#include "gpu/gpu.h"
#include "gpu/shaders/embedded.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::random_tensor;
using test::RandomTensor;

class FragmentsOf : public testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
        plain_ = make_vulkan_backend({.pipeline_cache = false});
        with_ = open(0);
    }
    void TearDown() override {
        if (with_)
            for (const std::string& message : with_->validation_messages()) ADD_FAILURE() << message;
    }
    static std::unique_ptr<GpuBackend> open(int64_t binding) {
        return make_vulkan_backend({.validation = true,
                                    .pipeline_cache = false,
                                    .testing = {.binding_bytes = binding, .plain_fragments = true}});
    }
    std::unique_ptr<GpuBackend> plain_, with_;
};

std::vector<float> product(Backend& be, const RandomTensor& x, const RandomTensor& w, const RandomTensor& residual) {
    const Tensor bias = be.upload(random_tensor(DType::F32, Shape{w.shape[0]}, 9).host());
    return be.read_floats(
        be.matmul_add(be.upload(x.host()), be.pack_weight(w.host()), bias, be.upload(residual.host())));
}

// Scaling by powers of two changes no bit.
TEST_F(FragmentsOf, Bf16EqualsThePlainKernel) {
    for (const auto& [m, n, k] : {std::tuple<int, int, int>{9, 17, 5}, {70, 65, 100}, {64, 64, 32}, {33, 130, 257}}) {
        const RandomTensor x = random_tensor(DType::F32, Shape{m, k}, 1),
                           w = random_tensor(DType::BF16, Shape{n, k}, 2),
                           r = random_tensor(DType::F32, Shape{m, n}, 3);
        EXPECT_TRUE(test::same_bits(product(*with_, x, w, r), product(*plain_, x, w, r))) << m << "x" << n << "x" << k;
    }
}

// Values far beyond F16's 65504 and below its smallest.
TEST_F(FragmentsOf, LargeAndSmallValuesKeepTheirRange) {
    RandomTensor x = random_tensor(DType::F32, Shape{20, 90}, 1), w = random_tensor(DType::BF16, Shape{40, 90}, 2);
    for (size_t i = 0; i < x.values.size(); ++i) x.values[i] *= i / 90 % 2 ? 1e12f : 1e-12f;
    for (size_t i = 0; i < w.values.size(); ++i) w.values[i] *= i / 90 % 3 ? 1e20f : 1e-20f;
    x = test::make_tensor(DType::F32, x.shape, x.values);
    w = test::make_tensor(DType::BF16, w.shape, w.values);
    const RandomTensor none = test::make_tensor(DType::F32, Shape{20, 40}, std::vector<float>(800, 0.0f));
    const std::vector<float> got = product(*with_, x, w, none), want = product(*plain_, x, w, none);
    EXPECT_TRUE(test::same_bits(got, want));
    for (const float v : got) EXPECT_TRUE(std::isfinite(v));
}

// One value 2^20 times the others of its row: theirs are still whole.
TEST_F(FragmentsOf, AnOutlierCostsItsRowNothing) {
    RandomTensor x = random_tensor(DType::F32, Shape{16, 64}, 1);
    for (size_t r = 0; r < 16; ++r) x.values[r * 64 + r] = 1e6f;
    x = test::make_tensor(DType::F32, x.shape, x.values);
    RandomTensor w = random_tensor(DType::BF16, Shape{32, 64}, 2);
    const RandomTensor none = test::make_tensor(DType::F32, Shape{16, 32}, std::vector<float>(512, 0.0f));
    EXPECT_TRUE(test::same_bits(product(*with_, x, w, none), product(*plain_, x, w, none)));
}

TEST_F(FragmentsOf, F16WeightsMeetXInTwoParts) {
    const RandomTensor x = random_tensor(DType::F32, Shape{40, 203}, 1),
                       w = random_tensor(DType::F16, Shape{50, 203}, 2),
                       r = random_tensor(DType::F32, Shape{40, 50}, 3);
    const std::vector<float> got = product(*with_, x, w, r), want = product(*plain_, x, w, r);
    for (size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], want[i], 1e-6 * 203) << i;
}

TEST_F(FragmentsOf, InfinityAndNoNumberAreSeen) {
    RandomTensor x = random_tensor(DType::F32, Shape{10, 40}, 1);
    x.values[3 * 40 + 7] = std::numeric_limits<float>::infinity();
    x.values[5 * 40 + 7] = std::numeric_limits<float>::quiet_NaN();
    x = test::make_tensor(DType::F32, x.shape, x.values);
    const RandomTensor w = random_tensor(DType::BF16, Shape{8, 40}, 2),
                       none = test::make_tensor(DType::F32, Shape{10, 8}, std::vector<float>(80, 0.0f));
    const std::vector<float> got = product(*with_, x, w, none);
    for (size_t r = 0; r < 10; ++r)
        for (size_t c = 0; c < 8; ++c) EXPECT_EQ(std::isfinite(got[r * 8 + c]), r != 3 && r != 5) << r << " " << c;
}

TEST_F(FragmentsOf, ExpertsAndSmallBindings) {
    const int64_t rows = 60, experts = 5, n = 37, k = 100;
    const auto narrow = open(60000);
    for (const DType dtype : {DType::BF16, DType::F16}) {
        const RandomTensor x = random_tensor(DType::F32, Shape{rows, k}, 1),
                           gate = random_tensor(DType::F32, Shape{rows, experts}, 2),
                           w = random_tensor(dtype, Shape{experts * expert_rows(n), k}, 3),
                           r = random_tensor(DType::F32, Shape{rows, w.shape[0]}, 4);
        const auto placed = [&](Backend& be) {
            const Routing routing = be.route(be.upload(gate.host()), 2);
            return be.read_floats(be.expert_matmul(be.upload(x.host()), be.pack_weight(w.host()), n, routing, false));
        };
        const std::vector<float> got = placed(*with_), want = placed(*plain_);
        for (size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], want[i], dtype == DType::BF16 ? 0 : 1e-4) << i;
        EXPECT_TRUE(test::same_bits(placed(*narrow), got));
        EXPECT_TRUE(test::same_bits(product(*narrow, x, w, r), product(*with_, x, w, r)));
    }
    EXPECT_TRUE(narrow->validation_messages().empty());
}

// What a card would run is in the program.
TEST(FragmentShaders, AreBuiltForNv) {
    int found = 0;
    for (const EmbeddedShader& s : embedded_shaders())
        found += s.name.starts_with("matmul_fragments") && s.name.ends_with(fragments_suffix(Fragments::nv));
    EXPECT_EQ(found, 4);
}

}  // namespace
}  // namespace lectern
