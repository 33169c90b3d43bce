// Text to other programs: of the selected regions, else of the page.
import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

ThemedMenu {
    title: qsTr("Copy as")

    MenuEntry {
        text: qsTr("Text")
        onTriggered: Session.editor.copyAs(Editor.Text)
    }
    MenuEntry {
        text: qsTr("Markdown")
        onTriggered: Session.editor.copyAs(Editor.Markdown)
    }
    MenuEntry {
        text: qsTr("Table (tabs and HTML)")
        onTriggered: Session.editor.copyAs(Editor.Table)
    }
}
