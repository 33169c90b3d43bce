// ViewTransform: where a page lies in the view. Plain values; all positions are logical pixels of the view.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "core/document/geometry.h"

namespace lectern {

struct ViewTransform {
    enum class Fit { None, Page, Width };

    QSizeF view;      // pixels
    QSizeF page;      // points; empty: no page
    double zoom = 1;  // 1 = 100 %: a point is 96/72 pixels
    QPointF scroll;   // of the view's corner inside the content, pixels
    Fit fit = Fit::Page;

    double scale() const;    // pixels per point
    QSizeF content() const;  // page with margins, pixels
    QPointF origin()
        const;  // where the page's corner is in the view, on a whole pixel; centred when the page is smaller
    QRectF pageRect() const;
    QRectF toView(const Rect& r) const;
    QPointF toView(QPointF p) const;
    QPointF toPage(QPointF p) const;

    void settle();                             // applies fit and limits after a change
    void zoomAt(QPointF anchor, double zoom);  // what lies under `anchor` stays there; ends fit
    void scrollBy(QPointF delta);
    void reveal(const Rect& r);  // the least scrolling that shows r
    QPointF maxScroll() const;

 private:
    QPointF exactOrigin() const;
};

constexpr double kMinZoom = 0.05, kMaxZoom = 16;
constexpr double kViewMargin = 16;  // pixels around the page

}  // namespace lectern
