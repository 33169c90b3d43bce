// A small window that offers files to be dragged: press and move on it starts a real XDND drag of the files named.
// drag_source X Y FILE…
#include <QDrag>
#include <QGuiApplication>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QRasterWindow>
#include <QTimer>
#include <QUrl>

class DragSource : public QRasterWindow {
 public:
    explicit DragSource(const QList<QUrl>& urls) : m_urls(urls) {}

 protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(QRect(QPoint(), size()), Qt::darkGreen); }
    void mouseMoveEvent(QMouseEvent* e) override {
        if (!(e->buttons() & Qt::LeftButton) || m_dragging) return;
        m_dragging = true;
        auto* data = new QMimeData;  // the drag takes it
        data->setUrls(m_urls);
        auto* drag = new QDrag(this);
        drag->setMimeData(data);
        const Qt::DropAction action = drag->exec(Qt::CopyAction);
        // The target fetches the data after the button was let go: stay a while to serve it.
        QTimer::singleShot(3000, [action] { QGuiApplication::exit(action == Qt::CopyAction ? 0 : 1); });
    }

 private:
    QList<QUrl> m_urls;
    bool m_dragging = false;
};

int main(int argc, char* argv[]) {
    QGuiApplication app(argc, argv);
    const QStringList arguments = QGuiApplication::arguments();
    QList<QUrl> urls;
    for (qsizetype i = 3; i < arguments.size(); ++i) urls << QUrl::fromLocalFile(arguments[i]);
    DragSource source(urls);
    source.setFlags(Qt::BypassWindowManagerHint | Qt::FramelessWindowHint);
    source.setGeometry(arguments.value(1).toInt(), arguments.value(2).toInt(), 40, 40);
    source.show();
    return QGuiApplication::exec();
}
