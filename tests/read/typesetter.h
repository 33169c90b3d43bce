// A small page maker for sample and test pages: sets text in columns on a PDF page and keeps what it set, in reading
// order. Lengths in points from the top left.
#pragma once

#include <QFont>
#include <QPainter>
#include <QPdfWriter>
#include <QString>
#include <functional>
#include <memory>
#include <vector>

namespace lectern::test {

struct TextStyle {
    QString family = "Linux Libertine O";
    double size = 11;
    bool bold = false, italic = false, justified = false;
    double first_indent = 0, indent = 0;  // of the first line, of all lines
    double before = 0, after = 4;         // space around the block
    double leading = 1.25;                // line distance over size
    Qt::Alignment align = Qt::AlignLeft;
};

struct TableStyle {
    std::vector<double> widths;
    TextStyle text;
    bool ruled = true;       // all cells; else three horizontal rules
    double padding = 3;
    std::vector<bool> right;  // columns set flush right
};

class Typesetter {
 public:
    Typesetter(const QString& pdf_path, double width, double height, const QString& title);
    ~Typesetter();

    void columns(std::vector<QRectF> columns);  // text flows from one to the next
    void new_page();
    void text(const QString& text, const TextStyle& style);                        // one block
    void item(const QString& label, const QString& text, const TextStyle& style);  // hanging label
    void table(const std::vector<QStringList>& rows, const TableStyle& style);     // first row bold
    // Draws into the next `height` points of the column; the painter's unit is the point, (0, 0) the top left corner.
    void figure(double height, const std::function<void(QPainter&, double width)>& draw);
    void skip(double points) { y_ += points; }
    // Outside the flow: at a place of its own. Truth is kept in order of calls.
    void at(double x, double y, double width, const QString& text, const TextStyle& style);
    void rule(double x0, double y0, double x1, double y1, double thickness = 0.6);
    double y() const { return y_; }

    const QString& truth() const { return truth_; }  // one line per block or table row; form feed between pages
    void finish();

 private:
    void place(const QString& text, const TextStyle& style);
    double draw_text(double x, double y, double width, const QString& text, const TextStyle& style);
    void next_column();
    double px(double points) const { return points * kDots / 72; }

    static constexpr int kDots = 1200;
    std::unique_ptr<QPdfWriter> writer_;
    std::unique_ptr<QPainter> painter_;
    std::vector<QRectF> columns_;
    size_t column_ = 0;
    double y_ = 0;
    QString truth_;
    QString path_;
};

}  // namespace lectern::test
