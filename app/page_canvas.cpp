#include "app/page_canvas.h"

#include <QGuiApplication>
#include <QNativeGestureEvent>
#include <QQuickWindow>
#include <cmath>
#include <utility>

namespace lectern {

static constexpr double kZoomStep = 1.25;
static constexpr double kWheelPixels = 96;      // one notch of a wheel
static constexpr int kSharpenAfter = 90;        // ms of rest before the page is drawn anew
static constexpr double kTurnAfter = 2;         // notches past an end that turn the page
static constexpr qsizetype kManySelected = 40;  // more are drawn anew with the whole page
static constexpr double kOverhang = 11;         // outline, handles and caret reach outside a region's box

PageCanvas::PageCanvas(QQuickItem* parent) : QQuickPaintedItem(parent), m_font(QGuiApplication::font()) {
    setAcceptedMouseButtons(Qt::LeftButton | Qt::MiddleButton | Qt::RightButton);
    setAcceptHoverEvents(true);
    setFlag(ItemAcceptsInputMethod, false);
    setActiveFocusOnTab(true);
    setOpaquePainting(false);
    m_sharpen.setSingleShot(true);
    connect(&m_sharpen, &QTimer::timeout, this, &PageCanvas::askSharp);
    connect(&m_zooming, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        m_view.zoomAt(m_anchor, value.toDouble());
        viewMoved();
    });
    connect(this, &PageCanvas::lookChanged, this, [this] { update(); });
}

void PageCanvas::setPicture(PagePicture* picture) {
    if (m_picture == picture) return;
    if (m_picture) m_picture->disconnect(this);
    m_picture = picture;
    if (m_picture) connect(m_picture, &PagePicture::changed, this, &PageCanvas::pictureGrew);
    pictureGrew();
    Q_EMIT pictureChanged();
}

void PageCanvas::setRegions(RegionModel* regions) {
    if (m_regions == regions) return;
    if (m_regions) m_regions->disconnect(this);
    m_regions = regions;
    if (m_regions) {
        connect(m_regions, &RegionModel::modelReset, this, [this] { setHovered(-1), update(); });
        connect(m_regions, &RegionModel::regionChanging, this, &PageCanvas::updateRegion);
        connect(m_regions, &RegionModel::rowsRemoved, this, [this] {
            if (m_hovered >= 0 && m_regions->rowOf(m_hovered) < 0) setHovered(-1);
            if (m_showOrder) update();
        });
        connect(m_regions, &RegionModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) {
            for (int row = first; row <= last; ++row) updateRegion(row);
        });
        connect(m_regions, &RegionModel::dataChanged, this, [this](const QModelIndex& first, const QModelIndex& last) {
            for (int row = first.row(); row <= last.row(); ++row) updateRegion(row);
        });
    }
    update();
    Q_EMIT regionsChanged();
}

void PageCanvas::pictureGrew() {
    const QSizeF page = m_picture && m_picture->pageIndex() >= 0 ? m_picture->pageSize() : QSizeF();
    const bool fresh = m_picture && m_picture->state() == PagePicture::State::Loading;
    if (fresh) m_view.scroll = {};
    if (page != m_view.page || (m_scrollKept && !fresh)) {
        m_view.page = page;
        if (!fresh && m_scrollKept) m_view.scroll = *std::exchange(m_scrollKept, std::nullopt);
        viewMoved();
    }
    if (m_picture && !fresh) m_sharpen.start(0);
    update();
}

void PageCanvas::setDocument(int id) {
    if (id == m_document) return;
    m_zooming.stop();
    m_keptViews[m_document] = m_view;
    m_document = id;
    const auto kept = m_keptViews.find(id);
    m_scrollKept.reset();
    if (kept != m_keptViews.end()) {
        m_view.fit = kept->second.fit;
        m_view.zoom = kept->second.zoom;
        m_scrollKept = kept->second.scroll;
    } else {
        m_view.fit = ViewTransform::Fit::Page;
    }
    viewMoved();
    Q_EMIT documentChanged();
}

void PageCanvas::viewMoved() {
    m_view.settle();
    m_sharpen.start(kSharpenAfter);
    update();
    Q_EMIT viewChanged();
}

void PageCanvas::askSharp() {
    if (!m_picture || m_view.page.isEmpty() || m_zooming.state() == QAbstractAnimation::Running) return;
    const double ratio = window() ? window()->effectiveDevicePixelRatio() : 1;
    m_picture->wantDpi(m_view.scale() * 72 * ratio);
}

void PageCanvas::setFit(Fit fit) {
    m_zooming.stop();
    m_view.fit = static_cast<ViewTransform::Fit>(fit);
    viewMoved();
}

void PageCanvas::animateZoom(const QPointF& anchor, double zoom) {
    const bool running = m_zooming.state() == QAbstractAnimation::Running;
    m_zoomTarget = std::clamp(zoom, kMinZoom, kMaxZoom);
    m_anchor = anchor;
    m_zooming.stop();
    if (m_motion <= 0) {
        m_view.zoomAt(anchor, m_zoomTarget);
        viewMoved();
        return;
    }
    m_zooming.setStartValue(m_view.zoom);
    m_zooming.setEndValue(m_zoomTarget);
    m_zooming.setDuration(m_motion);
    m_zooming.setEasingCurve(running ? QEasingCurve::Linear : QEasingCurve::OutCubic);
    m_zooming.start();
}

static QPointF middle(const QSizeF& size) {
    return {size.width() / 2, size.height() / 2};
}

void PageCanvas::zoomIn() {
    const bool running = m_zooming.state() == QAbstractAnimation::Running;
    animateZoom(middle(m_view.view), (running ? m_zoomTarget : m_view.zoom) * kZoomStep);
}

void PageCanvas::zoomOut() {
    const bool running = m_zooming.state() == QAbstractAnimation::Running;
    animateZoom(middle(m_view.view), (running ? m_zoomTarget : m_view.zoom) / kZoomStep);
}

void PageCanvas::actualSize() {
    animateZoom(middle(m_view.view), 1);
}

void PageCanvas::zoomAt(const QPointF& anchor, double zoom) {
    m_zooming.stop();
    m_view.zoomAt(anchor, zoom);
    viewMoved();
}

static double share(double part, double whole) {
    return whole <= 0 ? 0 : part / whole;
}
double PageCanvas::positionX() const {
    return share(m_view.scroll.x(), m_view.content().width());
}
double PageCanvas::positionY() const {
    return share(m_view.scroll.y(), m_view.content().height());
}
double PageCanvas::shownX() const {
    return m_view.page.isEmpty() ? 1 : std::min(1.0, share(m_view.view.width(), m_view.content().width()));
}
double PageCanvas::shownY() const {
    return m_view.page.isEmpty() ? 1 : std::min(1.0, share(m_view.view.height(), m_view.content().height()));
}

void PageCanvas::moveTo(double positionX, double positionY) {
    m_view.scroll = {positionX * m_view.content().width(), positionY * m_view.content().height()};
    viewMoved();
}

// The smallest region under the pointer: a caption inside a picture stays reachable.
int PageCanvas::regionAt(const QPointF& position) const {
    if (!m_regions || !m_showRegions || m_view.page.isEmpty()) return -1;
    const QPointF p = m_view.toPage(position);
    const Region* best = nullptr;
    for (const Region& r : m_regions->regions())
        if (r.box.contains(p.x(), p.y()) && (!best || r.box.area() < best->box.area())) best = &r;
    return best ? static_cast<int>(best->id) : -1;
}

void PageCanvas::setEditor(Editor* editor) {
    if (m_editor == editor) return;
    if (m_editor) m_editor->disconnect(this);
    m_editor = editor;
    if (m_editor) {
        connect(m_editor, &Editor::unsureChanged, this, [this] { update(); });
        connect(m_editor, &Editor::caretChanged, this, &PageCanvas::moveCaret);
        connect(m_editor, &Editor::toolChanged, this, [this] { updateCursor(m_pointer); });
        connect(m_editor, &Editor::selectionChanged, this, [this] {
            const QList<int> before = std::exchange(m_lastSelection, m_editor->selection());
            if (before.size() + m_lastSelection.size() > kManySelected)
                update();
            else
                for (const int id : before + m_lastSelection) updateWithChip(id);
            if (m_drag.grip == Grip::None && m_lastSelection.size() == 1) reveal(m_lastSelection[0]);
        });
    }
    update();
    Q_EMIT editorChanged();
}

void PageCanvas::reveal(int id) {
    const Region* region = m_regions ? m_regions->find(id) : nullptr;
    if (!region || m_view.page.isEmpty()) return;
    const QPointF before = m_view.scroll;
    m_view.reveal(region->box);
    if (m_view.scroll != before) viewMoved();
}

QRectF PageCanvas::chipRectOf(int id) const {
    const Region* region = m_regions ? m_regions->find(id) : nullptr;
    return region && !m_view.page.isEmpty() ? chipRect(*region) : QRectF();
}

QRectF PageCanvas::numberRectOf(int id) const {
    const Region* region = m_regions ? m_regions->find(id) : nullptr;
    return region && !m_view.page.isEmpty() ? numberRect(*region) : QRectF();
}

QRectF PageCanvas::regionRect(int id) const {
    const Region* region = m_regions ? m_regions->find(id) : nullptr;
    return region && !m_view.page.isEmpty() ? m_view.toView(region->box) : QRectF();
}

void PageCanvas::setHovered(int id) {
    if (m_hovered == id) return;
    updateRegionById(m_hovered);
    m_hovered = id;
    updateRegionById(id);
    updateCursor(m_pointer);
    Q_EMIT hoveredRegionChanged();
}

void PageCanvas::setPointedRegion(int id) {
    if (m_pointed == id) return;
    updateRegionById(m_pointed);
    m_pointed = id;
    updateRegionById(id);
    Q_EMIT pointedRegionChanged();
}

bool PageCanvas::lit(const Region& region) const {
    return selected(region) || region.id == m_hovered || region.id == m_pointed;
}

void PageCanvas::updateRegion(int row) {
    if (!m_regions || m_view.page.isEmpty()) return;
    const Region& region = m_regions->regions()[static_cast<size_t>(row)];
    if (m_showOrder) {  // the path runs anywhere
        update();
        return;
    }
    QRectF dirty = m_view.toView(boxOf(region)).adjusted(-kOverhang, -kOverhang, kOverhang, kOverhang);
    if (lit(region)) dirty |= chipRect(region).adjusted(-2, -2, 2, 2);
    update(dirty.toAlignedRect());
}

void PageCanvas::updateRegionById(int id) {
    if (const int row = m_regions ? m_regions->rowOf(id) : -1; row >= 0) updateRegion(row);
}

void PageCanvas::updateWithChip(int id) {
    updateRegionById(id);
    if (const Region* region = m_regions ? m_regions->find(id) : nullptr; region && !m_view.page.isEmpty())
        update(chipRect(*region).adjusted(-2, -2, 2, 2).toAlignedRect());
}

bool PageCanvas::event(QEvent* e) {
    if (e->type() == QEvent::ShortcutOverride && m_drag.grip != Grip::None &&
        static_cast<QKeyEvent*>(e)->key() == Qt::Key_Escape) {
        mouseUngrabEvent();  // the drag is given up, and Escape means nothing else
        e->accept();
        return true;
    }
    if (e->type() == QEvent::NativeGesture) {
        auto* gesture = static_cast<QNativeGestureEvent*>(e);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomAt(gesture->position(), m_view.zoom * (1 + gesture->value()));
            return true;
        }
    }
    return QQuickPaintedItem::event(e);
}

void PageCanvas::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) {
    QQuickPaintedItem::geometryChange(newGeometry, oldGeometry);
    m_view.view = newGeometry.size();
    viewMoved();
}

void PageCanvas::itemChange(ItemChange change, const ItemChangeData& data) {
    if (change == ItemDevicePixelRatioHasChanged) m_sharpen.start(0);
    QQuickPaintedItem::itemChange(change, data);
}

void PageCanvas::wheelEvent(QWheelEvent* e) {
    const QPoint notches = e->angleDelta();
    if (e->modifiers() & Qt::ControlModifier) {
        const bool running = m_zooming.state() == QAbstractAnimation::Running;
        animateZoom(e->position(), (running ? m_zoomTarget : m_view.zoom) * std::pow(kZoomStep, notches.y() / 120.0));
        return;
    }
    QPointF delta = e->pixelDelta().isNull() ? QPointF(notches) / 120.0 * kWheelPixels : QPointF(e->pixelDelta());
    if (e->modifiers() & Qt::ShiftModifier) delta = {delta.y(), delta.x()};
    const QPointF before = m_view.scroll;
    m_view.scrollBy(-delta);
    if (m_view.scroll != before) {
        m_beyond = 0;
        viewMoved();
        return;
    }
    if (std::abs(notches.y()) < std::abs(notches.x())) return;
    m_beyond = m_beyond * notches.y() < 0 ? notches.y() : m_beyond + notches.y();
    if (std::abs(m_beyond) >= kTurnAfter * 120) {
        const int direction = m_beyond < 0 ? 1 : -1;
        m_beyond = 0;
        Q_EMIT pageTurnWanted(direction);
    }
}

void PageCanvas::setVisualFocus(bool on) {
    if (m_visualFocus == on) return;
    m_visualFocus = on;
    Q_EMIT visualFocusChanged();
}

void PageCanvas::focusInEvent(QFocusEvent* e) {
    QQuickPaintedItem::focusInEvent(e);
    setVisualFocus(e->reason() == Qt::TabFocusReason || e->reason() == Qt::BacktabFocusReason ||
                   e->reason() == Qt::ShortcutFocusReason);
}

void PageCanvas::focusOutEvent(QFocusEvent* e) {
    QQuickPaintedItem::focusOutEvent(e);
    setVisualFocus(false);
}

}  // namespace lectern
