// One of several, in a form. Its entries are shown as they are written: models are named after folders.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern.Ui

ComboBox {
    id: root

    property string label

    Layout.fillWidth: true
    Layout.preferredWidth: Math.min(480, Math.max(300, root.implicitContentWidth + root.leftPadding + root.rightPadding))
    implicitHeight: Math.max(Theme.target, shownText.implicitHeight + 2 * Theme.tiny)
    leftPadding: root.mirrored ? Theme.small + Theme.icon : Theme.small
    rightPadding: root.mirrored ? Theme.small : Theme.small + Theme.icon
    Accessible.role: Accessible.ComboBox
    Accessible.name: root.label
    Accessible.onPressAction: if (root.enabled)
        root.popup.open()
    Keys.onReturnPressed: event => root.confirm(event)
    Keys.onEnterPressed: event => root.confirm(event)

    // While it is closed the key is the dialog's; a combo box would keep it and do nothing with it.
    function confirm(event: KeyEvent) {
        event.accepted = !root.popup.visible;
        for (let up = root.parent; event.accepted && up; up = up.parent) {
            const sheet = up as SheetContent;
            if (sheet)
                return sheet.confirm();
        }
    }

    HoverTip {
        over: root
        active: root.hovered && shownText.truncated && !root.popup.visible
        text: root.displayText
    }
    contentItem: Text {
        id: shownText

        text: root.displayText
        textFormat: Text.PlainText
        font: root.font
        elide: Text.ElideRight
        verticalAlignment: Text.AlignVCenter
        horizontalAlignment: Text.AlignLeft
        color: root.enabled ? Theme.text : Theme.mutedText
        Accessible.ignored: true
    }
    indicator: Icon {
        x: root.mirrored ? Theme.small : root.width - width - Theme.small
        y: (root.height - height) / 2
        size: 12
        name: "down"
        color: root.enabled ? Theme.text : Theme.strongLine
    }
    background: FieldFrame {
        focused: root.activeFocus || root.popup.visible
        hovered: root.hovered
    }
    delegate: ItemDelegate {
        id: entry

        required property int index
        required property string modelData

        width: ListView.view.width
        implicitHeight: Math.max(Theme.target, entryText.implicitHeight + 2 * Theme.tiny)
        leftPadding: Theme.small
        rightPadding: Theme.small
        highlighted: root.highlightedIndex === entry.index
        Accessible.name: entry.modelData
        Accessible.onPressAction: entry.clicked()

        contentItem: Text {
            id: entryText

            text: entry.modelData
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            verticalAlignment: Text.AlignVCenter
            horizontalAlignment: Text.AlignLeft
            color: entry.highlighted ? Theme.accentInk : Theme.text
            font.weight: root.currentIndex === entry.index ? Font.DemiBold : Font.Normal
        }
        background: Rectangle {
            radius: Theme.tiny
            color: entry.highlighted ? Theme.accentFill : "transparent"
        }
    }
    popup: Popup {
        y: root.height + 2
        width: root.width
        height: Math.min(entries.implicitHeight + 2 * padding, root.Window.height - topMargin - bottomMargin)
        topMargin: Theme.small
        bottomMargin: Theme.small
        padding: Theme.tiny

        contentItem: ListView {
            id: entries

            clip: true
            implicitHeight: contentHeight
            model: root.popup.visible ? root.delegateModel : null
            currentIndex: root.highlightedIndex
            highlightRangeMode: ListView.ApplyRange
            highlightMoveDuration: 0

            ScrollBar.vertical: ScrollStrip {}
        }
        background: Rectangle {
            radius: Theme.radius
            color: Theme.surface
            border.width: 1
            border.color: Theme.strongLine
        }
    }
}
