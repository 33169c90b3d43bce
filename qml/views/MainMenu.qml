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

    ThemedMenu {
        title: qsTr("Appearance")

        MenuItem {
            text: qsTr("As the system")
            checkable: true
            checked: Settings.appearance === Settings.System
            onTriggered: Settings.appearance = Settings.System
        }
        MenuItem {
            text: qsTr("Light")
            checkable: true
            checked: Settings.appearance === Settings.Light
            onTriggered: Settings.appearance = Settings.Light
        }
        MenuItem {
            text: qsTr("Dark")
            checkable: true
            checked: Settings.appearance === Settings.Dark
            onTriggered: Settings.appearance = Settings.Dark
        }
    }
    MenuItem {
        text: qsTr("Less motion")
        checkable: true
        checked: Settings.reducedMotion
        onTriggered: Settings.reducedMotion = !Settings.reducedMotion
    }
    MenuItem {
        text: qsTr("Show regions")
        checkable: true
        checked: Settings.showRegions
        onTriggered: Settings.showRegions = !Settings.showRegions
    }
    MenuSeparator {}
    MenuItem {
        text: qsTr("Guide…")
        onTriggered: root.helpWanted()
    }
    MenuItem {
        text: qsTr("Models and devices…")
        onTriggered: root.modelsWanted()
    }
    MenuItem {
        text: qsTr("Settings…")
        onTriggered: root.settingsWanted()
    }
    MenuItem {
        text: qsTr("Keyboard…")
        onTriggered: root.shortcutsWanted()
    }
    MenuItem {
        text: qsTr("Quit")
        onTriggered: root.quitWanted()
    }
}
