#include "core/layers/mrope.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "core/compute/cpu/cpu_backend_api.h"
#include "core/layers/rope.h"

using namespace lectern;

// Position row 12 of the small Qwen2.5-VL of the reference: time 2, row 4, column 2.
TEST(Mrope, SectionsTurnByTheirOwnAxis) {
    const auto be = make_cpu_backend({.threads = 1, .compute = Compute::f32});
    const std::vector<int32_t> positions{2, 4, 2, 7, 7, 7};
    const Tensor table = mrope_table(*be, positions, std::array<int64_t, 3>{2, 3, 3}, 16, 1e6);
    ASSERT_EQ(table.shape, (Shape{2, 16}));
    const std::vector<float> values = be->read_floats(table);
    const double reference[8] = {-0.416147, 0.937418, 0.992011, 0.999747, 0.999992, 1, 1, 1};
    const int axis_position[8] = {2, 2, 4, 4, 4, 2, 2, 2};
    for (size_t k = 0; k < 8; ++k) {
        EXPECT_NEAR(values[k], reference[k], 1e-6) << k;
        const double angle = axis_position[k] * std::pow(1e6, -2.0 * static_cast<double>(k) / 16);
        EXPECT_NEAR(values[k], std::cos(angle), 1e-6) << k;
        EXPECT_NEAR(values[8 + k], std::sin(angle), 1e-6) << k;
    }
}

// Text stands at one position on every axis and is turned as in a model without axes, bit for bit.
TEST(Mrope, EqualAxesAreOrdinaryRope) {
    const auto be = make_cpu_backend({.threads = 1, .compute = Compute::f32});
    const std::vector<int32_t> positions{0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3};
    const std::vector<float> plain = be->read_floats(rope_table(*be, 4, 128, 1e4));
    EXPECT_EQ(be->read_floats(mrope_table(*be, positions, std::array<int64_t, 3>{16, 24, 24}, 128, 1e4)), plain);
    const std::vector<int32_t> one_axis{0, 1, 2, 3};
    EXPECT_EQ(be->read_floats(mrope_table(*be, one_axis, std::array<int64_t, 1>{64}, 128, 1e4)), plain);
}

// Fewer pairs than half a head: those turn with frequencies of their own count, the others stay.
TEST(Mrope, PairsBeyondTheSectionsStay) {
    const auto be = make_cpu_backend({.threads = 1, .compute = Compute::f32});
    const std::vector<int32_t> positions{3, 5, 7};
    const std::vector<float> some = be->read_floats(mrope_table(*be, positions, MropeSection{1, 2, 1}, 16, 1e4));
    const std::vector<float> own = be->read_floats(mrope_table(*be, positions, MropeSection{1, 2, 1}, 8, 1e4));
    for (size_t k = 0; k < 8; ++k) {
        EXPECT_EQ(some[k], k < 4 ? own[k] : 1.0f) << k;
        EXPECT_EQ(some[8 + k], k < 4 ? own[4 + k] : 0.0f) << k;
    }
}
