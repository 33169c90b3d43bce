// The topic in view, block by block; arrow and page keys scroll.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

Flickable {
    id: root

    required property HelpGuide guide

    signal wanted(string target)

    function scroll(distance: real) {
        root.contentY = Math.max(0, Math.min(root.contentHeight - root.height, root.contentY + distance));
    }
    function pagesOf(key: int): int {
        return {[Qt.Key_PageUp]: -1, [Qt.Key_PageDown]: 1, [Qt.Key_Space]: 1, [Qt.Key_Home]: -9999, [Qt.Key_End]: 9999}[key] ?? 0;
    }
    function bringIntoSight() {
        column.forceLayout();
        const block = blocks.itemAt(root.guide.block);
        root.contentY = block && root.guide.block > 0 ? Math.max(0, Math.min(root.contentHeight - root.height, block.y)) : 0;
    }

    contentWidth: width
    contentHeight: column.height + 2 * Theme.medium
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    activeFocusOnTab: true
    Accessible.role: Accessible.Document
    Accessible.name: root.guide.title
    Keys.onUpPressed: root.scroll(-48)
    Keys.onDownPressed: root.scroll(48)
    Keys.onPressed: event => {
        event.accepted = root.pagesOf(event.key) !== 0;
        root.scroll(root.pagesOf(event.key) * root.height * 0.9);
    }
    // The window has keys of its own for pages.
    Keys.onShortcutOverride: event => {
        if (root.pagesOf(event.key) !== 0)
            event.accepted = true;
    }

    ScrollBar.vertical: ScrollStrip {}

    Rectangle {  // follows the view: where the focus is
        parent: root
        anchors.fill: parent
        visible: root.activeFocus
        color: "transparent"
        border.width: 2
        border.color: Theme.accent
        radius: Theme.radius
    }
    Column {
        id: column

        x: Theme.medium
        y: Theme.medium
        width: root.width - 2 * Theme.medium - Theme.small
        spacing: Theme.small

        Repeater {
            id: blocks

            model: root.guide.article

            HelpBlock {
                width: column.width
                onLinkWanted: target => root.wanted(target)
                onCopyWanted: text => Session.copyText(text)
            }
        }
        PaneTitle {
            visible: root.guide.links.count > 0
            leftPadding: 0
            topPadding: Theme.large
            text: qsTr("From here")
        }
        Repeater {
            model: root.guide.links

            FlatButton {
                required property string title
                required property string target

                text: title
                framed: true
                onClicked: root.wanted(target)
                onActiveFocusChanged: if (activeFocus)
                    root.contentY = Math.max(0, Math.min(root.contentHeight - root.height, y))
            }
        }
    }
    Connections {
        function onShown() {
            root.bringIntoSight();
        }

        target: root.guide
    }
}
