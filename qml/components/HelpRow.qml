// A place in the guide: of its contents, of what a search found, or where a topic leads.
import QtQuick
import QtQuick.Controls
import Lectern.Ui

AbstractButton {
    id: root

    required property string title
    required property string detail
    required property string target
    property bool current: false

    implicitHeight: Math.max(Theme.target, words.implicitHeight + 2 * Theme.tiny)
    leftPadding: Theme.small
    rightPadding: Theme.small
    hoverEnabled: true
    Accessible.role: Accessible.ListItem
    Accessible.name: root.detail === "" ? root.title : qsTr("%1: %2").arg(root.title).arg(root.detail)
    Accessible.onPressAction: if (root.enabled)
        root.clicked()

    contentItem: Column {
        id: words

        topPadding: Theme.tiny
        bottomPadding: Theme.tiny

        CutText {
            width: parent.width
            text: root.title
            font.weight: root.detail === "" ? Font.Normal : Font.DemiBold
        }
        Text {
            visible: root.detail !== ""
            width: parent.width
            text: root.detail
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.mutedText
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.current ? Theme.selectionFill : root.hovered ? Theme.hoverFill : "transparent"
        border.width: root.current ? 1 : 0
        border.color: Theme.accent
    }
}
