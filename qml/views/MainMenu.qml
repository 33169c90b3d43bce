// What is seldom needed.
import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

ThemedMenu {
    id: root

    signal shortcutsWanted
    signal helpWanted
    signal quitWanted
    signal settingsWanted
    signal modelsWanted

    MenuEntry {
        text: qsTr("Read all documents")
        keys: "Ctrl+Alt+R"
        enabled: Session.documents.count > 1
        onTriggered: Session.readAllDocuments()
    }
    MenuEntry {
        text: qsTr("Save")
        keys: "Ctrl+S"
        enabled: Session.hasDocument
        onTriggered: {
            Session.editor.keepEditing();
            Session.exports.save();
        }
    }
    MenuEntry {
        text: qsTr("Save as…")
        keys: "Ctrl+Shift+S"
        enabled: Session.hasDocument
        onTriggered: {
            Session.editor.keepEditing();
            Session.exports.saveAsWanted();
        }
    }
    MenuLine {}
    ThemedMenu {
        title: qsTr("Appearance")

        MenuEntry {
            text: qsTr("As the system")
            checkable: true
            checked: Settings.appearance === Settings.System
            onTriggered: Settings.appearance = Settings.System
        }
        MenuEntry {
            text: qsTr("Light")
            checkable: true
            checked: Settings.appearance === Settings.Light
            onTriggered: Settings.appearance = Settings.Light
        }
        MenuEntry {
            text: qsTr("Dark")
            checkable: true
            checked: Settings.appearance === Settings.Dark
            onTriggered: Settings.appearance = Settings.Dark
        }
    }
    MenuEntry {
        text: qsTr("Less motion")
        checkable: true
        checked: Settings.reducedMotion
        onTriggered: Settings.reducedMotion = !Settings.reducedMotion
    }
    MenuEntry {
        text: qsTr("Show regions")
        keys: "F5"
        checkable: true
        checked: Settings.showRegions
        onTriggered: Settings.showRegions = !Settings.showRegions
    }
    MenuLine {}
    MenuEntry {
        text: qsTr("Guide…")
        keys: "F1"
        onTriggered: root.helpWanted()
    }
    MenuEntry {
        text: qsTr("Models and devices…")
        keys: "Ctrl+M"
        onTriggered: root.modelsWanted()
    }
    MenuEntry {
        text: qsTr("Settings…")
        keys: "Ctrl+,"
        onTriggered: root.settingsWanted()
    }
    MenuEntry {
        text: qsTr("Keyboard…")
        keys: "Ctrl+F1"
        onTriggered: root.shortcutsWanted()
    }
    MenuEntry {
        text: qsTr("Quit")
        keys: "Ctrl+Q"
        onTriggered: root.quitWanted()
    }
}
