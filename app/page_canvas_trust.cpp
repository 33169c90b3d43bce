// What PageCanvas draws of the checks: print that no region covers, text without print, words that differ from the
// file's own. Each has a pattern of its own, so that nothing depends on colour.
#include <QPainter>

#include "app/page_canvas.h"

namespace lectern {

void PageCanvas::setTrust(Trust* trust) {
    if (m_trust == trust) return;
    if (m_trust) m_trust->disconnect(this);
    m_trust = trust;
    if (m_trust) {
        connect(m_trust, &Trust::changed, this, [this] { update(); });
        connect(m_trust, &Trust::currentChanged, this, [this] { update(); });
        connect(m_trust, &Trust::placeWanted, this, [this](const QRectF& box) {
            const QPointF before = m_view.scroll;
            m_view.reveal({box.left(), box.top(), box.right(), box.bottom()});
            if (m_view.scroll != before) viewMoved();
        });
    }
    update();
    Q_EMIT trustChanged();
}

static void hatched(QPainter& p, const QRectF& at, QColor color, Qt::BrushStyle pattern, Qt::PenStyle line) {
    QColor fill = color;
    fill.setAlphaF(0.45f);
    p.fillRect(at, QBrush(fill, pattern));
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(color, 1.5, line));
    p.drawRect(at);
}

void PageCanvas::paintTrust(QPainter& p, const QRectF& dirty) const {
    const PageTrust* trust = m_trust ? m_trust->inView() : nullptr;
    if (!trust) return;
    if (m_showInk) {
        for (const Rect& place : trust->ink.unread) {
            const QRectF at = m_view.toView(place).adjusted(-3, -3, 3, 3);
            if (at.intersects(dirty)) hatched(p, at, m_checkTint, Qt::BDiagPattern, Qt::DashLine);
        }
        for (const int64_t id : trust->ink.inkless)
            if (const Region* region = m_regions->find(id))
                hatched(p, m_view.toView(boxOf(*region)), m_checkTint, Qt::DiagCrossPattern, Qt::SolidLine);
    }
    if (m_showLayer) {
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(m_checkTint, 2));
        for (const LayerDifference& place : trust->layer.differences) {
            const QRectF at = m_view.toView(place.box);
            if (!place.layer.empty() && at.adjusted(-4, -4, 4, 4).intersects(dirty)) {
                p.drawLine(at.bottomLeft() + QPointF(0, 1), at.bottomRight() + QPointF(0, 1));
                p.drawLine(at.bottomLeft() + QPointF(0, 4), at.bottomRight() + QPointF(0, 4));
            }
        }
    }
    if (const QRectF box = m_trust->currentBox(); !box.isEmpty()) {
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(m_wordTint, 2));
        p.drawRect(m_view.toView(Rect{box.left(), box.top(), box.right(), box.bottom()}).adjusted(-4, -4, 4, 4));
    }
}

}  // namespace lectern
