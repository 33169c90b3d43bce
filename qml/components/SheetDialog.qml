// A dialog in our look: centred, one frame, Escape closes it.
import QtQuick
import QtQuick.Controls
import Lectern.Ui

Popup {
    id: root

    property string title
    property string helpTopic  // what F1 opens the guide at

    parent: Overlay.overlay
    anchors.centerIn: parent
    modal: true
    focus: true
    padding: Theme.large
    topPadding: Theme.large + heading.implicitHeight + Theme.medium
    closePolicy: Popup.CloseOnEscape
    // Popups do not take on a palette that changes while the program runs.
    palette.window: Theme.window
    palette.windowText: Theme.text
    palette.base: Theme.surface
    palette.text: Theme.text
    palette.button: Theme.window
    palette.buttonText: Theme.text
    palette.placeholderText: Theme.mutedText
    palette.highlight: Theme.accentFill
    palette.highlightedText: Theme.accentInk
    palette.mid: Theme.line

    Overlay.modal: Rectangle {
        color: "#60000000"
    }
    background: Rectangle {
        radius: 10
        color: Theme.window
        border.width: 1
        border.color: Theme.line
        Accessible.role: Accessible.Dialog
        Accessible.name: root.title

        CutText {
            id: heading

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.margins: Theme.large
            text: root.title
            font.pointSize: Theme.textSize * 1.15
            font.weight: Font.DemiBold
        }
    }
}
