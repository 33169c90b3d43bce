#include "app/page_picture.h"

#include <cmath>
#include <utility>

#include "app/convert.h"
#include "core/base/error.h"

namespace lectern {

static constexpr int kCoarsePixels = 700;
// 40 megapixels: a letter page at 650 dpi, nearly 700 % zoom; beyond it the picture is magnified.
static constexpr double kMaxPixels = 40e6;

// 32-bit pixels: the format Qt's raster engine draws fastest.
static QImage drawable(const Image& image) {
    return qimage_from_image(image).convertToFormat(QImage::Format_RGB32);
}

static double affordableDpi(const PageInfo& info, double dpi) {
    const double inches2 = std::max(1e-6, info.width * info.height / (72.0 * 72.0));
    return std::min(dpi, std::sqrt(kMaxPixels / inches2));
}

PagePicture::PagePicture(QObject* parent) : QObject(parent) {
    m_thread = std::jthread([this](std::stop_token quit) { run(quit); });
}

PagePicture::~PagePicture() {
    {
        std::scoped_lock lock(m_mutex);
        m_stop.request_stop();
    }
    m_thread.request_stop();
    m_thread.join();
}

void PagePicture::addDocument(int id, std::unique_ptr<PageSource> source) {
    std::scoped_lock lock(m_mutex);
    m_arrived[id] = std::move(source);
}

void PagePicture::removeDocument(int id) {
    if (id == m_document) show(0, -1);
    addDocument(id, nullptr);
}

void PagePicture::show(int document, int pageIndex, int turn) {
    if (document == m_document && pageIndex == m_pageIndex && turn == m_turn) return;
    m_document = document;
    m_pageIndex = pageIndex;
    m_turn = turn;
    ++m_generation;
    m_dpi = 0;
    m_image = {};
    m_state = pageIndex < 0 ? State::Empty : State::Loading;
    if (pageIndex >= 0)
        wish({.generation = m_generation,
              .document = document,
              .page = pageIndex,
              .turn = turn,
              .dpi = 0,
              .coarse = true});
    Q_EMIT changed();
}

void PagePicture::wantDpi(double dpi) {
    if (m_pageIndex < 0 || m_state == State::Failed || std::abs(dpi - m_dpi) < 0.01) return;
    m_dpi = dpi;
    wish({.generation = m_generation,
          .document = m_document,
          .page = m_pageIndex,
          .turn = m_turn,
          .dpi = dpi,
          .coarse = m_image.isNull()});
}

void PagePicture::wish(Wish w) {
    {
        std::scoped_lock lock(m_mutex);
        m_stop.request_stop();
        m_wish = w;
    }
    m_wake.notify_one();
}

void PagePicture::post(quint64 generation, QSizeF size, QImage image, bool sharp) {
    QMetaObject::invokeMethod(
        this,
        [this, generation, size, sharp, image = std::move(image)] {
            if (generation != m_generation) return;
            m_image = image;
            if (sharp || m_state == State::Loading) m_state = State::Ready;
            if (size != m_pageSize) {
                m_pageSize = size;
                Q_EMIT pageSizeChanged();
            }
            Q_EMIT changed();
        },
        Qt::QueuedConnection);
}

void PagePicture::fail(const Wish& w, const Problem& problem) {
    QMetaObject::invokeMethod(
        this,
        [this, w, problem] {
            if (w.generation != m_generation) return;
            m_state = State::Failed;
            Q_EMIT changed();
            Q_EMIT problemMet(w.document, problem);
        },
        Qt::QueuedConnection);
}

void PagePicture::draw(PageSource& source, const Wish& w, std::stop_token stop) {
    const auto index = static_cast<size_t>(w.page);
    const PageInfo info = turned_info(source.page_info(index), w.turn);
    const QSizeF size(info.width, info.height);
    if (w.coarse)
        post(w.generation, size, drawable(turned_picture(source.thumbnail(index, kCoarsePixels), w.turn)), false);
    if (w.dpi <= 0 || stop.stop_requested()) return;
    QImage sharp = drawable(turned_picture(source.render(index, affordableDpi(info, w.dpi), stop), w.turn));
    if (!stop.stop_requested()) post(w.generation, size, std::move(sharp), true);
}

void PagePicture::run(std::stop_token quit) {
    std::map<int, std::unique_ptr<PageSource>> sources;
    while (true) {
        Wish w;
        std::stop_token stop;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, quit, [this] { return m_wish.has_value(); })) return;
            if (quit.stop_requested()) return;
            for (auto& [id, source] : std::exchange(m_arrived, {})) {
                sources.erase(id);
                if (source) sources.emplace(id, std::move(source));
            }
            w = *std::exchange(m_wish, std::nullopt);
            m_stop = std::stop_source();
            stop = m_stop.get_token();
        }
        try {
            if (auto source = sources.find(w.document); source != sources.end()) draw(*source->second, w, stop);
        } catch (...) {  // the one catch of this thread
            if (!stop.stop_requested()) fail(w, problemFromCurrentException({}, w.page));
        }
    }
}

}  // namespace lectern
