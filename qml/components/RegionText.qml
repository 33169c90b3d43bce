// A region's words, selectable, never interpreted as markup.
import QtQuick
import Lectern
import Lectern.Ui

TextEdit {
    id: root

    property var marks: []  // of unsure words

    signal touched

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
        grounds: [Theme.unsureFill]
        inks: [Theme.warning]
    }
    TapHandler {
        onTapped: root.touched()
    }
}
