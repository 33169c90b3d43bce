// PagePicture: the picture of the page in view, drawn on a thread of its own: coarse first, then sharp at the zoom.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QImage>
#include <QObject>
#include <QSizeF>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "app/page_source.h"
#include "app/problem.h"

namespace lectern {

class PagePicture : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(QSizeF pageSize READ pageSize NOTIFY pageSizeChanged)
 public:
    enum class State { Empty, Loading, Ready, Failed };
    Q_ENUM(State)

    explicit PagePicture(QObject* parent = nullptr);
    ~PagePicture() override;

    void addDocument(int id, std::unique_ptr<PageSource> source);
    void removeDocument(int id);
    void show(int document, int pageIndex, int turn = 0);  // pageIndex -1 shows none; turn: degrees clockwise
    // The dpi the view needs now; the picture follows when it has been drawn.
    void wantDpi(double dpi);

    State state() const { return m_state; }
    QSizeF pageSize() const { return m_pageSize; }  // points; empty until known
    int pageIndex() const { return m_pageIndex; }
    const QImage& image() const { return m_image; }

 Q_SIGNALS:
    void changed();
    void pageSizeChanged();
    void problemMet(int document, const lectern::Problem& problem);

 private:
    struct Wish {
        quint64 generation = 0;
        int document = 0;
        int page = -1;
        int turn = 0;
        double dpi = 0;       // 0: only size and coarse picture
        bool coarse = false;  // nothing of this page is shown yet
    };
    void wish(Wish w);
    void run(std::stop_token quit);
    void draw(PageSource& source, const Wish& w, std::stop_token stop);
    void fail(const Wish& w, const Problem& problem);
    void post(quint64 generation, QSizeF size, QImage image, bool sharp);

    // GUI thread
    State m_state = State::Empty;
    QSizeF m_pageSize;
    QImage m_image;
    int m_document = 0;
    int m_pageIndex = -1;
    int m_turn = 0;
    double m_dpi = 0;
    quint64 m_generation = 0;  // of the page shown

    // shared
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Wish> m_wish;                            // the latest; earlier ones are dropped
    std::stop_source m_stop;                               // of the drawing under way
    std::map<int, std::unique_ptr<PageSource>> m_arrived;  // for the thread to take; null: to be dropped
    std::jthread m_thread;                                 // last: stops first
};

}  // namespace lectern
