// Order on the device: a barrier wherever one is needed, none where not, and a missing one is noticed.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "gpu/gpu.h"
#include "gpu/hazards.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::random_tensor;

TEST(Hazards, ReadsStandBesideReads) {
    const auto one = reinterpret_cast<VkBuffer>(uintptr_t{1}), two = reinterpret_cast<VkBuffer>(uintptr_t{2});
    const auto conflict = [](Access used, Access next) {
        Hazards h;
        h.add({&used, 1});
        return h.conflict({&next, 1});
    };
    const Access read{one, 100, 200, false}, write{one, 100, 200, true};
    EXPECT_FALSE(conflict(read, read));
    EXPECT_TRUE(conflict(write, read));
    EXPECT_TRUE(conflict(read, write));
    EXPECT_TRUE(conflict(write, write));
    EXPECT_TRUE(conflict(write, {one, 199, 300, false}));
    EXPECT_FALSE(conflict(write, {one, 200, 300, true}));
    EXPECT_FALSE(conflict(write, {one, 0, 100, true}));
    EXPECT_FALSE(conflict(write, {two, 100, 200, true}));
    Hazards h;
    h.add({&write, 1});
    EXPECT_FALSE(h.empty());
    h.clear();
    EXPECT_FALSE(h.conflict({&read, 1}));
    EXPECT_TRUE(h.empty());
}

struct LayerRun {
    std::vector<float> values;
    std::vector<std::string> messages;
    GpuCounts counts;
};

// A decoder layer's ops in one submission, with storage given back and reused between them.
LayerRun layer(const GpuTesting& testing) {
    GpuTesting with = testing;
    with.work_slice = 10;  // validation sees hazards within one command buffer
    const auto be =
        make_vulkan_backend({.compute = Compute::bf16, .validation = true, .pipeline_cache = false, .testing = with});
    constexpr int64_t kRows = 3, kWidth = 64, kHeads = 4, kDim = 16, kPool = 64;
    const auto weight = [&](int64_t n, int64_t k, uint64_t seed) {
        return be->pack_weight(random_tensor(DType::BF16, Shape{n, k}, seed).host());
    };
    const auto values = [&](Shape shape, uint64_t seed) {
        return be->upload(random_tensor(DType::F32, shape, seed).host());
    };
    const Tensor wq = weight(kWidth, kWidth, 1), wk = weight(kWidth, kWidth, 2), wv = weight(kWidth, kWidth, 3),
                 wo = weight(kWidth, kWidth, 4), gate = weight(96, kWidth, 5), up = weight(96, kWidth, 6),
                 down = weight(kWidth, 96, 7), head = weight(2000, kWidth, 8), norm = values(Shape{kWidth}, 9),
                 table = values(Shape{kPool, kDim}, 10), words = values(Shape{1000, kWidth}, 11);
    Tensor keys = values(Shape{kPool, kWidth}, 12), pool = values(Shape{kPool, kWidth}, 13);
    const std::vector<int32_t> ids{5, 900, 17}, places{40, 41, 42};
    const std::vector<int32_t> twice{40, 41, 42, 40, 41, 42};
    const Tensor positions = be->upload_ids(places), positions_and_slots = be->upload_ids(twice);
    Tensor x = be->gather_rows(words, be->upload_ids(ids));
    for (int i = 0; i < 2; ++i) {  // op by op, then fused
        const Tensor normed = be->rms_norm(x, norm, 1e-6f);
        const Tensor turned = [&] {
            if (i == 0) {
                const Tensor q = be->matmul(normed, wq), k = be->matmul(normed, wk), v = be->matmul(normed, wv);
                be->scatter_rows(keys, be->rope(k, table, positions, kDim), positions);
                be->scatter_rows(pool, v, positions);
                return be->rope(q, table, positions, kDim);
            }
            const Product products[] = {{wq, {}}, {wk, {}}, {wv, {}}};
            const std::vector<Tensor> qkv = be->matmul_each(normed, products);
            return be->rope_to_cache(qkv[0], qkv[1], qkv[2], table, positions_and_slots, kDim, keys, pool);
        }();
        const Spans spans{.spans = {{0, static_cast<int32_t>(kRows), 0, 43}}, .pages = {}, .causal = true};
        x = be->add(x, be->matmul(be->attention(turned, keys, pool, spans, {kHeads, kHeads, kDim, 0.25f}), wo));
        const Tensor mid = be->rms_norm(x, norm, 1e-6f);
        x = be->add(x, be->matmul(be->swiglu(be->matmul(mid, gate), be->matmul(mid, up)), down));
    }
    const TopTokens top = be->top_tokens(be->matmul(x, head), 2);
    const Tensor wanted[] = {top.values, top.log_sum_exp, x};
    const std::unique_ptr<Fetch> fetch = be->fetch(wanted);
    LayerRun run{.values = {}, .messages = {}, .counts = be->counts()};
    fetch->wait();
    for (size_t i = 0; i < 3; ++i)
        for (const float f : fetch->floats(i)) run.values.push_back(f);
    run.messages = be->validation_messages();
    return run;
}

class Barriers : public testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    }
};

// Products of the same rows stand beside each other; the bits are those of one op after the other.
TEST_F(Barriers, StandOnlyWhereBytesAreShared) {
    for (const bool staged : {false, true}) {
        const LayerRun some = layer({.staged = staged}), all = layer({.staged = staged, .every_barrier = true});
        EXPECT_TRUE(test::same_bits(some.values, all.values));
        for (const std::string& message : some.messages) ADD_FAILURE() << message;
        for (const std::string& message : all.messages) ADD_FAILURE() << message;
        EXPECT_EQ(some.counts.dispatches, all.counts.dispatches);
        EXPECT_LE(some.counts.barriers,
                  all.counts.barriers - 4 - 1);  // of the first layer at least two of q, k and v, rope, up; of the second up
        std::printf("%s: %lld dispatches, %lld copies; %lld barriers, %lld with one before every command\n",
                    staged ? "staged" : "direct", static_cast<long long>(some.counts.dispatches),
                    static_cast<long long>(some.counts.copies), static_cast<long long>(some.counts.barriers),
                    static_cast<long long>(all.counts.barriers));
    }
}

// Every single one of them is needed: without it the validation layer names a hazard. (A software driver runs commands
// one after the other, so its values come out right; elsewhere they may not.)
TEST_F(Barriers, EachIsMissedWhenItIsLeftOut) {
    const LayerRun whole = layer({});
    ASSERT_TRUE(whole.messages.empty()) << whole.messages[0];
    ASSERT_GT(whole.counts.barriers, 10);
    for (int n = 0; n < whole.counts.barriers; ++n) {
        const LayerRun run = layer({.skip_barrier = n});
        const bool named = std::any_of(run.messages.begin(), run.messages.end(), [](const std::string& m) {
            return m.find("SYNC-HAZARD-") != std::string::npos;
        });
        EXPECT_TRUE(named || !test::same_bits(run.values, whole.values))
            << "nobody noticed that barrier " << n << " was missing";
    }
}

// Copies by way of staging memory, too: between a copy and the dispatch that reads it, between dispatches, and between
// a dispatch and the copy back.
TEST_F(Barriers, CopiesAreInOrder) {
    const auto run = [](int skip) {
        const auto be = make_vulkan_backend(
            {.validation = true, .pipeline_cache = false, .testing = {.staged = true, .skip_barrier = skip}});
        const std::vector<float> values(50'000, 1);  // too many to be copied early
        const Tensor x = be->upload_floats(values, Shape{50'000});
        be->read_floats(be->add(be->add(x, x), x));
        return be->validation_messages();
    };
    EXPECT_TRUE(run(-1).empty());
    for (const int barrier : {0, 1, 2}) {
        const std::vector<std::string> messages = run(barrier);
        ASSERT_FALSE(messages.empty()) << "barrier " << barrier;
        EXPECT_NE(messages[0].find("SYNC-HAZARD-READ-AFTER-WRITE"), std::string::npos) << messages[0];
    }
}

}  // namespace
}  // namespace lectern
