// The pages of the document in view, lazily: seen, gone to, chosen, turned, left out, moved by hand or by keys.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

ListView {
    id: root

    property int dropPosition: -1  // before which page what is dragged would go; -1: nothing is
    readonly property real rowHeight: root.contentHeight / Math.max(1, root.count)

    function modifiersToChoice(modifiers: int): int {
        return modifiers & Qt.ShiftModifier ? Editor.Add : modifiers & Qt.ControlModifier ? Editor.Toggle : Editor.Only;
    }
    function startDrag(position: int, chosen: bool) {
        if (!chosen)
            Session.arranger.choose(position);
        root.forceActiveFocus();
    }
    function dragTo(y: real) {
        const at = Math.round((root.contentY - root.originY + y) / root.rowHeight);
        root.dropPosition = Math.max(0, Math.min(root.count, at));
    }
    function endDrag() {
        if (root.dropPosition >= 0)
            Session.arranger.moveTo(root.dropPosition);
        root.dropPosition = -1;
    }

    model: Session.pages
    currentIndex: Session.currentPage
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    cacheBuffer: 0  // a model reset during incubation makes Qt 6.4 complain
    activeFocusOnTab: true
    keyNavigationEnabled: false
    highlightMoveDuration: Theme.motion
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Pages")
    Keys.onUpPressed: event => root.step(-1, event)
    Keys.onDownPressed: event => root.step(1, event)
    Keys.onMenuPressed: menu.popup(root.currentItem)

    function step(by: int, event: KeyEvent) {
        Session.arranger.choose(Math.max(0, Math.min(root.count - 1, Session.currentPage + by)), event.modifiers & Qt.ShiftModifier ? Editor.Add : Editor.Only);
    }

    ScrollBar.vertical: ScrollStrip {
        id: bar
    }
    delegate: PageThumbnail {
        id: thumbnail

        width: root.width - (bar.visible ? bar.width : 0)
        current: index === Session.currentPage
        reading: Session.reading
        onReadWanted: {
            Session.currentPage = index;
            Session.readPage();
        }
        onClickedWith: modifiers => {
            root.forceActiveFocus(Qt.MouseFocusReason);
            Session.arranger.choose(index, root.modifiersToChoice(modifiers));
        }
        onMenuWanted: position => {
            if (!thumbnail.chosen)
                Session.arranger.choose(index);
            menu.popup(thumbnail, position);
        }
        onDragStarted: root.startDrag(index, thumbnail.chosen)
        onDraggedTo: y => root.dragTo(thumbnail.mapToItem(root, 0, y).y)
        onDragEnded: root.endDrag()
    }

    // Near an end of the list what is dragged takes the list along.
    NumberAnimation {
        target: root
        property: "contentY"
        running: root.dropPosition >= 0 && root.dragEdge !== 0
        to: root.dragEdge < 0 ? root.originY : Math.max(root.originY, root.originY + root.contentHeight - root.height)
        duration: Math.max(1, Math.abs(to - root.contentY) * 1.5)
    }
    readonly property int dragEdge: {
        const y = root.dropPosition * root.rowHeight - (root.contentY - root.originY);
        return root.dropPosition < 0 ? 0 : y < 40 ? -1 : y > root.height - 40 ? 1 : 0;
    }
    Rectangle {
        visible: root.dropPosition >= 0
        y: root.dropPosition * root.rowHeight - (root.contentY - root.originY) - 2
        width: root.width
        height: 3
        radius: 2
        color: Theme.accent
        z: 2
    }
    PageMenu {
        id: menu
    }
}
