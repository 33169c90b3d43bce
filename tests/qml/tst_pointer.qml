// Every button and every line of every menu, pressed with the pointer: it does what it says, and what edits is one step
// that Ctrl+Z takes back.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtTest
import Lectern
import Lectern.Ui

ReadWindowTest {
    id: test

    property var before: 0
    property string kept

    name: "Pointer"

    function isButton(item, hint) {
        return item.visible && item.clicked !== undefined && item.hint !== undefined && (hint instanceof RegExp ? hint.test(item.hint) : item.hint === hint);
    }
    function clickButton(hint) {
        tryVerify(() => all(i => isButton(i, hint) && i.enabled).length > 0, 4000, "no such button: " + hint);
        mouseClick(all(i => isButton(i, hint) && i.enabled)[0]);
    }
    function entry(text) {
        return all(i => i.visible && i.enabled && i.triggered !== undefined && (text instanceof RegExp ? text.test(i.text) : i.text === text))[0];
    }
    // Lines of the menu that is open, one submenu deeper with each.
    function take(...texts) {
        for (const text of texts) {
            tryVerify(() => entry(text) !== undefined, 4000, "no such line: " + text);
            mouseClick(entry(text));
        }
    }
    function openMainMenu() {
        clickButton("Menu");
        tryVerify(() => entry("Quit") !== undefined);
    }
    function openRegionMenu(id) {
        const r = test.canvas.regionRect(id);
        mouseClick(test.canvas, r.x + r.width / 2, r.y + r.height / 2, Qt.RightButton);
        tryVerify(() => entry("Copy") !== undefined);
    }
    function called(name) {
        return all(i => i.visible && i.Accessible.name === name)[0];
    }
    function thumbnail(position) {
        return all(i => i.visible && i.thumbnail !== undefined && i.number === position + 1)[0];
    }
    function openPageMenu(position) {
        mouseClick(thumbnail(position), 40, 60, Qt.RightButton);
        tryVerify(() => entry("Turn left") !== undefined);
    }
    function block(id) {
        return all(i => i.visible && i.regionId === id && i.warnings !== undefined)[0];
    }
    function turned(degrees) {
        return String(Session.pages.data(Session.pages.index(0, 0), 258)).endsWith("/" + degrees);
    }
    function noMenu() {
        return entry("Quit") === undefined && entry("Copy") === undefined && entry("Turn left") === undefined;
    }
    function type(text) {
        for (const letter of text)
            keyClick(letter);
    }
    // The selection's form: a number typed into the field of that name.
    function enter(name, number) {
        const field = named(Accessible.EditableText, name);
        mouseClick(field);
        field.selectAll();
        type(String(number));
        keyClick(Qt.Key_Return);
    }

    // press: with the pointer; ready: what is done before; done: what shows that it was; edits: Ctrl+Z takes it back.
    function deeds() {
        const chosen4 = () => choose(4), fileDialog = () => all(i => i.visible && i.text === "Cancel").length > 0;
        const dialog = {done: () => above() === 1, after: () => {
            tryVerify(() => !Session.catalog.looking);
            pressEscape();
            tryVerify(() => above() === 0);
        }};
        const bar = [
            {tag: "Open", press: () => clickButton("Open files"), done: fileDialog, after: () => pressEscape()},
            {tag: "Read page", ready: () => Session.currentPage = 1, press: () => clickButton("Read this page"), done: () => !Session.reading && Session.pageRead, after: () => closeAll()},
            {tag: "Read page again", ready: () => {
                test.editor.setText(4, "by hand");
                test.kept = content();
            }, press: () => clickButton("Read this page again"), done: () => !Session.reading && of(4, 265) === "A List-item", edits: true, kept: true},
            {tag: "Read document", press: () => clickButton("Read all pages that have not been read"), done: () => !Session.reading && Session.documentFinished, after: () => closeAll()},
            {tag: "Stop", ready: () => Session.readPage(), press: () => clickButton("Stop reading; what was read is kept"), done: () => !Session.reading && Session.pages.data(Session.pages.index(0, 0), 258) !== undefined && Session.regions.count === 11, after: () => closeAll()},
            {tag: "Draw", press: () => clickButton("Draw a region and read it"), done: () => test.editor.tool === Editor.Draw},
            {tag: "Pan", press: () => clickButton("Move the page"), done: () => test.editor.tool === Editor.Pan},
            {tag: "Select", ready: () => test.editor.tool = Editor.Pan, press: () => clickButton("Select regions"), done: () => test.editor.tool === Editor.Select},
            {tag: "Undo", ready: () => {
                choose(4);
                test.editor.remove();
            }, press: () => clickButton(/^Undo: /), done: () => Session.regions.count === 11 && !test.editor.canUndo, steps: ""},
            {tag: "Redo", ready: () => {
                choose(4);
                test.editor.remove();
                test.editor.undo();
            }, press: () => clickButton(/^Redo: /), done: () => Session.regions.count === 10, edits: true},
            {tag: "Next page", press: () => clickButton("Next page"), done: () => Session.currentPage === 1},
            {tag: "Previous page", ready: () => Session.currentPage = 2, press: () => clickButton("Previous page"), done: () => Session.currentPage === 1},
            {tag: "Page by number", press: () => {
                mouseClick(named(Accessible.EditableText, "Page"));
                type("3");
                keyClick(Qt.Key_Return);
            }, done: () => Session.currentPage === 2},
            {tag: "Zoom in", ready: () => test.before = test.canvas.zoom, press: () => clickButton("Zoom in"), done: () => Math.abs(test.canvas.zoom - test.before * 1.25) < 1e-3},
            {tag: "Zoom out", ready: () => test.before = test.canvas.zoom, press: () => clickButton("Zoom out"), done: () => Math.abs(test.canvas.zoom - test.before / 1.25) < 1e-3},
            {tag: "Actual size", press: () => clickButton(/^Zoom .* press for actual size/), done: () => Math.abs(test.canvas.zoom - 1) < 1e-6},
            {tag: "Fit width", press: () => clickButton("Fit the page's width"), done: () => test.canvas.fit === PageCanvas.Width},
            {tag: "Fit page", ready: () => test.canvas.fit = PageCanvas.Width, press: () => clickButton("Fit the whole page"), done: () => test.canvas.fit === PageCanvas.Page},
            {tag: "Hide regions", press: () => clickButton("Hide the regions"), done: () => !Settings.showRegions},
            {tag: "Show regions", ready: () => Settings.showRegions = false, press: () => clickButton("Show the regions"), done: () => Settings.showRegions},
            Object.assign({tag: "Models", press: () => clickButton(/^Read by replay on /)}, dialog),
            Object.assign({tag: "Export", press: () => clickButton("Export what has been read")}, dialog),
            {tag: "Documents and pages", ready: () => press("Ctrl+B"), press: () => clickButton("Documents and pages"), done: () => pagesList() !== undefined},
            {tag: "Menu closes again", ready: () => openMainMenu(), press: () => clickButton("Menu"), done: noMenu},
            {tag: "Copy text", press: () => {
                clickButton("Copy this page");
                take("Text");
            }, done: () => harness.clipboard().includes("A List-item")},
            {tag: "Copy markdown", press: () => {
                clickButton("Copy this page");
                take("Markdown");
            }, done: () => harness.clipboard().includes("# A Title")},
            {tag: "Copy table", ready: () => choose(9), press: () => {
                clickButton("Copy the selected regions");
                take("Table (tabs and HTML)");
            }, done: () => harness.clipboard().includes("1904\t12") && harness.clipboardHtml().includes("<table")},
            {tag: "Unsure words in the strip", press: () => clickButton("Go to the next unsure word"), done: () => test.editor.unsureWord.x === 172},
            {tag: "Checks in the strip", ready: () => tryVerify(() => Session.trust.known, 10000), press: () => clickButton("What to check on this page"), done: () => named(Accessible.List, "What to look at on this page") !== undefined, after: () => tab("Document")},
            {tag: "Undo in the strip", ready: () => {
                choose(4);
                press("Del");
            }, press: () => mouseClick(all(i => i.visible && i.text === "Undo" && i.clicked)[0]), done: () => Session.regions.count === 11, steps: ""}
        ];
        const fromMenu = (...texts) => () => {
            openMainMenu();
            take(...texts);
        };
        const menu = [
            {tag: "Save", press: fromMenu("Save"), done: () => harness.exists("four pages.lectern") && !Session.unsaved(0), after: () => harness.remove("four pages.lectern")},
            {tag: "Save as", press: fromMenu("Save as…"), done: () => all(i => i.visible && i.text === "Cancel" && i.clicked !== undefined).length === 1, after: () => pressEscape()},
            {tag: "Dark", press: fromMenu("Appearance", "Dark"), done: () => Settings.appearance === Settings.Dark && Theme.dark, after: () => Settings.appearance = Settings.Light},
            {tag: "Light", ready: () => Settings.appearance = Settings.Dark, press: fromMenu("Appearance", "Light"), done: () => Settings.appearance === Settings.Light && !Theme.dark},
            {tag: "As the system", press: fromMenu("Appearance", "As the system"), done: () => Settings.appearance === Settings.System},
            {tag: "Less motion", ready: () => test.before = Settings.reducedMotion, press: fromMenu("Less motion"), done: () => Settings.reducedMotion === !test.before, after: () => Settings.reducedMotion = test.before},
            {tag: "Show regions", press: fromMenu("Show regions"), done: () => !Settings.showRegions},
            {tag: "Guide", press: fromMenu("Guide…"), done: () => named(Accessible.EditableText, "Search the guide") !== undefined, after: () => pressEscape()},
            Object.assign({tag: "Models and devices", press: fromMenu("Models and devices…")}, dialog),
            Object.assign({tag: "Settings", press: fromMenu("Settings…")}, dialog),
            Object.assign({tag: "Keyboard", press: fromMenu("Keyboard…")}, dialog),
            {tag: "Quit", ready: () => test.before = Session.arranger.turn(1), press: fromMenu("Quit"), done: () => above() === 1 && test.window.visible, after: () => pressEscape(), steps: "any"}
        ];
        const ofRegion = (...texts) => () => {
            openRegionMenu(4);
            take(...texts);
        };
        const asked = task => () => !Session.reading && harness.lastReading().task === task && harness.lastReading().region;
        const reread = {ready: () => {
            test.editor.setText(4, "by hand");
            test.kept = content();
        }, edits: true, kept: true};
        const region = [
            Object.assign({tag: "As before", press: ofRegion("Read again", "As before"), done: () => !Session.reading && of(4, 265) === "A List-item"}, reread),
            Object.assign({tag: "As text", press: ofRegion("Read again", "As text"), done: () => asked(1)() && of(4, 265) === "A List-item"}, reread),
            {tag: "As a table", press: ofRegion("Read again", "As a table"), done: asked(2), steps: "any"},
            {tag: "As a formula", press: ofRegion("Read again", "As a formula"), done: asked(3), steps: "any"},
            {tag: "As a picture", press: ofRegion("Read again", "As a picture"), done: asked(4), steps: "any"},
            Object.assign({tag: "Other prompt", press: ofRegion("Read again", "Other prompt, model or device…")}, dialog),
            {tag: "Category", press: ofRegion("Category", "Table"), done: () => of(4, 259) === 8, edits: true},
            {tag: "Edit text", press: ofRegion("Edit text"), done: () => test.editor.editing},
            {tag: "Merge", ready: () => choose(4, 5), press: ofRegion("Merge"), done: () => Session.regions.count === 10, edits: true},
            {tag: "Split here", press: ofRegion("Split here"), done: () => Session.regions.count === 12, edits: true},
            {tag: "Read earlier", press: ofRegion("Read earlier"), done: () => row(4) === 2, edits: true},
            {tag: "Read later", press: ofRegion("Read later"), done: () => row(4) === 4, edits: true},
            {tag: "Copy and paste", press: () => {
                ofRegion("Copy")();
                ofRegion("Paste")();
            }, done: () => Session.regions.count === 12, edits: true},
            {tag: "Copy as text", press: ofRegion("Copy as", "Text"), done: () => harness.clipboard() === "A List-item"},
            {tag: "Copy as markdown", press: ofRegion("Copy as", "Markdown"), done: () => harness.clipboard().trim() === "- A List-item"},
            {tag: "Locked", press: ofRegion("Locked"), done: () => of(4, 271), edits: true},
            {tag: "Left out of exports", press: ofRegion("Left out of exports"), done: () => of(4, 272), edits: true},
            {tag: "Delete", press: ofRegion("Delete"), done: () => row(4) < 0, edits: true}
        ];
        const ofPage = text => () => {
            openPageMenu(0);
            take(text);
        };
        const page = [
            Object.assign({tag: "Read this page", press: ofPage("Read this page"), done: () => !Session.reading && of(4, 265) === "A List-item"}, reread),
            {tag: "Turn left", press: ofPage("Turn left"), done: () => turned(270), edits: true},
            {tag: "Turn right", press: ofPage("Turn right"), done: () => turned(90), edits: true},
            {tag: "Move later", press: ofPage("Move later"), done: () => Session.currentPage === 1, edits: true},
            {tag: "Move earlier", ready: () => Session.currentPage = 1, press: () => {
                openPageMenu(1);
                take("Move earlier");
            }, done: () => Session.currentPage === 0, edits: true},
            {tag: "Leave out", press: ofPage(/^Leave out 1 page$/), done: () => Session.arranger.leftOut, edits: true},
            {tag: "Take in", ready: () => Session.arranger.setLeftOut(true), press: ofPage(/^Take in 1 page again$/), done: () => !Session.arranger.leftOut, edits: true},
            {tag: "Thumbnail", press: () => mouseClick(thumbnail(1)), done: () => Session.currentPage === 1},
            {tag: "Thumbnail with Shift", press: () => mouseClick(thumbnail(1), 40, 60, Qt.LeftButton, Qt.ShiftModifier), done: () => Session.arranger.count === 2}
        ];
        const form = [
            {tag: "Lock", ready: chosen4, press: () => clickButton("Lock: stays as it is"), done: () => of(4, 271), edits: true},
            {tag: "Unlock", ready: () => {
                choose(4);
                test.editor.setLocked(true);
            }, press: () => clickButton("Unlock"), done: () => !of(4, 271), edits: true},
            Object.assign({tag: "Read again", ready: chosen4, press: () => clickButton("Read again…")}, dialog),
            {tag: "Edit", ready: chosen4, press: () => clickButton("Edit the text"), done: () => test.editor.editing},
            {tag: "Split in the middle", ready: chosen4, press: () => clickButton("Split in the middle"), done: () => Session.regions.count === 12, edits: true},
            {tag: "Merge", ready: () => choose(4, 5), press: () => clickButton("Merge"), done: () => Session.regions.count === 10, edits: true},
            {tag: "Delete", ready: chosen4, press: () => clickButton("Delete"), done: () => row(4) < 0, edits: true},
            {tag: "Left", ready: chosen4, press: () => enter("Left, points", 80), done: () => test.editor.box.x === 80, edits: true},
            {tag: "Top", ready: chosen4, press: () => enter("Top, points", 200), done: () => test.editor.box.y === 200, edits: true},
            {tag: "Width", ready: chosen4, press: () => enter("Width, points", 300), done: () => test.editor.box.width === 300, edits: true},
            {tag: "Height", ready: chosen4, press: () => enter("Height, points", 30), done: () => test.editor.box.height === 30, edits: true},
            {tag: "Place in the order", ready: chosen4, press: () => {
                const box = called("Place in the reading order");
                mouseClick(box.up.indicator);
            }, done: () => row(4) === 4, edits: true},
            {tag: "Category", ready: chosen4, press: () => {
                const box = called("Category");
                mouseClick(box);
                tryVerify(() => box.popup.opened);
                const line = () => all(i => i.visible && i.text === "Formula" && i.highlighted !== undefined || i.visible && i.modelData === "Formula" && i.highlighted !== undefined)[0];
                tryVerify(() => line() !== undefined);
                mouseClick(line());
            }, done: () => of(4, 259) === 2, edits: true}
        ];
        const field = () => all(i => i.visible && i.persistentSelection === true && i.readOnly === false)[0];
        const inPlace = text => () => {
            mouseClick(field(), 10, 10, Qt.RightButton);
            take(text);
        };
        const begin = () => {
            choose(4);
            test.editor.beginEditing();
            tryVerify(() => field()?.activeFocus);
            field().selectAll();
            type("new");
        };
        const text = [
            {tag: "Keep", ready: begin, press: inPlace("Keep"), done: () => of(4, 265) === "new" && !test.editor.editing, edits: true},
            {tag: "Leave as it was", ready: begin, press: inPlace("Leave as it was"), done: () => of(4, 265) === "A List-item" && !test.editor.editing},
            {tag: "Split the region", ready: () => {
                choose(4);
                test.editor.beginEditing();
                tryVerify(() => field()?.activeFocus);
                field().cursorPosition = 2;
            }, press: () => {
                const caret = field().cursorRectangle;
                mouseClick(field(), caret.x, caret.y + caret.height / 2, Qt.RightButton);
                take("Split the region here");
            }, done: () => Session.regions.count === 12, edits: true},
            {tag: "Row", press: () => mouseClick(block(2), 20, 8), done: () => Array.from(test.editor.selection).join() === "2"},
            {tag: "Row with Shift", ready: () => choose(1), press: () => mouseClick(block(3), 20, 8, Qt.LeftButton, Qt.ShiftModifier), done: () => Array.from(test.editor.selection).join() === "1,3"},
            {tag: "Row with Ctrl", ready: () => choose(1, 2), press: () => mouseClick(block(2), 20, 8, Qt.LeftButton, Qt.ControlModifier), done: () => Array.from(test.editor.selection).join() === "1"},
            {tag: "Number onto another row", press: () => {
                const from = block(1), to = block(4), middle = to.mapToItem(from, 20, to.height / 2);
                mousePress(from, 20, 12);
                for (let i = 1; i <= 8; ++i)
                    mouseMove(from, 20, 12 + (middle.y - 12) * i / 8, 20, Qt.LeftButton);
                mouseRelease(from, 20, middle.y);
            }, done: () => row(1) === 3, edits: true},
            {tag: "Read the unread again", press: () => {
                const list = all(i => i.visible && i.pointed !== undefined && i.wordsSelected)[0];
                list.positionViewAtIndex(row(10), ListView.Center);
                wait(50);
                clickButton(/^Read region \d+ again$/);
            }, done: () => !Session.reading && harness.lastReading().region, steps: "any"},
            {tag: "Next place", ready: () => Session.finder.sought = "page", press: () => clickButton("Next place"), done: () => Session.finder.current === 1, after: () => Session.finder.sought = ""},
            {tag: "Previous place", ready: () => Session.finder.sought = "page", press: () => clickButton("Previous place"), done: () => Session.finder.current === 1 && Session.finder.wentRound, after: () => Session.finder.sought = ""},
            {tag: "Difference undone", ready: () => {
                test.editor.setText(4, "by hand");
                test.editor.select(4);
                Session.readSelection();
                tryVerify(() => !Session.reading && Session.difference.shown, 10000);
            }, press: () => clickButton("Take the new reading back"), done: () => !Session.difference.shown && of(4, 265) === "by hand", steps: "any"},
            {tag: "Difference kept", ready: () => {
                test.editor.setText(4, "by hand");
                test.editor.select(4);
                Session.readSelection();
                tryVerify(() => !Session.reading && Session.difference.shown, 10000);
            }, press: () => clickButton("Keep the new reading"), done: () => !Session.difference.shown && of(4, 265) === "A List-item", steps: "any"}
        ];
        const rows = [];
        for (const [where, some] of [["bar", bar], ["menu", menu], ["region", region], ["page", page], ["form", form], ["text", text]])
            for (const deed of some)
                rows.push(Object.assign(deed, {tag: where + ": " + deed.tag}));
        return rows;
    }
    function tab(text) {
        const wanted = all(i => i.visible && i.text === text && i.Accessible.role === Accessible.PageTab)[0];
        mouseMove(wanted, 10, 10);
        wait(60);  // as after the hand has moved
        mouseClick(wanted);
        tryVerify(() => wanted.checked);
    }
    function test_1_done_and_undone_data() {
        return deeds();
    }
    function test_1_done_and_undone(data) {
        if (data.ready)
            data.ready();
        wait(20);
        const steps = data.steps ?? test.editor.undoText;
        const was = data.kept ? test.kept : content();
        data.press();
        tryVerify(data.done, 6000, data.tag + " is not done");
        if (data.after)
            data.after();
        if (data.edits) {
            tryVerify(() => test.editor.canUndo);
            focusPage();
            press("Ctrl+Z");
            tryVerify(() => content() === was, 3000, data.tag + " is not undone: " + test.editor.notice);
            press("Ctrl+Shift+Z");
            tryVerify(data.done, 4000, data.tag + " is not done again");
        } else if (Session.hasDocument && steps !== "any") {
            compare(test.editor.undoText, steps, data.tag + " is no edit and no step");
        }
        tryVerify(noMenu);
    }
    // What cannot be done is not offered.
    function test_2_not_offered_data() {
        return [
            {tag: "nothing to undo", missing: () => button("Nothing to undo").enabled},
            {tag: "nothing to redo", ready: () => {
                test.editor.setText(4, "by hand");
                tryVerify(() => test.editor.canUndo);
            }, missing: () => button("Nothing to redo").enabled},
            {tag: "before the first page", missing: () => button("Previous page").enabled},
            {tag: "after the last page", ready: () => Session.currentPage = 3, missing: () => button("Next page").enabled},
            {tag: "merging one", ready: () => choose(4), missing: () => button("Merge").enabled},
            {tag: "editing two", ready: () => choose(4, 5), missing: () => button("Edit the text").enabled || button("Split in the middle").enabled},
            {tag: "a locked region", ready: () => {
                choose(4);
                test.editor.setLocked(true);
            }, missing: () => ["Read again…", "Edit the text", "Split in the middle", "Delete"].some(hint => button(hint).enabled)},
            {tag: "a locked region's menu", ready: () => {
                choose(4);
                test.editor.setLocked(true);
                openRegionMenu(4);
            }, missing: () => ["Read again", "Category", "Edit text", "Merge", "Split here", "Read earlier", "Read later", "Left out of exports", "Delete"].some(text => entry(text) !== undefined), after: () => pressEscape()},
            {tag: "copying an unread page", ready: () => Session.currentPage = 1, missing: () => button("Copy this page").enabled},
            {tag: "places when nothing is sought", missing: () => button("Next place").enabled || button("Previous place").enabled}
        ];
    }
    function test_2_not_offered(data) {
        if (data.ready)
            data.ready();
        wait(20);
        compare(data.missing(), false, data.tag);
        if (data.after)
            data.after();
    }
    // A narrow window shows the page or its text.
    function test_3_the_halves_of_a_narrow_window() {
        test.window.width = 800;
        tryVerify(() => all(i => i.visible && i.text === "Page" && i.clicked).length === 1);
        const list = () => all(i => i.visible && i.pointed !== undefined && i.wordsSelected).length;
        compare(list(), 0);
        mouseClick(all(i => i.visible && i.text === "Text" && i.clicked)[0]);
        tryVerify(() => list() === 1 && !test.canvas.visible);
        mouseClick(all(i => i.visible && i.text === "Page" && i.clicked)[0]);
        tryVerify(() => list() === 0 && test.canvas.visible);
        test.window.width = 1280;
        tryVerify(() => list() === 1);
    }
    function test_4_documents_in_the_list() {
        open("two pages.pdf");
        const lines = () => all(i => i.visible && i.summary !== undefined && i.closeWanted);
        compare(lines().length, 2);
        compare(Session.currentDocument, 1);
        mouseClick(lines()[0], 40, 10);
        tryCompare(Session, "currentDocument", 0);
        const second = lines().filter(i => i.name === "two pages.pdf")[0];
        mouseMove(second, 20, 10);
        mouseMove(second, 40, 12);
        tryVerify(() => second.hovered);
        clickButton("Close two pages.pdf");
        tryCompare(Session.documents, "count", 1);
        compare(Session.documentName, "four pages.pdf");
    }
}
