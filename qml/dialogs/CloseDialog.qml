// Before edits are lost, or what was read, that are in no file.
import QtQuick
import QtQuick.Layouts
import Lectern
import Lectern.Ui

SheetDialog {
    id: root

    property int document: -1  // row; -1: the program is to end
    property bool single: false  // the program is to end, and one document alone would be lost
    property bool quitting: false

    function ask(row: int) {
        const lost = [];
        for (let i = 0; i < Session.documents.count; ++i)
            if (Session.unsaved(i))
                lost.push(i);
        root.document = row;
        root.single = row < 0 && lost.length === 1;
        if (row >= 0 || root.single)
            Session.currentDocument = root.single ? lost[0] : row;
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
            text: root.document >= 0 ? qsTr("What was read or changed in it is in no file yet.") : qsTr("What was read or changed in %1 is in no file yet.").arg(Session.unsavedNames)
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.text
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.small

            FlatButton {
                framed: true
                visible: root.document >= 0 || root.single
                text: qsTr("Save")
                hint: qsTr("Save it and leave it open")
                keys: "Ctrl+S"
                onClicked: {
                    root.close();
                    Session.exports.save();
                }
            }
            FlatButton {
                framed: true
                text: qsTr("Discard")
                hint: qsTr("Close and lose what is in no file")
                onClicked: root.discard()
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
