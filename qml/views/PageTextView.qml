// The page in view as one text: plain, or the source of its markdown or JSON. Its caret is the page's.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

Flickable {
    id: root

    property int form: PageText.Plain
    property bool showUnsure: true
    property string name
    readonly property string words: area.selectedText

    function go(letters: int, words: int, lines: int, selecting: bool) {
        const at = steps.target(area, letters, words, lines);
        if (at >= 0)
            selecting ? area.moveCursorSelection(at) : area.cursorPosition = at;
    }

    // A text that has the focus keeps the window's keys from working, even if it is only read: what holds it has them.
    activeFocusOnTab: true
    Accessible.role: Accessible.EditableText
    Accessible.name: root.name
    Keys.onPressed: event => {
        const way = event.key === Qt.Key_Left || event.key === Qt.Key_Up ? -1 : 1;
        const across = event.key === Qt.Key_Left || event.key === Qt.Key_Right, down = event.key === Qt.Key_Up || event.key === Qt.Key_Down;
        const control = (event.modifiers & Qt.ControlModifier) !== 0;
        event.accepted = across || (down && !control);
        if (event.accepted)
            root.go(across && !control ? way : 0, across && control ? way : 0, down ? way : 0, (event.modifiers & Qt.ShiftModifier) !== 0);
    }
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    flickableDirection: Flickable.VerticalFlick
    ScrollBar.vertical: ScrollStrip {}

    function begin() {
        root.forceActiveFocus();
    }

    TextSteps {
        id: steps
    }
    PageText {
        id: page

        regions: Session.regions
        editor: Session.editor
        form: root.form
        active: root.visible
    }
    TextArea.flickable: TextArea {
        id: area

        property bool following: false  // the caret moves because it moved elsewhere

        function follow() {
            if (root.activeFocus || Session.editor.caretRegion < 0)
                return;
            const at = page.positionOf(Session.editor.caretRegion, Session.editor.caretPosition);
            if (at < 0)
                return;
            area.following = true;
            area.cursorPosition = at;
            area.following = false;
        }

        text: page.text
        textFormat: TextEdit.PlainText
        wrapMode: TextEdit.Wrap
        readOnly: true
        selectByMouse: true
        activeFocusOnTab: false
        activeFocusOnPress: false
        persistentSelection: true
        padding: Theme.medium
        color: Theme.text
        selectionColor: Theme.accentFill
        selectedTextColor: Theme.accentInk
        font.family: root.form === PageText.Plain ? Theme.textFamily : "monospace"
        background: null
        cursorVisible: true
        Accessible.ignored: true
        onPressed: root.forceActiveFocus(Qt.MouseFocusReason)
        onTextChanged: area.follow()
        onVisibleChanged: area.follow()
        onCursorPositionChanged: {
            area.cursorVisible = true;
            const region = page.regionAt(area.cursorPosition);
            if (root.activeFocus && !area.following && region >= 0)
                Session.editor.placeCaret(region, page.letterAt(area.cursorPosition));
        }
    }
    TextMarks {
        document: area.textDocument
        marks: (root.showUnsure ? page.unsure : []).concat(root.hits(page.text, Session.finder.revision))
        grounds: [Theme.unsureFill, Theme.findFill, Theme.findCurrentFill]
        inks: [Theme.warning, Theme.findFill, Theme.warning]
    }
    Connections {
        function onCaretChanged() {
            area.follow();
        }

        target: Session.editor
    }

    function hits(text: string, revision: int): var {
        return text === "" || revision < 0 ? [] : Session.finder.marksIn(text);
    }
}
