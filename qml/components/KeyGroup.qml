// Keys that belong together, under their title.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Lectern.Ui

ColumnLayout {
    id: root

    required property string title
    required property var commands  // of Command

    spacing: 3

    PaneTitle {
        leftPadding: 0
        text: root.title
    }
    Repeater {
        model: root.commands

        RowLayout {
            id: line

            required property Command modelData

            spacing: Theme.large

            Text {
                Layout.fillWidth: true
                text: line.modelData.what
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                color: Theme.text
            }
            Text {
                Layout.alignment: Qt.AlignTop
                text: line.modelData.nativeText
                textFormat: Text.PlainText
                color: Theme.mutedText
                font.family: "monospace"
            }
        }
    }
}
