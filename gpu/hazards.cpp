#include "gpu/hazards.h"

#include <algorithm>

namespace lectern {

constexpr size_t kMostRanges = 256;  // to look through for each command; beyond it a barrier costs less

bool Hazards::conflict(std::span<const Access> next) const {
    if (used_.size() > kMostRanges) return true;
    return std::any_of(next.begin(), next.end(), [&](const Access& n) {
        return std::any_of(used_.begin(), used_.end(), [&](const Access& u) {
            return n.buffer == u.buffer && (n.write || u.write) && n.begin < u.end && u.begin < n.end;
        });
    });
}

void Hazards::add(std::span<const Access> used) {
    used_.insert(used_.end(), used.begin(), used.end());
}

}  // namespace lectern
