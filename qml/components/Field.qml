// A line to type into.
import QtQuick
import QtQuick.Controls
import Lectern.Ui

TextField {
    id: root

    implicitHeight: Math.max(Theme.target, root.contentHeight + root.topPadding + root.bottomPadding)
    padding: Theme.tiny
    leftPadding: Theme.small
    rightPadding: Theme.small
    verticalAlignment: TextInput.AlignVCenter
    selectByMouse: true
    color: root.enabled ? Theme.text : Theme.mutedText
    placeholderTextColor: Theme.mutedText
    selectionColor: Theme.accentFill
    selectedTextColor: Theme.accentInk
    Accessible.role: Accessible.EditableText

    background: FieldFrame {
        focused: root.activeFocus
        hovered: root.hovered
    }
}
