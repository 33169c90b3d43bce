// What can read here: the models that are installed, whether they fit, and on which device; for the document in view
// or for all.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

SheetDialog {
    id: root

    readonly property ModelCatalog catalog: Session.catalog
    readonly property bool forDocument: scope.currentIndex === 1
    readonly property string model: root.forDocument && Session.documentModel !== "" ? Session.documentModel : Settings.model !== "" ? Settings.model : root.catalog.modelNames[0] ?? ""
    readonly property string device: root.forDocument && Session.documentDevice !== "" ? Session.documentDevice : Settings.device

    function chooseModel(name: string) {
        if (root.forDocument)
            Session.documentModel = name;
        else
            Settings.model = name;
    }
    function chooseDevice(device: string) {
        if (root.forDocument)
            Session.documentDevice = device;
        else
            Settings.device = device;
        root.catalog.look(root.device, Settings.dpi);
    }

    helpTopic: "documents#models-and-devices"
    title: qsTr("Models and devices")

    contentItem: SheetContent {
        spacing: Theme.medium
        mainButton: closeButton

        GridLayout {
            Layout.fillWidth: true
            columns: 2
            columnSpacing: Theme.large
            rowSpacing: Theme.small

            FormLabel {
                visible: Session.hasDocument
                text: qsTr("Choose for")
            }
            Choice {
                id: scope

                visible: Session.hasDocument
                label: qsTr("Choose for")
                model: [qsTr("All documents"), qsTr("“%1” alone").arg(Session.documentName)]
            }
            FormLabel {
                text: qsTr("Device")
            }
            Choice {
                label: qsTr("Device")
                model: root.catalog.deviceNames
                currentIndex: Math.max(0, Array.from(root.catalog.devices).indexOf(root.device))
                onActivated: index => root.chooseDevice(root.catalog.devices[index])
            }
        }
        RowLayout {
            Layout.fillWidth: true

            PaneTitle {
                Layout.fillWidth: true
                leftPadding: 0
                text: qsTr("Installed models")
            }
            Text {
                text: root.catalog.memoryText
                textFormat: Text.PlainText
                color: Theme.mutedText
            }
        }
        ListView {
            id: list

            Layout.fillWidth: true
            Layout.preferredWidth: Math.min(560, root.parent.width - 2 * Theme.huge)
            Layout.preferredHeight: Math.min(Math.max(contentHeight, 80), root.parent.height - 320)
            model: root.catalog.models
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            currentIndex: 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Installed models")
            Keys.onReturnPressed: root.takeCurrent()
            Keys.onEnterPressed: root.takeCurrent()
            Keys.onSpacePressed: root.takeCurrent()

            ScrollBar.vertical: ScrollStrip {}
            delegate: ModelRow {
                width: list.width
                used: root.model === name
                onClicked: {
                    list.currentIndex = index;
                    root.chooseModel(name);
                }
            }

            BusyIndicator {
                anchors.centerIn: parent
                running: root.catalog.looking && list.count === 0
                visible: running
                Accessible.name: qsTr("Looking for models")
            }
        }
        Text {
            Layout.fillWidth: true
            text: qsTr("Model folders are looked for in %1.").arg(Session.shortPath(Settings.modelsFolder()))
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.mutedText
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.small

            FlatButton {
                framed: true
                iconName: "folder"
                text: qsTr("Open folder")
                hint: qsTr("Open the folder of models")
                onClicked: Settings.openFolder(Settings.modelsFolder())
            }
            FlatButton {
                framed: true
                text: qsTr("Look again")
                hint: qsTr("Look for models and devices again")
                onClicked: root.catalog.look(root.device, Settings.dpi)
            }
            FlatButton {
                visible: root.forDocument && (Session.documentModel !== "" || Session.documentDevice !== "")
                framed: true
                text: qsTr("As for all")
                hint: qsTr("Read this document as all others")
                onClicked: {
                    Session.documentModel = "";
                    Session.documentDevice = "";
                }
            }
            Item {
                Layout.fillWidth: true
            }
            FlatButton {
                id: closeButton

                primary: true
                text: qsTr("Close")
                onClicked: root.close()
            }
        }
    }
    onOpened: {
        root.catalog.look(root.device, Settings.dpi);
        list.forceActiveFocus();
    }

    function takeCurrent() {
        const row = list.currentItem as ModelRow;
        if (row && row.enabled)
            root.chooseModel(row.name);
    }
}
