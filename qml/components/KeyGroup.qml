// Keys that belong together, under their title.
pragma ComponentBehavior: Bound

import QtQuick
import Lectern.Ui

Column {
    id: root

    required property string title
    required property var commands  // of Command

    spacing: 3

    PaneTitle {
        width: root.width
        leftPadding: 0
        text: root.title
    }
    Repeater {
        model: root.commands

        // Not a layout: those keep the height of words that needed two lines while all was still narrow (Qt 6.4).
        Item {
            id: line

            required property Command modelData

            width: root.width
            height: Math.max(what.height, key.height)

            Text {
                id: what

                anchors.left: parent.left
                anchors.right: key.left
                anchors.rightMargin: Theme.large
                text: line.modelData.what
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                color: Theme.text
            }
            Text {
                id: key

                anchors.right: parent.right
                text: line.modelData.nativeText
                textFormat: Text.PlainText
                color: Theme.mutedText
                font.family: "monospace"
            }
        }
    }
}
