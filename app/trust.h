// Trust: where what was read does not fit the page's print, or the text the file brings along. Looked for on a thread
// of its own, after a page has been read and after every edit.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QRectF>
#include <QTimer>
#include <QVariantList>
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "app/background.h"
#include "app/open_document.h"
#include "app/reading_queue.h"
#include "app/unsure_words.h"

namespace lectern {

// What a page shows, whatever was read of it; kept for a few pages so that an edit costs no drawing.
struct PageEvidence {
    PageInk ink;
    std::vector<LayerWord> words;  // that the file brings along
    int turn = 0;                  // degrees clockwise that a person had turned the page by
};

class Trust : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    // Of the page in view.
    Q_PROPERTY(bool known READ known NOTIFY changed)
    Q_PROPERTY(int unreadPlaces READ unreadPlaces NOTIFY changed)  // print that no region covers
    Q_PROPERTY(double unreadPart READ unreadPart NOTIFY changed)   // 0 … 1 of the page's print
    Q_PROPERTY(int inkless READ inkless NOTIFY changed)            // regions whose text has no print beneath
    Q_PROPERTY(bool hasLayer READ hasLayer NOTIFY changed)         // the file brings text along
    Q_PROPERTY(int differences READ differences NOTIFY changed)    // between that and what was read
    // One by one, in reading order of their kind: {kind, region, box, layer, read, mendable}.
    Q_PROPERTY(QVariantList findings READ findings NOTIFY changed)
    Q_PROPERTY(int current READ current NOTIFY currentChanged)  // the finding gone to; -1: none
 public:
    enum Kind { UnreadInk, Inkless, Different };
    Q_ENUM(Kind)

    explicit Trust(QObject* parent = nullptr);
    ~Trust() override;

    void addDocument(OpenDocument* document, std::unique_ptr<PageSource> source);
    void removeDocument(int id);
    void show(const OpenDocument* document);   // whose page in view it speaks of; nullptr: none
    void pageChanged(int document, int page);  // read or edited: looks again, soon

    const PageTrust* inView() const;
    bool known() const { return inView() != nullptr; }
    int unreadPlaces() const { return inView() ? static_cast<int>(inView()->ink.unread.size()) : 0; }
    double unreadPart() const { return inView() ? inView()->ink.unread_part : 0; }
    int inkless() const { return inView() ? static_cast<int>(inView()->ink.inkless.size()) : 0; }
    bool hasLayer() const { return inView() && inView()->layer.words > 0; }
    int differences() const { return inView() ? static_cast<int>(inView()->layer.differences.size()) : 0; }
    QVariantList findings() const;
    int current() const { return m_current; }
    QRectF currentBox() const;  // points; empty: none

    Q_INVOKABLE void goTo(int finding);
    Q_INVOKABLE void readPlace(int finding);  // makes a region of it and reads that
    Q_INVOKABLE void takeLayer(int finding);  // the file's words in place of those read

 Q_SIGNALS:
    void changed();
    void currentChanged();
    void checked(int document, int page);
    void regionWanted(int region);
    void placeWanted(const QRectF& box);  // is to be seen
    void readingWanted(const QRectF& box);
    void textWanted(int region, const QString& text);

 private:
    struct Outcome {
        std::unique_ptr<PageSource> source;
        std::optional<PageEvidence> evidence;  // none: the page cannot be drawn
        PageTrust trust;
    };
    void checkNext();
    std::optional<PageEvidence> takeKept(PageRef page, int turn);
    void checkDone(PageRef page, Outcome out);
    QVariantMap findingAt(int finding) const;

    struct Known {
        OpenDocument* document = nullptr;
        std::unique_ptr<PageSource> source;  // away while a thread works with it
    };
    std::map<int, Known> m_documents;
    const OpenDocument* m_shown = nullptr;
    std::deque<PageRef> m_waiting;
    std::deque<std::pair<PageRef, PageEvidence>> m_kept;  // latest first
    bool m_busy = false;
    int m_current = -1;
    QTimer m_soon;
    Background m_background;  // last: its threads end before anything they report to
};

}  // namespace lectern
