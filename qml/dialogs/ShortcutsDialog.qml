// Every key there is, on one sheet.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern.Ui

SheetDialog {
    id: root

    required property var commands  // of Command

    title: qsTr("Keyboard")

    contentItem: ColumnLayout {
        spacing: Theme.large

        Flickable {
            Layout.preferredWidth: grid.implicitWidth + Theme.large
            Layout.preferredHeight: Math.min(grid.implicitHeight, root.parent.height - 180)
            contentHeight: grid.implicitHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds

            ScrollBar.vertical: ScrollBar {}

            GridLayout {
                id: grid

                columns: 2
                columnSpacing: Theme.huge
                rowSpacing: Theme.tiny

                Repeater {
                    model: root.commands

                    Text {
                        required property int index
                        required property Command modelData

                        Layout.row: index
                        Layout.column: 0
                        text: modelData.what
                        color: Theme.text
                    }
                }
                Repeater {
                    model: root.commands

                    Text {
                        required property int index
                        required property Command modelData

                        Layout.row: index
                        Layout.column: 1
                        text: modelData.nativeText
                        color: Theme.mutedText
                        font.family: "monospace"
                    }
                }
            }
        }
        FlatButton {
            Layout.alignment: Qt.AlignRight
            primary: true
            text: qsTr("Close")
            onClicked: root.close()
        }
    }
}
