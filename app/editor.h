// Editor: what the user has in hand (selection, tool) and does to the regions of the page in view. Every deed is a step
// of the document's history; one that cannot be done says why.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QList>
#include <QObject>
#include <QRectF>
#include <optional>

#include "app/open_document.h"
#include "app/unsure_words.h"
#include "core/document/edit.h"

namespace lectern {

class Editor : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(Tool tool READ tool WRITE setTool NOTIFY toolChanged)
    Q_PROPERTY(QList<int> selection READ selection NOTIFY selectionChanged)  // ids, the one last chosen last
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged)
    // Of the selection, for the form beside the page.
    Q_PROPERTY(QRectF box READ box NOTIFY regionsEdited)               // points; of one region
    Q_PROPERTY(int category READ category NOTIFY regionsEdited)        // -1: several
    Q_PROPERTY(int orderNumber READ orderNumber NOTIFY regionsEdited)  // from 1; of one region
    Q_PROPERTY(QString text READ text NOTIFY regionsEdited)            // of one region
    Q_PROPERTY(QString cutText READ cutText NOTIFY regionsEdited)      // what was cut from one region
    Q_PROPERTY(bool locked READ locked NOTIFY regionsEdited)           // all of it
    Q_PROPERTY(bool ignored READ ignored NOTIFY regionsEdited)
    Q_PROPERTY(bool editing READ editing NOTIFY editingChanged)  // text in place

    Q_PROPERTY(int unsureCount READ unsureCount NOTIFY regionsEdited)   // words on the page in view
    Q_PROPERTY(QRectF unsureWord READ unsureWord NOTIFY unsureChanged)  // the one gone to, points; empty: none

    // The text caret: one for the page and its text. Whoever chooses a region by other means finds it at its beginning.
    Q_PROPERTY(int caretRegion READ caretRegion NOTIFY caretChanged)      // -1: none
    Q_PROPERTY(int caretPosition READ caretPosition NOTIFY caretChanged)  // letters of its plain text
    Q_PROPERTY(
        QRectF caretBox READ caretBox NOTIFY caretChanged)  // where that is on the page, points; empty: not known

    Q_PROPERTY(bool canUndo READ canUndo NOTIFY historyChanged)
    Q_PROPERTY(bool canRedo READ canRedo NOTIFY historyChanged)
    Q_PROPERTY(bool canPaste READ canPaste NOTIFY clipboardChanged)
    Q_PROPERTY(QString undoText READ undoText NOTIFY historyChanged)
    Q_PROPERTY(QString redoText READ redoText NOTIFY historyChanged)
    Q_PROPERTY(QString notice READ notice NOTIFY noticeChanged)  // what was just done, or why not
    Q_PROPERTY(Offer offer READ offer NOTIFY noticeChanged)
 public:
    enum class Tool { Select, Draw, Pan };
    Q_ENUM(Tool)
    enum class Offer { None, Undo, Unlock };  // the button beside the notice
    Q_ENUM(Offer)
    enum class Choose { Only, Add, Toggle };  // plain, with Shift, with Ctrl
    Q_ENUM(Choose)

    enum class CopyForm { Text, Markdown, Table };
    Q_ENUM(CopyForm)

    explicit Editor(QObject* parent = nullptr);

    void show(OpenDocument* document, const QSizeF& pageSize);  // document and page in view; nullptr: none
    void setPageSize(const QSizeF& size);

    Tool tool() const { return m_tool; }
    void setTool(Tool tool);
    QList<int> selection() const;
    int selectedCount() const { return static_cast<int>(m_selection.size()); }
    const RegionIds& selectedIds() const { return m_selection; }
    bool isSelected(int64_t id) const;
    int primary() const { return m_selection.empty() ? -1 : static_cast<int>(m_selection.back()); }
    QRectF box() const;
    int category() const;
    int orderNumber() const;
    QString text() const;
    QString cutText() const;
    bool locked() const;
    bool ignored() const;
    bool editing() const { return m_draft.has_value(); }

    int unsureCount() const;
    QRectF unsureWord() const;
    int caretRegion() const { return static_cast<int>(m_caretRegion); }
    int caretPosition() const { return static_cast<int>(m_caretPosition); }
    QRectF caretBox() const;
    bool canUndo() const;
    bool canRedo() const;
    bool canPaste() const;
    QString undoText() const;
    QString redoText() const;
    QString notice() const { return m_notice; }
    Offer offer() const { return m_offer; }
    void say(const QString& notice, Offer offer = Offer::None);

    Q_INVOKABLE void select(int id, lectern::Editor::Choose how = Choose::Only);  // -1 with Only: nothing
    Q_INVOKABLE void selectIn(const QRectF& band, lectern::Editor::Choose how);   // points: those it touches
    Q_INVOKABLE void selectAll();

    Q_INVOKABLE void draw(const QRectF& box);  // and reads it
    Q_INVOKABLE void moveBy(double dx, double dy);
    Q_INVOKABLE void nudge(double dx, double dy);  // by keys: those in a row are one step
    Q_INVOKABLE void grow(double dx, double dy);   // likewise, by the far corner
    Q_INVOKABLE void setBox(const QRectF& box);
    Q_INVOKABLE void remove();
    Q_INVOKABLE void merge();
    Q_INVOKABLE void split(double y = -1);  // points; -1: the middle
    Q_INVOKABLE void setCategory(int category);
    Q_INVOKABLE void moveEarlier();
    Q_INVOKABLE void moveLater();
    Q_INVOKABLE void moveTo(int orderNumber);      // one region, from 1
    Q_INVOKABLE void moveOnto(int id, int other);  // takes its place in the order
    Q_INVOKABLE void beginEditing();
    Q_INVOKABLE void setDraft(const QString& text);  // what stands in the field so far
    Q_INVOKABLE void keepEditing();  // leaves the field, with what was typed; whatever goes elsewhere does so
    Q_INVOKABLE void endEditing();   // leaves the field and everything as it was
    Q_INVOKABLE void setText(int id, const QString& text);
    Q_INVOKABLE void showCut(int id = -1);            // of the region with that number, else of the selected one
    Q_INVOKABLE void takeCutBack();                   // into the text of the selected one
    Q_INVOKABLE void splitAt(int id, int character);  // in its text, from 0
    Q_INVOKABLE void setLocked(bool locked);
    Q_INVOKABLE void setIgnored(bool ignored);
    Q_INVOKABLE void copy();  // regions; plain text for other programs
    Q_INVOKABLE void cut();
    Q_INVOKABLE void paste();
    Q_INVOKABLE void undo();
    Q_INVOKABLE void redo();
    Q_INVOKABLE void takeOffer();
    Q_INVOKABLE void placeCaret(int region, int position);            // from the text: chooses the region
    Q_INVOKABLE void placeCaretAt(int region, const QPointF& point);  // from the page: the letter nearest to it
    // What is selected, else the whole page, to other programs. Tables as tabs and HTML; says so when there is none.
    Q_INVOKABLE void copyAs(lectern::Editor::CopyForm form);
    Q_INVOKABLE void stepUnsure(int direction);  // 1: next, -1: previous; on to other pages and around

    PageEntry* entry() const;  // of the page in view; nullptr when nobody asked anything of it
    const Region* region(int64_t id) const;
    // What an edit did elsewhere (a reading that ended) may have taken regions away.
    void regionsChanged();
    bool apply(const Edit& edit, const QString& text, int gesture = 0);  // false: refused, and said so

 Q_SIGNALS:
    void toolChanged();
    void selectionChanged();
    void regionsEdited();
    void editingChanged();
    void historyChanged();
    void noticeChanged();
    void clipboardChanged();
    void drawn(int id);  // is to be read
    void cutWanted();    // is to be shown
    void unsureChanged();
    void caretChanged();
    void pageWanted(int index);

 private:
    struct Draft {  // text being typed in place
        int page = 0;
        int64_t region = 0;
        QString text;
    };

    PageEntry& needEntry();
    void setSelection(RegionIds ids);
    std::vector<const Region*> selectedRegions() const;  // in reading order
    int gesture(int kind);
    QString refusalText(Refusal refusal) const;
    void setCaret(int64_t region, qsizetype position);
    void setUnsure(const std::optional<UnsureWord>& word);
    void goTo(const UnsureWord& word);
    void pasteRegions(std::vector<Region> regions);

    OpenDocument* m_document = nullptr;
    QSizeF m_pageSize;
    Tool m_tool = Tool::Select;
    RegionIds m_selection;
    RegionIds m_sorted;  // the same: thousands may be asked about for every frame
    std::optional<Draft> m_draft;
    int m_gesture = 0, m_gestureKind = 0, m_gestureIndex = -1;
    std::optional<UnsureWord> m_unsure;
    int64_t m_caretRegion = -1;
    qsizetype m_caretPosition = 0;
    QString m_notice;
    Offer m_offer = Offer::None;
};

}  // namespace lectern
