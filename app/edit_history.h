// EditHistory: one document's undo stack, and the only way by which a person's hand changes its pages.
#pragma once

#include <QObject>
#include <QUndoStack>
#include <vector>

#include "app/open_document.h"

namespace lectern {

class ArrangeCommand;
class EditCommand;
class ReadAgainCommand;

class EditHistory : public QObject {
    Q_OBJECT
 public:
    explicit EditHistory(OpenDocument& document);
    ~EditHistory() override;

    // Does the edit and remembers it under `text`. Edits of one `gesture` that follow one another on the same regions
    // are one step; 0 stands alone. `text` must say what is undone: "Move 3 regions".
    Refusal apply(int page, const Edit& edit, const QString& text, int gesture = 0);
    // Several as one step; those that are refused are left out.
    void applyAll(int page, const std::vector<Edit>& edits, const QString& text);

    // Of the document's pages as a whole. Reading of pages that are turned is given up.
    void arrange(const ArrangeStep& step, const QString& text);

    // The page is about to be read anew: what it held is set aside and comes back by undoing. Locked regions stay.
    void beginReadingAgain(int page, const QString& text);
    // That reading was given up: what the page held comes back, unless it was edited since.
    bool abandonReadingAgain(int page);
    // What was read of a region that one of the edits made; belongs to that edit, done or undone.
    bool fillAdded(int page, int64_t id, const Region& result);

    bool canUndo() const { return m_stack.canUndo(); }
    bool canRedo() const { return m_stack.canRedo(); }
    QString undoText() const { return m_stack.undoText(); }
    QString redoText() const { return m_stack.redoText(); }
    int steps() const { return m_stack.count(); }
    int index() const { return m_stack.index(); }
    bool saved() const;  // no edit by hand is missing on disk; what was read can be read again
    void setSaved() { m_stack.setClean(); }  // what is there now is on disk
    void undo() { m_stack.undo(); }
    void redo() { m_stack.redo(); }

 Q_SIGNALS:
    void pageEdited(int page);  // its regions are others now
    void arranged(const lectern::ArrangeStep& step);
    void readingTakenBack(int page);  // undone while it may still go on
    void changed();                   // what can be undone

 private:
    friend class ArrangeCommand;
    friend class EditCommand;
    friend class ReadAgainCommand;

    OpenDocument& m_document;
    std::vector<EditCommand*> m_commands;  // those alive; the stack owns them
    QUndoStack m_stack;                    // last: its commands report to m_commands
};

}  // namespace lectern
