// Finder: words sought in what has been read, through all pages; where they stand in the text and on the page.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <vector>

#include "app/open_document.h"

namespace lectern {

struct FindHit {
    int page = 0;  // index
    int64_t region = 0;
    qsizetype from = 0, length = 0;  // letters of the region's plain text
    std::vector<Rect> boxes;         // points
    bool operator==(const FindHit& o) const { return page == o.page && region == o.region && from == o.from; }
};

class Finder : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(QString sought READ sought WRITE setSought NOTIFY changed)  // letter case and line ends do not count
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(int current READ current NOTIFY changed)  // from 0; -1: none
    Q_PROPERTY(QString status READ status NOTIFY changed)
    Q_PROPERTY(bool wentRound READ wentRound NOTIFY changed)  // past the last or before the first
    Q_PROPERTY(int revision READ revision NOTIFY changed)     // for bindings that call marksOf() and marksIn()
 public:
    enum MarkKind { Hit = 1, CurrentHit = 2 };  // beside 0, an unsure word
    Q_ENUM(MarkKind)
    static constexpr int kMostHits = 10'000;

    explicit Finder(QObject* parent = nullptr);

    void show(const OpenDocument* document);  // nullptr: none
    void refresh();                           // what has been read is other now; soon, not at once

    QString sought() const { return m_sought; }
    void setSought(const QString& sought);  // goes to the first hit from the page in view on
    int count() const { return static_cast<int>(m_hits.size()); }
    int current() const { return m_current; }
    QString status() const;
    bool wentRound() const { return m_wentRound; }
    int revision() const { return m_revision; }
    const std::vector<FindHit>& hits() const { return m_hits; }

    Q_INVOKABLE void step(int direction);                         // 1: next, -1: previous, around at the ends
    Q_INVOKABLE QVariantList marksOf(int region) const;           // of the page in view: {from, length, kind}
    Q_INVOKABLE QVariantList marksIn(const QString& text) const;  // of any text, kind Hit

 Q_SIGNALS:
    void changed();
    void wanted(int page, int region, int from);  // is to be shown

 private:
    void search();
    void goTo(int hit);

    const OpenDocument* m_document = nullptr;
    QString m_sought;
    std::vector<FindHit> m_hits;
    int m_current = -1;
    int m_revision = 0;
    bool m_wentRound = false;
    QTimer m_soon;
};

}  // namespace lectern
