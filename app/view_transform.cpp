#include "app/view_transform.h"

#include <algorithm>
#include <cmath>

namespace lectern {

static constexpr double kPixelsPerPoint = 96.0 / 72.0;

double ViewTransform::scale() const {
    return zoom * kPixelsPerPoint;
}

QSizeF ViewTransform::content() const {
    if (page.isEmpty()) return {};
    return page * scale() + QSizeF(2 * kViewMargin, 2 * kViewMargin);
}

QPointF ViewTransform::maxScroll() const {
    const QSizeF c = content();
    return {std::max(0.0, c.width() - view.width()), std::max(0.0, c.height() - view.height())};
}

QPointF ViewTransform::exactOrigin() const {
    const QSizeF c = content();
    const double x = c.width() <= view.width() ? (view.width() - c.width()) / 2 : -scroll.x();
    const double y = c.height() <= view.height() ? (view.height() - c.height()) / 2 : -scroll.y();
    return {x + kViewMargin, y + kViewMargin};
}

QPointF ViewTransform::origin() const {
    const QPointF exact = exactOrigin();
    return {std::round(exact.x()), std::round(exact.y())};
}

QRectF ViewTransform::pageRect() const {
    return {origin(), page * scale()};
}

QRectF ViewTransform::toView(const Rect& r) const {
    const QPointF o = origin();
    const double s = scale();
    return {o.x() + r.x0 * s, o.y() + r.y0 * s, r.width() * s, r.height() * s};
}

QPointF ViewTransform::toView(QPointF p) const {
    return origin() + p * scale();
}

QPointF ViewTransform::toPage(QPointF p) const {
    return (p - exactOrigin()) / scale();
}

void ViewTransform::settle() {
    if (!page.isEmpty() && !view.isEmpty() && fit != Fit::None) {
        const double across = (view.width() - 2 * kViewMargin) / (page.width() * kPixelsPerPoint);
        const double down = (view.height() - 2 * kViewMargin) / (page.height() * kPixelsPerPoint);
        zoom = fit == Fit::Width ? across : std::min(across, down);
    }
    zoom = std::clamp(zoom, kMinZoom, kMaxZoom);
    const QPointF limit = maxScroll();
    scroll = {std::clamp(scroll.x(), 0.0, limit.x()), std::clamp(scroll.y(), 0.0, limit.y())};
}

void ViewTransform::zoomAt(QPointF anchor, double newZoom) {
    if (page.isEmpty()) return;
    const QPointF fixed = toPage(anchor);
    fit = Fit::None;
    zoom = std::clamp(newZoom, kMinZoom, kMaxZoom);
    scroll = fixed * scale() + QPointF(kViewMargin, kViewMargin) - anchor;
    settle();
}

void ViewTransform::scrollBy(QPointF delta) {
    scroll += delta;
    settle();
}

static double revealed(double from, double to, double view, double scroll) {
    const double room = 2 * kViewMargin;
    if (from >= scroll && to <= scroll + view) return scroll;
    if (to - from + room > view || from < scroll) return from - room / 2;
    return to + room / 2 - view;
}

void ViewTransform::reveal(const Rect& r) {
    const double s = scale();
    scroll.setX(revealed(r.x0 * s + kViewMargin, r.x1 * s + kViewMargin, view.width(), scroll.x()));
    scroll.setY(revealed(r.y0 * s + kViewMargin, r.y1 * s + kViewMargin, view.height(), scroll.y()));
    settle();
}

}  // namespace lectern
