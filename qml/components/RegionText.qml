// A region's words, selectable, never interpreted as markup. The keyboard stays with whoever holds the text: keys move
// the caret through step().
import QtQuick
import Lectern
import Lectern.Ui

TextEdit {
    id: root

    property var marks: []  // of unsure words and of what is sought
    property int caret: -1  // letter; -1: it stands elsewhere

    signal touched
    signal caretMoved(int position)

    // By letters, words or lines; false where there is no further way.
    function step(letters: int, words: int, lines: int): bool {
        let at = root.cursorPosition;
        if (lines !== 0) {
            const here = root.positionToRectangle(at);
            at = root.positionAt(here.x, here.y + here.height / 2 + lines * here.height);
            if (root.positionToRectangle(at).y === here.y)
                return false;
        }
        for (let i = 0; i < Math.abs(words); ++i)
            at = root.wordEnd(at, Math.sign(words));
        at += letters;
        if (at < 0 || at > root.length || at === root.cursorPosition)
            return false;
        root.caretMoved(at);
        return true;
    }
    function wordEnd(from: int, direction: int): int {
        const blank = at => /\s/.test(root.text.charAt(at));
        let at = from + (direction < 0 ? -1 : 0);
        while (at >= 0 && at < root.length && blank(at))
            at += direction;
        while (at >= 0 && at < root.length && !blank(at))
            at += direction;
        return Math.max(0, Math.min(root.length, at + (direction < 0 ? 1 : 0)));
    }
    onCaretChanged: root.followCaret()
    onTextChanged: root.followCaret()

    function followCaret() {
        if (root.caret >= 0 && !root.activeFocus)
            root.cursorPosition = Math.min(root.caret, root.length);
        root.cursorVisible = root.caret >= 0;
    }

    readOnly: true
    selectByMouse: true
    textFormat: TextEdit.PlainText
    wrapMode: TextEdit.Wrap
    color: Theme.text
    selectionColor: Theme.accentFill
    selectedTextColor: Theme.accentInk
    activeFocusOnTab: false
    Accessible.role: Accessible.StaticText
    Accessible.name: root.text

    TextMarks {
        document: root.textDocument
        marks: root.marks
        grounds: [Theme.unsureFill, Theme.findFill, Theme.findCurrentFill]
        inks: [Theme.warning, Theme.findFill, Theme.warning]
    }
    TapHandler {
        onTapped: {
            const at = root.cursorPosition;
            root.touched();
            root.caretMoved(at);
        }
    }
}
