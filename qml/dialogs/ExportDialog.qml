// What to write and where; asks before it replaces; shows what came out.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Dialogs
import QtQuick.Layouts
import Lectern
import Lectern.Ui

SheetDialog {
    id: root

    property string existing
    property string written

    function start() {
        root.existing = "";
        root.written = "";
        root.open();
    }
    function write(replace: bool) {
        root.written = "";
        root.existing = replace ? "" : Session.exports.existing();
        if (root.existing === "")
            Session.exports.start();
    }
    function chooseFolder() {
        root.start();
        folderDialog.open();
    }

    helpTopic: "exporting"
    title: qsTr("Export “%1”").arg(Session.documentName)
    closePolicy: Session.exports.running ? Popup.NoAutoClose : Popup.CloseOnEscape

    contentItem: SheetContent {
        spacing: Theme.medium
        mainButton: exportButton.visible ? exportButton : closeButton

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0
            enabled: !Session.exports.running

            Repeater {
                model: Session.exports.formats

                Tick {
                    id: box

                    required property int index
                    required property string label
                    required property string extension
                    required property bool chosen

                    text: qsTr("%1 (.%2)").arg(box.label).arg(box.extension)
                    checked: box.chosen
                    onToggled: {
                        Session.exports.formats.setChosen(box.index, box.checked);
                        root.written = "";
                    }
                }
            }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.small

            Icon {
                name: "folder"
                color: Theme.mutedText
            }
            CutText {
                Layout.preferredWidth: 340
                Layout.fillWidth: true
                text: Session.exports.folderText
                elide: Text.ElideMiddle
            }
            FlatButton {
                framed: true
                enabled: !Session.exports.running
                text: qsTr("Change…")
                hint: qsTr("Change the folder, now %1").arg(Session.exports.folderText)
                onClicked: folderDialog.open()
            }
        }
        Text {
            Layout.fillWidth: true
            visible: !Session.documentFinished && root.written === ""
            text: qsTr("Some pages have not been read; only those that have are written.")
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.mutedText
        }
        Text {
            Layout.fillWidth: true
            visible: root.existing !== ""
            text: qsTr("%1 is already there. Replace it?").arg(root.existing)
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.warning
        }
        Text {
            Layout.fillWidth: true
            visible: root.written !== ""
            text: qsTr("✓ Written: %1").arg(root.written)
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.good
        }
        ProgressBar {
            Layout.fillWidth: true
            visible: Session.exports.running
            value: Session.exports.progress
            Accessible.name: qsTr("Export")
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.small

            FlatButton {
                visible: root.written !== ""
                framed: true
                iconName: "folder"
                text: qsTr("Open folder")
                onClicked: Session.exports.openFolder()
            }
            FlatButton {
                visible: Session.exports.running
                framed: true
                text: qsTr("Stop")
                onClicked: Session.exports.stop()
            }
            FlatButton {
                id: closeButton

                visible: !Session.exports.running
                framed: true
                primary: root.written !== ""
                text: root.written !== "" ? qsTr("Close") : qsTr("Cancel")
                onClicked: root.close()
            }
            FlatButton {
                visible: !Session.exports.running && root.existing !== ""
                framed: true
                text: qsTr("Replace")
                onClicked: root.write(true)
            }
            FlatButton {
                id: exportButton

                visible: !Session.exports.running && root.existing === "" && root.written === ""
                primary: true
                focus: true
                enabled: Session.exports.formats.chosen.length > 0 && Session.hasResult
                iconName: "export"
                text: qsTr("Export")
                onClicked: root.write(false)
            }
        }
    }
    onOpened: exportButton.forceActiveFocus()

    FolderDialog {
        id: folderDialog

        title: qsTr("Export to")
        currentFolder: Session.exports.folder
        onAccepted: {
            Session.exports.folder = folderDialog.selectedFolder;
            root.existing = "";
            root.written = "";
        }
    }
    Connections {
        function onFinished(names) {
            root.written = names;
            closeButton.forceActiveFocus();
        }

        target: Session.exports
    }
    Connections {
        function onExportFolderWanted() {
            root.chooseFolder();
        }

        target: Session
    }
}
