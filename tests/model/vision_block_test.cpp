// Long pictures go through a block of the vision towers in pieces: the same bits as in one go.
#include "core/model/vision_block.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <numeric>
#include <random>

#include "core/compute/cpu/cpu_backend_api.h"
#include "core/layers/rope.h"

namespace lectern {
namespace {

constexpr int64_t kWidth = 64, kMiddle = 96, kHeads = 2, kRows = 1500;

class BlockInPieces : public ::testing::TestWithParam<Compute> {
 protected:
    void SetUp() override {
        be_ = make_cpu_backend({.compute = GetParam()});
        block_.norm1.weight = vector(kWidth);
        block_.norm2.weight = vector(kWidth);
        for (Linear* l : {&block_.q, &block_.k, &block_.v, &block_.proj}) *l = {matrix(kWidth, kWidth), vector(kWidth)};
        block_.gate = {matrix(kMiddle, kWidth), {}};
        block_.up = {matrix(kMiddle, kWidth), {}};
        block_.down = {matrix(kWidth, kMiddle), {}};
        std::vector<PatchPosition> places;
        for (int32_t r = 0; r < kRows; ++r) places.push_back({r / 50, r % 50});
        std::vector<int32_t> index(kRows);
        std::iota(index.begin(), index.end(), 0);
        constexpr int64_t d = kWidth / kHeads;
        rows_ = {.rope = rope_table_2d(*be_, places, d, 10000),
                 .positions = be_->upload_ids(index),
                 .shape = {kHeads, kHeads, d, static_cast<float>(1 / std::sqrt(static_cast<double>(d)))},
                 .eps = 1e-6};
    }
    std::vector<float> noise(int64_t n) {
        std::uniform_real_distribution<float> u(-1, 1);
        std::vector<float> v(static_cast<size_t>(n));
        for (float& x : v) x = u(rng_);
        return v;
    }
    Tensor vector(int64_t n) { return be_->upload_floats(noise(n), Shape{n}); }
    Tensor matrix(int64_t n, int64_t k) {
        std::vector<uint16_t> bits;
        for (const float v : noise(n * k)) {
            uint32_t wide = 0;
            std::memcpy(&wide, &v, 4);
            bits.push_back(static_cast<uint16_t>(wide >> 16));
        }
        return be_->pack_weight({DType::BF16, Shape{n, k}, reinterpret_cast<const std::byte*>(bits.data())});
    }
    std::vector<float> run(const std::vector<float>& x, const Spans& spans, int64_t together) {
        rows_.rows_together = together;
        return be_->read_floats(
            vision_block(*be_, block_, be_->upload_floats(x, Shape{kRows, kWidth}), rows_, spans, nullptr, ""));
    }

    std::mt19937 rng_{11};
    std::unique_ptr<Backend> be_;
    VisionBlock block_;
    VisionRows rows_;
};

TEST_P(BlockInPieces, SameBits) {
    const std::vector<float> x = noise(kRows * kWidth);
    Spans one, several;  // one long picture; pictures whose borders lie inside pieces, and windows
    one.spans.push_back({.first_row = 0, .rows = kRows, .first_key = 0, .keys = kRows});
    int32_t first = 0;
    for (const int32_t rows : {1, 63, 700, 16, 16, 500, 204}) {
        several.spans.push_back({.first_row = first, .rows = rows, .first_key = first, .keys = rows});
        first += rows;
    }
    ASSERT_EQ(first, kRows);
    for (const Spans& spans : {one, several}) {
        const std::vector<float> whole = run(x, spans, kRows);
        for (const int64_t together : {1499, 700, 64, 8})
            EXPECT_EQ(std::memcmp(run(x, spans, together).data(), whole.data(), whole.size() * 4), 0)
                << together << " rows together";
    }
}

TEST_P(BlockInPieces, MergedRowsBeginAtTheirOwn) {
    const Tensor x = be_->upload_floats(noise(kRows * kWidth), Shape{kRows, kWidth});
    const auto merge = [&](const Tensor& piece) {
        EXPECT_EQ(piece.rows() % 4, 0);
        return piece.reshape(Shape{piece.rows() / 4, 4 * kWidth});
    };
    const std::vector<float> whole = be_->read_floats(x);
    for (const int64_t together : {2000, 1000, 100, 4})
        EXPECT_EQ(be_->read_floats(in_pieces(*be_, x, 4, 4 * kWidth, together, merge)), whole) << together;
}

INSTANTIATE_TEST_SUITE_P(Computes, BlockInPieces, ::testing::Values(Compute::f32, Compute::bf16),
                         [](const auto& one) { return one.param == Compute::f32 ? "f32" : "bf16"; });

}  // namespace
}  // namespace lectern
