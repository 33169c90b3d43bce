// Tensors larger than one binding: a device that shows little at a time gives the same bits as one that shows all.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "gpu/gpu.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

using test::random_tensor;

class Split : public testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
        whole_ = open(0);
    }
    void TearDown() override {
        for (const auto* b : {&whole_, &narrow_})
            if (*b)
                for (const std::string& message : (*b)->validation_messages()) ADD_FAILURE() << message;
    }
    static std::unique_ptr<GpuBackend> open(int64_t binding) {
        return make_vulkan_backend({.compute = Compute::bf16,
                                    .validation = true,
                                    .pipeline_cache = false,
                                    .testing = {.binding_bytes = binding}});
    }
    // `op` gives the values of an op's result on a backend.
    template <class Op>
    void same_with(int64_t binding, Op op) {
        narrow_ = open(binding);
        const std::vector<float> want = op(*whole_);
        const int64_t before = narrow_->submissions();
        EXPECT_TRUE(test::same_bits(op(*narrow_), want));
        EXPECT_GE(narrow_->submissions(), before);
    }

    std::unique_ptr<GpuBackend> whole_, narrow_;
};

TEST_F(Split, Elementwise) {
    const auto a = random_tensor(DType::F32, Shape{37, 101}, 1), b = random_tensor(DType::F32, a.shape, 2);
    same_with(2048, [&](Backend& be) {
        return be.read_floats(
            be.swiglu(be.gelu(be.add(be.upload(a.host()), be.upload(b.host()))), be.upload(b.host())));
    });
}

TEST_F(Split, Norms) {
    const auto x = random_tensor(DType::F32, Shape{50, 77}, 1), w = random_tensor(DType::F32, Shape{77}, 2),
               b = random_tensor(DType::F32, Shape{77}, 3);
    same_with(1024, [&](Backend& be) {
        return be.read_floats(be.layer_norm(be.rms_norm(be.upload(x.host()), be.upload(w.host()), 1e-6f),
                                            be.upload(w.host()), be.upload(b.host()), 1e-5f));
    });
}

TEST_F(Split, Rope) {
    const auto x = random_tensor(DType::F32, Shape{60, 48}, 1), table = random_tensor(DType::F32, Shape{20, 16}, 2);
    const std::vector<int32_t> positions = test::random_ids(60, 20, 3);
    same_with(2048, [&](Backend& be) {
        return be.read_floats(be.rope(be.upload(x.host()), be.upload(table.host()), be.upload_ids(positions), 16));
    });
}

TEST_F(Split, RopeToCache) {
    const auto q = random_tensor(DType::F32, Shape{40, 96}, 1), k = random_tensor(DType::F32, Shape{40, 32}, 2),
               v = random_tensor(DType::F32, k.shape, 3), table = random_tensor(DType::F32, Shape{20, 16}, 4);
    std::vector<int32_t> places = test::random_ids(40, 20, 5), every(90);
    for (int32_t i = 0; i < 40; ++i) places.push_back((i * 37 + 5) % 90);
    std::iota(every.begin(), every.end(), 0);
    for (const DType dtype : {DType::F32, DType::BF16}) {
        const auto pool = random_tensor(dtype, Shape{90, 32}, 6);
        same_with(2048, [&](Backend& be) {  // a few rows, a piece of the pool at a time
            Tensor keys = be.upload(pool.host()), values = be.upload(pool.host());
            std::vector<float> all = be.read_floats(
                be.rope_to_cache(be.upload(q.host()), be.upload(k.host()), be.upload(v.host()), be.upload(table.host()),
                                 be.upload_ids(places), 16, keys, values));
            for (const Tensor& t : {keys, values})
                for (const float f : be.read_floats(be.gather_rows(t, be.upload_ids(every)))) all.push_back(f);
            return all;
        });
    }
}

TEST_F(Split, ProductsTogether) {
    const auto x = random_tensor(DType::F32, Shape{3, 90}, 1), a = random_tensor(DType::BF16, Shape{70, 90}, 2),
               b = random_tensor(DType::BF16, Shape{20, 90}, 3);
    same_with(4096, [&](Backend& be) {  // the first does not fit one binding
        const Product products[] = {{be.pack_weight(a.host()), {}}, {be.pack_weight(b.host()), {}}};
        std::vector<float> all;
        for (const Tensor& y : be.matmul_each(be.upload(x.host()), products))
            for (const float f : be.read_floats(y)) all.push_back(f);
        return all;
    });
}

TEST_F(Split, Tables) {
    for (const DType dtype : {DType::F32, DType::F16, DType::BF16}) {
        const auto x = random_tensor(dtype, Shape{90, 33}, 1), rows = random_tensor(DType::F32, Shape{40, 33}, 2);
        const std::vector<int32_t> index = test::random_ids(70, 90, 3);
        std::vector<int32_t> slots(40);
        for (int32_t i = 0; i < 40; ++i) slots[static_cast<size_t>(i)] = (i * 37 + 5) % 90;
        same_with(1024, [&](Backend& be) {
            Tensor pool = be.upload(x.host());
            be.scatter_rows(pool, be.upload(rows.host()), be.upload_ids(slots));
            return be.read_floats(be.gather_rows(be.slice_cols(pool, 3, 29), be.upload_ids(index)));
        });
    }
}

TEST_F(Split, Products) {
    for (const DType dtype : {DType::F32, DType::BF16})
        for (const int64_t rows : {1, 7, 40}) {
            const auto x = random_tensor(DType::F32, Shape{rows, 90}, 1), w = random_tensor(dtype, Shape{70, 90}, 2),
                       bias = random_tensor(DType::F32, Shape{70}, 3);
            same_with(4096, [&](Backend& be) {
                return be.read_floats(be.matmul(be.upload(x.host()), be.pack_weight(w.host()), be.upload(bias.host())));
            });
        }
}

TEST_F(Split, QuantisedProducts) {
    for (const Quant quant : {Quant::int8, Quant::int4})
        for (const int64_t rows : {1, 7, 40}) {
            const auto x = random_tensor(DType::F32, Shape{rows, 201}, 1),
                       w = random_tensor(DType::BF16, Shape{71, 201}, 2),
                       bias = random_tensor(DType::F32, Shape{71}, 3);
            same_with(4096, [&](Backend& be) {
                return be.read_floats(
                    be.matmul(be.upload(x.host()), be.pack_weight_as(w.host(), quant), be.upload(bias.host())));
            });
        }
}

TEST_F(Split, QuantisedExperts) {
    const int64_t experts = 7, n = 37, k = 201;
    const auto w = random_tensor(DType::BF16, Shape{experts * expert_rows(n), k}, 2);
    for (const Quant quant : {Quant::none, Quant::int8, Quant::int4})
        for (const int64_t rows : {2, 30}) {
            const auto x = random_tensor(DType::F32, Shape{rows, k}, 1),
                       gate = random_tensor(DType::F32, Shape{rows, experts}, 3);
            // Some experts at a time.
            same_with(quant == Quant::none ? 60000 : 50000, [&](Backend& be) {
                const Routing routing = be.route(be.upload(gate.host()), 2);
                const Tensor stack = be.pack_weight_as(w.host(), quant), in = be.upload(x.host());
                std::vector<float> all = be.read_floats(be.expert_matmul(in, stack, n, routing, false));
                if (rows == 2)
                    for (const float f : be.read_floats(be.expert_gated(in, stack, stack, n, routing))) all.push_back(f);
                return all;
            });
        }
}

TEST_F(Split, Attention) {
    const auto q = random_tensor(DType::F32, Shape{120, 192}, 1), k = random_tensor(DType::F32, Shape{150, 32}, 2),
               v = random_tensor(DType::F32, k.shape, 3);
    const Spans spans{
        .spans = {{0, 55, 0, 60}, {55, 3, 60, 90}, {60, 60, 20, 100, -1, 10}}, .pages = {}, .causal = true};
    same_with(20000, [&](Backend& be) {
        return be.read_floats(
            be.attention(be.upload(q.host()), be.upload(k.host()), be.upload(v.host()), spans, {12, 2, 16, 0.25f}));
    });
}

TEST_F(Split, TopTokens) {
    const auto x = random_tensor(DType::F32, Shape{9, 3000}, 1);
    same_with(26000, [&](Backend& be) {
        const TopTokens top = be.top_tokens(be.upload(x.host()), 17);
        std::vector<float> all = be.read_floats(top.values);
        for (const int32_t id : be.read_ids(top.ids)) all.push_back(static_cast<float>(id));
        for (const float sum : be.read_floats(top.log_sum_exp)) all.push_back(sum);
        return all;
    });
}

// Work cut into many submissions, dispatches cut within: the same bits again.
TEST_F(Split, Submissions) {
    const auto x = random_tensor(DType::F32, Shape{200, 64}, 1), w = random_tensor(DType::BF16, Shape{300, 64}, 2);
    const auto product = [&](Backend& be) {
        return be.read_floats(be.matmul(be.upload(x.host()), be.pack_weight(w.host())));
    };
    const std::vector<float> want = product(*whole_);
    const auto sliced = make_vulkan_backend(
        {.compute = Compute::bf16, .validation = true, .pipeline_cache = false, .testing = {.work_slice = 1e-6}});
    EXPECT_TRUE(test::same_bits(product(*sliced), want));
    EXPECT_GT(sliced->submissions(), 5);
    EXPECT_TRUE(sliced->validation_messages().empty());
}

}  // namespace
}  // namespace lectern
