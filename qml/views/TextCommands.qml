// Keys for the text beside the page: finding in it, copying it.
pragma ComponentBehavior: Bound

import QtQuick
import Lectern
import Lectern.Ui

Item {
    id: root

    signal findWanted
    signal checkWanted

    readonly property list<Command> all: [
        Command {
            what: qsTr("Find in the text")
            sequence: "Ctrl+F"
            enabled: Session.hasResult
            onActivated: root.findWanted()
        },
        Command {
            what: qsTr("Next place")
            sequence: "F3"
            also: ["Ctrl+G"]
            enabled: Session.hasResult
            onActivated: root.step(1)
        },
        Command {
            what: qsTr("Previous place")
            sequence: "Shift+F3"
            also: ["Ctrl+Shift+G"]
            enabled: Session.hasResult
            onActivated: root.step(-1)
        },
        Command {
            what: qsTr("What to check on this page")
            sequence: "Ctrl+Shift+K"
            enabled: Session.hasResult
            onActivated: root.checkWanted()
        },
        Command {
            what: qsTr("Show unread print and text without print, or not")
            sequence: "F8"
            enabled: Session.hasDocument
            onActivated: Settings.showInk = !Settings.showInk
        },
        Command {
            what: qsTr("Show differences from the file's own text, or not")
            sequence: "F9"
            enabled: Session.hasDocument
            onActivated: Settings.showLayer = !Settings.showLayer
        },
        Command {
            what: qsTr("Copy as text")
            sequence: "Ctrl+Alt+C"
            enabled: Session.regions.count > 0
            onActivated: Session.editor.copyAs(Editor.Text)
        },
        Command {
            what: qsTr("Copy as markdown")
            sequence: "Ctrl+Shift+C"
            enabled: Session.regions.count > 0
            onActivated: Session.editor.copyAs(Editor.Markdown)
        },
        Command {
            what: qsTr("Copy tables")
            sequence: "Ctrl+Shift+T"
            enabled: Session.regions.count > 0
            onActivated: Session.editor.copyAs(Editor.Table)
        }
    ]

    function step(direction: int) {
        if (Session.finder.sought.trim() === "")
            root.findWanted();
        else
            Session.finder.step(direction);
    }
}
