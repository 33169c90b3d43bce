// What PageCanvas draws. The painter is clipped to what changed; everything outside it is skipped.
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "app/category_signs.h"
#include "app/page_canvas.h"

namespace lectern {

static constexpr double kOutline = 2, kSelectedOutline = 3;
static constexpr double kThinBelow = 0.5;  // zoom: letters are thinner than the outline
static constexpr double kFill = 0.10, kSelectedFill = 0.18;
static constexpr double kHandle = 8;          // pixels of its side
static constexpr double kRoomForMiddle = 36;  // pixels of a side with a handle in its middle
static constexpr double kGlyphAspect = 0.45;  // width of a letter of body text over the height of its line

// The outline stands around the ink, not on it: boxes are tight.
static QRectF frameOf(const QRectF& box) {
    return box.adjusted(-2, -2, 2, 2);
}

static Qt::PenStyle outlineOf(RegionState state) {
    switch (state) {
        case RegionState::unread:
        case RegionState::stopped:
            return Qt::DashLine;
        case RegionState::failed:
        case RegionState::unsure:
            return Qt::DotLine;
        default:
            return Qt::SolidLine;
    }
}

QColor PageCanvas::colorOf(Category c) const {
    const auto i = static_cast<qsizetype>(c);
    return i < m_categoryColors.size() ? m_categoryColors[i] : QColor(Qt::blue);
}

// Where the reader stands in a line: estimated from the letters so far, since only the text says how wide they were.
static QRectF caretIn(const QRectF& line, size_t bytes) {
    const double part =
        std::min(1.0, static_cast<double>(bytes) * kGlyphAspect * line.height() / std::max(1.0, line.width()));
    return {line.x() + part * line.width(), line.y() - 1, 2, line.height() + 2};
}

void PageCanvas::paintCarets(QPainter& p, const Region& region, const QColor& color) const {
    if (region.lines.empty()) {
        const double row = std::clamp(11 * m_view.scale(), 4.0, 40.0);
        const QRectF box = m_view.toView(region.box);
        const double letters = static_cast<double>(region.content.size()) * kGlyphAspect * row;
        const double rows = std::floor(letters / std::max(1.0, box.width()));
        const double y = std::min(box.y() + rows * row, box.bottom() - row);
        p.fillRect(QRectF(box.x() + std::fmod(letters, std::max(1.0, box.width())), std::max(box.y(), y), 2, row),
                   color);
        return;
    }
    for (const Line& line : region.lines) {
        if (line.text.empty() || line.confidence) continue;
        p.fillRect(caretIn(m_view.toView(line.box), line.text.size()), color);
    }
}

void PageCanvas::paintRegion(QPainter& p, const Region& region) const {
    const QRectF box = frameOf(m_view.toView(boxOf(region)));
    const QColor color = colorOf(region.category);
    QColor fill = color;
    fill.setAlphaF(static_cast<float>(lit(region) ? kSelectedFill : kFill));
    p.fillRect(box, fill);
    double width = selected(region) ? kSelectedOutline : kOutline;
    if (m_view.zoom < kThinBelow) width /= 2;
    p.setPen(QPen(color, width, outlineOf(region.state), Qt::SquareCap, Qt::MiterJoin));
    p.setBrush(Qt::NoBrush);
    p.drawRect(box);
    if (region.ignored) p.fillRect(box, QBrush(color, Qt::BDiagPattern));
    if (m_showWords) paintUnsure(p, region);
    paintStateSign(p, region);
    if (region.state == RegionState::reading) paintCarets(p, region, color);
}

// The less likely a word, the stronger its tint; a line under it, so that it does not depend on colour.
void PageCanvas::paintUnsure(QPainter& p, const Region& region) const {
    for (const Line& line : region.lines) {
        for (const Word& word : line.words) {
            if (!isUnsure(word)) continue;
            const QRectF box = m_view.toView(word.box);
            QColor tint = m_wordTint;
            tint.setAlphaF(static_cast<float>(std::clamp(0.15 + (kUnsureWord - *word.confidence), 0.15, 0.5)));
            p.fillRect(box, tint);
            p.setPen(QPen(m_wordTint, 1.5, Qt::DotLine));
            p.drawLine(box.bottomLeft(), box.bottomRight());
        }
    }
}

void PageCanvas::paintWordGoneTo(QPainter& p) const {
    const QRectF word = m_editor ? m_editor->unsureWord() : QRectF();
    if (word.isEmpty()) return;
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(m_wordTint, kOutline));
    p.drawRect(m_view.toView(Rect{word.left(), word.top(), word.right(), word.bottom()}).adjusted(-3, -3, 3, 3));
}

Rect PageCanvas::boxOf(const Region& region) const {
    const bool moves = m_drag.grip == Grip::Move && selected(region);
    const bool resizes = m_drag.grip == Grip::Resize && region.id == m_drag.region;
    return moves || resizes ? m_drag.shown(region.box) : region.box;
}

void PageCanvas::paintHandles(QPainter& p, const Region& region) const {
    if (region.locked || m_editor->tool() != Editor::Tool::Select) return;
    p.setPen(QPen(colorOf(region.category), 1.5));
    p.setBrush(m_chipText);
    const QRectF box = m_view.toView(boxOf(region));
    // A short side keeps its corners only, and smaller ones: the words stay readable.
    const double side = std::clamp(std::min(box.width(), box.height()) / 3, 4.0, kHandle);
    for (const Handle handle : kHandles) {
        if ((handle.across == 0 && box.width() < kRoomForMiddle) || (handle.down == 0 && box.height() < kRoomForMiddle))
            continue;
        // Beside the box, not on it: print reaches to its edge.
        const QPointF at = m_view.toView(handleAt(boxOf(region), handle)) + QPointF(handle.across, handle.down) * side / 2;
        p.drawRect(QRectF(at.x() - side / 2, at.y() - side / 2, side, side));
    }
}

void PageCanvas::paintDrag(QPainter& p) const {
    if (m_drag.grip == Grip::Band || m_drag.grip == Grip::Draw) {
        const bool draws = m_drag.grip == Grip::Draw;
        const QColor color = colorOf(Category::Text);
        QColor fill = color;
        fill.setAlphaF(0.08f);
        p.setBrush(fill);
        p.setPen(QPen(color, draws ? kOutline : 1, draws ? Qt::SolidLine : Qt::DashLine));
        p.drawRect(m_view.toView(m_drag.band()));
    } else if (m_drag.grip == Grip::Order) {
        const Region* region = m_regions->find(m_drag.region);
        if (!region) return;
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen(colorOf(region->category), kOutline, Qt::DashLine));
        p.drawLine(m_view.toView(m_drag.from), m_view.toView(m_drag.to));
        p.setRenderHint(QPainter::Antialiasing, false);
    }
}

static QFont numberFont(QFont font) {
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

// A number beside each region's first line, one line through all of them in turn.
QRectF PageCanvas::numberRect(const Region& region) const {
    const QFontMetricsF metrics(numberFont(m_font));
    const QSizeF size(std::max(metrics.height(), metrics.horizontalAdvance(QString::number(region.order + 1)) + 8),
                      metrics.height());
    const QRectF box = frameOf(m_view.toView(boxOf(region)));
    const double line = std::min(box.height(), 14 * m_view.scale());
    return {QPointF(std::max(0.0, box.x() - size.width() - 3), box.y() + (line - size.height()) / 2), size};
}

void PageCanvas::paintOrder(QPainter& p) const {
    p.setRenderHint(QPainter::Antialiasing);
    QPolygonF path;
    for (const Region& region : m_regions->regions()) path << numberRect(region).center();
    QColor line = colorOf(Category::Text);
    line.setAlphaF(0.6f);
    p.setPen(QPen(line, 1.5));
    p.setBrush(Qt::NoBrush);
    p.drawPolyline(path);
    p.setFont(numberFont(m_font));
    for (const Region& region : m_regions->regions()) {
        const QRectF at = numberRect(region);
        p.setPen(Qt::NoPen);
        p.setBrush(colorOf(region.category));
        p.drawRoundedRect(at, at.height() / 2, at.height() / 2);
        p.setPen(m_chipText);
        p.drawText(at, Qt::AlignCenter, QString::number(region.order + 1));
    }
    p.setRenderHint(QPainter::Antialiasing, false);
}

void PageCanvas::paintSheet(QPainter& p) {
    const QRectF sheet = m_view.pageRect();
    p.fillRect(sheet, Qt::white);
    const QImage& image = m_picture->image();
    if (!image.isNull()) {
        const double ratio = p.deviceTransform().m11();
        const QSizeF device = sheet.size() * ratio;
        if (std::abs(image.width() - device.width()) <= 2 && std::abs(image.height() - device.height()) <= 2) {
            p.drawImage(QRectF(sheet.topLeft(), QSizeF(image.size()) / ratio), image);  // pixel for pixel
        } else {
            p.setRenderHint(QPainter::SmoothPixmapTransform);
            p.drawImage(sheet, image);
        }
    }
    p.setPen(QPen(m_sheetEdge, 1));
    p.setBrush(Qt::NoBrush);
    p.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5));
}

void PageCanvas::paint(QPainter* painter) {
    if (m_view.page.isEmpty() || !m_picture || m_picture->pageIndex() < 0) return;
    QPainter& p = *painter;
    const QRectF dirty = p.hasClipping() ? p.clipBoundingRect() : boundingRect();
    if (dirty.intersects(m_view.pageRect().adjusted(-1, -1, 1, 1))) paintSheet(p);
    if (!m_regions || !m_showRegions) return;
    p.setRenderHint(QPainter::Antialiasing, false);
    for (const Region& region : m_regions->regions())
        if (m_view.toView(boxOf(region)).adjusted(-5, -5, 5, 5).intersects(dirty)) paintRegion(p, region);
    paintTrust(p, dirty);
    paintHits(p, dirty);
    if (m_showOrder) paintOrder(p);
    const int primary = m_editor ? m_editor->primary() : -1;
    for (const int id : {m_pointed, m_hovered, primary})
        if (const Region* region = m_regions->find(id)) paintChip(p, *region);
    if (const Region* region = m_regions->find(primary); region && m_editor->selectedCount() == 1)
        paintHandles(p, *region);
    paintCaret(p);
    paintWordGoneTo(p);
    paintDrag(p);
}

}  // namespace lectern
