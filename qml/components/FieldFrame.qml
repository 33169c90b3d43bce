// The edge of what is typed into, chosen from or ticked: seen at rest, stronger under the pointer, doubled by the focus.
import QtQuick
import Lectern.Ui

Rectangle {
    id: root

    property bool focused: false
    property bool hovered: false

    implicitHeight: Theme.target
    radius: Theme.tiny
    color: root.enabled ? Theme.surface : Theme.window
    border.width: root.focused ? 2 : 1
    border.color: !root.enabled ? Theme.line : root.focused ? Theme.accent : root.hovered ? Theme.mutedText : Theme.fieldLine
}
