// What PageCanvas draws over the regions: what was found, where the caret stands, which states want a look.
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <array>

#include "app/category_signs.h"
#include "app/page_canvas.h"

namespace lectern {

static constexpr double kChipPadding = 6;
static constexpr double kHandleReach = 9;  // of the handles around a box; a chip keeps clear of them
static constexpr double kChipGap = 4;  // between a chip beside its region and the region

static Rect rectOf(const QRectF& r) {
    return {r.left(), r.top(), r.right(), r.bottom()};
}

void PageCanvas::setFinder(Finder* finder) {
    if (m_finder == finder) return;
    if (m_finder) m_finder->disconnect(this);
    m_finder = finder;
    if (m_finder) connect(m_finder, &Finder::changed, this, [this] { update(); });
    update();
    Q_EMIT finderChanged();
}

void PageCanvas::paintHits(QPainter& p, const QRectF& dirty) const {
    if (!m_finder || !m_picture) return;
    const std::vector<FindHit>& hits = m_finder->hits();
    for (size_t i = 0; i < hits.size(); ++i) {
        if (hits[i].page != m_picture->pageIndex()) continue;
        const bool current = static_cast<int>(i) == m_finder->current();
        for (const Rect& box : hits[i].boxes) {
            const QRectF at = m_view.toView(box).adjusted(-2, -1, 2, 1);
            if (!at.adjusted(-3, -3, 3, 3).intersects(dirty)) continue;
            QColor fill = m_findTint;
            fill.setAlphaF(current ? 0.55f : 0.35f);
            p.fillRect(at, fill);
            p.setBrush(Qt::NoBrush);
            p.setPen(current ? QPen(m_wordTint, 2) : QPen(m_findTint.darker(150), 1));
            p.drawRect(at);
        }
    }
}

QRectF PageCanvas::caretRect() const {
    const QRectF box = m_editor ? m_editor->caretBox() : QRectF();
    if (box.height() <= 0 || m_view.page.isEmpty()) return {};
    const QRectF at = m_view.toView(rectOf(box));
    return {at.x() - 1, at.y() - 2, 2, at.height() + 4};
}

void PageCanvas::paintCaret(QPainter& p) const {
    const Region* region = m_editor && !m_editor->editing() ? m_regions->find(m_editor->caretRegion()) : nullptr;
    if (region && m_drag.grip == Grip::None) p.fillRect(caretRect(), colorOf(region->category));
}

void PageCanvas::moveCaret() {
    const QRectF now = caretRect();
    for (const QRectF& at : {m_caretShown, now})
        if (!at.isEmpty()) update(at.adjusted(-2, -2, 2, 2).toAlignedRect());
    m_caretShown = now;
}

static QString signOf(const Region& region) {
    if (neverBegun(region)) return QStringLiteral("·");
    switch (region.state) {
        case RegionState::unsure:
            return QStringLiteral("?");
        case RegionState::unread:
            return QStringLiteral("⚠");
        case RegionState::stopped:
            return QStringLiteral("◼");
        case RegionState::failed:
            return QStringLiteral("✕");
        default:
            return {};
    }
}

// In the region's trailing upper corner: what its state wants looked at, also where nothing points at it.
void PageCanvas::paintStateSign(QPainter& p, const Region& region) const {
    const QString sign = signOf(region);
    if (sign.isEmpty()) return;
    const QFontMetricsF metrics(m_font);
    const QRectF box = m_view.toView(boxOf(region));
    const double side = std::min(metrics.height() + 2, std::max(8.0, box.height()));
    const QRectF at(box.right() - side, box.top(), side, side);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(m_wordTint, 1.5));
    p.setBrush(m_chipText);
    p.drawEllipse(at.adjusted(1, 1, -1, -1));
    QFont font = m_font;
    font.setPixelSize(std::max(6, static_cast<int>(side * 0.6)));
    font.setBold(true);
    p.setFont(font);
    p.drawText(at, Qt::AlignCenter, sign);
    p.setRenderHint(QPainter::Antialiasing, false);
}

static QString chipLabel(const Region& region) {
    QString label = QString::number(region.order + 1) + u' ' + categorySign(region.category) + u' ' +
                    categoryLabel(region.category);
    if (const QString state = regionStateLabel(region); !state.isEmpty()) label += QStringLiteral(" · ") + state;
    if (region.edited) label += QStringLiteral(" ✎");
    if (region.locked) label += QStringLiteral(" · ") + PageCanvas::tr("locked");
    if (region.ignored) label += QStringLiteral(" · ") + PageCanvas::tr("left out");
    return label;
}

// How much of what was read a chip here would hide, square pixels.
double PageCanvas::hiddenBy(const QRectF& chip, const Region& region) const {
    double hidden = 0;
    for (const Region& other : m_regions->regions()) {
        if (other.id == region.id) continue;
        const QRectF part = m_view.toView(boxOf(other)).intersected(chip);
        hidden += part.width() * part.height();
    }
    return hidden;
}

// Above the region, else below it, else in the margin beside it: the first of these that hides nothing, else what hides
// least. Never outside the view, and on the region itself only where the view leaves no other room.
QRectF PageCanvas::chipRect(const Region& region) const {
    const QFontMetricsF metrics(m_font);
    const QRectF box = m_view.toView(boxOf(region)).adjusted(-kHandleReach, -kHandleReach, kHandleReach, kHandleReach);
    const QSizeF size(metrics.horizontalAdvance(chipLabel(region)) + 2 * kChipPadding, metrics.height() + kChipPadding);
    const double right = std::max(box.x(), box.right() - size.width());
    const double above = box.y() - size.height(), below = box.bottom(), beside = box.y();
    const std::array<QPointF, 6> places = {QPointF(box.x(), above),
                                           QPointF(right, above),
                                           QPointF(box.x() - size.width() - kChipGap, beside),
                                           QPointF(box.right() + kChipGap, beside),
                                           QPointF(box.x(), below),
                                           QPointF(right, below)};
    const QRectF view(0, 0, width(), height());
    QRectF best;
    double least = 0;
    for (const QPointF& place : places) {
        const QRectF chip(place, size);
        if (!view.contains(chip)) continue;
        const double hidden = hiddenBy(chip, region);
        if (!best.isNull() && hidden >= least) continue;
        best = chip;
        least = hidden;
        if (hidden <= 0) break;
    }
    if (!best.isNull()) return best;
    return {{std::clamp(box.x(), 0.0, std::max(0.0, width() - size.width())),
             std::clamp(box.y(), 0.0, std::max(0.0, height() - size.height()))},
            size};
}

void PageCanvas::paintChip(QPainter& p, const Region& region) const {
    const QRectF chip = chipRect(region);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(Qt::NoPen);
    p.setBrush(colorOf(region.category));
    p.drawRoundedRect(chip, 4, 4);
    p.setPen(m_chipText);
    p.setFont(m_font);
    p.drawText(chip, Qt::AlignCenter, chipLabel(region));
    p.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace lectern
