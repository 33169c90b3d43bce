// A state as a sign in a small disc; the words stand beside it or in its accessible name.
import QtQuick
import Lectern
import Lectern.Ui

Rectangle {
    id: root

    required property string sign
    required property int badge
    required property string status
    readonly property color ink: {
        switch (root.badge) {
        case PageModel.Read:
            return Theme.good;
        case PageModel.Warning:
            return Theme.warning;
        case PageModel.Failed:
            return Theme.bad;
        case PageModel.Busy:
            return Theme.accent;
        default:
            return Theme.mutedText;
        }
    }

    implicitWidth: 20
    implicitHeight: 20
    radius: 10
    color: Theme.surface
    border.width: 1
    border.color: root.ink
    Accessible.ignored: true

    Text {
        anchors.centerIn: parent
        text: root.sign
        textFormat: Text.PlainText
        color: root.ink
        font.pixelSize: 12
        font.bold: true
    }
}
