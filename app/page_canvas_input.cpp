// PageCanvas: pointer and keys. What a drag means is decided where it begins; it becomes an edit where it ends.
#include <QCursor>
#include <QGuiApplication>
#include <QStyleHints>
#include <cmath>

#include "app/page_canvas.h"

namespace lectern {

static constexpr double kScrollStep = 48;  // pixels of an arrow key
static constexpr double kHandleReach = 9;  // pixels around a handle's middle that catch the pointer
static constexpr double kFarStep = 10;     // points an arrow moves with Shift; 1 without

static Editor::Choose chooseBy(Qt::KeyboardModifiers modifiers) {
    if (modifiers & Qt::ControlModifier) return Editor::Choose::Toggle;
    return modifiers & Qt::ShiftModifier ? Editor::Choose::Add : Editor::Choose::Only;
}

static QRectF qrect(const Rect& r) {
    return {r.x0, r.y0, r.width(), r.height()};
}

// A handle of the one selected region under the pointer.
bool PageCanvas::grabs(const QPointF& position, Handle& handle) const {
    if (!m_editor || m_editor->selectedCount() != 1 || !m_showRegions || m_view.page.isEmpty()) return false;
    const Region* region = m_regions ? m_regions->find(m_editor->primary()) : nullptr;
    return region && !region->locked &&
           handleUnder(region->box, m_view.toPage(position), kHandleReach / m_view.scale(), handle);
}

// The region whose number or chip is under the pointer.
int PageCanvas::chipAt(const QPointF& position) const {
    if (!m_regions || !m_editor || !m_showRegions) return -1;
    for (const int id : {m_editor->primary(), m_hovered})
        if (const Region* region = m_regions->find(id); region && chipRect(*region).contains(position)) return id;
    if (!m_showOrder) return -1;
    for (const Region& region : m_regions->regions())
        if (numberRect(region).contains(position)) return static_cast<int>(region.id);
    return -1;
}

RegionDrag PageCanvas::dragFrom(const QPointF& position, Qt::MouseButton button) {
    RegionDrag drag;
    drag.from = drag.to = m_view.toPage(position);
    const Editor::Tool tool = m_editor ? m_editor->tool() : Editor::Tool::Pan;
    if (m_view.page.isEmpty() || button == Qt::MiddleButton || m_spaceHeld || tool == Editor::Tool::Pan) {
        drag.grip = Grip::Pan;
        return drag;
    }
    if (tool == Editor::Tool::Draw) {
        drag.grip = Grip::Draw;
        return drag;
    }
    Handle handle;
    if (grabs(position, handle)) {
        drag.grip = Grip::Resize;
        drag.region = m_editor->primary();
        drag.across = handle.across;
        drag.down = handle.down;
    } else if (const int chip = chipAt(position); chip >= 0) {
        drag.grip = Grip::Order;
        drag.region = chip;
    } else if (const int region = regionAt(position); region >= 0) {
        drag.grip = Grip::Move;
        drag.region = region;
    } else {
        drag.grip = Grip::Band;
    }
    return drag;
}

void PageCanvas::mousePressEvent(QMouseEvent* e) {
    forceActiveFocus(Qt::MouseFocusReason);
    m_pressed = m_last = m_pointer = e->position();
    if (e->button() == Qt::RightButton) {
        const int id = regionAt(e->position());
        if (m_editor && !m_editor->isSelected(id)) m_editor->select(id);
        if (id >= 0) Q_EMIT menuWanted(e->position());
        return;
    }
    m_mayClick = e->button() == Qt::LeftButton && !m_spaceHeld;
    if (!m_mayClick) m_drag = dragFrom(m_pressed, e->button());
    updateCursor(m_pointer);
}

void PageCanvas::updateDrag() {
    QRectF dirty = m_dragDirty;
    m_dragDirty = {};
    const auto cover = [&](const Rect& r) { m_dragDirty |= m_view.toView(r).adjusted(-8, -8, 8, 8); };
    if (m_drag.grip == Grip::Band || m_drag.grip == Grip::Draw || m_drag.grip == Grip::Order) cover(m_drag.band());
    if (m_drag.grip == Grip::Move || m_drag.grip == Grip::Resize) {
        for (const Region& region : m_regions->regions()) {
            if (boxOf(region) == region.box) continue;
            cover(boxOf(region));
            cover(region.box);
            m_dragDirty |= chipRect(region).adjusted(-2, -2, 2, 2);
        }
    }
    dirty |= m_dragDirty;
    if (m_showOrder)
        update();
    else
        update(dirty.toAlignedRect());
}

void PageCanvas::mouseMoveEvent(QMouseEvent* e) {
    m_pointer = e->position();
    const int threshold = QGuiApplication::styleHints()->startDragDistance();
    if (m_mayClick && (e->position() - m_pressed).manhattanLength() >= threshold) {
        m_mayClick = false;
        m_drag = dragFrom(m_pressed, Qt::LeftButton);
        if (m_drag.grip == Grip::Move && !m_editor->isSelected(m_drag.region))
            m_editor->select(m_drag.region, chooseBy(e->modifiers()));
        updateCursor(m_pointer);
    }
    if (m_drag.grip == Grip::None) return;
    if (m_drag.grip == Grip::Pan) {
        m_view.scrollBy(m_last - e->position());
        m_last = e->position();
        viewMoved();
        return;
    }
    m_drag.to = m_view.toPage(e->position());
    updateDrag();
}

// The drag is over before its edit begins: what the edit changes is drawn where it is.
void PageCanvas::finishDrag(Qt::KeyboardModifiers modifiers) {
    const RegionDrag drag = std::exchange(m_drag, {});
    update(std::exchange(m_dragDirty, {}).toAlignedRect());
    const Region* region = m_regions ? m_regions->find(drag.region) : nullptr;
    switch (drag.grip) {
        case Grip::None:
        case Grip::Pan:
            break;
        case Grip::Band:
            m_editor->selectIn(qrect(drag.band()), chooseBy(modifiers));
            break;
        case Grip::Draw:
            m_editor->draw(qrect(drag.band()));
            break;
        case Grip::Move:
            m_editor->moveBy(drag.offset().x(), drag.offset().y());
            break;
        case Grip::Resize:
            if (region) m_editor->setBox(qrect(drag.shown(region->box)));
            break;
        case Grip::Order: {
            int target = regionAt(m_view.toView(drag.to));
            if (const int chip = chipAt(m_view.toView(drag.to)); chip >= 0 && chip != drag.region) target = chip;
            if (target >= 0) m_editor->moveOnto(drag.region, target);
            break;
        }
    }
}

void PageCanvas::mouseReleaseEvent(QMouseEvent* e) {
    if (m_mayClick && m_editor) {
        const int chip = chipAt(e->position());
        const int id = chip >= 0 ? chip : regionAt(e->position());
        m_editor->select(id, chooseBy(e->modifiers()));
        if (chip < 0 && id == m_editor->primary()) m_editor->placeCaretAt(id, m_view.toPage(e->position()));
    }
    m_mayClick = false;
    finishDrag(e->modifiers());
    updateCursor(e->position());
}

void PageCanvas::mouseDoubleClickEvent(QMouseEvent* e) {
    if (e->button() == Qt::LeftButton && m_editor && regionAt(e->position()) >= 0) Q_EMIT editWanted();
}

void PageCanvas::mouseUngrabEvent() {
    m_mayClick = false;
    if (m_drag.grip != Grip::None) {
        m_drag = {};
        update();
    }
    updateCursor(m_pointer);
}

void PageCanvas::hoverMoveEvent(QHoverEvent* e) {
    m_pointer = e->position();
    setHovered(chipAt(e->position()) >= 0 ? chipAt(e->position()) : regionAt(e->position()));
    updateCursor(m_pointer);
}

void PageCanvas::hoverLeaveEvent(QHoverEvent*) {
    setHovered(-1);
}

static Qt::CursorShape cursorOf(Handle handle) {
    if (handle.across == 0) return Qt::SizeVerCursor;
    if (handle.down == 0) return Qt::SizeHorCursor;
    return handle.across == handle.down ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
}

void PageCanvas::updateCursor(const QPointF& position) {
    const Editor::Tool tool = m_editor ? m_editor->tool() : Editor::Tool::Pan;
    Handle handle;
    if (m_drag.grip == Grip::Pan)
        setCursor(Qt::ClosedHandCursor);
    else if (m_spaceHeld || tool == Editor::Tool::Pan)
        setCursor(Qt::OpenHandCursor);
    else if (tool == Editor::Tool::Draw)
        setCursor(Qt::CrossCursor);
    else if (m_drag.grip == Grip::Move)
        setCursor(Qt::SizeAllCursor);
    else if (m_drag.grip == Grip::None && grabs(position, handle))
        setCursor(cursorOf(handle));
    else if (m_hovered >= 0)
        setCursor(Qt::PointingHandCursor);
    else
        unsetCursor();
}

void PageCanvas::split() {
    if (m_editor) m_editor->split(m_view.toPage(m_pointer).y());
}

// Tab walks the regions in reading order and leaves the page after the last.
bool PageCanvas::stepRegion(int direction) {
    if (!m_regions || !m_showRegions || !m_editor) return false;
    const auto& regions = m_regions->regions();
    const int rows = static_cast<int>(regions.size());
    const int row = m_regions->rowOf(m_editor->primary());
    const int next = row < 0 ? (direction > 0 ? 0 : rows - 1) : row + direction;
    if (next < 0 || next >= rows) return false;
    m_editor->select(static_cast<int>(regions[static_cast<size_t>(next)].id));
    return true;
}

// Arrows move what is selected, with Alt its far corner; with nothing selected they scroll.
bool PageCanvas::moveByKey(QKeyEvent* e) {
    const double x = e->key() == Qt::Key_Right ? 1 : e->key() == Qt::Key_Left ? -1 : 0;
    const double y = e->key() == Qt::Key_Down ? 1 : e->key() == Qt::Key_Up ? -1 : 0;
    if ((x == 0 && y == 0) || (e->modifiers() & Qt::ControlModifier)) return false;
    if (!m_editor || m_editor->selectedCount() == 0) {
        m_view.scrollBy({x * kScrollStep, y * kScrollStep});
        viewMoved();
        return true;
    }
    const double step = e->modifiers() & Qt::ShiftModifier ? kFarStep : 1;
    if (e->modifiers() & Qt::AltModifier)
        m_editor->grow(x * step, y * step);
    else
        m_editor->nudge(x * step, y * step);
    return true;
}

void PageCanvas::keyPressEvent(QKeyEvent* e) {
    switch (e->key()) {
        case Qt::Key_Space:
            if (!e->isAutoRepeat()) m_spaceHeld = true;
            updateCursor(m_pointer);
            return;
        case Qt::Key_Tab:
            e->setAccepted(stepRegion(e->modifiers() & Qt::ShiftModifier ? -1 : 1));
            return;
        case Qt::Key_Backtab:
            e->setAccepted(stepRegion(-1));
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            e->setAccepted(m_editor && m_editor->selectedCount() == 1);
            if (e->isAccepted()) Q_EMIT editWanted();
            return;
        case Qt::Key_F10:  // with Shift, as everywhere, the menu of what is chosen
        case Qt::Key_Menu:
            e->setAccepted((e->key() == Qt::Key_Menu || e->modifiers() == Qt::ShiftModifier) && m_editor &&
                           m_editor->selectedCount() > 0);
            if (e->isAccepted()) Q_EMIT menuWanted(regionRect(m_editor->primary()).center());
            return;
        default:
            e->setAccepted(moveByKey(e));
    }
}

void PageCanvas::keyReleaseEvent(QKeyEvent* e) {
    if (e->key() != Qt::Key_Space || e->isAutoRepeat()) {
        e->ignore();
        return;
    }
    m_spaceHeld = false;
    updateCursor(m_pointer);
}

}  // namespace lectern
