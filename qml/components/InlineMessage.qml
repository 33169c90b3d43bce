// What went wrong, beside what it concerns, with the remedy as a button; details unfold and can be copied.
import QtQuick
import QtQuick.Layouts
import Lectern.Ui

Rectangle {
    id: root

    required property string message
    required property string details
    required property string remedy
    property bool unfolded: false

    signal remedyWanted
    signal dismissed
    signal copyWanted(string text)

    implicitHeight: column.implicitHeight + 2 * Theme.small
    radius: Theme.radius
    color: Theme.warningFill
    border.width: 1
    border.color: Theme.warning
    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.message

    ColumnLayout {
        id: column

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.small
        anchors.leftMargin: Theme.medium
        spacing: Theme.tiny

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.small

            Icon {
                Layout.alignment: Qt.AlignTop
                Layout.topMargin: 6
                name: "warning"
                color: Theme.warning
            }
            Text {
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignVCenter
                text: root.message
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                maximumLineCount: 6
                elide: Text.ElideRight
                color: Theme.text
            }
            FlatButton {
                Layout.alignment: Qt.AlignTop
                visible: root.details !== ""
                text: root.unfolded ? qsTr("Hide details") : qsTr("Details")
                onClicked: root.unfolded = !root.unfolded
            }
            FlatButton {
                Layout.alignment: Qt.AlignTop
                visible: root.remedy !== ""
                framed: true
                text: root.remedy
                onClicked: root.remedyWanted()
            }
            FlatButton {
                Layout.alignment: Qt.AlignTop
                iconName: "close"
                hint: qsTr("Dismiss this message")
                onClicked: root.dismissed()
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.bigIcon + Theme.small
            visible: root.unfolded

            TextEdit {
                Layout.fillWidth: true
                text: root.details
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                readOnly: true
                selectByMouse: true
                color: Theme.mutedText
                selectionColor: Theme.accentFill
                selectedTextColor: Theme.accentInk
                Accessible.role: Accessible.StaticText
                Accessible.name: root.details
            }
            FlatButton {
                Layout.alignment: Qt.AlignTop
                iconName: "copy"
                hint: qsTr("Copy the details")
                onClicked: root.copyWanted(root.message + "\n" + root.details)
            }
        }
    }
}
