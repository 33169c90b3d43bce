#include "core/pipeline/page_frame.h"

#include <cmath>
#include <numbers>

namespace lectern {

Rect PageFrame::to_points(const Rect& pixels) const {
    const double angle = skew * std::numbers::pi / 180, c = std::cos(angle), s = std::sin(angle);
    Rect turned{};
    for (int corner = 0; corner < 4; ++corner) {
        const double x = (corner % 2 == 0 ? pixels.x0 : pixels.x1) - found_width / 2;
        const double y = (corner / 2 == 0 ? pixels.y0 : pixels.y1) - found_height / 2;
        // The picture was turned clockwise by `skew`; y points down, so back is (x, y) → (xc + ys, yc - xs).
        const double bx = x * c + y * s + given_width / 2, by = y * c - x * s + given_height / 2;
        const Rect point{bx, by, bx, by};
        turned = corner == 0 ? point : united(turned, point);
    }
    const double f = 72 / dpi;
    return {turned.x0 * f + offset_x, turned.y0 * f + offset_y, turned.x1 * f + offset_x, turned.y1 * f + offset_y};
}

PageFrame make_frame(const PageInput& part, double offset_x, double offset_y, const LayoutPage* found) {
    PageFrame frame{.dpi = part.dpi, .offset_x = offset_x, .offset_y = offset_y};
    frame.given_width = frame.found_width = static_cast<double>(part.image.width);
    frame.given_height = frame.found_height = static_cast<double>(part.image.height);
    if (found != nullptr) {
        frame.found_width = static_cast<double>(found->image.width);
        frame.found_height = static_cast<double>(found->image.height);
        frame.skew = found->skew;
    }
    return frame;
}

}  // namespace lectern
