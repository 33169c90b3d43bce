// A number to type or to step through.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern.Ui

SpinBox {
    id: root

    component Step: Item {
        id: step

        required property string sign
        property bool lit: false
        property bool held: false

        x: root.mirrored ? 1 : root.width - width - 1
        implicitWidth: 20
        implicitHeight: (root.height - 2) / 2

        Rectangle {
            anchors.fill: parent
            radius: Theme.tiny - 1
            color: step.held ? Theme.pressedFill : step.lit && step.enabled ? Theme.hoverFill : "transparent"
        }
        Icon {
            anchors.centerIn: parent
            size: 10
            name: step.sign
            color: step.enabled ? Theme.text : Theme.strongLine
        }
    }

    implicitHeight: Math.max(Theme.target, root.contentItem.implicitHeight + 2 * Theme.tiny)
    implicitWidth: root.contentItem.implicitWidth + root.leftPadding + root.rightPadding
    padding: Theme.tiny
    leftPadding: root.mirrored ? 20 + Theme.tiny : Theme.small
    rightPadding: root.mirrored ? Theme.small : 20 + Theme.tiny
    editable: true
    Accessible.role: Accessible.SpinBox
    // A screen reader's steps are those of the arrows (Qt 6.4 would only show another number).
    Accessible.onIncreaseAction: root.step(1)
    Accessible.onDecreaseAction: root.step(-1)

    contentItem: TextInput {
        z: 2
        text: root.displayText
        font: root.font
        clip: width < implicitWidth
        color: root.enabled ? Theme.text : Theme.mutedText
        selectionColor: Theme.accentFill
        selectedTextColor: Theme.accentInk
        horizontalAlignment: Text.AlignLeft
        verticalAlignment: Text.AlignVCenter
        selectByMouse: true
        readOnly: !root.editable
        validator: root.validator
        inputMethodHints: root.inputMethodHints
    }
    up.indicator: Step {
        y: 1
        sign: "up"
        lit: root.up.hovered
        held: root.up.pressed
    }
    down.indicator: Step {
        y: root.height - height - 1
        sign: "down"
        lit: root.down.hovered
        held: root.down.pressed
    }
    background: FieldFrame {
        focused: root.activeFocus
        hovered: root.hovered
    }

    function step(by: int) {
        if (!root.enabled)
            return;
        by > 0 ? root.increase() : root.decrease();
        root.valueModified();
    }
}
