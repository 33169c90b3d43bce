// One of a few views of the same thing.
import QtQuick
import QtQuick.Controls
import Lectern.Ui

AbstractButton {
    id: root

    implicitHeight: Theme.target
    implicitWidth: label.implicitWidth + 2 * Theme.medium
    focusPolicy: Qt.TabFocus
    hoverEnabled: true
    Accessible.role: Accessible.PageTab
    Accessible.name: root.text
    Accessible.selected: root.checked
    Accessible.onPressAction: if (root.enabled)
        root.clicked()

    contentItem: Text {
        id: label

        text: root.text
        textFormat: Text.PlainText
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        color: root.checked ? Theme.text : Theme.mutedText
        font.weight: root.checked ? Font.DemiBold : Font.Normal
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.hovered ? Theme.hoverFill : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent

        Rectangle {
            visible: root.checked
            anchors.bottom: parent.bottom
            anchors.horizontalCenter: parent.horizontalCenter
            width: parent.width - 2 * Theme.small
            height: 2
            color: Theme.accent
        }
    }
}
