// The right pane: what was read, as a document, as plain text or as source; what is sought in it; the selection's form.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

Pane {
    id: root

    enum View { Document, Plain, Markdown, Json, Check }

    property string helpTopic: "editing#text"

    property int view: TextView.View.Document
    property int hoveredRegion: -1
    readonly property int pointedRegion: list.pointed
    readonly property string words: list.visible ? list.words : text.visible ? text.words : ""  // selected in the text
    readonly property int leastWidth: tabs.implicitWidth + 2 * Theme.tiny
    readonly property bool asSource: root.view === TextView.View.Markdown || root.view === TextView.View.Json

    signal readAgainWanted
    signal pageWanted  // the keyboard goes back to the page

    padding: 0
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Text of the page")

    background: Rectangle {
        color: Theme.surface
    }

    function focusList() {
        if (root.view === TextView.View.Document)
            list.forceActiveFocus();
        else if (root.view === TextView.View.Check)
            checks.begin();
        else
            text.begin();
    }
    function check() {
        root.view = TextView.View.Check;
    }
    function find() {
        if (root.view === TextView.View.Check)
            root.view = TextView.View.Document;
        findBar.begin();
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            id: tabs

            Layout.fillWidth: true
            Layout.margins: Theme.tiny
            spacing: Theme.tiny

            FlatTabs {
                name: qsTr("Views of the text")

                FlatTab {
                    text: qsTr("Document")
                    checked: root.view === TextView.View.Document
                    onClicked: root.view = TextView.View.Document
                }
                FlatTab {
                    text: qsTr("Text")
                    checked: root.view === TextView.View.Plain
                    onClicked: root.view = TextView.View.Plain
                }
                FlatTab {
                    text: qsTr("Source")
                    checked: root.asSource
                    onClicked: if (!root.asSource)
                        root.view = TextView.View.Markdown
                }
                FlatTab {
                    text: qsTr("Check")
                    checked: root.view === TextView.View.Check
                    onClicked: root.check()
                }
            }
            Item {
                Layout.fillWidth: true
            }
            FlatButton {
                id: copyButton

                enabled: Session.regions.count > 0
                iconName: "copy"
                hint: Session.editor.selectedCount > 0 ? qsTr("Copy the selected regions") : qsTr("Copy this page")
                onClicked: copyMenu.opened ? copyMenu.close() : copyMenu.open()

                CopyMenu {
                    id: copyMenu

                    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutsideParent
                    y: copyButton.height + 2
                    x: copyButton.width - width
                }
            }
        }
        FlatTabs {
            name: qsTr("Forms of the source")
            Layout.leftMargin: Theme.tiny
            visible: root.asSource

            FlatTab {
                text: qsTr("Markdown")
                checked: root.view === TextView.View.Markdown
                onClicked: root.view = TextView.View.Markdown
            }
            FlatTab {
                text: qsTr("JSON")
                checked: root.view === TextView.View.Json
                onClicked: root.view = TextView.View.Json
            }
        }
        FindBar {
            id: findBar

            Layout.fillWidth: true
            Layout.leftMargin: Theme.small
            Layout.rightMargin: Theme.tiny
            Layout.bottomMargin: Theme.tiny
            visible: Session.hasResult && root.view !== TextView.View.Check
            finder: Session.finder
            reading: Session.reading
            onLeaveWanted: root.focusList()
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 1
            color: Theme.line
        }
        RegionList {
            id: list

            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: count > 0 && root.view === TextView.View.Document
            hoveredRegion: root.hoveredRegion
        }
        PageTextView {
            id: text

            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: list.count > 0 && !checks.visible && !list.visible
            form: root.view === TextView.View.Markdown ? PageText.Markdown : root.view === TextView.View.Json ? PageText.Json : PageText.Plain
            showUnsure: Settings.showWords
            name: root.view === TextView.View.Markdown ? qsTr("Markdown of the page") : root.view === TextView.View.Json ? qsTr("JSON of the page") : qsTr("Plain text of the page")
        }
        CheckPanel {
            id: checks

            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: root.view === TextView.View.Check
        }
        EmptyText {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: list.count === 0 && !checks.visible
        }
        DifferencePanel {
            Layout.fillWidth: true
        }
        RegionForm {
            Layout.fillWidth: true
            visible: Session.editor.selectedCount > 0
            onReadAgainWanted: root.readAgainWanted()
        }
    }
}
