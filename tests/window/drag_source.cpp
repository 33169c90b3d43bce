// A small window that offers something to be dragged: press and move on it starts a real XDND drag.
//   drag_source X Y [--picture FILE.png] [--address URL] [--text WORDS] FILE…   files, a picture's bytes, a web address
//   drag_source clipboard …                                                    the same on the clipboard until it is
//   killed
//   drag_source paste                                                          prints the text on the clipboard
//   drag_source gone X Y W H COLOUR                                            waits until no pixel there has the colour and
//   prints when that was, in ns since 1970; 1 after 20 s
#include <QClipboard>
#include <QColor>
#include <QDrag>
#include <QFile>
#include <QGuiApplication>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QRasterWindow>
#include <QScreen>
#include <QTimer>
#include <QUrl>
#include <chrono>
#include <cstdio>

static QMimeData* offered(const QStringList& arguments) {
    auto* data = new QMimeData;  // whoever gets it takes it
    QList<QUrl> urls;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& what = arguments[i];
        if (what == QStringLiteral("--picture")) {
            QFile file(arguments.value(++i));
            if (file.open(QIODevice::ReadOnly)) data->setData(QStringLiteral("image/png"), file.readAll());
        } else if (what == QStringLiteral("--address")) {
            urls << QUrl(arguments.value(++i));
        } else if (what == QStringLiteral("--text")) {
            data->setText(arguments.value(++i));
        } else {
            urls << QUrl::fromLocalFile(what);
        }
    }
    if (!urls.isEmpty()) data->setUrls(urls);
    return data;
}

class DragSource : public QRasterWindow {
 public:
    explicit DragSource(const QStringList& what) : m_what(what) {}

 protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(QRect(QPoint(), size()), Qt::darkGreen); }
    void mouseMoveEvent(QMouseEvent* e) override {
        if (!(e->buttons() & Qt::LeftButton) || m_dragging) return;
        m_dragging = true;
        auto* drag = new QDrag(this);
        drag->setMimeData(offered(m_what));
        const Qt::DropAction action = drag->exec(Qt::CopyAction);
        // The target fetches the data after the button was let go: stay a while to serve it.
        QTimer::singleShot(3000, [action] { QGuiApplication::exit(action == Qt::CopyAction ? 0 : 1); });
    }

 private:
    QStringList m_what;
    bool m_dragging = false;
};

static qint64 now() {
    return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

static bool shows(const QRect& area, QRgb colour) {
    const QImage image = QGuiApplication::primaryScreen()
                             ->grabWindow(0, area.x(), area.y(), area.width(), area.height())
                             .toImage()
                             .convertToFormat(QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixel(x, y) == colour) return true;
    return false;
}

// Says "ready" on standard error once it looks.
static int waitUntilGone(const QStringList& arguments) {
    const QRect area(arguments[0].toInt(), arguments[1].toInt(), arguments[2].toInt(), arguments[3].toInt());
    const QRgb colour = QColor(arguments[4]).rgb();
    shows(area, colour);
    std::fputs("ready\n", stderr);
    const qint64 end = now() + 20'000'000'000;
    while (shows(area, colour))
        if (now() > end) return 1;
    std::printf("%lld\n", static_cast<long long>(now()));
    return 0;
}

int main(int argc, char* argv[]) {
    QGuiApplication app(argc, argv);
    const QStringList arguments = QGuiApplication::arguments();
    if (arguments.value(1) == QStringLiteral("clipboard")) {
        QGuiApplication::clipboard()->setMimeData(offered(arguments.mid(2)));
        return QGuiApplication::exec();
    }
    if (arguments.value(1) == QStringLiteral("paste")) {
        std::fputs(qPrintable(QGuiApplication::clipboard()->text()), stdout);
        return 0;
    }
    if (arguments.value(1) == QStringLiteral("gone") && arguments.size() == 7) return waitUntilGone(arguments.mid(2));
    DragSource source(arguments.mid(3));
    source.setFlags(Qt::BypassWindowManagerHint | Qt::FramelessWindowHint);
    source.setGeometry(arguments.value(1).toInt(), arguments.value(2).toInt(), 40, 40);
    source.show();
    return QGuiApplication::exec();
}
