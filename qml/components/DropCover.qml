// Over the whole window while files are held above it.
import QtQuick
import Lectern.Ui

Rectangle {
    id: root

    required property int fileCount

    color: Theme.dark ? "#f01b1c1f" : "#f0f4f6fb"
    border.width: 3
    border.color: Theme.accent

    Column {
        anchors.centerIn: parent
        spacing: Theme.medium

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "drop"
            size: 48
            color: Theme.accent
        }
        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            text: qsTr("Drop to open %n file(s)", "", root.fileCount)
            textFormat: Text.PlainText
            font.pointSize: Theme.textSize * 1.3
            color: Theme.text
        }
    }
}
