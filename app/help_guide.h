// HelpGuide: the guide in the window: which topic is in view, its contents, what a search finds, the way back.
// Topics are the files in qrc:/lectern/help; their order is that of the links in index.md.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QQuickItem>
#include <vector>

#include "app/models/help_article_model.h"
#include "app/models/help_hit_model.h"

namespace lectern {

class HelpGuide : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(lectern::HelpHitModel* contents READ contents CONSTANT)
    Q_PROPERTY(lectern::HelpHitModel* hits READ hits CONSTANT)    // of `query`
    Q_PROPERTY(lectern::HelpHitModel* links READ links CONSTANT)  // where the topic in view leads
    Q_PROPERTY(lectern::HelpArticleModel* article READ article CONSTANT)
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(QString topic READ topic NOTIFY shown)
    Q_PROPERTY(QString title READ title NOTIFY shown)
    Q_PROPERTY(int block READ block NOTIFY shown)  // of the topic in view: the one to bring into sight
    Q_PROPERTY(bool canGoBack READ canGoBack NOTIFY shown)
 public:
    explicit HelpGuide(QObject* parent = nullptr);

    HelpHitModel* contents() { return &m_contents; }
    HelpHitModel* hits() { return &m_hits; }
    HelpHitModel* links() { return &m_links; }
    HelpArticleModel* article() { return &m_article; }
    QString query() const { return m_query; }
    void setQuery(const QString& query);
    QString topic() const;
    QString title() const;
    int block() const { return m_block; }
    bool canGoBack() const { return !m_past.empty(); }

    // "dpi", "dpi#a-second-number" or "dpi@12". An unknown topic shows the contents page, an unknown part the topic's
    // head.
    Q_INVOKABLE void open(const QString& target);
    Q_INVOKABLE void back();
    // Where the part of the window that has the focus is explained: the nearest `helpTopic` on the way up to the
    // window.
    Q_INVOKABLE static QString topicOf(QQuickItem* item, const QString& otherwise);

 Q_SIGNALS:
    void queryChanged();
    void shown();

 private:
    struct Place {
        int topic = 0;
        int block = 0;
    };
    Place placeOf(const QString& target) const;
    void show(const Place& place);

    std::vector<HelpTopic> m_topics;
    int m_topic = 0;
    int m_block = 0;
    std::vector<Place> m_past;
    QString m_query;
    HelpHitModel m_contents, m_hits, m_links;
    HelpArticleModel m_article;
};

}  // namespace lectern
