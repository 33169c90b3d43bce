// TableSheet: an HTML table drawn as a grid of plain text; its implicit size is what the grid needs.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QFont>
#include <QQuickPaintedItem>
#include <vector>

#include "core/document/table.h"

namespace lectern {

class TableSheet : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString html READ html WRITE setHtml NOTIFY htmlChanged)
    Q_PROPERTY(
        double available MEMBER m_available NOTIFY availableChanged)  // width to fit into where words allow it; 0: any
    Q_PROPERTY(QFont font READ font WRITE setFont NOTIFY lookChanged)
    Q_PROPERTY(QColor ink MEMBER m_ink NOTIFY lookChanged)
    Q_PROPERTY(QColor line MEMBER m_line NOTIFY lookChanged)
    Q_PROPERTY(QColor headFill MEMBER m_headFill NOTIFY lookChanged)
    Q_PROPERTY(QString sought MEMBER m_sought NOTIFY lookChanged)  // cells that hold it get this ground
    Q_PROPERTY(QColor soughtFill MEMBER m_soughtFill NOTIFY lookChanged)
    Q_PROPERTY(QString plainText READ plainText NOTIFY htmlChanged)  // rows as lines, cells parted by tabs
 public:
    explicit TableSheet(QQuickItem* parent = nullptr);

    QString html() const { return m_html; }
    void setHtml(const QString& html);
    QFont font() const { return m_font; }
    void setFont(const QFont& font);
    QString plainText() const;
    QRectF cellRect(int row, int column) const;  // of the cell that covers this place

    void paint(QPainter* painter) override;

 Q_SIGNALS:
    void htmlChanged();
    void availableChanged();
    void lookChanged();

 private:
    void measure();
    QFont fontOf(const TableCell& cell) const;
    QRectF rectOf(const TableCell& cell) const;

    QString m_html, m_sought;
    QColor m_soughtFill = Qt::yellow;
    double m_available = 0;
    Table m_table;
    QFont m_font;
    QColor m_ink = Qt::black, m_line = Qt::gray, m_headFill = Qt::lightGray;
    std::vector<double> m_x, m_y;  // edges of columns and rows; one more than there are
};

}  // namespace lectern
