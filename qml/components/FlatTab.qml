// One of a few views of the same thing. An item of its own: Qt 6.4 tells screen readers that every button of its
// controls is a push button, whatever role it is given.
import QtQuick
import Lectern.Ui

Item {
    id: root

    property string text
    property bool checked: false
    readonly property alias hovered: hover.hovered

    signal clicked

    implicitHeight: Theme.target
    implicitWidth: label.implicitWidth + 2 * Theme.medium
    activeFocusOnTab: true
    Accessible.role: Accessible.PageTab
    Accessible.name: root.text
    Accessible.focusable: true
    Accessible.selectable: true
    Accessible.selected: root.checked
    Accessible.onPressAction: root.clicked()
    Keys.onPressed: event => {
        event.accepted = [Qt.Key_Space, Qt.Key_Return, Qt.Key_Enter].includes(event.key);
        if (event.accepted)
            root.clicked();
    }

    HoverHandler {
        id: hover
    }
    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: root.clicked()
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: root.hovered ? Theme.hoverFill : "transparent"
        border.width: root.activeFocus ? 2 : 0
        border.color: Theme.accent
    }
    Rectangle {
        visible: root.checked
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        width: parent.width - 2 * Theme.small
        height: 2
        color: Theme.accent
    }
    Text {
        id: label

        anchors.centerIn: parent
        text: root.text
        textFormat: Text.PlainText
        color: root.checked ? Theme.text : Theme.mutedText
        font.weight: root.checked ? Font.DemiBold : Font.Normal
        Accessible.ignored: true
    }
}
