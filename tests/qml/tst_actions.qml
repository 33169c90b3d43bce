// The keys people know from other programs, one row for each action of the window: pressed it is done, Ctrl+Z takes it
// back where it edits, and where it cannot be done nothing changes.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtTest
import Lectern
import Lectern.Ui

ReadWindowTest {
    id: test

    name: "Actions"

    readonly property var closed: () => closeAll()
    readonly property var nothing: () => test.editor.select(-1)
    readonly property var locked: () => {
        choose(4);
        test.editor.setLocked(true);
    }

    // keys; ready: what is done before; done: what shows that it was; edits: Ctrl+Z takes it back; refused: makes it
    // impossible (several are tried in turn); says: and then a sentence tells why.
    function actions() {
        const chosen4 = () => choose(4);
        const rows = [
            {tag: "Open", keys: "Ctrl+O", done: () => all(i => i.visible && String(i).startsWith("FileDialog") || i.text === "Cancel" && i.visible).length > 0, after: () => pressEscape()},
            {tag: "Paste a picture as a page", keys: "Ctrl+V", ready: () => harness.copyPicture(), done: () => Session.documents.count === 2 && Session.documentName.startsWith("Picture"), refused: [() => {}], says: /nothing on the clipboard/},
            {tag: "Paste by Shift+Insert", keys: "Shift+Ins", ready: () => harness.copyPicture(), done: () => Session.documents.count === 2, refused: [() => {}], says: /nothing on the clipboard/},
            {tag: "Paste regions", keys: "Ctrl+V", ready: () => {
                chosen4();
                press("Ctrl+C");
            }, done: () => Session.regions.count === 12, edits: true},
            {tag: "Cut regions", keys: "Ctrl+X", ready: chosen4, done: () => row(4) < 0, edits: true, refused: [nothing, locked]},
            {tag: "Save project", keys: "Ctrl+S", ready: () => Session.arranger.turn(1), done: () => !Session.unsaved(0) && harness.exists("four pages.lectern"), after: () => harness.remove("four pages.lectern"), refused: [closed]},
            {tag: "Export", keys: "Ctrl+E", done: () => above() === 1, after: () => pressEscape(), refused: [closed, () => {
                closeAll();
                open("two pages.pdf");
            }]},
            {tag: "Undo", keys: "Ctrl+Z", ready: () => {
                choose(4);
                test.editor.remove();
            }, done: () => Session.regions.count === 11 && !test.editor.canUndo, refused: [() => {}]},
            {tag: "Redo", keys: "Ctrl+Shift+Z", ready: () => {
                choose(4);
                test.editor.remove();
                test.editor.undo();
            }, done: () => Session.regions.count === 10, edits: true, refused: [() => {
                choose(4);
                test.editor.remove();
            }]},
            {tag: "Find", keys: "Ctrl+F", done: () => named(Accessible.EditableText, "Find in the text of all pages")?.activeFocus, refused: [closed]},
            {tag: "Find next", keys: "F3", ready: () => Session.finder.sought = "page", done: () => Session.finder.current === 1, refused: [closed]},
            {tag: "Find previous", keys: "Shift+F3", ready: () => Session.finder.sought = "page", done: () => Session.finder.current === 1 && Session.finder.wentRound, refused: [closed]},
            {tag: "Zoom in", keys: "Ctrl++", ready: () => test.before = test.canvas.zoom, done: () => Math.abs(test.canvas.zoom - test.before * 1.25) < 1e-3, refused: [closed]},
            {tag: "Zoom out", keys: "Ctrl+-", ready: () => test.before = test.canvas.zoom, done: () => Math.abs(test.canvas.zoom - test.before / 1.25) < 1e-3, refused: [closed]},
            {tag: "Actual size", keys: "Ctrl+0", done: () => Math.abs(test.canvas.zoom - 1) < 1e-6, refused: [closed]},
            {tag: "Fit width", keys: "Ctrl+1", done: () => test.canvas.fit === PageCanvas.Width, refused: [closed]},
            {tag: "Fit page", keys: "Ctrl+2", ready: () => test.canvas.fit = PageCanvas.Width, done: () => test.canvas.fit === PageCanvas.Page, refused: [closed]},
            {tag: "Full screen", keys: "F11", done: () => test.window.visibility === Window.FullScreen, after: () => {
                press("F11");
                tryVerify(() => test.window.visibility !== Window.FullScreen);
                test.window.width = 1280;
                test.window.height = 840;
            }},
            {tag: "Preferences", keys: "Ctrl+,", done: () => above() === 1 && all(i => i.visible && i.to === 1200).length === 1, after: () => pressEscape()},
            {tag: "Help", keys: "F1", done: () => named(Accessible.EditableText, "Search the guide") !== undefined, after: () => pressEscape()},
            {tag: "Next page", keys: "PgDown", done: () => Session.currentPage === 1, refused: [closed, () => Session.currentPage = 3]},
            {tag: "Previous page", keys: "PgUp", ready: () => Session.currentPage = 2, done: () => Session.currentPage === 1, refused: [closed, () => {}]},
            {tag: "First page", keys: "Home", ready: () => Session.currentPage = 2, done: () => Session.currentPage === 0, refused: [closed, () => {}]},
            {tag: "Last page", keys: "End", done: () => Session.currentPage === 3, refused: [closed, () => Session.currentPage = 3]},
            {tag: "Read the page", keys: "Ctrl+R", ready: () => Session.currentPage = 1, done: () => !Session.reading && Session.pageRead, refused: [closed, () => Session.arranger.setLeftOut(true)]},
            {tag: "Read the page again", keys: "Ctrl+R", ready: () => {
                test.editor.setText(4, "by hand");
                test.kept = content();
            }, done: () => !Session.reading && of(4, 265) === "A List-item", edits: true, kept: true},
            {tag: "Read the document", keys: "Ctrl+Shift+R", done: () => !Session.reading && Session.documentFinished, refused: [closed, () => {
                Session.readDocument();
                tryVerify(() => !Session.reading && Session.documentFinished, 20000);
            }], after: () => closeAll()},
            {tag: "Read all documents", keys: "Ctrl+Alt+R", ready: () => open("two pages.pdf"), done: () => {
                const read = row => String(Session.documents.data(Session.documents.index(row, 0), 260)).includes("pages, read");
                return !Session.reading && Session.documentFinished && read(0) && read(1);
            }, refused: [() => {}], after: () => closeAll()},
            {tag: "Stop", keys: "Esc", ready: () => {
                choose(4);
                Session.readSelection();
            }, done: () => !Session.reading && test.editor.selectedCount === 1, refused: [() => {}]},
            {tag: "Leave the selection", keys: "Esc", ready: chosen4, done: () => test.editor.selectedCount === 0, refused: [() => {}]},
            {tag: "Delete a region", keys: "Del", ready: chosen4, done: () => row(4) < 0, edits: true, refused: [nothing, locked, closed]},
            {tag: "Delete a page", keys: "Del", ready: () => focusPages(), done: () => Session.arranger.leftOut, edits: true, refused: [() => {
                focusPages();
                for (let i = 1; i < 4; ++i)
                    Session.arranger.choose(i, Editor.Add);
            }], says: /has to stay/},
            {tag: "Region tool", keys: "R", done: () => test.editor.tool === Editor.Draw, refused: [closed]},
            {tag: "Select tool", keys: "V", ready: () => test.editor.tool = Editor.Draw, done: () => test.editor.tool === Editor.Select, refused: [() => {
                closeAll();
                test.editor.tool = Editor.Draw;
            }]},
            {tag: "Pan by tool", keys: "H", done: () => test.editor.tool === Editor.Pan, refused: [closed]},
            {tag: "Next region", keys: "Tab", ready: () => choose(3), done: () => Array.from(test.editor.selection).join() === "4"},
            {tag: "First region", keys: "Tab", done: () => Array.from(test.editor.selection).join() === "1"},
            {tag: "Previous region", keys: "Shift+Tab", ready: () => choose(3), done: () => Array.from(test.editor.selection).join() === "2"},
            {tag: "Last region", keys: "Shift+Tab", done: () => Array.from(test.editor.selection).join() === "11"},
            {tag: "Edit the text", keys: "Return", ready: chosen4, done: () => test.editor.editing, after: () => {
                keyClick(Qt.Key_Escape);
                verify(!test.editor.editing, "Escape leaves it");
                compare(of(4, 265), "A List-item");
            }, refused: [nothing, () => choose(4, 5), locked]},
            {tag: "Merge", keys: "J", ready: () => choose(4, 5), done: () => Session.regions.count === 10, edits: true, refused: [nothing, locked, () => choose(4)]},
            {tag: "Split", keys: "C", ready: chosen4, done: () => Session.regions.count === 12, edits: true, refused: [nothing, locked, () => choose(4, 5)]},
            {tag: "Leave out of exports", keys: "I", ready: chosen4, done: () => of(4, 272), edits: true, refused: [nothing, locked]},
            {tag: "Lock", keys: "L", ready: chosen4, done: () => of(4, 271), edits: true, refused: [nothing]},
            {tag: "Earlier in order", keys: "Ctrl+Up", ready: chosen4, done: () => row(4) === 2, edits: true, refused: [nothing, locked, () => choose(1)]},
            {tag: "Later in order", keys: "Ctrl+Down", ready: chosen4, done: () => row(4) === 4, edits: true, refused: [nothing, locked, () => choose(11)]},
            {tag: "Page earlier", keys: "Ctrl+Up", ready: () => {
                Session.currentPage = 1;
                focusPages();
            }, done: () => Session.currentPage === 0, edits: true, refused: [() => focusPages()], says: /first page/},
            {tag: "Page later", keys: "Ctrl+Down", ready: () => focusPages(), done: () => Session.currentPage === 1, edits: true, refused: [() => {
                Session.currentPage = 3;
                focusPages();
            }], says: /last page/},
            {tag: "Turn the page right", keys: "Ctrl+Right", done: () => String(Session.pages.data(Session.pages.index(0, 0), 258)).endsWith("/90"), edits: true, refused: [closed]},
            {tag: "Turn the page left", keys: "Ctrl+Left", done: () => String(Session.pages.data(Session.pages.index(0, 0), 258)).endsWith("/270"), edits: true, refused: [closed]},
            {tag: "Next unsure word", keys: "F4", done: () => test.editor.unsureWord.x === 172, refused: [closed]},
            {tag: "No unsure word", keys: "F4", ready: () => test.editor.setText(5, "sure"), done: () => /No unsure words/.test(test.editor.notice)},
            {tag: "Previous unsure word", keys: "Shift+F4", done: () => test.editor.unsureWord.x === 172, refused: [closed]},
            {tag: "Select all", keys: "Ctrl+A", done: () => test.editor.selectedCount === 11, refused: [closed]},
            {tag: "Read again", keys: "Shift+R", ready: chosen4, done: () => above() === 1, after: () => pressEscape(), refused: [nothing]},
            {tag: "Show what was cut", keys: "Shift+C", ready: () => choose(10), done: () => above() === 1, after: () => pressEscape(), refused: [nothing, chosen4]},
            {tag: "Close the document", keys: "Ctrl+W", ready: () => {
                Session.exports.saveAs(harness.folder + "/closed.lectern");
                tryVerify(() => !Session.unsaved(0), 10000);
            }, done: () => !Session.hasDocument, refused: [closed]},
            {tag: "Models", keys: "Ctrl+M", done: () => above() === 1, after: () => {
                tryVerify(() => !Session.catalog.looking);
                pressEscape();
            }},
            {tag: "Sheet of keys", keys: "Ctrl+F1", done: () => above() === 1, after: () => pressEscape()}
        ];
        const nudges = [["Left", "Left", -1, 0, 0, 0], ["Right", "Right", 1, 0, 0, 0], ["Up", "Up", 0, -1, 0, 0], ["Down", "Down", 0, 1, 0, 0], ["ten right", "Shift+Right", 10, 0, 0, 0], ["ten up", "Shift+Up", 0, -10, 0, 0], ["wider", "Alt+Right", 0, 0, 1, 0], ["narrower", "Alt+Left", 0, 0, -1, 0], ["taller", "Alt+Down", 0, 0, 0, 1], ["ten lower", "Alt+Shift+Up", 0, 0, 0, -10]];
        for (const [tag, keys, x, y, w, h] of nudges)
            rows.push({tag: "Nudge: " + tag, keys: keys, ready: () => {
                choose(4);
                const b = test.editor.box;
                test.box = [b.x + x, b.y + y, b.width + w, b.height + h].join();
            }, done: () => [test.editor.box.x, test.editor.box.y, test.editor.box.width, test.editor.box.height].join() === test.box, edits: true, refused: [locked]});
        const digits = [9, 10, 7, 3, 8, 2, 6, 0, 1];
        for (let i = 0; i < digits.length; ++i)
            rows.push({tag: "Category " + (i + 1), keys: String(i + 1), ready: () => choose(digits[i] === 3 ? 5 : 4), done: () => of(digits[i] === 3 ? 5 : 4, 259) === digits[i], edits: true, refused: [nothing, locked]});
        const overlays = {F5: "showRegions", F6: "showOrder", F7: "showWords", F8: "showInk", F9: "showLayer"};
        for (const key in overlays)
            rows.push({tag: "Overlay " + key, keys: key, ready: () => test.before = Settings[overlays[key]], done: () => Settings[overlays[key]] === !test.before && test.canvas[overlays[key]] === !test.before, after: () => {
                press(key);
                compare(Settings[overlays[key]], test.before);
            }, refused: [closed]});
        return rows;
    }
    property var before: 0
    property string kept
    property string box

    function test_1_done_and_undone_data() {
        return actions();
    }
    function test_1_done_and_undone(data) {
        const start = content();
        if (data.ready)
            data.ready();
        const steps = test.editor.undoText;
        const was = data.kept ? test.kept : content();
        press(data.keys);
        tryVerify(data.done, 4000, data.tag + " is not done");
        if (data.after)
            data.after();
        if (data.edits) {
            tryVerify(() => test.editor.canUndo);
            press("Ctrl+Z");
            tryVerify(() => content() === was, 3000, data.tag + " is not undone: " + test.editor.notice);
            press("Ctrl+Shift+Z");
            tryVerify(data.done, 4000, data.tag + " is not done again");
        } else if (Session.hasDocument && data.keys !== "Ctrl+Z") {
            compare(test.editor.undoText, data.tag === "Stop" ? "" : steps, data.tag + " is no edit and no step");
        }
    }
    function test_2_refused_data() {
        const rows = [];
        for (const action of actions())
            (action.refused ?? []).forEach((prepare, i) => rows.push({tag: action.tag + ", " + (i + 1), keys: action.keys, prepare: prepare, says: action.says}));
        return rows;
    }
    function test_2_refused(data) {
        data.prepare();
        wait(20);
        const was = everything();
        press(data.keys);
        wait(40);
        compare(everything(), was, data.tag + " changed something");
        if (data.says)
            verify(data.says.test(test.editor.notice), data.tag + " says nothing: " + test.editor.notice);
    }
    // Letters and digits belong to the text while there is a field for it.
    function test_3_letters_go_to_fields_data() {
        return "RVHJCIL123456789".split("").map(key => ({tag: key, key: key}));
    }
    function test_3_letters_go_to_fields(data) {
        choose(4);
        press("Return");
        tryVerify(() => test.editor.editing);
        const field = all(i => i.visible && i.persistentSelection === true && i.readOnly === false)[0];
        tryVerify(() => field.activeFocus);
        const was = content();
        keyClick(data.key);
        compare(field.text.toUpperCase(), data.key);
        compare(content(), was);
        compare(test.editor.tool, Editor.Select);
        keyClick(Qt.Key_Escape);
        compare(test.editor.editing, false);
        compare(content(), was);
    }
    function test_4_space_held_pans() {
        press("Ctrl+1");
        press("Ctrl++");
        tryVerify(() => test.canvas.shownY < 0.9);
        wait(200);  // zoomed
        test.canvas.moveTo(0, 0.1);
        const was = content(), y = test.canvas.positionY, tool = test.editor.tool;
        const middle = test.canvas.width / 2;
        keyPress(Qt.Key_Space);
        mousePress(test.canvas, middle, 300);
        for (let i = 1; i <= 5; ++i)
            mouseMove(test.canvas, middle, 300 - 16 * i, -1, Qt.LeftButton);
        mouseRelease(test.canvas, middle, 220);
        keyRelease(Qt.Key_Space);
        verify(test.canvas.positionY > y, "the page moved");
        compare(content(), was);
        compare(test.editor.tool, tool);
        mouseClick(test.canvas, middle, 300);
        verify(test.editor.selectedCount <= 1, "let go, a press chooses again");
    }
    function test_5_quit_asks_when_work_would_be_lost() {
        Session.exports.saveAs(harness.folder + "/kept.lectern");
        tryVerify(() => !Session.unsaved(-1), 10000);
        Session.arranger.turn(1);
        press("Ctrl+Q");
        compare(test.window.visible, true);
        tryVerify(() => above() === 1);
        pressEscape();
        tryVerify(() => above() === 0);
        press("Ctrl+Z");
        press("Ctrl+Q");
        tryVerify(() => !test.window.visible);
        test.window.visible = true;
        test.window.requestActivate();
        tryVerify(() => test.window.active);
    }
}
