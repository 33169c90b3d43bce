// What was cut from a region because the model began to repeat itself: to look at, to copy, to take back.
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

SheetDialog {
    id: root

    helpTopic: "troubleshooting#endless-repetition"
    title: qsTr("What was cut")

    contentItem: SheetContent {
        spacing: Theme.medium
        mainButton: closeButton

        Text {
            Layout.fillWidth: true
            Layout.maximumWidth: 460
            text: qsTr("The model began to repeat itself and was stopped. This was taken off the end of the text:")
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.text
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.preferredHeight: Math.min(words.implicitHeight, 280, root.parent.height - 240)
            radius: Theme.radius
            color: Theme.surface
            border.width: words.activeFocus ? 2 : 1
            border.color: words.activeFocus ? Theme.accent : Theme.line

            Flickable {
                anchors.fill: parent
                anchors.margins: 1
                clip: true
                boundsBehavior: Flickable.StopAtBounds

                ScrollBar.vertical: ScrollStrip {}
                TextArea.flickable: TextArea {
                    id: words

                    readOnly: true
                    selectByMouse: true
                    selectByKeyboard: true
                    text: Session.editor.cutText
                    textFormat: TextEdit.PlainText
                    wrapMode: TextEdit.Wrap
                    padding: Theme.small
                    color: Theme.text
                    selectionColor: Theme.accentFill
                    selectedTextColor: Theme.accentInk
                    background: null
                    activeFocusOnTab: true
                    Accessible.role: Accessible.EditableText
                    Accessible.name: qsTr("What was cut")
                    KeyNavigation.priority: KeyNavigation.BeforeItem
                    KeyNavigation.tab: copyButton
                }
            }
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.small

            FlatButton {
                id: copyButton

                framed: true
                iconName: "copy"
                text: qsTr("Copy")
                hint: qsTr("Copy what was cut")
                onClicked: Session.copyText(Session.editor.cutText)
            }
            FlatButton {
                framed: true
                enabled: !Session.editor.locked
                text: qsTr("Take back")
                hint: qsTr("Put it back behind the text")
                onClicked: {
                    root.close();
                    Session.editor.takeCutBack();
                }
            }
            FlatButton {
                id: closeButton

                primary: true
                text: qsTr("Close")
                onClicked: root.close()
            }
        }
    }
    onOpened: closeButton.forceActiveFocus()
}
