// Every key there is, on one sheet.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern.Ui

SheetDialog {
    id: root

    property var groups: []  // {title, commands: of Command}

    helpTopic: "keys"
    title: qsTr("Keyboard")

    contentItem: ColumnLayout {
        spacing: Theme.large

        Flickable {
            Layout.preferredWidth: Math.min(grid.implicitWidth + Theme.large, root.parent.width - 2 * Theme.huge)
            contentWidth: grid.implicitWidth
            Layout.preferredHeight: Math.min(grid.implicitHeight, root.parent.height - 180)
            contentHeight: grid.implicitHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds

            ScrollBar.vertical: ScrollBar {}

            RowLayout {
                id: grid

                spacing: Theme.huge * 2

                Repeater {
                    model: root.groups

                    ColumnLayout {
                        id: group

                        required property var modelData

                        Layout.alignment: Qt.AlignTop
                        spacing: Theme.tiny

                        PaneTitle {
                            leftPadding: 0
                            text: group.modelData.title
                        }
                        Repeater {
                            model: group.modelData.commands

                            RowLayout {
                                id: line

                                required property Command modelData

                                spacing: Theme.large

                                Text {
                                    Layout.fillWidth: true
                                    text: line.modelData.what
                                    textFormat: Text.PlainText
                                    color: Theme.text
                                }
                                Text {
                                    text: line.modelData.nativeText
                                    textFormat: Text.PlainText
                                    color: Theme.mutedText
                                    font.family: "monospace"
                                }
                            }
                        }
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
