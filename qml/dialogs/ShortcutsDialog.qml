// Every key there is, on one sheet.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern.Ui

SheetDialog {
    id: root

    property var groups: []  // {title, commands: of Command}
    readonly property int columnWidth: 370
    readonly property int room: root.parent ? root.parent.width - 2 * Theme.huge : 1200
    // As many as there is room for when it opens. Not bound to the width: columns that go while they are being laid out
    // end the program (Qt 6.4).
    property int columns: 3

    // Each group goes where there is least so far.
    function groupsOf(column: int): var {
        const lines = new Array(root.columns).fill(0), found = [];
        for (const group of root.groups) {
            const shortest = lines.indexOf(Math.min(...lines));
            lines[shortest] += group.commands.length + 2;
            if (shortest === column)
                found.push(group);
        }
        return found;
    }

    onOpened: closeButton.forceActiveFocus()
    onAboutToShow: root.columns = Math.max(1, Math.min(3, Math.floor((root.room + Theme.huge) / (root.columnWidth + Theme.huge))))
    helpTopic: "keys"
    title: qsTr("Keyboard")

    contentItem: SheetContent {
        spacing: Theme.large
        mainButton: closeButton

        Flickable {
            Layout.preferredWidth: Math.min(root.columns * (root.columnWidth + Theme.huge), root.room)
            Layout.preferredHeight: root.parent ? Math.min(grid.implicitHeight, root.parent.height - 150) : 0
            contentWidth: width
            contentHeight: grid.implicitHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds

            ScrollBar.vertical: ScrollStrip {}

            RowLayout {
                id: grid

                width: parent.width - Theme.medium
                spacing: Theme.huge

                Repeater {
                    model: root.columns

                    Column {
                        id: column

                        required property int index

                        Layout.alignment: Qt.AlignTop
                        Layout.fillWidth: true
                        Layout.preferredWidth: 1
                        spacing: Theme.medium

                        Repeater {
                            model: root.groupsOf(column.index)

                            KeyGroup {
                                required property var modelData

                                width: column.width
                                title: modelData.title
                                commands: modelData.commands
                            }
                        }
                    }
                }
            }
        }
        FlatButton {
            id: closeButton

            Layout.alignment: Qt.AlignRight
            primary: true
            text: qsTr("Close")
            onClicked: root.close()
        }
    }
}
