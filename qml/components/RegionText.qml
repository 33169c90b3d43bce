// A region's words, selectable, never interpreted as markup. The keyboard stays with whoever holds the text: keys move
// the caret through step().
import QtQuick
import Lectern
import Lectern.Ui

TextEdit {
    id: root

    property var marks: []  // of unsure words and of what is sought
    property int caret: -1  // letter; -1: it stands elsewhere

    signal wordsSelected(TextEdit text)  // or no longer
    signal touched
    signal caretMoved(int position)

    // By letters, words or lines; false where there is no further way.
    function step(letters: int, words: int, lines: int): bool {
        const at = steps.target(root, letters, words, lines);
        if (at >= 0)
            root.caretMoved(at);
        return at >= 0;
    }
    onSelectedTextChanged: root.wordsSelected(root)
    onCaretChanged: root.followCaret()
    onTextChanged: root.followCaret()

    function followCaret() {
        if (root.caret >= 0)
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
    persistentSelection: true
    activeFocusOnTab: false
    activeFocusOnPress: false  // a text that has the focus keeps the window's keys from working, even if it is only read
    Accessible.role: Accessible.StaticText
    Accessible.name: root.text

    TextSteps {
        id: steps
    }
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
