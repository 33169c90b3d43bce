// What can be done to the chosen pages.
import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

ThemedMenu {
    id: root

    readonly property PageArranger arranger: Session.arranger

    MenuItem {
        text: qsTr("Read this page")
        onTriggered: Session.readPage()
    }
    MenuSeparator {}
    MenuItem {
        text: qsTr("Turn left")
        onTriggered: root.arranger.turn(-1)
    }
    MenuItem {
        text: qsTr("Turn right")
        onTriggered: root.arranger.turn(1)
    }
    MenuSeparator {}
    MenuItem {
        text: qsTr("Move earlier")
        enabled: root.arranger.possible
        onTriggered: root.arranger.moveBy(-1)
    }
    MenuItem {
        text: qsTr("Move later")
        enabled: root.arranger.possible
        onTriggered: root.arranger.moveBy(1)
    }
    MenuSeparator {}
    MenuItem {
        text: root.arranger.leftOut ? qsTr("Take in %n page(s) again", "", root.arranger.count) : qsTr("Leave out %n page(s)", "", root.arranger.count)
        enabled: root.arranger.possible
        onTriggered: root.arranger.setLeftOut(!root.arranger.leftOut)
    }
}
