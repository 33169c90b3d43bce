// The text beside the page: views, caret, finding, copying. In the real window.
import QtQuick
import QtTest
import Lectern
import Lectern.Ui

TestCase {
    id: test

    property var window: null
    property var canvas: null
    readonly property Editor editor: Session.editor

    name: "TextSide"
    when: windowShown

    function initTestCase() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        const component = Qt.createComponent("qrc:/qt/qml/Lectern/Ui/Main.qml");
        verify(component.status === Component.Ready, component.errorString());
        test.window = component.createObject(null, {width: 1280, height: 840});
        harness.useFakeEngine();
        tryVerify(() => Session.modelName !== "");
        Session.openUrls([harness.document]);
        tryVerify(() => Session.hasDocument);
        test.canvas = all(i => i.regions === Session.regions && i.picture)[0];
        tryVerify(() => Session.picture.state === PagePicture.Ready);
        Session.readPage();
        tryVerify(() => !Session.reading && Session.regions.count === 11, 20000);
    }
    function init() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        Session.finder.sought = "";
        test.editor.select(-1);
        tab("Document");
        test.canvas.forceActiveFocus();
    }
    function cleanup() {
        while (test.editor.canUndo)
            test.editor.undo();
    }
    function cleanupTestCase() {
        while (Session.hasDocument)
            Session.closeDocument(0);
        test.window.destroy();
        wait(50);
    }
    function walk(item, visit) {
        visit(item);
        const children = item.children ?? [];
        for (let i = 0; i < children.length; ++i)
            walk(children[i], visit);
    }
    function all(matches) {
        const found = [];
        walk(test.window.contentItem.parent ?? test.window.contentItem, item => {
            if (matches(item))
                found.push(item);
        });
        return found;
    }
    function named(name) {
        return all(i => i.visible && i.Accessible?.name === name)[0];
    }
    function tab(text) {
        mouseClick(all(i => i.visible && i.text === text && i.Accessible.role === Accessible.PageTab)[0]);
    }
    function block(id) {
        return all(i => i.visible && i.regionId === id && i.droppedOn)[0];
    }
    function area() {
        return all(i => i.visible && i.readOnly === true && i.persistentSelection === true)[0];
    }
    // What holds the text and has the keys.
    function holder() {
        return all(i => i.visible && i.begin !== undefined && i.form !== undefined)[0];
    }
    function field() {
        return named("Find in the text of all pages");
    }

    function test_plain_text_and_caret() {
        tab("Text");
        tryVerify(() => area() && area().text.includes("A Caption\n\nA Footnote"));
        verify(area().text.includes("Year\t\n1904\t12"), "tables as tabs");
        const at = area().text.indexOf("Footnote") + 3;
        holder().forceActiveFocus();
        area().cursorPosition = at;
        compare(test.editor.selection, [2]);
        compare(test.editor.caretPosition, 5);
        keyClick(Qt.Key_Right);
        compare(test.editor.caretPosition, 6);
        keyClick(Qt.Key_Right, Qt.ControlModifier);
        compare(test.editor.caretPosition, 10);
        keyClick(Qt.Key_Left, Qt.ShiftModifier);
        compare(area().selectedText, "e");
        keyClick(Qt.Key_F6);
        compare(Settings.showOrder, true, "the window's keys work here, too");
        keyClick(Qt.Key_F6);
        keyClick(Qt.Key_Up);
        keyClick(Qt.Key_Up);  // over the empty line
        compare(test.editor.selection, [1]);
        test.canvas.forceActiveFocus();
        test.editor.select(3);
        compare(area().cursorPosition, area().text.indexOf("A Formula"));
    }
    function test_source_as_markdown_and_json() {
        tab("Source");
        tryVerify(() => area() && area().text.includes("# A Title"));
        tab("JSON");
        tryVerify(() => /"category": ?"Caption"/.test(area().text));
        holder().forceActiveFocus();
        area().cursorPosition = area().text.indexOf("A Footnote");
        compare(test.editor.selection, [2]);
        tab("Markdown");
        tryVerify(() => area().text.includes("# A Title"));
    }
    function test_caret_of_the_document_view() {
        const words = all(i => i.visible && i.step && i.text === "A Footnote")[0];
        const at = words.positionToRectangle(4);
        mouseClick(words, at.x, at.y + 4);
        compare(test.editor.selection, [2]);
        compare(test.editor.caretPosition, 4);
        verify(words.cursorVisible);
        keyClick(Qt.Key_Right);
        compare(test.editor.caretPosition, 5);
        keyClick(Qt.Key_Right, Qt.ControlModifier);
        compare(test.editor.caretPosition, 10);
        keyClick(Qt.Key_Left, Qt.ControlModifier);
        compare(test.editor.caretPosition, 2);
        keyClick(Qt.Key_Down);
        compare(test.editor.selection, [3], "from the last line on to the next region");
        keyClick(Qt.Key_Up);
        compare(test.editor.selection, [2]);
        keyClick("j");
        verify(test.editor.notice.includes("Choose two"), "letters are still shortcuts");
    }
    function test_a_press_on_the_page_puts_the_caret_there() {
        const r = test.canvas.regionRect(5);
        // The second word of the footer lies at 172…260 points of 72…540.
        mouseClick(test.canvas, r.x + r.width * (216 - 72) / (540 - 72), r.y + r.height / 2);
        compare(test.editor.selection, [5]);
        verify(test.editor.caretPosition > 5 && test.editor.caretPosition < 11, test.editor.caretPosition);
        const words = all(i => i.visible && i.step && i.text === "A Page-footer")[0];
        compare(words.cursorPosition, test.editor.caretPosition);
        fuzzyCompare(test.editor.caretBox.x, 216, 6);
    }
    function test_selected_words_are_copied_not_their_region() {
        const words = all(i => i.visible && i.step && i.text === "A Footnote")[0];
        mouseClick(words, 4, 4);
        const from = words.positionToRectangle(2), to = words.positionToRectangle(6);
        mousePress(words, from.x, from.y + 5);
        for (let i = 1; i <= 6; ++i)
            mouseMove(words, from.x + (to.x - from.x) * i / 6, from.y + 5, -1, Qt.LeftButton);
        mouseRelease(words, to.x, to.y + 5);
        compare(words.selectedText, "Foot");
        keyClick("c", Qt.ControlModifier);
        compare(harness.clipboard(), "Foot");
        keyClick(Qt.Key_F6);
        compare(Settings.showOrder, true, "the window's keys work while words are selected");
        keyClick(Qt.Key_F6);
        test.editor.select(3);
        compare(words.selectedText, "");
        keyClick("c", Qt.ControlModifier);
        compare(harness.clipboard(), "A Formula");
        tab("Text");
        tryVerify(() => area() && area().text.includes("A Footnote"));
        holder().forceActiveFocus();
        area().select(area().text.indexOf("Footnote"), area().text.indexOf("Footnote") + 8);
        keyClick("c", Qt.ControlModifier);
        compare(harness.clipboard(), "Footnote");
        area().deselect();
        keyClick("c", Qt.ControlModifier);
        verify(harness.clipboard() !== "Footnote", "no words: the region");
    }
    function test_find() {
        keyClick("f", Qt.ControlModifier);
        tryVerify(() => field() && field().activeFocus);
        for (const letter of ["p", "a", "g", "e"])
            keyClick(letter);
        compare(Session.finder.count, 2);
        compare(test.editor.selection, [5]);
        verify(named("Find in the text of all pages"));
        compare(all(i => i.visible && i.text === "1 of 2").length, 1);
        keyClick(Qt.Key_Return);
        compare(test.editor.selection, [6]);
        keyClick(Qt.Key_F3);
        compare(test.editor.selection, [5]);
        compare(Session.finder.wentRound, true);
        verify(named("Went on from the other end of the document."));
        keyClick(Qt.Key_F3, Qt.ShiftModifier);
        compare(test.editor.selection, [6]);
        keyClick("g", Qt.ControlModifier);
        compare(test.editor.selection, [5]);
        compare(block(5).hits.length, 1);
        compare(block(5).hits[0].kind, Finder.CurrentHit);
        compare(block(6).hits[0].kind, Finder.Hit);
        tab("Text");
        tryVerify(() => area());
        tab("Document");
        keyClick("f", Qt.ControlModifier);
        verify(field().activeFocus);
        compare(field().text, "page");
        keyClick(Qt.Key_Escape);
        verify(!field().activeFocus, "Escape leaves the field");
        compare(Session.finder.sought, "");
        compare(block(5).hits.length, 0);
    }
    function test_find_says_when_there_is_nothing() {
        keyClick(Qt.Key_F3);
        tryVerify(() => field() && field().activeFocus, 1000, "nothing sought yet: the field asks");
        keyClick("q");
        keyClick("x");
        compare(Session.finder.count, 0);
        verify(named("Not found on the 1 page read so far."));
        compare(test.editor.selection, []);
    }
    function test_find_in_a_table() {
        Session.finder.sought = "1904";
        compare(Session.finder.count, 1);
        compare(test.editor.selection, [9]);
        const sheet = all(i => i.visible && String(i.plainText ?? "").includes("1904"))[0];
        compare(sheet.sought, "1904");
    }
    function test_copy() {
        keyClick("c", Qt.ControlModifier | Qt.AltModifier);
        verify(test.editor.notice.includes("page's text"));
        verify(harness.clipboard().includes("A Caption\n\nA Footnote"));
        test.editor.select(9);
        keyClick("t", Qt.ControlModifier | Qt.ShiftModifier);
        compare(harness.clipboard(), "Year\t\n1904\t12");
        verify(harness.clipboardHtml().includes("<td>1904</td>"));
        keyClick("c", Qt.ControlModifier | Qt.ShiftModifier);
        verify(harness.clipboard().includes("1904") && harness.clipboard() !== "Year\t\n1904\t12");
        test.editor.select(1);
        keyClick("t", Qt.ControlModifier | Qt.ShiftModifier);
        compare(test.editor.notice, "There is no table here to copy.");
        mouseClick(named("Copy the selected regions"));
        tryVerify(() => all(i => i.visible && i.text === "Table (tabs and HTML)" && i.triggered).length === 1);
        const item = all(i => i.visible && i.text === "Text" && i.triggered)[0];
        mouseClick(item);
        tryVerify(() => harness.clipboard() === "A Caption");
    }
}
