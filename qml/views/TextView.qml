// The right pane: what was read, as a document or as markdown, region by region.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

Pane {
    id: root

    property int hoveredRegion: -1
    readonly property int pointedRegion: root.pointed
    property int pointed: -1
    property bool asSource: false

    signal readAgainWanted

    padding: 0
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Text of the page")

    background: Rectangle {
        color: Theme.surface
    }

    function focusList() {
        list.forceActiveFocus();
    }
    function chosen(selection: var, id: int): bool {
        return selection.includes(id);
    }
    function showSelected() {
        list.currentIndex = Session.regions.rowOf(Session.selectedRegion);
        list.positionViewAtIndex(list.currentIndex, ListView.Contain);
    }
    function step(direction: int) {
        list.currentIndex = Math.max(0, Math.min(list.count - 1, list.currentIndex + direction));
        Session.selectedRegion = list.currentItem ? (list.currentItem as RegionBlock).regionId : -1;
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.margins: Theme.tiny
            spacing: Theme.tiny

            FlatTab {
                text: qsTr("Document")
                checked: !root.asSource
                onClicked: root.asSource = false
            }
            FlatTab {
                text: qsTr("Source")
                checked: root.asSource
                onClicked: root.asSource = true
            }
            Item {
                Layout.fillWidth: true
            }
            FlatButton {
                visible: Session.pageRead
                iconName: "copy"
                hint: qsTr("Copy this page as markdown")
                onClicked: Session.copyPageSource()
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 1
            color: Theme.line
        }
        ListView {
            id: list

            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: count > 0
            model: Session.regions
            currentIndex: -1
            clip: true
            topMargin: Theme.tiny
            bottomMargin: Theme.large
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 800
            activeFocusOnTab: true
            keyNavigationEnabled: false
            highlightFollowsCurrentItem: false
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Regions in reading order")
            Keys.onUpPressed: root.step(-1)
            Keys.onDownPressed: root.step(1)
            Keys.onReturnPressed: Session.editor.beginEditing()
            Keys.onEnterPressed: Session.editor.beginEditing()

            ScrollBar.vertical: ScrollBar {}
            delegate: RegionBlock {
                id: block

                x: Theme.tiny
                width: list.width - 2 * Theme.tiny - list.ScrollBar.vertical.width
                asSource: root.asSource
                current: root.chosen(Session.editor.selection, regionId)
                lit: root.hoveredRegion === regionId
                showUnsure: Settings.showWords
                onReadAgainWanted: {
                    Session.editor.select(block.regionId);
                    Session.readSelection();
                }
                onHoveredChanged: root.pointed = block.hovered ? block.regionId : root.pointed === block.regionId ? -1 : root.pointed
                onChosen: how => {
                    list.forceActiveFocus();
                    Session.editor.select(block.regionId, how);
                }
                onDroppedOn: other => Session.editor.moveOnto(other, block.regionId)
            }
        }
        DifferencePanel {
            Layout.fillWidth: true
        }
        RegionForm {
            Layout.fillWidth: true
            visible: Session.editor.selectedCount > 0
            onReadAgainWanted: root.readAgainWanted()
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: list.count === 0

            Column {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.huge
                spacing: Theme.medium

                Text {
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.Wrap
                    textFormat: Text.PlainText
                    color: Theme.mutedText
                    text: Session.pageReading ? qsTr("Looking for text on this page") : Session.pageRead ? qsTr("No text was found on this page.") : qsTr("This page has not been read yet. Its text appears here while it is read.")
                }
                FlatButton {
                    anchors.horizontalCenter: parent.horizontalCenter
                    visible: !Session.pageReading
                    framed: true
                    iconName: "read"
                    text: qsTr("Read page")
                    onClicked: Session.readPage()
                }
            }
        }
    }
    Connections {
        function onSelectedRegionChanged() {
            root.showSelected();
        }

        target: Session
    }
}
