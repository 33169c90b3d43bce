// lectern-icons SVG FOLDER NAME SIZE…: FOLDER/SIZExSIZE/NAME.png for each size.
#include <QDir>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <cstdio>

static QImage draw(QSvgRenderer& svg, int size) {
    QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    svg.render(&painter);
    return image;
}

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "minimal");  // no display while building
    const QGuiApplication app(argc, argv);
    const QStringList arguments = QGuiApplication::arguments();
    if (arguments.size() < 5) {
        std::fprintf(stderr, "usage: lectern-icons SVG FOLDER NAME SIZE...\n");
        return 2;
    }
    QSvgRenderer svg(arguments[1]);
    bool good = svg.isValid();
    for (const QString& size : arguments.mid(4)) {
        const QString folder = QStringLiteral("%1/%2x%2").arg(arguments[2], size);
        good = good && QDir().mkpath(folder) &&
               draw(svg, size.toInt()).save(QStringLiteral("%1/%2.png").arg(folder, arguments[3]));
    }
    if (!good) std::fprintf(stderr, "lectern-icons: cannot draw %s\n", qUtf8Printable(arguments[1]));
    return good ? 0 : 1;
}
