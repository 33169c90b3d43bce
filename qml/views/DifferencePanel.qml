// What another reading changed: old words struck, new ones underlined; kept or taken back.
import QtQuick
import QtQuick.Layouts
import Lectern
import Lectern.Ui

Rectangle {
    id: root

    property string helpTopic: "editing#reading-again"
    readonly property TextDifference difference: Session.difference

    implicitHeight: visible ? column.implicitHeight + 2 * Theme.small : 0
    visible: root.difference.shown
    color: Theme.tableHead
    Accessible.role: Accessible.Pane
    Accessible.name: root.difference.title

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.line
    }
    ColumnLayout {
        id: column

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.small
        spacing: Theme.small

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.small

            Text {
                Layout.fillWidth: true
                text: root.difference.title
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                font.weight: Font.DemiBold
                color: Theme.text
            }
            FlatButton {
                framed: true
                iconName: "undo"
                text: qsTr("Undo")
                hint: qsTr("Take the new reading back")
                onClicked: Session.undoDifference()
            }
            FlatButton {
                primary: true
                text: qsTr("Keep")
                hint: qsTr("Keep the new reading")
                onClicked: Session.keepDifference()
            }
        }
        Flickable {
            Layout.fillWidth: true
            Layout.preferredHeight: Math.min(words.implicitHeight, 160)
            visible: root.difference.changes > 0
            contentHeight: words.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: true

            TextEdit {
                id: words

                width: parent.width
                readOnly: true
                selectByMouse: true
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                text: root.difference.text
                color: Theme.text
                selectionColor: Theme.accentFill
                selectedTextColor: Theme.accentInk
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
            TextMarks {
                document: words.textDocument
                marks: root.difference.marks
                grounds: [Theme.removedFill, Theme.addedFill]
                inks: [Theme.bad, Theme.good]
                struckKind: TextDifference.Removed
            }
        }
    }
}
