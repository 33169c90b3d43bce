// What can be done to the chosen pages.
import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

ThemedMenu {
    id: root

    readonly property PageArranger arranger: Session.arranger

    MenuEntry {
        text: qsTr("Read this page")
        keys: "Ctrl+R"
        onTriggered: Session.readPage()
    }
    MenuLine {}
    MenuEntry {
        text: qsTr("Turn left")
        keys: "Ctrl+Left"
        onTriggered: root.arranger.turn(-1)
    }
    MenuEntry {
        text: qsTr("Turn right")
        keys: "Ctrl+Right"
        onTriggered: root.arranger.turn(1)
    }
    MenuLine {}
    MenuEntry {
        text: qsTr("Move earlier")
        keys: "Ctrl+Up"
        enabled: root.arranger.possible
        onTriggered: root.arranger.moveBy(-1)
    }
    MenuEntry {
        text: qsTr("Move later")
        keys: "Ctrl+Down"
        enabled: root.arranger.possible
        onTriggered: root.arranger.moveBy(1)
    }
    MenuLine {}
    MenuEntry {
        text: root.arranger.leftOut ? qsTr("Take in %n page(s) again", "", root.arranger.count) : qsTr("Leave out %n page(s)", "", root.arranger.count)
        enabled: root.arranger.possible
        onTriggered: root.arranger.setLeftOut(!root.arranger.leftOut)
    }
}
