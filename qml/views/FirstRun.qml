// No document: where to drop one, how to open one, what will read it, what was open before.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

Rectangle {
    id: root

    property string helpTopic: "first-read"

    signal openWanted

    color: Theme.surface

    Flickable {
        anchors.fill: parent
        contentHeight: Math.max(height, column.implicitHeight + 2 * Theme.huge)
        boundsBehavior: Flickable.StopAtBounds

        ScrollBar.vertical: ScrollStrip {}

        ColumnLayout {
            id: column

            anchors.centerIn: parent
            width: Math.min(root.width - 2 * Theme.huge, 560)
            spacing: Theme.huge

            Rectangle {
                Layout.fillWidth: true
                implicitHeight: inside.implicitHeight + 2 * 40
                radius: 12
                color: Theme.window
                border.width: 1
                border.color: Theme.line

                ColumnLayout {
                    id: inside

                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.margins: Theme.huge
                    spacing: Theme.large

                    Icon {
                        Layout.alignment: Qt.AlignHCenter
                        name: "drop"
                        size: 44
                        color: Theme.accent
                        visible: Session.opener.openingName === ""
                    }
                    BusyIndicator {
                        Layout.alignment: Qt.AlignHCenter
                        visible: Session.opener.openingName !== ""
                        running: visible
                        Accessible.name: qsTr("A file is being opened")
                    }
                    Text {
                        Layout.fillWidth: true
                        horizontalAlignment: Text.AlignHCenter
                        wrapMode: Text.Wrap
                        textFormat: Text.PlainText
                        text: Session.opener.openingName === "" ? qsTr("Drop PDFs or pictures here to read them on this computer") : qsTr("Opening %1").arg(Session.opener.openingName)
                        font.pointSize: Theme.textSize * 1.3
                        color: Theme.text
                    }
                    RowLayout {
                        Layout.alignment: Qt.AlignHCenter
                        spacing: Theme.medium

                        FlatButton {
                            primary: true
                            iconName: "open"
                            text: qsTr("Open…")
                            onClicked: root.openWanted()
                        }
                        FlatButton {
                            visible: Session.opener.sampleAvailable
                            framed: true
                            iconName: "document"
                            text: qsTr("Try the sample")
                            onClicked: Session.opener.openSample()
                        }
                    }
                    Text {
                        Layout.fillWidth: true
                        visible: Session.modelName !== ""
                        horizontalAlignment: Text.AlignHCenter
                        wrapMode: Text.Wrap
                        textFormat: Text.PlainText
                        text: Session.modelSize === "" ? qsTr("Read by %1").arg(Session.modelName) : qsTr("Read by %1 (%2), on this computer").arg(Session.modelName).arg(Session.modelSize)
                        color: Theme.mutedText
                    }
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                visible: recent.count > 0
                spacing: Theme.tiny

                PaneTitle {
                    text: qsTr("Recent documents")
                }
                Repeater {
                    id: recent

                    model: Settings.recentFiles

                    FlatButton {
                        required property string modelData

                        Layout.maximumWidth: column.width
                        iconName: "document"
                        text: Session.fileName(modelData)
                        hint: modelData
                        keys: " "
                        onClicked: Session.opener.openFile(modelData)
                    }
                }
            }
        }
    }
}
