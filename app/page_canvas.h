// PageCanvas: the painted item: page picture and region boxes in one pass, only where something changed.
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QTimer>
#include <QVariantAnimation>
#include <map>
#include <optional>
#include <vector>

#include "app/editor.h"
#include "app/finder.h"
#include "app/models/region_model.h"
#include "app/page_picture.h"
#include "app/region_drag.h"
#include "app/trust.h"
#include "app/view_transform.h"

namespace lectern {

class PageCanvas : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(lectern::PagePicture* picture READ picture WRITE setPicture NOTIFY pictureChanged REQUIRED)
    Q_PROPERTY(lectern::RegionModel* regions READ regions WRITE setRegions NOTIFY regionsChanged REQUIRED)
    Q_PROPERTY(lectern::Editor* editor READ editor WRITE setEditor NOTIFY editorChanged REQUIRED)
    Q_PROPERTY(lectern::Finder* finder READ finder WRITE setFinder NOTIFY finderChanged)  // its hits are marked
    Q_PROPERTY(int document READ document WRITE setDocument NOTIFY documentChanged)  // each keeps its own view
    Q_PROPERTY(lectern::Trust* trust READ trust WRITE setTrust NOTIFY trustChanged)
    Q_PROPERTY(int hoveredRegion READ hoveredRegion NOTIFY hoveredRegionChanged)
    Q_PROPERTY(
        int pointedRegion READ pointedRegion WRITE setPointedRegion NOTIFY pointedRegionChanged)  // hovered elsewhere
    Q_PROPERTY(bool visualFocus READ visualFocus NOTIFY visualFocusChanged)  // focus that came by keyboard
    Q_PROPERTY(bool showRegions MEMBER m_showRegions NOTIFY lookChanged)
    Q_PROPERTY(bool showWords MEMBER m_showWords NOTIFY lookChanged)  // unsure ones tinted
    Q_PROPERTY(bool showInk MEMBER m_showInk NOTIFY lookChanged)      // print without region, text without print
    Q_PROPERTY(bool showLayer MEMBER m_showLayer NOTIFY lookChanged)  // where the file's own text differs
    Q_PROPERTY(QColor checkTint MEMBER m_checkTint NOTIFY lookChanged)
    Q_PROPERTY(QColor findTint MEMBER m_findTint NOTIFY lookChanged)
    Q_PROPERTY(QColor wordTint MEMBER m_wordTint NOTIFY lookChanged)
    Q_PROPERTY(bool showOrder MEMBER m_showOrder NOTIFY lookChanged)  // numbers and the path through them
    // Colours by Category's order; the rest by name.
    Q_PROPERTY(QList<QColor> categoryColors MEMBER m_categoryColors NOTIFY lookChanged)
    Q_PROPERTY(QColor chipText MEMBER m_chipText NOTIFY lookChanged)
    Q_PROPERTY(QColor sheetEdge MEMBER m_sheetEdge NOTIFY lookChanged)
    Q_PROPERTY(QFont font MEMBER m_font NOTIFY lookChanged)
    Q_PROPERTY(int motion MEMBER m_motion NOTIFY lookChanged)  // ms; 0: none
    Q_PROPERTY(Fit fit READ fit WRITE setFit NOTIFY viewChanged)
    Q_PROPERTY(double zoom READ zoom NOTIFY viewChanged)
    Q_PROPERTY(double positionX READ positionX NOTIFY viewChanged)  // for scroll bars: 0 … 1
    Q_PROPERTY(double positionY READ positionY NOTIFY viewChanged)
    Q_PROPERTY(double shownX READ shownX NOTIFY viewChanged)
    Q_PROPERTY(double shownY READ shownY NOTIFY viewChanged)
 public:
    enum class Fit { None, Page, Width };
    Q_ENUM(Fit)

    explicit PageCanvas(QQuickItem* parent = nullptr);

    void paint(QPainter* painter) override;

    PagePicture* picture() const { return m_picture; }
    void setPicture(PagePicture* picture);
    RegionModel* regions() const { return m_regions; }
    void setRegions(RegionModel* regions);
    Editor* editor() const { return m_editor; }
    void setEditor(Editor* editor);
    Finder* finder() const { return m_finder; }
    void setFinder(Finder* finder);
    int document() const { return m_document; }
    void setDocument(int id);
    Trust* trust() const { return m_trust; }
    void setTrust(Trust* trust);
    int hoveredRegion() const { return m_hovered; }
    int pointedRegion() const { return m_pointed; }
    void setPointedRegion(int id);
    bool visualFocus() const { return m_visualFocus; }
    Fit fit() const { return static_cast<Fit>(m_view.fit); }
    void setFit(Fit fit);
    double zoom() const { return m_view.zoom; }
    double positionX() const;
    double positionY() const;
    double shownX() const;
    double shownY() const;

    Q_INVOKABLE void zoomIn();
    Q_INVOKABLE void zoomOut();
    Q_INVOKABLE void actualSize();
    Q_INVOKABLE void zoomAt(const QPointF& anchor, double zoom);  // at once: pinch
    Q_INVOKABLE void moveTo(double positionX, double positionY);  // from scroll bars
    Q_INVOKABLE int regionAt(const QPointF& position) const;      // -1: none
    Q_INVOKABLE QRectF regionRect(int id) const;                  // in the view
    Q_INVOKABLE QRectF chipRectOf(int id) const;                  // of its label
    Q_INVOKABLE QRectF numberRectOf(int id) const;                // of its place in the reading order
    Q_INVOKABLE void reveal(int id);                              // scrolls to it
    Q_INVOKABLE void split();                                     // the selected one, where the pointer is

 Q_SIGNALS:
    void pictureChanged();
    void regionsChanged();
    void editorChanged();
    void finderChanged();
    void documentChanged();
    void trustChanged();
    void hoveredRegionChanged();
    void pointedRegionChanged();
    void visualFocusChanged();
    void lookChanged();
    void viewChanged();
    void pageTurnWanted(int direction);        // wheel beyond an end: -1, +1
    void menuWanted(const QPointF& position);  // for the selection
    void editWanted();                         // the selected region's text

 protected:
    bool event(QEvent* e) override;
    void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
    void wheelEvent(QWheelEvent* e) override;
    void mousePressEvent(QMouseEvent* e) override;
    void mouseMoveEvent(QMouseEvent* e) override;
    void mouseReleaseEvent(QMouseEvent* e) override;
    void mouseDoubleClickEvent(QMouseEvent* e) override;
    void mouseUngrabEvent() override;
    void hoverMoveEvent(QHoverEvent* e) override;
    void hoverLeaveEvent(QHoverEvent* e) override;
    void focusInEvent(QFocusEvent* e) override;
    void focusOutEvent(QFocusEvent* e) override;
    void keyPressEvent(QKeyEvent* e) override;
    void keyReleaseEvent(QKeyEvent* e) override;
    void itemChange(ItemChange change, const ItemChangeData& data) override;

 private:
    void paintSheet(QPainter& p);
    void paintRegion(QPainter& p, const Region& region) const;
    void paintCarets(QPainter& p, const Region& region, const QColor& color) const;
    QColor colorOf(Category c) const;
    bool lit(const Region& region) const;
    void updateRegion(int row);
    void updateRegionById(int id);
    void updateWithChip(int id);  // whether it has one now or had
    void pictureGrew();
    void viewMoved();
    void askSharp();
    void animateZoom(const QPointF& anchor, double zoom);
    void setHovered(int id);
    void setVisualFocus(bool on);
    // page_canvas_input.cpp
    void updateCursor(const QPointF& position);
    bool stepRegion(int direction);
    bool moveByKey(QKeyEvent* e);
    bool grabs(const QPointF& position, Handle& handle) const;
    RegionDrag dragFrom(const QPointF& position, Qt::MouseButton button);
    void updateDrag();
    void finishDrag(Qt::KeyboardModifiers modifiers);
    int chipAt(const QPointF& position) const;
    // page_canvas_paint.cpp
    void paintHandles(QPainter& p, const Region& region) const;
    void paintDrag(QPainter& p) const;
    void paintOrder(QPainter& p) const;
    void paintUnsure(QPainter& p, const Region& region) const;
    void paintWordGoneTo(QPainter& p) const;
    // page_canvas_marks.cpp
    void paintHits(QPainter& p, const QRectF& dirty) const;
    void paintCaret(QPainter& p) const;
    void paintStateSign(QPainter& p, const Region& region) const;
    void paintChip(QPainter& p, const Region& region) const;
    QRectF chipRect(const Region& region) const;
    double hiddenBy(const QRectF& chip, const Region& region) const;
    QRectF caretRect() const;
    void moveCaret();
    void paintTrust(QPainter& p, const QRectF& dirty) const;  // page_canvas_trust.cpp
    QRectF numberRect(const Region& region) const;
    Rect boxOf(const Region& region) const;  // where it is while it is being dragged
    bool selected(const Region& region) const { return m_editor && m_editor->isSelected(region.id); }

    PagePicture* m_picture = nullptr;
    RegionModel* m_regions = nullptr;
    ViewTransform m_view;
    int m_document = 0;
    std::map<int, ViewTransform> m_keptViews;  // of documents that are not in view
    std::optional<QPointF> m_scrollKept;       // until the page is there that it belongs to
    Editor* m_editor = nullptr;
    Finder* m_finder = nullptr;
    Trust* m_trust = nullptr;
    bool m_showInk = false, m_showLayer = false;
    QRectF m_caretShown;
    QList<int> m_lastSelection;
    int m_hovered = -1;
    int m_pointed = -1;
    bool m_visualFocus = false;
    bool m_showRegions = true, m_showOrder = false, m_showWords = true;
    QColor m_wordTint = Qt::red, m_findTint = Qt::yellow, m_checkTint = Qt::darkMagenta;
    QList<QColor> m_categoryColors;
    QColor m_chipText = Qt::white;
    QColor m_sheetEdge = Qt::gray;
    QFont m_font;
    int m_motion = 0;

    QTimer m_sharpen;  // fires once when the zoom has rested
    QVariantAnimation m_zooming;
    QPointF m_anchor;
    double m_zoomTarget = 0;
    QPointF m_pressed, m_last, m_pointer;
    RegionDrag m_drag;
    QRectF m_dragDirty;  // what the drag covers in the view
    bool m_mayClick = false, m_spaceHeld = false;
    double m_beyond = 0;  // wheel travel past the page's end
};

}  // namespace lectern
