// What was read, region by region in reading order, with one caret through all of it.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

ListView {
    id: root

    property int hoveredRegion: -1  // by the page
    property int pointed: -1        // by the pointer here
    readonly property Editor editor: Session.editor
    property TextEdit chosenText: null  // in which words are selected
    readonly property string words: root.chosenText ? root.chosenText.selectedText : ""

    function wordsSelected(text: TextEdit) {
        if (text.selectedText === "") {
            if (root.chosenText === text)
                root.chosenText = null;
            return;
        }
        const before = root.chosenText;
        root.chosenText = text;
        if (before && before !== text)
            before.deselect();
    }

    function showSelected() {
        root.currentIndex = Session.regions.rowOf(Session.selectedRegion);
        root.positionViewAtIndex(root.currentIndex, ListView.Contain);
    }
    function step(direction: int) {
        root.currentIndex = Math.max(0, Math.min(root.count - 1, root.currentIndex + direction));
        const block = root.currentItem as RegionBlock;
        if (block)
            root.editor.placeCaret(block.regionId, direction < 0 ? block.content.length : 0);
    }
    // On within the region, else to the region before or after.
    function move(letters: int, words: int, lines: int) {
        const block = root.currentItem as RegionBlock;
        if (!block || !block.step(letters, words, lines))
            root.step(Math.sign(letters + words + lines));
    }
    function chosen(selection: var, id: int): bool {
        return selection.includes(id);
    }
    function hitsOf(id: int, revision: int): var {
        return revision < 0 ? [] : Session.finder.marksOf(id);
    }

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
    Keys.onUpPressed: root.move(0, 0, -1)
    Keys.onDownPressed: root.move(0, 0, 1)
    Keys.onLeftPressed: event => event.modifiers & Qt.ControlModifier ? root.move(0, -1, 0) : root.move(-1, 0, 0)
    Keys.onRightPressed: event => event.modifiers & Qt.ControlModifier ? root.move(0, 1, 0) : root.move(1, 0, 0)
    Keys.onReturnPressed: root.editor.beginEditing()
    Keys.onEnterPressed: root.editor.beginEditing()

    ScrollBar.vertical: ScrollStrip {}
    delegate: RegionBlock {
        id: block

        x: Theme.tiny
        width: root.width - 2 * Theme.tiny - root.ScrollBar.vertical.width
        current: root.chosen(root.editor.selection, regionId)
        lit: root.hoveredRegion === regionId
        showUnsure: Settings.showWords
        hits: root.hitsOf(regionId, Session.finder.revision)
        sought: Session.finder.sought
        caret: root.editor.caretRegion === regionId ? root.editor.caretPosition : -1
        onReadAgainWanted: {
            root.editor.select(block.regionId);
            Session.readSelection();
        }
        onCutWanted: root.editor.showCut(block.regionId)
        onHoveredChanged: root.pointed = block.hovered ? block.regionId : root.pointed === block.regionId ? -1 : root.pointed
        onChosen: how => {
            root.forceActiveFocus();
            root.editor.select(block.regionId, how);
        }
        onCaretMoved: position => root.editor.placeCaret(block.regionId, position)
        onWordsSelected: text => root.wordsSelected(text)
        onDroppedOn: other => root.editor.moveOnto(other, block.regionId)
    }

    Connections {
        function onSelectedRegionChanged() {
            root.chosenText?.deselect();
            root.showSelected();
        }

        target: Session
    }
}
