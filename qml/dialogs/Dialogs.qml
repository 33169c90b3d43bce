// All that opens above the window.
import QtQuick
import QtQuick.Dialogs
import Lectern
import Lectern.Ui

Item {
    id: root

    property alias groups: shortcutsDialog.groups

    function open() {
        openDialog.open();
    }
    function startExport() {
        exportDialog.start();
    }
    function readAgain() {
        readAgainDialog.start();
    }
    function showSettings() {
        settingsDialog.open();
    }
    function showModels() {
        modelsDialog.open();
    }
    function showKeys() {
        shortcutsDialog.open();
    }

    // At once when nothing would be lost, else after asking.
    function close(document: int) {
        Session.editor.keepEditing();
        if (Session.unsaved(document))
            closeDialog.ask(document);
        else
            Session.closeDocument(document);
    }
    function mayQuit(): bool {
        Session.editor.keepEditing();
        if (closeDialog.quitting || !Session.unsaved(-1))
            return true;
        closeDialog.ask(-1);
        return false;
    }

    CloseDialog {
        id: closeDialog
    }
    CutDialog {
        id: cutDialog
    }
    Connections {
        function onCutWanted() {
            cutDialog.open();
        }

        target: Session.editor
    }
    FileDialog {
        id: openDialog

        title: qsTr("Open")
        fileMode: FileDialog.OpenFiles
        nameFilters: [qsTr("Documents and pictures (%1)").arg("*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.webp *.lectern"), qsTr("All files (*)")]
        onAccepted: Session.openUrls(openDialog.selectedFiles)
    }
    FileDialog {
        id: saveDialog

        title: qsTr("Save as")
        fileMode: FileDialog.SaveFile
        acceptLabel: qsTr("Save")
        defaultSuffix: "lectern"
        nameFilters: [qsTr("Documents in work (%1)").arg("*.lectern")]
        // Qt 6.4's own dialog does not ask before it replaces a file, so none of them is left to.
        options: FileDialog.DontConfirmOverwrite // qmllint disable
        onAccepted: {
            if (Session.exports.replacedBy(saveDialog.selectedFile) !== "")
                replaceDialog.ask(saveDialog.selectedFile);
            else
                Session.exports.saveAs(saveDialog.selectedFile);
        }
    }
    ReplaceDialog {
        id: replaceDialog

        onOtherWanted: saveDialog.open()
    }
    Connections {
        function onSaveAsWanted() {
            saveDialog.selectedFile = Session.exports.projectFile();
            saveDialog.open();
        }

        target: Session.exports
    }
    ExportDialog {
        id: exportDialog
    }
    ReadAgainDialog {
        id: readAgainDialog
    }
    SettingsDialog {
        id: settingsDialog

        onModelsWanted: modelsDialog.open()
    }
    ModelsDialog {
        id: modelsDialog
    }
    PasswordDialog {
        id: passwordDialog
    }
    ShortcutsDialog {
        id: shortcutsDialog
    }
    Connections {
        function onPasswordWanted(path, again) {
            passwordDialog.ask(path, again);
        }

        target: Session
    }
}
