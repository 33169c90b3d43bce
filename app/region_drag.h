// RegionDrag: what a drag on the page does, from where it began to where the pointer is. Plain values in page points.
#pragma once

#include <QPointF>
#include <QRectF>

#include "core/document/geometry.h"

namespace lectern {

enum class Grip { None, Pan, Band, Draw, Move, Resize, Order };

struct RegionDrag {
    Grip grip = Grip::None;
    int region = -1;   // that is moved, resized, put in another place of the order
    Rect start;        // its box
    int across = 0;    // resize: -1 left edge, 1 right edge
    int down = 0;      // -1 top, 1 bottom
    QPointF from, to;  // points

    Rect band() const;                  // what the drag spans
    Rect shown(const Rect& box) const;  // where a moved or resized region is now
    QPointF offset() const { return to - from; }
};

// The handles of a box: corners first, then the middles of its edges. `reach`: points around each.
struct Handle {
    int across = 0, down = 0;
};
constexpr Handle kHandles[] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {0, -1}, {1, 0}, {0, 1}, {-1, 0}};
QPointF handleAt(const Rect& box, Handle handle);
bool handleUnder(const Rect& box, QPointF point, double reach, Handle& found);

}  // namespace lectern
