// NetworkGuard: the QML engine's only way to the network. It refuses every request and counts it.
#pragma once

#include <QObject>
#include <QQmlNetworkAccessManagerFactory>

namespace lectern {

class NetworkGuard : public QObject, public QQmlNetworkAccessManagerFactory {
    Q_OBJECT
 public:
    using QObject::QObject;
    QNetworkAccessManager* create(QObject* parent) override;

 Q_SIGNALS:
    void requestMade();  // from any thread
};

}  // namespace lectern
