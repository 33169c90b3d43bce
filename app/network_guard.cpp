#include "app/network_guard.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>

namespace lectern {

// A reply that has failed before anything was sent.
class RefusedReply : public QNetworkReply {
 public:
    RefusedReply(const QNetworkRequest& request, QNetworkAccessManager::Operation operation, QObject* parent)
        : QNetworkReply(parent) {
        setRequest(request);
        setUrl(request.url());
        setOperation(operation);
        setError(ContentAccessDenied, QStringLiteral("This program makes no network requests"));
        setFinished(true);
        QTimer::singleShot(0, this, [this] { Q_EMIT finished(); });
    }
    void abort() override {}
    qint64 readData(char*, qint64) override { return -1; }
};

class RefusingManager : public QNetworkAccessManager {
 public:
    RefusingManager(NetworkGuard& guard, QObject* parent) : QNetworkAccessManager(parent), m_guard(guard) {}

 protected:
    QNetworkReply* createRequest(Operation operation, const QNetworkRequest& request, QIODevice*) override {
        Q_EMIT m_guard.requestMade();
        return new RefusedReply(request, operation, this);  // the caller deletes it
    }

 private:
    NetworkGuard& m_guard;
};

QNetworkAccessManager* NetworkGuard::create(QObject* parent) {
    return new RefusingManager(*this, parent);  // QML owns it
}

}  // namespace lectern
