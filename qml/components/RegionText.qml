// A region's words, selectable, never interpreted as markup.
import QtQuick
import Lectern.Ui

TextEdit {
    id: root

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

    TapHandler {
        onTapped: root.touched()
    }
}
