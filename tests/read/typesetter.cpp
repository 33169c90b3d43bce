#include "tests/read/typesetter.h"

#include <QFile>
#include <QRegularExpression>
#include <QTextLayout>
#include <algorithm>

namespace lectern::test {

Typesetter::Typesetter(const QString& pdf_path, double width, double height, const QString& title) : path_(pdf_path) {
    writer_ = std::make_unique<QPdfWriter>(pdf_path);
    writer_->setPageSize(QPageSize(QSizeF(width, height), QPageSize::Point));
    writer_->setPageMargins(QMarginsF());
    writer_->setResolution(kDots);
    writer_->setTitle(title);
    writer_->setCreator("Lectern sample maker");
    painter_ = std::make_unique<QPainter>(writer_.get());
}

Typesetter::~Typesetter() = default;

void Typesetter::columns(std::vector<QRectF> columns) {
    columns_ = std::move(columns);
    column_ = 0;
    y_ = columns_.at(0).top();
}

void Typesetter::next_column() {
    if (++column_ >= columns_.size()) qFatal("The text of %s does not fit its columns.", qPrintable(path_));
    y_ = columns_[column_].top();
}

void Typesetter::new_page() {
    writer_->newPage();
    truth_ += "\f";
}

static QFont font_of(const TextStyle& style, double pixels) {
    QFont font(style.family);
    font.setPixelSize(static_cast<int>(pixels + 0.5));
    font.setBold(style.bold);
    font.setItalic(style.italic);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.02);  // a trifle: keeps Qt from ligatures that have no text in the PDF
    return font;
}

// Sets `text` line by line; `next(height)` says where a line of this height begins. Units of the device.
static void set_lines(QPainter& painter, const QString& text, const QFont& font, const TextStyle& style, double unit, double width,
                      const std::function<QPointF()>& next) {
    QTextLayout layout(text, font, painter.device());
    QTextOption option(style.justified ? Qt::AlignJustify : style.align);
    option.setWrapMode(QTextOption::WordWrap);
    layout.setTextOption(option);
    layout.beginLayout();
    bool first = true;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        const double indent = (style.indent + (first ? style.first_indent : 0)) * unit;
        line.setLineWidth(width - indent);
        line.setPosition(QPointF(indent, 0));
        first = false;
    }
    layout.endLayout();
    for (int i = 0; i < layout.lineCount(); ++i) layout.lineAt(i).draw(&painter, next());
}

void Typesetter::place(const QString& text, const TextStyle& style) {
    const double leading = style.size * style.leading;
    set_lines(*painter_, text, font_of(style, px(style.size)), style, px(1), px(columns_[column_].width()), [&] {
        if (y_ + leading > columns_[column_].bottom() + 0.5) next_column();
        const QPointF at(px(columns_[column_].left()), px(y_));
        y_ += leading;
        return at;
    });
}

void Typesetter::text(const QString& text, const TextStyle& style) {
    // A heading does not stand alone at a column's end.
    const double least = style.bold ? style.size * 3.5 : style.size;
    if (y_ + style.before + least > columns_[column_].bottom()) next_column();
    if (y_ > columns_[column_].top()) y_ += style.before;
    place(text, style);
    y_ += style.after;
    truth_ += text + "\n";
}

void Typesetter::item(const QString& label, const QString& text, const TextStyle& style) {
    const double leading = style.size * style.leading;
    if (y_ + leading > columns_[column_].bottom()) next_column();
    TextStyle mark = style;
    mark.indent = style.indent - 14;
    draw_text(columns_[column_].left(), y_, columns_[column_].width(), label, mark);
    place(text, style);
    y_ += style.after;
    truth_ += label + " " + text + "\n";
}

double Typesetter::draw_text(double x, double y, double width, const QString& text, const TextStyle& style) {
    double top = y;
    set_lines(*painter_, text, font_of(style, px(style.size)), style, px(1), px(width), [&] {
        const QPointF at(px(x), px(top));
        top += style.size * style.leading;
        return at;
    });
    return top - y;
}

void Typesetter::at(double x, double y, double width, const QString& text, const TextStyle& style) {
    draw_text(x, y, width, text, style);
    truth_ += text + "\n";
}

void Typesetter::rule(double x0, double y0, double x1, double y1, double thickness) {
    painter_->setPen(QPen(Qt::black, px(thickness)));
    painter_->drawLine(QPointF(px(x0), px(y0)), QPointF(px(x1), px(y1)));
}

void Typesetter::table(const std::vector<QStringList>& rows, const TableStyle& style) {
    const double height = style.text.size * style.text.leading + 2 * style.padding;
    if (y_ + height * static_cast<double>(rows.size()) > columns_[column_].bottom()) next_column();
    const double left = columns_[column_].left();
    double total = 0;
    for (double w : style.widths) total += w;
    const double top = y_;
    for (size_t r = 0; r < rows.size(); ++r) {
        double x = left;
        for (qsizetype c = 0; c < rows[r].size(); ++c) {
            const size_t k = static_cast<size_t>(c);
            TextStyle cell = style.text;
            cell.bold = r == 0;
            cell.align = k < style.right.size() && style.right[k] ? Qt::AlignRight : Qt::AlignLeft;
            draw_text(x + style.padding, y_ + style.padding, style.widths[k] - 2 * style.padding, rows[r][c], cell);
            x += style.widths[k];
        }
        if (style.ruled || r <= 1) rule(left, y_, left + total, y_, r == 0 && !style.ruled ? 1 : 0.5);
        y_ += height;
        truth_ += rows[r].join(" ") + "\n";
    }
    rule(left, y_, left + total, y_, style.ruled ? 0.5 : 1);
    if (style.ruled) {
        double x = left;
        rule(x, top, x, y_, 0.5);
        for (double w : style.widths) {
            x += w;
            rule(x, top, x, y_, 0.5);
        }
    }
    y_ += style.text.after;
}

void Typesetter::figure(double height, const std::function<void(QPainter&, double)>& draw) {
    painter_->save();
    painter_->translate(px(columns_[column_].left()), px(y_));
    painter_->scale(px(1), px(1));
    draw(*painter_, columns_[column_].width());
    painter_->restore();
    y_ += height;
}

void Typesetter::finish() {
    painter_->end();
    painter_.reset();
    writer_.reset();
    // The same page twice is the same file twice.
    QFile file(path_);
    if (!file.open(QIODevice::ReadWrite)) qFatal("Could not reopen %s.", qPrintable(path_));
    QByteArray bytes = file.readAll();
    const qsizetype date = bytes.indexOf("/CreationDate (D:");
    if (date >= 0) bytes.replace(date + 17, 14, "20260101000000");
    file.seek(0);
    file.write(bytes);
}

}  // namespace lectern::test
