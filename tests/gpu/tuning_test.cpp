// The sizes of every class of devices: within what any device takes, and right on this one.
#include "gpu/tuning.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::random_tensor;

TEST(Tuning, FitsTheSmallestDeviceWeTake) {
    std::set<std::string_view> names;
    for (const TuningClass& c : tuning_classes()) {
        SCOPED_TRACE(c.name);
        const Tuning& t = c.tuning;
        EXPECT_TRUE(names.insert(c.name).second);
        EXPECT_LE(shared_memory(t), 32768u);
        ASSERT_EQ(t.matmul_rows % t.matmul_thread_rows, 0u);
        ASSERT_EQ(t.matmul_cols % t.matmul_thread_cols, 0u);
        EXPECT_EQ(t.matmul_depth % 8, 0u);
        EXPECT_EQ(t.attention_group % t.attention_queries, 0u);
        EXPECT_EQ(t.attention_queries % 8, 0u);
        for (const uint32_t group : {t.elementwise_group, t.row_group, t.matvec_group, t.attention_group,
                                     t.matmul_rows / t.matmul_thread_rows * (t.matmul_cols / t.matmul_thread_cols)}) {
            EXPECT_GE(group, 16u);
            EXPECT_LE(group, 256u);
        }
    }
}

TEST(Tuning, EveryDeviceHasAClass) {
    EXPECT_EQ(tuning_class(DeviceKind::discrete, 0x10de).name, "discrete NVIDIA");
    EXPECT_EQ(tuning_class(DeviceKind::discrete, 0x1002).name, "discrete AMD");
    EXPECT_EQ(tuning_class(DeviceKind::discrete, 0x1234).name, "discrete");
    EXPECT_EQ(tuning_class(DeviceKind::integrated, 0x1002).name, "integrated");
    EXPECT_EQ(tuning_class(DeviceKind::software, 0x10005).name, "software");
    EXPECT_EQ(tuning_class(DeviceKind::virtual_gpu, 0x10de).name, "other");
    for (const TuningClass& c : tuning_classes()) EXPECT_EQ(&tuning_class({}, 0, c.name), &c);
}

// Every kernel whose sizes the table sets: floats and codes, few rows and many, experts, attention, norms.
std::vector<float> results(Backend& be, int64_t rows) {
    std::vector<float> all;
    const auto keep = [&](const Tensor& y) {
        for (const float v : be.read_floats(y)) all.push_back(v);
    };
    const int64_t n = 83, k = 203, experts = 5;
    const auto x = random_tensor(DType::F32, Shape{rows, k}, 1), bias = random_tensor(DType::F32, Shape{n}, 2),
               gate = random_tensor(DType::F32, Shape{rows, experts}, 3), norm = random_tensor(DType::F32, Shape{k}, 4),
               stack = random_tensor(DType::BF16, Shape{experts * expert_rows(n), k}, 5),
               w = random_tensor(DType::BF16, Shape{n, k}, 6),
               heads = random_tensor(DType::F32, Shape{rows, 4 * 24}, 7),
               keys = random_tensor(DType::F32, Shape{rows + 100, 2 * 24}, 8);
    const Tensor tx = be.upload(x.host()), tb = be.upload(bias.host());
    for (const Quant quant : {Quant::none, Quant::int8, Quant::int4}) {
        keep(be.matmul(tx, be.pack_weight_as(w.host(), quant), tb));
        keep(be.expert_matmul(tx, be.pack_weight_as(stack.host(), quant), n, be.route(be.upload(gate.host()), 2),
                              false));
    }
    keep(be.rms_norm(tx, be.upload(norm.host()), 1e-6f));
    const Spans spans{.spans = {{.rows = static_cast<int32_t>(rows), .keys = static_cast<int32_t>(rows + 100)}},
                      .pages = {},
                      .causal = true};
    keep(
        be.attention(be.upload(heads.host()), be.upload(keys.host()), be.upload(keys.host()), spans, {4, 2, 24, 0.2f}));
    keep(be.top_tokens(tx, 7).log_sum_exp);
    return all;
}

TEST(Tuning, EveryClassIsRight) {
    if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    const auto own = make_vulkan_backend({.pipeline_cache = false});
    for (const int64_t rows : {3, 70}) {
        const std::vector<float> want = results(*own, rows);
        for (const TuningClass& c : tuning_classes()) {
            SCOPED_TRACE(testing::Message() << c.name << ", " << rows << " rows");
            const auto be = make_vulkan_backend(
                {.validation = true, .pipeline_cache = false, .testing = {.tuning = std::string(c.name)}});
            const std::vector<float> got = results(*be, rows);
            ASSERT_EQ(got.size(), want.size());
            for (size_t i = 0; i < got.size(); ++i)  // sums of 203 products of about 1, in other orders
                ASSERT_NEAR(got[i], want[i], 2e-5 * std::max(1.0f, std::fabs(want[i]))) << i;
            for (const std::string& message : be->validation_messages()) ADD_FAILURE() << message;
        }
    }
}

}  // namespace
}  // namespace lectern
