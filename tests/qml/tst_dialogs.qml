// Every dialog by keys alone: it takes the focus, Tab goes through it as the eye does, Return does what its main button
// does from wherever the key has no other use, Escape leaves everything as it was.
import QtQuick
import QtTest
import Lectern
import Lectern.Ui

WindowTest {
    id: test

    property string model
    property int folders: 0

    name: "Dialogs"

    function initTestCase() {
        makeWindow(1280, 840);
        test.model = Settings.model;
    }
    function cleanupTestCase() {
        harness.remove("four pages.lectern");
        dropWindow();
    }
    function init() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        closeAll();
        open("four pages.pdf");
        Session.readPage();
        tryVerify(() => !Session.reading && Session.regions.count === 11, 20000);
        newFolder();
        test.canvas.forceActiveFocus();
        tryVerify(() => test.canvas.activeFocus);
    }
    function newFolder() {
        Session.exports.folder = harness.folder + "/dialogs" + ++test.folders;
    }
    function exported() {
        return harness.exists("dialogs" + test.folders + "/four pages.md");
    }
    function sheets() {
        return all(i => i.visible && i.Accessible.role === Accessible.Dialog);
    }
    function focused() {
        return test.window.activeFocusItem;
    }
    function show(row) {
        row.open();
        tryVerify(() => sheets().length === 1, 4000, row.tag + " does not open");
        compare(sheets()[0].Accessible.name, row.title);
        tryVerify(() => inside(focused(), sheets()[0].parent), 2000, "the focus is not in it but in " + focused());
        wait(60);  // laid out
    }
    function gone() {
        return sheets().length === 0;
    }
    function leave() {
        for (let i = 0; i < 3 && !gone(); ++i)
            pressEscape();
        tryVerify(gone);
    }
    function fileDialogs() {
        return all(i => i.visible && i.text === "Cancel" && i.clicked !== undefined).length;
    }
    // Where it would be saved there is what was made of another document.
    function saveOverAnother() {
        if (!harness.exists("four pages.lectern")) {
            open("two pages.pdf");
            Session.exports.saveAs(harness.folder + "/four pages.lectern");
            tryVerify(() => harness.exists("four pages.lectern"));
            Session.closeDocument(1);
        }
        keyClick("s", Qt.ControlModifier);
        tryVerify(() => fileDialogs() === 1);
        const save = () => all(i => i.visible && i.enabled && i.text === "Save" && i.clicked !== undefined)[0];
        tryVerify(() => save() !== undefined);
        wait(200);  // it opens
        mouseClick(save());
        tryVerify(() => fileDialogs() === 0);
    }
    function edit() {
        if (!test.editor.canUndo)
            Session.arranger.turn(1);
    }
    readonly property Editor editor: Session.editor

    function dialogs() {
        return [
            {tag: "close", title: "Close “four pages.pdf”?", stops: 3, open: () => {
                edit();
                keyClick("w", Qt.ControlModifier);
            }, done: () => gone() && Session.hasDocument},
            {tag: "quit", title: "Quit?", stops: 3, open: () => {
                edit();
                keyClick("q", Qt.ControlModifier);
            }, done: () => gone() && test.window.visible},
            {tag: "replace", title: "Replace?", stops: 2, open: saveOverAnother, done: () => fileDialogs() === 1, undo: () => {
                pressEscape();
                tryVerify(() => fileDialogs() === 0);
            }},
            {tag: "export", title: "Export “four pages.pdf”", stops: 5, open: () => keyClick("e", Qt.ControlModifier), done: exported, undo: newFolder},
            {tag: "read again", title: "Read 1 region again", stops: 7, open: () => {
                Session.editor.select(4);
                keyClick("r", Qt.ShiftModifier);
            }, done: () => gone() && harness.lastReading().region, undo: () => tryVerify(() => !Session.reading, 20000)},
            {tag: "settings", title: "Settings", stops: 11, open: () => keyClick(",", Qt.ControlModifier), done: gone},
            {tag: "models", title: "Models and devices", stops: 6, open: () => {
                keyClick("m", Qt.ControlModifier);
                tryVerify(() => !Session.catalog.looking);
            }, done: () => gone() && Settings.model === test.model},
            {tag: "password", title: "Password needed", stops: 2, open: () => Session.passwordWanted("/tmp/locked.pdf", false), type: "x", done: () => gone() && Session.problems.count === 1, undo: () => Session.dismissProblem(0)},
            {tag: "what was cut", title: "What was cut", stops: 4, open: () => {
                Session.editor.select(10);
                keyClick("c", Qt.ShiftModifier);
            }, done: () => gone() && Session.editor.cutText !== ""},
            {tag: "keys", title: "Keyboard", stops: 1, open: () => keyClick(Qt.Key_F1, Qt.ControlModifier), done: gone}
        ];
    }
    // All the dialogs there are.
    function test_0_none_is_missing() {
        compare(dialogs().length, 10);
        compare(harness.dialogFiles(), 9, "one of them, for closing, has two faces");
    }
    function test_1_escape_leaves_everything_data() {
        return dialogs();
    }
    function test_1_escape_leaves_everything(row) {
        show(row);
        const was = Session.editor.undoText;
        keyClick(Qt.Key_Escape);
        tryVerify(gone);
        verify(Session.hasDocument && test.window.visible);
        compare(Session.reading, false);
        compare(Session.editor.undoText, was);
        compare(Settings.model, test.model);
        verify(!exported());
    }
    // The stops of the Tab key, from the one that has the focus when it opens, once around.
    function stops() {
        const found = [focused()];
        for (let i = 0; i < 40; ++i) {
            keyClick(Qt.Key_Tab);
            verify(inside(focused(), sheets()[0].parent), "Tab leaves the dialog for " + focused());
            if (focused() === found[0])
                return found;
            verify(!found.includes(focused()), "Tab goes in a circle that leaves something out");
            found.push(focused());
        }
        fail("Tab does not come back");
    }
    function place(item) {
        const corner = item.mapToItem(null, 0, 0);
        return {x: corner.x, y: corner.y + item.height / 2, height: item.height};
    }
    function before(a, b) {
        return Math.abs(a.y - b.y) > 12 ? a.y < b.y : a.x < b.x;
    }
    function test_2_tab_goes_as_the_eye_does_data() {
        return dialogs();
    }
    function test_2_tab_goes_as_the_eye_does(row) {
        show(row);
        const found = stops();
        verify(found.length >= row.stops, found.length + " stops: " + found.join(", "));
        const places = found.map(place);
        let turns = 0;
        for (let i = 0; i < places.length; ++i)
            if (!before(places[i], places[(i + 1) % places.length]))
                ++turns;
        compare(turns, 1, "once around and back to the top: " + found.join(", ") + " at " + JSON.stringify(places));
        for (const item of found.slice()) {
            keyClick(Qt.Key_Backtab, Qt.ShiftModifier);
        }
        compare(focused(), found[0], "Shift+Tab goes the same way back");
        leave();
    }
    function test_3_return_does_what_the_main_button_does_data() {
        return dialogs();
    }
    function test_3_return_does_what_the_main_button_does(row) {
        show(row);
        const ways = stops().length;
        leave();
        let tried = 0;
        for (let way = 0; way < ways; ++way) {
            show(row);
            if (row.type)
                keyClick(row.type);
            for (let i = 0; i < way; ++i)
                keyClick(Qt.Key_Tab);
            const item = focused();
            if (way > 0 && item.iconName !== undefined || item.model === Session.catalog.models || item.fitText !== undefined) {
                leave();  // a button does its own, the list of models chooses one
                continue;
            }
            keyClick(way % 2 === 0 ? Qt.Key_Return : Qt.Key_Enter);
            tryVerify(row.done, 6000, "Return in " + item + " does nothing");
            if (row.undo)
                row.undo();
            leave();
            ++tried;
        }
        verify(tried >= 1);
    }
}
