#include "tests/support/compare.h"

#include <cmath>
#include <cstring>

namespace lectern::test {

testing::AssertionResult close(std::span<const float> got, std::span<const double> want, double relative,
                               std::span<const double> size, double absolute) {
    if (got.size() != want.size())
        return testing::AssertionFailure() << got.size() << " values instead of " << want.size();
    size_t worst = 0;
    double worst_ratio = 0;
    for (size_t i = 0; i < got.size(); ++i) {
        const double allowed = relative * std::fabs(size.empty() ? want[i] : size[i]) + absolute;
        const double error = std::fabs(got[i] - want[i]);
        const double ratio = std::isfinite(error) ? error / (allowed + 1e-300) : INFINITY;
        if (ratio > worst_ratio) {
            worst_ratio = ratio;
            worst = i;
        }
    }
    if (worst_ratio <= 1) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "element " << worst << " is " << got[worst] << " instead of " << want[worst]
                                       << ", " << worst_ratio << " times the allowed error";
}

testing::AssertionResult same_bits(std::span<const float> got, std::span<const float> want) {
    if (got.size() != want.size())
        return testing::AssertionFailure() << got.size() << " values instead of " << want.size();
    for (size_t i = 0; i < got.size(); ++i)
        if (std::memcmp(&got[i], &want[i], 4) != 0)
            return testing::AssertionFailure() << "element " << i << " is " << got[i] << " instead of " << want[i];
    return testing::AssertionSuccess();
}

}  // namespace lectern::test
