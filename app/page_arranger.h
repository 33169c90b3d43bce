// PageArranger: which pages of the document in view are chosen, and what is done to them as a whole: turned, left out,
// moved. Every deed is a step of the document's history.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <vector>

#include "app/editor.h"
#include "app/open_document.h"

namespace lectern {

class PageArranger : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(int count READ count NOTIFY chosenChanged)         // chosen pages: the one in view and others
    Q_PROPERTY(bool leftOut READ leftOut NOTIFY chosenChanged)    // all of them
    Q_PROPERTY(bool possible READ possible NOTIFY chosenChanged)  // there is more than one page to arrange
 public:
    explicit PageArranger(Editor& editor, QObject* parent = nullptr);

    void show(OpenDocument* document);
    void pageShown();  // another page is in view: it is the one that is chosen, unless it was among several

    void arranged() { Q_EMIT chosenChanged(); }  // by a step, done or undone

    int count() const { return static_cast<int>(m_chosen.size()); }
    bool leftOut() const;
    bool possible() const { return m_document && m_document->pageCount > 1; }
    const std::vector<int>& chosen() const { return m_chosen; }  // ascending indices in the file

    // As for regions: alone, up to here (Shift), this one too or no longer (Ctrl).
    Q_INVOKABLE void choose(int position, lectern::Editor::Choose how = Editor::Choose::Only);
    Q_INVOKABLE void turn(int quarters);  // clockwise; negative: the other way
    Q_INVOKABLE void setLeftOut(bool out);
    Q_INVOKABLE void moveBy(int step);      // -1: one place earlier
    Q_INVOKABLE void moveTo(int position);  // before the page that stands there now

 Q_SIGNALS:
    void chosenChanged();
    void pageWanted(int page);

 private:
    void setChosen(std::vector<int> pages);
    std::vector<int> positions() const;  // of the chosen, ascending

    Editor& m_editor;
    OpenDocument* m_document = nullptr;
    std::vector<int> m_chosen;
    int m_anchor = 0;  // position from which Shift counts
};

}  // namespace lectern
