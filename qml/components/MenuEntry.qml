// A line of a menu: what it does, and the keys that do the same. A tick has its own column, so that all words begin alike.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern.Ui

MenuItem {
    id: root

    property string keys
    readonly property bool lit: root.enabled && (root.down || root.highlighted)
    readonly property color ink: root.lit ? Theme.accentInk : root.enabled ? Theme.text : Theme.strongLine

    implicitHeight: Math.max(28, row.implicitHeight + 2 * Theme.tiny)
    implicitWidth: row.implicitWidth + 2 * Theme.small
    padding: Theme.tiny
    leftPadding: Theme.small
    rightPadding: Theme.small
    // Qt 6.4 gives screen readers neither the name nor what a press does.
    Accessible.role: Accessible.MenuItem
    Accessible.name: root.text
    Accessible.description: root.keys
    Accessible.onPressAction: root.press()
    Accessible.onToggleAction: root.press()

    contentItem: RowLayout {
        id: row

        spacing: Theme.small

        Icon {
            size: 14
            name: root.checkable && root.checked ? "check" : ""
            color: root.ink
        }
        Text {
            Layout.fillWidth: true
            text: root.text
            textFormat: Text.PlainText
            font: root.font
            horizontalAlignment: Text.AlignLeft
            color: root.ink
        }
        Text {
            Layout.leftMargin: Theme.huge
            visible: text !== ""
            text: root.keys
            textFormat: Text.PlainText
            color: root.lit ? Theme.accentInk : root.enabled ? Theme.mutedText : Theme.strongLine
            Accessible.ignored: true
        }
        Icon {
            visible: root.subMenu !== null
            size: 12
            name: root.mirrored ? "previous" : "next"
            color: root.ink
        }
    }
    arrow: null
    indicator: null
    background: Rectangle {
        radius: Theme.tiny
        color: root.lit ? Theme.accentFill : "transparent"
    }

    function press() {
        if (root.enabled)
            root.triggered();
    }
}
