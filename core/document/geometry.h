// Rectangles in page coordinates: points (1/72 in), origin top left, as the viewer shows the page (rotation applied).
#pragma once

#include <algorithm>

namespace lectern {

struct Rect {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;  // x0 <= x1, y0 <= y1

    double width() const { return x1 - x0; }
    double height() const { return y1 - y0; }
    bool empty() const { return x1 <= x0 || y1 <= y0; }
    double area() const { return empty() ? 0 : width() * height(); }
    bool contains(double x, double y) const { return x >= x0 && x < x1 && y >= y0 && y < y1; }
    bool operator==(const Rect&) const = default;
};

inline Rect united(const Rect& a, const Rect& b) {
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}
inline Rect intersected(const Rect& a, const Rect& b) {
    Rect r{std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
    return r.empty() ? Rect{} : r;
}
inline Rect scaled(const Rect& r, double f) { return {r.x0 * f, r.y0 * f, r.x1 * f, r.y1 * f}; }

}  // namespace lectern
