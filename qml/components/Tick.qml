// Something that is so or not.
import QtQuick
import QtQuick.Controls
import Lectern.Ui

CheckBox {
    id: root

    implicitHeight: Math.max(Theme.target, root.contentItem.implicitHeight + 2 * Theme.tiny)
    padding: Theme.tiny
    spacing: Theme.small
    Accessible.role: Accessible.CheckBox
    Accessible.name: root.text
    // A screen reader's press is a click (Qt 6.4 would only draw the mark).
    Accessible.onPressAction: root.press()
    Accessible.onToggleAction: root.press()

    indicator: FieldFrame {
        x: root.mirrored ? root.width - width - root.rightPadding : root.leftPadding
        y: (root.height - height) / 2
        implicitWidth: 18
        implicitHeight: 18
        hovered: root.hovered || root.down
        color: root.checked && root.enabled ? Theme.accentFill : root.enabled ? Theme.surface : Theme.window
        focused: root.checked && root.enabled
        border.width: 1

        Icon {
            anchors.centerIn: parent
            visible: root.checked
            size: 14
            name: "check"
            color: root.enabled ? Theme.accentInk : Theme.mutedText
        }
    }
    contentItem: Text {
        leftPadding: root.mirrored ? 0 : root.indicator.width + root.spacing
        rightPadding: root.mirrored ? root.indicator.width + root.spacing : 0
        text: root.text
        textFormat: Text.PlainText
        font: root.font
        wrapMode: Text.Wrap
        verticalAlignment: Text.AlignVCenter
        horizontalAlignment: Text.AlignLeft
        color: root.enabled ? Theme.text : Theme.mutedText
    }
    background: Rectangle {
        radius: Theme.radius
        color: "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }

    function press() {
        if (!root.enabled)
            return;
        root.toggle();
        root.toggled();
        root.clicked();
    }
}
