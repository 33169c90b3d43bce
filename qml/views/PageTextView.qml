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

    clip: true
    boundsBehavior: Flickable.StopAtBounds
    flickableDirection: Flickable.VerticalFlick
    ScrollBar.vertical: ScrollBar {}

    function begin() {
        area.forceActiveFocus();
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
            if (area.activeFocus || Session.editor.caretRegion < 0)
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
        selectByKeyboard: true
        persistentSelection: true
        padding: Theme.medium
        color: Theme.text
        selectionColor: Theme.accentFill
        selectedTextColor: Theme.accentInk
        font.family: root.form === PageText.Plain ? Theme.textFamily : "monospace"
        background: null
        cursorVisible: true
        Accessible.role: Accessible.EditableText
        Accessible.name: root.name
        onTextChanged: area.follow()
        onVisibleChanged: area.follow()
        onActiveFocusChanged: area.cursorVisible = true
        onCursorPositionChanged: {
            area.cursorVisible = true;
            const region = page.regionAt(area.cursorPosition);
            if (area.activeFocus && !area.following && region >= 0)
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
