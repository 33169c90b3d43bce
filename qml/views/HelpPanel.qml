// The guide beside the page: contents, search, the topic. It stays open while the window is used; Escape closes it.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

Popup {
    id: root

    property int top: 0  // height of what stays uncovered
    property bool contentsShown: false
    readonly property bool listShown: root.contentsShown || book.query !== ""
    property Item before: null  // had the focus when the panel was opened

    // At what explains `part`, which has the focus.
    function explain(part: Item, otherwise: string) {
        if (!root.opened)
            root.before = part;
        root.show(book.topicOf(part, otherwise));
    }
    function show(target: string) {
        book.query = "";
        root.contentsShown = false;
        root.open();
        book.open(target);
        article.forceActiveFocus();
    }
    function meant(event: var): bool {
        const back = event.key === Qt.Key_Left && event.modifiers === Qt.AltModifier && book.canGoBack;
        return event.matches(StandardKey.Find) || event.key === Qt.Key_Escape || back;
    }
    function find() {
        field.forceActiveFocus();
        field.selectAll();
    }

    parent: Overlay.overlay
    x: Settings.rightToLeft ? 0 : parent ? parent.width - width : 0
    width: parent ? Math.min(parent.width, Math.max(380, Math.min(560, parent.width * 0.36))) : 380
    y: root.top
    height: parent ? parent.height - root.top : 0
    modal: false
    focus: true
    padding: 0
    closePolicy: Popup.NoAutoClose  // Popups that close at Escape keep the window's keys from working
    onClosed: root.before?.forceActiveFocus()
    palette.window: Theme.window
    palette.windowText: Theme.text
    palette.base: Theme.surface
    palette.text: Theme.text
    palette.placeholderText: Theme.mutedText
    palette.highlight: Theme.accentFill
    palette.highlightedText: Theme.accentInk
    palette.mid: Theme.line

    background: Rectangle {
        color: Theme.window
        Accessible.role: Accessible.Pane
        Accessible.name: qsTr("Guide")

        Rectangle {
            x: Settings.rightToLeft ? parent.width - width : 0
            width: 1
            height: parent.height
            color: Theme.line
        }
    }
    contentItem: FocusScope {
        LayoutMirroring.enabled: Settings.rightToLeft
        LayoutMirroring.childrenInherit: true
        // Before the window's own keys of the same kind.
        Keys.onShortcutOverride: event => event.accepted = root.meant(event)
        Keys.onPressed: event => {
            event.accepted = root.meant(event);
            if (event.matches(StandardKey.Find))
                root.find();
            else if (event.key === Qt.Key_Escape)
                root.close();
            else if (event.accepted)
                book.back();
        }

        HelpGuide {
            id: book
        }
        ColumnLayout {
            anchors.fill: parent
            spacing: Theme.tiny

            RowLayout {
                Layout.fillWidth: true
                Layout.margins: Theme.small
                Layout.bottomMargin: 0
                spacing: Theme.tiny

                FlatButton {
                    enabled: book.canGoBack
                    iconName: Settings.rightToLeft ? "next" : "previous"
                    hint: qsTr("Back")
                    keys: "Alt+Left"
                    onClicked: book.back()
                }
                Field {
                    id: field

                    Layout.fillWidth: true
                    text: book.query
                    placeholderText: qsTr("Search the guide")
                    Accessible.name: qsTr("Search the guide")
                    onTextEdited: book.query = text
                    Keys.onDownPressed: list.forceActiveFocus()
                    onAccepted: if (book.hits.count > 0)
                        list.forceActiveFocus()
                }
                FlatButton {
                    text: qsTr("Contents")
                    framed: true
                    checkable: true
                    checked: root.contentsShown
                    onClicked: {
                        book.query = "";
                        root.contentsShown = !root.contentsShown;
                    }
                }
                FlatButton {
                    iconName: "close"
                    hint: qsTr("Close the guide")
                    keys: "Esc"
                    onClicked: root.close()
                }
            }
            Separator {
                Layout.fillWidth: true
                implicitHeight: 1
            }
            Text {
                visible: book.query !== "" && book.hits.count === 0
                Layout.fillWidth: true
                Layout.margins: Theme.medium
                text: qsTr("The guide says nothing about “%1”. Try fewer or other words.").arg(book.query)
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                color: Theme.mutedText
            }
            HelpList {
                id: list

                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.leftMargin: Theme.tiny
                visible: root.listShown
                name: book.query === "" ? qsTr("Contents of the guide") : qsTr("Found in the guide")
                model: book.query === "" ? book.contents : book.hits
                onWanted: target => root.show(target)
            }
            HelpArticle {
                id: article

                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: !root.listShown
                guide: book
                onWanted: target => root.show(target)
            }
        }
    }
}
