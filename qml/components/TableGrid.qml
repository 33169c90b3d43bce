// A table's cells in their places. Cell text is plain text.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Lectern.Ui

Rectangle {
    id: root

    required property var cells

    implicitHeight: Math.min(grid.implicitHeight, 4000) + 2
    color: "transparent"
    border.width: 1
    border.color: Theme.line
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Table")

    Flickable {
        anchors.fill: parent
        anchors.margins: 1
        contentWidth: Math.max(width, grid.implicitWidth)
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        interactive: grid.implicitWidth > width
        clip: true

        GridLayout {
            id: grid

            width: parent.width
            columnSpacing: 0
            rowSpacing: 0

            Repeater {
                model: root.cells

                Rectangle {
                    id: cell

                    required property var modelData

                    Layout.row: cell.modelData.row
                    Layout.column: cell.modelData.column
                    Layout.rowSpan: cell.modelData.rowSpan
                    Layout.columnSpan: cell.modelData.columnSpan
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    implicitWidth: Math.min(words.implicitWidth, 220) + 2 * Theme.small
                    implicitHeight: words.implicitHeight + Theme.small
                    color: cell.modelData.header ? Theme.tableHead : "transparent"
                    border.width: 0

                    Rectangle {
                        visible: cell.modelData.row > 0
                        width: parent.width
                        height: 1
                        color: Theme.line
                    }
                    Rectangle {
                        visible: cell.modelData.column > 0
                        width: 1
                        height: parent.height
                        color: Theme.line
                    }
                    Text {
                        id: words

                        anchors.fill: parent
                        anchors.leftMargin: Theme.small
                        anchors.rightMargin: Theme.small
                        verticalAlignment: Text.AlignVCenter
                        text: cell.modelData.text
                        textFormat: Text.PlainText
                        wrapMode: Text.Wrap
                        font.bold: cell.modelData.header
                        color: Theme.text
                    }
                }
            }
        }
    }
}
