// The tool bar. Narrow windows keep the signs and drop the words.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

Rectangle {
    id: root

    property string helpTopic: "first-read#in-the-window"
    required property PageCanvas canvas
    property bool leftHidden: false
    readonly property Item before: root.LayoutMirroring.enabled ? trailing : leading
    readonly property Item after: root.LayoutMirroring.enabled ? leading : trailing
    readonly property bool tight: root.width < 1180 * Theme.wordScale
    readonly property bool veryTight: root.width < 860 * Theme.wordScale
    // What the groups leave free; the name of the model is shown where it fits.
    readonly property real spare: root.width - leading.width - middle.width - (exportButton.visible ? exportButton.width : 0) - menuButton.width - 6 * Theme.small

    signal openWanted
    signal exportWanted
    signal pagesWanted
    signal shortcutsWanted
    signal helpWanted
    signal quitWanted
    signal settingsWanted
    signal modelsWanted

    implicitHeight: Math.max(44, leading.height + Theme.small)
    color: Theme.window
    Accessible.role: Accessible.ToolBar
    Accessible.name: qsTr("Tools")

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }
    Row {
        id: leading

        anchors.left: parent.left
        anchors.leftMargin: Theme.small
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.tiny

        FlatButton {
            visible: root.leftHidden && Session.hasDocument
            iconName: "sidebar"
            hint: qsTr("Documents and pages")
            keys: "Ctrl+B"
            onClicked: root.pagesWanted()
        }
        FlatButton {
            iconName: "open"
            text: root.tight ? "" : qsTr("Open")
            hint: qsTr("Open files")
            keys: "Ctrl+O"
            onClicked: root.openWanted()
        }
        Separator {
            visible: Session.hasDocument && !root.veryTight
            anchors.verticalCenter: parent.verticalCenter
        }
        FlatButton {
            visible: Session.hasDocument && !Session.reading
            primary: !Session.pageRead
            iconName: "read"
            text: root.veryTight ? "" : qsTr("Read page")
            hint: Session.pageRead ? qsTr("Read this page again") : qsTr("Read this page")
            keys: "Ctrl+R"
            onClicked: Session.readPage()
        }
        FlatButton {
            visible: Session.hasDocument && !Session.reading && Session.pageCount > 1 && !Session.documentFinished
            iconName: "read-all"
            text: root.tight ? "" : qsTr("Read document")
            hint: qsTr("Read all pages that have not been read")
            keys: "Ctrl+Shift+R"
            onClicked: Session.readDocument()
        }
        FlatButton {
            visible: Session.reading
            framed: true
            iconName: "stop"
            text: root.veryTight ? "" : qsTr("Stop")
            hint: qsTr("Stop reading; what was read is kept")
            keys: "Esc"
            onClicked: Session.stop()
        }
    }
    Row {
        id: middle

        x: Math.max(root.before.x + root.before.width + Theme.small, Math.min((root.width - width) / 2, root.after.x - width - Theme.small))
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.tiny

        EditTools {
            visible: Session.hasDocument && root.width > 640
            editor: Session.editor
        }
        Separator {
            visible: Session.hasDocument && !root.veryTight
            anchors.verticalCenter: parent.verticalCenter
        }
        PageSteps {
            visible: Session.pageCount > 1 && !root.veryTight
            page: Session.currentPage
            count: Session.pageCount
            onWanted: page => Session.currentPage = page
        }
        Separator {
            visible: Session.pageCount > 1 && !root.veryTight
            anchors.verticalCenter: parent.verticalCenter
        }
        ZoomSteps {
            visible: Session.hasDocument
            canvas: root.canvas
            brief: root.veryTight
        }
        FlatButton {
            visible: Session.hasDocument && !root.veryTight
            checkable: true
            checked: Settings.showRegions
            iconName: "overlay"
            hint: Settings.showRegions ? qsTr("Hide the regions") : qsTr("Show the regions")
            keys: "F5"
            onClicked: Settings.showRegions = !Settings.showRegions
        }
    }
    Row {
        id: trailing

        anchors.right: parent.right
        anchors.rightMargin: Theme.small
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.tiny

        FlatButton {
            property string helpTopic: "documents#models-and-devices"

            anchors.verticalCenter: parent.verticalCenter
            visible: Session.hasDocument && Session.modelName !== "" && implicitWidth <= root.spare
            longest: root.width > 1500 ? 360 : 160
            text: root.width > 1500 ? Session.modelName + " · " + Session.deviceName : Session.modelName
            hint: qsTr("Read by %1 on %2. Choose another").arg(Session.modelName).arg(Session.deviceName)
            keys: "Ctrl+M"
            onClicked: root.modelsWanted()
        }
        FlatButton {
            id: exportButton

            property string helpTopic: "exporting"

            anchors.verticalCenter: parent.verticalCenter
            visible: Session.hasResult
            framed: true
            iconName: "export"
            text: root.tight ? "" : qsTr("Export")
            hint: qsTr("Export what has been read")
            keys: "Ctrl+E"
            onClicked: root.exportWanted()
        }
        FlatButton {
            id: menuButton

            anchors.verticalCenter: parent.verticalCenter
            iconName: "menu"
            hint: qsTr("Menu")
            keys: "F10"
            onClicked: menu.opened ? menu.close() : menu.open()

            MainMenu {
                id: menu

                closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutsideParent  // a press on the button closes, too
                y: menuButton.height + 2
                x: root.LayoutMirroring.enabled ? 0 : menuButton.width - width
                onShortcutsWanted: root.shortcutsWanted()
                onHelpWanted: root.helpWanted()
                onQuitWanted: root.quitWanted()
                onSettingsWanted: root.settingsWanted()
                onModelsWanted: root.modelsWanted()
            }
        }
    }

    function openMenu() {
        menu.open();
    }
}
