// A region's text, edited where it stands on the page. Escape leaves everything as it was; leaving the field keeps it.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

FocusScope {
    id: root

    required property PageCanvas canvas
    required property Editor editor
    property int regionId: -1
    property rect place

    function begin() {
        root.regionId = root.editor.selection[0];
        root.place = root.canvas.regionRect(root.regionId);
        field.text = root.editor.text;
        field.forceActiveFocus();
        field.selectAll();
    }
    function keep() {
        root.editor.keepEditing();
    }
    function leave() {
        root.editor.endEditing();
    }

    visible: root.editor.editing
    x: Math.max(4, Math.min(root.place.x - 5, root.parent.width - width - 4))
    y: Math.max(4, Math.min(root.place.y - 5, root.parent.height - height - 4))
    width: Math.min(root.parent.width - 8, Math.max(280, root.place.width + 10))
    height: Math.min(root.parent.height - 8, Math.max(64, Math.min(field.implicitHeight + 4, 320), root.place.height + 10))

    Connections {
        function onEditingChanged() {
            if (root.editor.editing)
                root.begin();
            else
                root.canvas.forceActiveFocus();
        }

        target: root.editor
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.tiny
        color: Theme.surface
        border.width: 2
        border.color: Theme.accent
    }
    ScrollView {
        anchors.fill: parent
        anchors.margins: 2

        TextArea {
            id: field

            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.Wrap
            selectByMouse: true
            color: Theme.text
            selectionColor: Theme.accentFill
            selectedTextColor: Theme.accentInk
            background: null
            persistentSelection: true
            Accessible.role: Accessible.EditableText
            Accessible.name: qsTr("Text of the region; Control and Return keeps it, Escape leaves it as it was")
            onTextChanged: root.editor.setDraft(field.text)
            Keys.onPressed: event => {
                const control = event.modifiers & Qt.ControlModifier;
                if (event.key === Qt.Key_Escape)
                    root.leave();
                else if (control && (event.key === Qt.Key_Return || event.key === Qt.Key_Enter))
                    root.keep();
                else if (control && event.key === Qt.Key_K)
                    root.splitHere();
                else
                    return;
                event.accepted = true;
            }
            Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape
            onActiveFocusChanged: if (!activeFocus && root.visible && !contextual.visible)
                root.keep()

            TapHandler {
                acceptedButtons: Qt.RightButton
                onTapped: contextual.popup()
            }
        }
    }
    ThemedMenu {
        id: contextual

        MenuEntry {
            text: qsTr("Split the region here")
            keys: "Ctrl+K"
            onTriggered: root.splitHere()
        }
        MenuEntry {
            text: qsTr("Keep")
            keys: "Ctrl+Return"
            onTriggered: root.keep()
        }
        MenuEntry {
            text: qsTr("Leave as it was")
            keys: "Esc"
            onTriggered: root.leave()
        }
    }

    function splitHere() {
        const at = field.cursorPosition;
        root.keep();
        root.editor.splitAt(root.regionId, at);
    }
}
