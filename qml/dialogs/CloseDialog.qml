// Before edits are lost that are in no file.
import QtQuick
import QtQuick.Layouts
import Lectern
import Lectern.Ui

SheetDialog {
    id: root

    property int document: -1  // row; -1: the program is to end
    property bool quitting: false

    function ask(row: int) {
        root.document = row;
        if (row >= 0)
            Session.currentDocument = row;
        root.open();
    }
    function discard() {
        root.close();
        if (root.document >= 0) {
            Session.closeDocument(root.document);
        } else {
            root.quitting = true;
            Qt.quit();
        }
    }

    helpTopic: "documents#saving-to-go-on-later"
    title: root.document >= 0 ? qsTr("Close “%1”?").arg(Session.documentName) : qsTr("Quit?")

    contentItem: SheetContent {
        spacing: Theme.large
        mainButton: keepButton

        Text {
            Layout.fillWidth: true
            Layout.preferredWidth: 380
            text: root.document >= 0 ? qsTr("What you changed in it has not been saved.") : qsTr("What you changed in %1 has not been saved.").arg(Session.unsavedNames)
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.text
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.small

            FlatButton {
                framed: true
                text: qsTr("Discard")
                hint: qsTr("Close and lose the changes")
                onClicked: root.discard()
            }
            FlatButton {
                framed: true
                visible: root.document >= 0
                text: qsTr("Save")
                hint: qsTr("Save the changes and leave it open")
                keys: "Ctrl+S"
                onClicked: {
                    root.close();
                    Session.exports.save();
                }
            }
            FlatButton {
                id: keepButton

                primary: true
                text: qsTr("Keep open")
                onClicked: root.close()
            }
        }
    }
    onOpened: keepButton.forceActiveFocus()
}
