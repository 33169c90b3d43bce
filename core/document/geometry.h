// Rectangles in page coordinates: points (1/72 in), origin top left, as the viewer shows the page (rotation applied).
#pragma once

#include <algorithm>

namespace lectern {

struct Rect {  // a rectangle; x1 and y1 lie just outside
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;  // x0 <= x1, y0 <= y1

    double width() const { return x1 - x0; }  // points
    double height() const { return y1 - y0; }  // points
    bool empty() const { return x1 <= x0 || y1 <= y0; }  // nothing lies in it
    double area() const { return empty() ? 0 : width() * height(); }  // square points
    bool contains(double x, double y) const { return x >= x0 && x < x1 && y >= y0 && y < y1; }  // half-open
    bool operator==(const Rect&) const = default;
};

inline Rect united(const Rect& a, const Rect& b) {  // the smallest that holds both
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}
inline Rect intersected(const Rect& a, const Rect& b) {  // what both share; empty when nothing
    Rect r{std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
    return r.empty() ? Rect{} : r;
}
inline Rect scaled(const Rect& r, double f) { return {r.x0 * f, r.y0 * f, r.x1 * f, r.y1 * f}; }  // about the corner

}  // namespace lectern
