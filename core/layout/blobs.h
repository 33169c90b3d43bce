// Connected pieces of ink.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/layout/pix.h"

namespace lectern {

// Half-open box in pixels.
struct Box {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;  // left, top, right, bottom

    int width() const { return x1 - x0; }   // pixels
    int height() const { return y1 - y0; }  // pixels
    // Grows to hold b too.
    void include(const Box& b) {
        x0 = std::min(x0, b.x0), y0 = std::min(y0, b.y0), x1 = std::max(x1, b.x1), y1 = std::max(y1, b.y1);
    }
    bool operator==(const Box&) const = default;
};

// Pixels that both cover along x; negative: the gap between them.
inline int overlap_x(const Box& a, const Box& b) {
    return std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
}
// Likewise along y.
inline int overlap_y(const Box& a, const Box& b) {
    return std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
}

// A connected piece of ink.
struct Blob {
    Box box;       // around it
    int ink = 0;   // pixels
    int runs = 0;  // horizontal runs; ink / runs is about the width of its strokes
};

// 8-connected pieces with at least `least_ink` pixels, in order of their first pixel (top, then left).
std::vector<Blob> find_blobs(const PixPtr& ink, int least_ink);

// Ink pixels of every row of `box`; the box must lie inside the picture.
std::vector<int> row_profile(const PixPtr& ink, const Box& box);

// Ink pixels of every column of `box`.
std::vector<int> column_profile(const PixPtr& ink, const Box& box);

}  // namespace lectern
