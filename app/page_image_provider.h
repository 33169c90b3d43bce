// PageImageProvider: thumbnails for QML as image://pages/<document>/<page>/<degrees turned>, made on a thread of its own when asked for.
#pragma once

#include <QImage>
#include <QQuickAsyncImageProvider>
#include <condition_variable>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "app/page_source.h"

namespace lectern {

class ThumbnailResponse;

class PageImageProvider : public QQuickAsyncImageProvider {
 public:
    PageImageProvider();
    ~PageImageProvider() override;

    void addDocument(int id, std::unique_ptr<PageSource> source);
    void removeDocument(int id);
    QQuickImageResponse* requestImageResponse(const QString& id, const QSize& requestedSize) override;

 private:
    friend class ThumbnailResponse;
    struct Key {
        int document = 0, page = 0, turn = 0, pixels = 0;
        auto operator<=>(const Key&) const = default;
    };
    void cancel(ThumbnailResponse* response);
    void forget(ThumbnailResponse* response);
    void run(std::stop_token quit);
    QImage draw(const Key& key);
    void remember(const Key& key, const QImage& image);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<ThumbnailResponse*> m_waiting;  // the latest request is served first: it is what is in view
    ThumbnailResponse* m_current = nullptr;
    std::map<int, std::unique_ptr<PageSource>> m_arrived;  // for the thread to take; null: to be dropped
    std::map<int, std::unique_ptr<PageSource>> m_sources;  // thread only
    std::list<std::pair<Key, QImage>> m_kept;              // thread only; most recently used first
    std::jthread m_thread;
};

}  // namespace lectern
