// Keys for the window itself. Owned by the window, not an item in it: so they work over open dialogs, too.
import QtQuick
import Lectern
import Lectern.Ui

QtObject {
    id: root

    signal switchWanted
    signal pagesWanted
    signal settingsWanted
    signal modelsWanted
    signal menuWanted
    signal fullScreenWanted
    signal helpWanted
    signal keysWanted
    signal quitWanted

    readonly property list<Command> all: [
        Command {
            what: qsTr("Page, text")
            sequence: "Ctrl+T"
            enabled: Session.hasDocument
            onActivated: root.switchWanted()
        },
        Command {
            what: qsTr("Documents and pages")
            sequence: "Ctrl+B"
            enabled: Session.hasDocument
            onActivated: root.pagesWanted()
        },
        Command {
            what: qsTr("Settings")
            sequence: "Ctrl+,"
            onActivated: root.settingsWanted()
        },
        Command {
            what: qsTr("Models and devices")
            sequence: "Ctrl+M"
            onActivated: root.modelsWanted()
        },
        Command {
            what: qsTr("Menu")
            sequence: "F10"
            onActivated: root.menuWanted()
        },
        Command {
            what: qsTr("Full screen")
            sequence: "F11"
            onActivated: root.fullScreenWanted()
        },
        Command {
            what: qsTr("Guide to the part in use")
            sequence: "F1"
            context: Qt.ApplicationShortcut  // also over a dialog
            onActivated: root.helpWanted()
        },
        Command {
            what: qsTr("This sheet")
            sequence: "Ctrl+F1"
            onActivated: root.keysWanted()
        },
        Command {
            what: qsTr("Quit")
            sequence: "Ctrl+Q"
            onActivated: root.quitWanted()
        }
    ]
}
