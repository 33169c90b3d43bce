// A tool tip that shows its text as it is: what was read from a page is never markup.
import QtQuick
import QtQuick.Controls
import Lectern.Ui

ToolTip {
    id: root

    property int widest: 420

    delay: 400
    padding: Theme.small
    contentWidth: Math.min(root.widest, metrics.implicitWidth)

    contentItem: Text {
        text: root.text
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        maximumLineCount: 12
        elide: Text.ElideRight
        color: Theme.text

        Text {
            id: metrics

            visible: false
            text: root.text
            textFormat: Text.PlainText
        }
    }
    background: Rectangle {
        radius: Theme.tiny
        color: Theme.surface
        border.width: 1
        border.color: Theme.strongLine
    }
}
