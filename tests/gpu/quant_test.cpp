// Quantised weights on the device: they stay quantised there, and the device's integer dot product and plain integers
// give the same bits.
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "gpu/gpu.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::random_tensor;

class Quantised : public testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    }
    static void expect_silence(GpuBackend& be) {
        for (const std::string& message : be.validation_messages()) ADD_FAILURE() << message;
    }
};

TEST_F(Quantised, DotProductsAndPlainIntegersAgree) {
    const auto open = [](bool plain) {
        return make_vulkan_backend({.validation = true, .pipeline_cache = false, .testing = {.plain_integers = plain}});
    };
    const auto dots = open(false), plain = open(true);
    if (dots->device_info().features.find("integer dot product") == std::string::npos)
        GTEST_SKIP() << "this device has no integer dot product";
    for (const Quant quant : {Quant::int8, Quant::int4})
        for (const int64_t rows : {1, 5, 8, 40}) {
            const int64_t experts = 5, n = 45, k = 333;
            const auto x = random_tensor(DType::F32, Shape{rows, k}, 1),
                       gate = random_tensor(DType::F32, Shape{rows, experts}, 2),
                       w = random_tensor(DType::BF16, Shape{n, k}, 3),
                       stack = random_tensor(DType::BF16, Shape{experts * expert_rows(n), k}, 4);
            const auto products = [&](Backend& be) {
                const Tensor tx = be.upload(x.host());
                std::vector<float> all = be.read_floats(be.matmul(tx, be.pack_weight_as(w.host(), quant)));
                const Routing routing = be.route(be.upload(gate.host()), 2);
                for (const float v :
                     be.read_floats(be.expert_matmul(tx, be.pack_weight_as(stack.host(), quant), n, routing, false)))
                    all.push_back(v);
                return all;
            };
            EXPECT_TRUE(test::same_bits(products(*dots), products(*plain))) << quant_name(quant) << " rows " << rows;
        }
    expect_silence(*dots);
    expect_silence(*plain);
}

// A budget in which a matrix fits only as it is quantised.
TEST_F(Quantised, WeightsTakeTheMemoryOfTheirCodes) {
    const int64_t n = 4096, k = 4096, budget = int64_t{24} << 20;
    const std::vector<std::byte> zeros(static_cast<size_t>(n * k * 2));
    const HostTensor w{DType::BF16, Shape{n, k}, zeros.data()};
    const auto open = [&] {
        return make_vulkan_backend({.memory_budget = budget, .validation = true, .pipeline_cache = false});
    };
    EXPECT_THROW(open()->pack_weight(w), Error);  // 32 MiB
    for (const Quant quant : {Quant::int8, Quant::int4}) {
        const auto be = open();
        const int64_t groups = n * k / 64, bytes = groups * (quant == Quant::int8 ? 66 : 34);
        std::vector<Tensor> held;
        for (int64_t left = budget - (int64_t{1} << 20); left > bytes; left -= bytes)  // as many as there is room for
            held.push_back(be->pack_weight_as(w, quant));
        EXPECT_EQ(held.size(), quant == Quant::int8 ? 1u : 2u);
        EXPECT_LE(be->memory_held(), budget);
        EXPECT_THROW(held.push_back(be->pack_weight_as(w, quant)), Error);
        expect_silence(*be);
    }
}

}  // namespace
}  // namespace lectern
