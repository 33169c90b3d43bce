// A small window that offers something to be dragged: press and move on it starts a real XDND drag.
//   drag_source X Y [--picture FILE.png] [--address URL] [--text WORDS] FILE…   files, a picture's bytes, a web address
//   drag_source clipboard …                                                    the same on the clipboard until it is
//   killed
#include <QClipboard>
#include <QDrag>
#include <QFile>
#include <QGuiApplication>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QRasterWindow>
#include <QTimer>
#include <QUrl>

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

int main(int argc, char* argv[]) {
    QGuiApplication app(argc, argv);
    const QStringList arguments = QGuiApplication::arguments();
    if (arguments.value(1) == QStringLiteral("clipboard")) {
        QGuiApplication::clipboard()->setMimeData(offered(arguments.mid(2)));
        return QGuiApplication::exec();
    }
    DragSource source(arguments.mid(3));
    source.setFlags(Qt::BypassWindowManagerHint | Qt::FramelessWindowHint);
    source.setGeometry(arguments.value(1).toInt(), arguments.value(2).toInt(), 40, 40);
    source.show();
    return QGuiApplication::exec();
}
