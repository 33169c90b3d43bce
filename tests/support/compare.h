// Comparisons that name the worst element.
#pragma once

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace lectern::test {

// |got − want| <= relative·size for every element, where size is |want| unless given (Σ|x·w| for products).
testing::AssertionResult close(std::span<const float> got, std::span<const double> want, double relative,
                               std::span<const double> size = {}, double absolute = 0);
testing::AssertionResult same_bits(std::span<const float> got, std::span<const float> want);

}  // namespace lectern::test
