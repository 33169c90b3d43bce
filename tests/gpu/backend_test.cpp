// Memory, order, cancelling, faults: what every op relies on.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>

#include "core/base/error.h"
#include "gpu/gpu.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::random_tensor;

class Gpu : public testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    }
    static std::unique_ptr<GpuBackend> open(VulkanOptions options = {}) {
        options.validation = true;
        options.pipeline_cache = false;
        return make_vulkan_backend(options);
    }
};

void expect_silent(GpuBackend& be) {
    for (const std::string& message : be.validation_messages()) ADD_FAILURE() << message;
}

Fault fault_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& e) {
        EXPECT_FALSE(e.parts().advice.empty() && e.fault() != Fault::cancelled) << e.what();
        return e.fault();
    }
    ADD_FAILURE() << "nothing was thrown";
    return Fault::argument;
}

// Hundreds of recorded ops share a handful of buffers, uploads in between included.
TEST_F(Gpu, StorageIsReusedInOrder) {
    for (const bool staged : {false, true}) {
        const auto be = open({.testing = {.staged = staged, .work_slice = 1e-4}});
        const auto step = random_tensor(DType::F32, Shape{1000}, 1);
        Tensor sum = be->upload_floats(std::vector<float>(1000), Shape{1000});
        std::vector<double> want(1000);
        for (int i = 0; i < 400; ++i) {
            sum = be->add(sum, be->upload(step.host()));
            for (size_t e = 0; e < 1000; ++e) want[e] += step.values[e];
        }
        EXPECT_TRUE(test::close(be->read_floats(sum), want, 1e-4, {}, 1e-3));
        EXPECT_LT(be->memory_held(), int64_t{100} << 20);
        EXPECT_GT(be->submissions(), 1);
        expect_silent(*be);
    }
}

TEST_F(Gpu, LargeTransfersComeBackWhole) {
    const auto x = random_tensor(DType::F32, Shape{3000, 1777}, 1);   // 21 MB: several staging pieces
    const auto w = random_tensor(DType::BF16, Shape{2500, 2049}, 2);  // packed rows are padded
    for (const bool staged : {false, true}) {
        const auto be = open({.testing = {.staged = staged}});
        EXPECT_TRUE(test::same_bits(be->read_floats(be->upload(x.host())), x.values));
        std::vector<float> one(2049);
        one[2048] = 1;
        const std::vector<float> column =
            be->read_floats(be->matmul(be->upload_floats(one, Shape{1, 2049}), be->pack_weight(w.host())));
        for (size_t r = 0; r < 2500; ++r) ASSERT_EQ(column[r], w.values[r * 2049 + 2048]) << r;
        expect_silent(*be);
    }
}

TEST_F(Gpu, ABudgetIsKeptAndSaysSo) {
    const auto be = open({.memory_budget = 8 << 20});
    const Tensor kept = be->upload_floats(std::vector<float>(1000, 2), Shape{1000});
    EXPECT_EQ(fault_of([&] { be->allocate(DType::F32, Shape{4 << 20}); }), Fault::memory);
    EXPECT_EQ(fault_of([&] { be->allocate(DType::F32, Shape{int64_t{1} << 40, int64_t{1} << 40}); }), Fault::memory);
    EXPECT_EQ(be->read_floats(be->add(kept, kept)), std::vector<float>(1000, 4));  // and goes on
    EXPECT_LE(be->memory_held(), 8 << 20);
    // Storage of the wrong size is given back to the driver rather than refused.
    for (const int64_t megabytes : {5, 1, 6, 2, 7})
        be->read_floats(be->gelu(be->upload_floats(std::vector<float>(static_cast<size_t>(megabytes) * 100'000, 1),
                                                   Shape{megabytes * 100'000})));
    expect_silent(*be);
}

// Wherever the driver refuses memory there is one clear error, and what lived goes on.
TEST_F(Gpu, EveryRefusedAllocationIsAMemoryFault) {
    const auto x = random_tensor(DType::F32, Shape{2000, 3000}, 1), w = random_tensor(DType::BF16, Shape{40, 3000}, 2);
    bool refused = true;
    for (int n = 0; refused; ++n) {
        ASSERT_LT(n, 30);
        refused = false;
        std::unique_ptr<GpuBackend> be;
        try {
            be = open({.testing = {.staged = true, .fail_allocation = n}});
            be->read_floats(be->matmul(be->upload(x.host()), be->pack_weight(w.host())));
        } catch (const Error& e) {
            refused = true;
            EXPECT_EQ(e.fault(), Fault::memory) << e.what();
            if (be) {
                EXPECT_TRUE(test::same_bits(be->read_floats(be->upload(x.host())), x.values));
            }
        }
        if (be) expect_silent(*be);
        EXPECT_TRUE(refused || n > 0);
    }
}

TEST_F(Gpu, ALostDeviceStaysLostAndIsNamed) {
    const auto be = open({.testing = {.lose_device_at_submission = 1}});
    const std::vector<float> values(100, 1);
    const Tensor x = be->upload_floats(values, Shape{100});
    be->read_floats(be->add(x, x));
    EXPECT_EQ(fault_of([&] { be->read_floats(be->add(x, x)); }), Fault::device);
    EXPECT_EQ(fault_of([&] { be->add(x, x); }), Fault::device);
    EXPECT_EQ(fault_of([&] { be->read_floats(x); }), Fault::device);
}

TEST_F(Gpu, StoppingIsSeenBetweenSubmissions) {
    const auto be = open();
    const auto x = random_tensor(DType::F32, Shape{256, 512}, 1), w = random_tensor(DType::F32, Shape{512, 512}, 2);
    const Tensor tx = be->upload(x.host()), tw = be->pack_weight(w.host());
    std::stop_source source;
    be->set_stop(source.get_token());
    const std::vector<float> want = be->read_floats(be->matmul(tx, tw));
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
        source.request_stop();
    });
    EXPECT_EQ(fault_of([&] {
                  Tensor y = tx;
                  for (int i = 0; i < 100'000; ++i) y = be->matmul(tx, tw);
                  be->read_floats(y);
              }),
              Fault::cancelled);
    be->set_stop({});
    EXPECT_TRUE(test::same_bits(be->read_floats(be->matmul(tx, tw)), want));  // the next page is read as ever
    expect_silent(*be);
}

TEST_F(Gpu, OpsAreMeasuredOnRequest) {
    const auto be = open({.timestamps = true});
    const auto x = random_tensor(DType::F32, Shape{64, 64}, 1), w = random_tensor(DType::F32, Shape{64, 64}, 2);
    const Tensor tx = be->upload(x.host()), tw = be->pack_weight(w.host());
    for (int i = 0; i < 700; ++i) be->add(tx, tx);  // more than one submission holds
    be->matmul(tx, tw);
    int64_t adds = 0, products = 0;
    for (const OpTime& t : be->op_times()) {
        if (t.op == "add") adds = t.dispatches;
        if (t.op == "matmul_f32") products = t.dispatches;
        EXPECT_GE(t.seconds, 0) << t.op;
    }
    EXPECT_EQ(adds, 700);
    EXPECT_GE(products, 1);
    EXPECT_TRUE(be->op_times().empty());
    expect_silent(*be);
}

}  // namespace
}  // namespace lectern
