// One open file in the list.
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern.Ui

ItemDelegate {
    id: root

    required property int index
    required property string name
    required property string path
    required property string summary
    property bool current: false

    signal closeWanted

    implicitHeight: Math.max(46, implicitContentHeight + Theme.small)
    leftPadding: Theme.small
    rightPadding: Theme.tiny
    focusPolicy: Qt.NoFocus
    hoverEnabled: true
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1, %2").arg(root.name).arg(root.summary)
    Accessible.onPressAction: if (root.enabled)
        root.clicked()

    HoverTip {
        over: root
        active: root.hovered && !closeButton.hovered
        delay: 800
        text: summaryText.truncated ? root.path + "\n" + root.summary : root.path
    }

    contentItem: RowLayout {
        spacing: Theme.small

        Icon {
            name: "document"
            color: root.current ? Theme.accent : Theme.mutedText
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Text {
                Layout.fillWidth: true
                text: root.name
                textFormat: Text.PlainText
                elide: Text.ElideMiddle
                color: Theme.text
                font.bold: root.current
            }
            Text {
                id: summaryText

                Layout.fillWidth: true
                text: root.summary
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                maximumLineCount: 3
                elide: Text.ElideRight
                color: Theme.mutedText
                font.pointSize: Theme.smallText
            }
        }
        FlatButton {
            id: closeButton

            visible: root.hovered
            iconName: "close"
            hint: qsTr("Close %1").arg(root.name)
            onClicked: root.closeWanted()
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.current ? Theme.selectionFill : root.hovered ? Theme.hoverFill : "transparent"
        border.width: root.current && root.ListView.view.activeFocus ? 2 : 0
        border.color: Theme.accent
    }
}
