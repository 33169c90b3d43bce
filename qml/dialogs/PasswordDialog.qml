// Asks for the password of a protected file.
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

SheetDialog {
    id: root

    property string path
    property bool again: false

    function ask(file: string, wrong: bool) {
        root.path = file;
        root.again = wrong;
        field.clear();
        root.open();
        field.forceActiveFocus();
    }
    function submit() {
        root.close();
        Session.opener.openFile(root.path, field.text);
    }

    helpTopic: "troubleshooting#password"
    title: qsTr("Password needed")

    contentItem: SheetContent {
        spacing: Theme.medium
        mainButton: openButton

        Text {
            Layout.fillWidth: true
            Layout.maximumWidth: 380
            text: root.again ? qsTr("That password does not open “%1”.").arg(Session.fileName(root.path)) : qsTr("“%1” is protected.").arg(Session.fileName(root.path))
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.text
        }
        Field {
            id: field

            Layout.fillWidth: true
            Layout.preferredWidth: 340
            echoMode: TextInput.Password
            placeholderText: qsTr("Password")
            inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
            Accessible.name: qsTr("Password")
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.small

            FlatButton {
                framed: true
                text: qsTr("Cancel")
                onClicked: root.close()
            }
            FlatButton {
                id: openButton

                primary: true
                enabled: field.text !== ""
                text: qsTr("Open")
                onClicked: root.submit()
            }
        }
    }
}
