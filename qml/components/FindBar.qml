// What is sought in the text, how often it is there, and the ways to the next and the one before.
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

ColumnLayout {
    id: root

    required property Finder finder
    property string helpTopic: "editing#finding-and-copying"
    property bool reading: false  // then Escape stops that first

    signal leaveWanted  // on to the text

    function begin() {
        field.forceActiveFocus(Qt.ShortcutFocusReason);
        field.selectAll();
    }

    spacing: 0

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.tiny

        Field {
            id: field

            Layout.fillWidth: true
            placeholderText: qsTr("Find in the text")
            inputMethodHints: Qt.ImhNoPredictiveText
            Accessible.name: qsTr("Find in the text of all pages")
            onTextEdited: root.finder.sought = field.text
            Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape && !root.reading
            Keys.onEscapePressed: {
                field.text = "";
                root.finder.sought = "";
                root.leaveWanted();
            }
            Keys.onReturnPressed: event => root.finder.step(event.modifiers & Qt.ShiftModifier ? -1 : 1)
            Keys.onEnterPressed: event => root.finder.step(event.modifiers & Qt.ShiftModifier ? -1 : 1)
            Keys.onDownPressed: root.leaveWanted()

            HoverTip {
                over: field
                active: field.hovered
                text: field.Accessible.name + "  Ctrl+F"
            }
        }
        Text {
            visible: root.finder.count > 0
            text: root.finder.status
            textFormat: Text.PlainText
            color: root.finder.wentRound ? Theme.accent : Theme.mutedText
        }
        FlatButton {
            enabled: root.finder.count > 0
            iconName: "up"
            hint: qsTr("Previous place")
            keys: "Shift+F3"
            onClicked: root.finder.step(-1)
        }
        FlatButton {
            enabled: root.finder.count > 0
            iconName: "down"
            hint: qsTr("Next place")
            keys: "F3"
            onClicked: root.finder.step(1)
        }
    }
    // Also what a screen reader hears of the search.
    Text {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.small
        Layout.bottomMargin: Theme.tiny
        visible: text !== ""
        text: root.finder.count === 0 ? root.finder.status : root.finder.wentRound ? qsTr("Went on from the other end of the document.") : ""
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        color: Theme.mutedText
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
}
