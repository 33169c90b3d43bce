// A quiet button: icon, text or both; framed when it is the main thing to do.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern.Ui

AbstractButton {
    id: root

    property string iconName
    property string hint: root.text
    property string keys
    property bool primary: false
    property bool framed: false
    property int least: Theme.target  // height, where the words need no more
    property real longest: Infinity  // width of the words; what is longer is elided
    readonly property color ink: !root.enabled ? Theme.strongLine : root.primary ? Theme.accentInk : Theme.text

    implicitHeight: Math.max(least, contentItem.implicitHeight + (least < Theme.target ? Theme.tiny : Theme.small))
    implicitWidth: Math.max(implicitHeight, contentItem.implicitWidth + 2 * padding)
    padding: root.text === "" ? 6 : 10
    verticalPadding: Theme.tiny
    focusPolicy: Qt.TabFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: root.hint
    Accessible.description: root.keys
    Accessible.onPressAction: if (root.enabled)
        root.clicked()
    Accessible.onToggleAction: if (root.enabled)
        root.clicked()
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    HoverTip {
        over: root
        active: root.hovered && (root.text === "" || root.keys !== "") && !root.pressed
        text: root.keys === "" ? root.hint : root.hint + "  " + root.keys
    }
    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        Row {
            id: row

            anchors.centerIn: parent
            spacing: 6

            Icon {
                visible: root.iconName !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: root.iconName
                color: root.ink
            }
            Text {
                visible: root.text !== ""
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, root.longest)
                text: root.text
                textFormat: Text.PlainText
                elide: Text.ElideMiddle
                font: root.font
                color: root.ink
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.primary && root.enabled ? Theme.accentFill : root.framed ? Theme.surface : "transparent"
        border.width: root.visualFocus ? 2 : root.framed && !root.primary || root.primary && !root.enabled ? 1 : 0
        border.color: root.visualFocus ? Theme.accent : Theme.line

        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: root.pressed || root.checked ? Theme.pressedFill : root.hovered && root.enabled ? Theme.hoverFill : "transparent"
        }
        Rectangle {
            anchors.fill: parent
            anchors.margins: 3
            visible: root.visualFocus && root.primary
            radius: parent.radius - 2
            color: "transparent"
            border.width: 1
            border.color: Theme.accentInk
        }
    }
}
