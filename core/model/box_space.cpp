#include "core/model/box_space.h"

#include <algorithm>
#include <string>

namespace lectern {

Rect place_box(const BoxSpace& space, std::span<const double> n, Region& region) {
    if (n.size() != 4) {
        region.warnings.push_back("the answer gave " + std::to_string(n.size()) + " numbers for this region's box instead of 4; its place is unknown");
        return {};
    }
    const double width = static_cast<double>(space.picture_width), height = static_cast<double>(space.picture_height);
    const double x = width / static_cast<double>(space.model_width), y = height / static_cast<double>(space.model_height);
    const Rect given{std::min(n[0], n[2]) * x, std::min(n[1], n[3]) * y, std::max(n[0], n[2]) * x, std::max(n[1], n[3]) * y};
    if (n[0] > n[2] || n[1] > n[3]) region.warnings.push_back("the corners of this region's box were given in the wrong order");
    const Rect box{std::clamp(given.x0, 0.0, width), std::clamp(given.y0, 0.0, height),
                   std::clamp(given.x1, 0.0, width), std::clamp(given.y1, 0.0, height)};
    constexpr double kRounding = 2;  // pixels: answers one off are normal
    if (given.x0 < -kRounding || given.y0 < -kRounding || given.x1 > width + kRounding || given.y1 > height + kRounding)
        region.warnings.push_back("this region's box reached beyond the page and was cut");
    if (!box.empty()) return box;
    region.warnings.push_back("this region's box was empty; its place is unknown");
    return {};
}

}  // namespace lectern
