#include "app/table_sheet.h"

#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <cmath>

namespace lectern {

static constexpr double kPaddingX = 6, kPaddingY = 4;
static constexpr double kMaxColumn = 220, kMinColumn = 28;  // pixels of text
static constexpr double kMaxHeight = 6000;                  // a picture of the grid must stay affordable

TableSheet::TableSheet(QQuickItem* parent) : QQuickPaintedItem(parent), m_font(QGuiApplication::font()) {
    connect(this, &TableSheet::availableChanged, this, &TableSheet::measure);
    connect(this, &TableSheet::lookChanged, this, [this] { update(); });
}

void TableSheet::setHtml(const QString& html) {
    if (html == m_html) return;
    m_html = html;
    m_table = table_from_html(html.toStdString());
    measure();
    Q_EMIT htmlChanged();
}

void TableSheet::setFont(const QFont& font) {
    if (font == m_font) return;
    m_font = font;
    measure();
    Q_EMIT lookChanged();
}

QFont TableSheet::fontOf(const TableCell& cell) const {
    QFont font = m_font;
    font.setBold(cell.header);
    return font;
}

// Makes room for `need` over the places [first, first + count): what is missing is shared by them.
static void widen(std::vector<double>& sizes, int first, int count, double need) {
    double have = 0;
    for (int i = first; i < first + count; ++i) have += sizes[static_cast<size_t>(i)];
    const double more = std::max(0.0, need - have) / count;
    for (int i = first; i < first + count; ++i) sizes[static_cast<size_t>(i)] += more;
}

static double longestWord(const QFontMetricsF& metrics, const std::string& text) {
    double longest = 0;
    for (const QString& word : QString::fromStdString(text).split(u' '))
        longest = std::max(longest, metrics.horizontalAdvance(word));
    return std::min(longest, kMaxColumn);
}

// Columns give up room in proportion to what they can spare above their longest word. Where that is not enough the
// table scrolls sideways anyway, and columns of one word a line would only make it long.
static void fitInto(std::vector<double>& widths, const std::vector<double>& narrowest, double room) {
    double total = 0, spare = 0;
    for (size_t i = 0; i < widths.size(); ++i) {
        total += widths[i];
        spare += std::max(0.0, widths[i] - narrowest[i]);
    }
    if (total - spare > room) return;
    const double share = spare > 0 ? std::clamp((total - room) / spare, 0.0, 1.0) : 0;
    for (size_t i = 0; i < widths.size(); ++i) widths[i] -= share * std::max(0.0, widths[i] - narrowest[i]);
}

static std::vector<double> edges(const std::vector<double>& sizes) {
    std::vector<double> out{0};
    for (double size : sizes) out.push_back(out.back() + std::ceil(size));
    return out;
}

// Single cells first, then those that span: so a wide heading does not widen only its first column.
template <class Visit>
static void bySpan(const Table& table, int TableCell::*span, Visit visit) {
    for (const TableCell& cell : table.cells)
        if (cell.*span == 1) visit(cell);
    for (const TableCell& cell : table.cells)
        if (cell.*span > 1) visit(cell);
}

void TableSheet::measure() {
    std::vector<double> widths(static_cast<size_t>(m_table.columns), kMinColumn),
        heights(static_cast<size_t>(m_table.rows), 0);
    std::vector<double> narrowest(widths.size(), kMinColumn);
    bySpan(m_table, &TableCell::column_span, [&](const TableCell& cell) {
        const QFontMetricsF metrics(fontOf(cell));
        const double natural =
            metrics.boundingRect(QRectF(0, 0, 1e5, 1e5), 0, QString::fromStdString(cell.text)).width();
        widen(narrowest, cell.column, cell.column_span, longestWord(metrics, cell.text) + 1 + 2 * kPaddingX);
        widen(widths, cell.column, cell.column_span,
              std::min(natural + 1, kMaxColumn * cell.column_span) + 2 * kPaddingX);
    });
    if (m_available > 0) fitInto(widths, narrowest, m_available - 1 - m_table.columns);  // whole pixels round up
    m_x = edges(widths);
    bySpan(m_table, &TableCell::row_span, [&](const TableCell& cell) {
        const QFontMetricsF metrics(fontOf(cell));
        const double room = m_x[static_cast<size_t>(cell.column + cell.column_span)] -
                            m_x[static_cast<size_t>(cell.column)] - 2 * kPaddingX;
        const double needed =
            metrics.boundingRect(QRectF(0, 0, room, 1e5), Qt::TextWordWrap, QString::fromStdString(cell.text)).height();
        widen(heights, cell.row, cell.row_span, std::max(needed, metrics.height()) + 2 * kPaddingY);
    });
    m_y = edges(heights);
    setImplicitSize(m_x.back() + 1, std::min(m_y.back() + 1, kMaxHeight));
    update();
}

QRectF TableSheet::rectOf(const TableCell& cell) const {
    const double x = m_x[static_cast<size_t>(cell.column)], y = m_y[static_cast<size_t>(cell.row)];
    return {x, y, m_x[static_cast<size_t>(cell.column + cell.column_span)] - x,
            m_y[static_cast<size_t>(cell.row + cell.row_span)] - y};
}

QRectF TableSheet::cellRect(int row, int column) const {
    const TableCell* cell = m_table.at(row, column);
    return cell ? rectOf(*cell) : QRectF();
}

QString TableSheet::plainText() const {
    QString out;
    int row = 0;
    for (const TableCell& cell : m_table.cells) {
        if (!out.isEmpty()) out += cell.row != row ? u'\n' : u'\t';
        row = cell.row;
        out += QString::fromStdString(cell.text);
    }
    return out;
}

void TableSheet::paint(QPainter* painter) {
    for (const TableCell& cell : m_table.cells) {
        const QRectF rect = rectOf(cell);
        const QString text = QString::fromStdString(cell.text);
        if (cell.header) painter->fillRect(rect, m_headFill);
        if (!m_sought.isEmpty() && text.simplified().contains(m_sought.simplified(), Qt::CaseInsensitive))
            painter->fillRect(rect, m_soughtFill);
        painter->setPen(m_line);
        painter->drawRect(rect);
        painter->setPen(m_ink);
        painter->setFont(fontOf(cell));
        painter->drawText(rect.adjusted(kPaddingX, 0, -kPaddingX, 0),
                          Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap, text);
    }
}

}  // namespace lectern
