// Before a file is replaced that is not the document's own.
import QtQuick
import QtQuick.Layouts
import Lectern
import Lectern.Ui

SheetDialog {
    id: root

    property url file
    property string name

    signal otherWanted

    function ask(file: url) {
        root.file = file;
        root.name = Session.exports.replacedBy(file);
        root.open();
    }

    helpTopic: "documents#saving-to-go-on-later"
    title: qsTr("Replace?")

    contentItem: SheetContent {
        spacing: Theme.large
        mainButton: otherButton

        Text {
            Layout.fillWidth: true
            Layout.preferredWidth: 380
            text: qsTr("“%1” is there already. What it holds would be lost.").arg(root.name)
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.text
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.small

            FlatButton {
                framed: true
                text: qsTr("Replace")
                hint: qsTr("Save, and lose what the file holds now")
                onClicked: {
                    root.close();
                    Session.exports.saveAs(root.file);
                }
            }
            FlatButton {
                id: otherButton

                primary: true
                text: qsTr("Choose another name…")
                onClicked: {
                    root.close();
                    root.otherWanted();
                }
            }
        }
    }
    onOpened: otherButton.forceActiveFocus()
}
