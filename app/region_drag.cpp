#include "app/region_drag.h"

#include <algorithm>
#include <cmath>

namespace lectern {

Rect RegionDrag::band() const {
    return {std::min(from.x(), to.x()), std::min(from.y(), to.y()), std::max(from.x(), to.x()),
            std::max(from.y(), to.y())};
}

// An edge that is pulled past its opposite turns the box over.
Rect RegionDrag::shown(const Rect& box) const {
    const QPointF by = offset();
    if (grip == Grip::Move) return {box.x0 + by.x(), box.y0 + by.y(), box.x1 + by.x(), box.y1 + by.y()};
    if (grip != Grip::Resize) return box;
    const double left = box.x0 + (across < 0 ? by.x() : 0), right = box.x1 + (across > 0 ? by.x() : 0);
    const double top = box.y0 + (down < 0 ? by.y() : 0), bottom = box.y1 + (down > 0 ? by.y() : 0);
    return {std::min(left, right), std::min(top, bottom), std::max(left, right), std::max(top, bottom)};
}

QPointF handleAt(const Rect& box, Handle handle) {
    return {handle.across < 0   ? box.x0
            : handle.across > 0 ? box.x1
                                : (box.x0 + box.x1) / 2,
            handle.down < 0   ? box.y0
            : handle.down > 0 ? box.y1
                              : (box.y0 + box.y1) / 2};
}

bool handleUnder(const Rect& box, QPointF point, double reach, Handle& found) {
    for (const Handle handle : kHandles) {
        const QPointF at = handleAt(box, handle);
        if (std::abs(at.x() - point.x()) > reach || std::abs(at.y() - point.y()) > reach) continue;
        found = handle;
        return true;
    }
    return false;
}

}  // namespace lectern
