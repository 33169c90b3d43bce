#include "app/page_image_provider.h"

#include <QQuickTextureFactory>
#include <algorithm>

#include "app/convert.h"

namespace lectern {

static constexpr size_t kKeptThumbnails = 400;  // of about 60 KB
static constexpr int kDefaultPixels = 160;
static constexpr int kMaxPixels = 1024;

// Lives on QML's image thread; finished by ours. Whoever holds the provider's mutex may touch it.
class ThumbnailResponse : public QQuickImageResponse {
 public:
    ThumbnailResponse(PageImageProvider& provider, PageImageProvider::Key k) : key(k), m_provider(provider) {}
    ~ThumbnailResponse() override { m_provider.forget(this); }
    QQuickTextureFactory* textureFactory() const override {
        return QQuickTextureFactory::textureFactoryForImage(image);
    }
    QString errorString() const override { return {}; }
    void cancel() override { m_provider.cancel(this); }

    const PageImageProvider::Key key;
    QImage image;

 private:
    PageImageProvider& m_provider;
};

PageImageProvider::PageImageProvider() {
    m_thread = std::jthread([this](std::stop_token quit) { run(quit); });
}

PageImageProvider::~PageImageProvider() {
    m_thread.request_stop();
    m_thread.join();
}

void PageImageProvider::addDocument(int id, std::unique_ptr<PageSource> source) {
    std::scoped_lock lock(m_mutex);
    m_arrived[id] = std::move(source);
}

void PageImageProvider::removeDocument(int id) {
    std::scoped_lock lock(m_mutex);
    m_arrived[id] = nullptr;
}

// id: "<document>/<page>/<turn>"
QQuickImageResponse* PageImageProvider::requestImageResponse(const QString& id, const QSize& requestedSize) {
    const QStringList parts = id.split(u'/');
    Key key;
    key.document = parts.value(0).toInt();
    key.page = parts.value(1).toInt();
    key.turn = (parts.value(2).toInt() / 90 % 4 + 4) % 4 * 90;
    const int side = std::max(requestedSize.width(), requestedSize.height());
    key.pixels = std::clamp(side > 0 ? side : kDefaultPixels, 16, kMaxPixels);
    auto* response = new ThumbnailResponse(*this, key);  // QML owns and deletes it
    {
        std::scoped_lock lock(m_mutex);
        m_waiting.push_front(response);
    }
    m_wake.notify_one();
    return response;
}

// A cancelled response must still say that it has finished; one being drawn does so by itself.
void PageImageProvider::cancel(ThumbnailResponse* response) {
    std::scoped_lock lock(m_mutex);
    if (std::erase(m_waiting, response) > 0) Q_EMIT response->finished();
}

void PageImageProvider::forget(ThumbnailResponse* response) {
    std::scoped_lock lock(m_mutex);
    std::erase(m_waiting, response);
    if (m_current == response) m_current = nullptr;
}

void PageImageProvider::remember(const Key& key, const QImage& image) {
    m_kept.emplace_front(key, image);
    if (m_kept.size() > kKeptThumbnails) m_kept.pop_back();
}

QImage PageImageProvider::draw(const Key& key) {
    auto kept = std::find_if(m_kept.begin(), m_kept.end(), [&](const auto& entry) { return entry.first == key; });
    if (kept != m_kept.end()) {
        m_kept.splice(m_kept.begin(), m_kept, kept);
        return m_kept.front().second;
    }
    auto source = m_sources.find(key.document);
    if (source == m_sources.end()) return {};
    QImage image;
    try {
        const auto page = static_cast<size_t>(key.page);
        image = qimage_from_image(turned_picture(source->second->thumbnail(page, key.pixels), key.turn))
                    .convertToFormat(QImage::Format_RGB32);
    } catch (...) {  // the one catch of this thread: the page view says what is wrong, the list shows an empty sheet
        image = {};
    }
    remember(key, image);
    return image;
}

void PageImageProvider::run(std::stop_token quit) {
    while (true) {
        Key key;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, quit, [this] { return !m_waiting.empty(); })) return;
            if (quit.stop_requested()) return;
            m_current = m_waiting.front();
            m_waiting.pop_front();
            key = m_current->key;
            for (auto& [id, source] : m_arrived) {
                m_sources.erase(id);
                if (source) m_sources.emplace(id, std::move(source));
            }
            m_arrived.clear();
        }
        QImage image = draw(key);
        std::scoped_lock lock(m_mutex);
        if (!m_current) continue;  // deleted meanwhile
        m_current->image = std::move(image);
        Q_EMIT m_current->finished();
        m_current = nullptr;
    }
}

}  // namespace lectern
