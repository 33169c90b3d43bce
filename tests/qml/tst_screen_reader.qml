// What a screen reader is given and what it can do: Qt's tree of accessible elements in every state of the window, menus
// opened, and the actions of its elements, which must do what a click does.
import QtQuick
import QtTest
import Lectern
import Lectern.Ui

WindowTest {
    id: test

    name: "ScreenReader"

    function initTestCase() {
        harness.screenReader(true);  // it is there before the window
        makeWindow(1280, 840);
    }
    function cleanupTestCase() {
        dropWindow();
        harness.screenReader(false);
    }
    function elements(role) {
        return harness.accessibleTree(test.window).elements.filter(e => e.startsWith(role + ": ")).map(e => e.substring(role.length + 2));
    }
    function press(role, name, action) {
        compare(harness.accessiblePress(test.window, role, name, action ?? "Press"), "", role + " “" + name + "”");
    }
    function checkTree(where) {
        const tree = harness.accessibleTree(test.window);
        verify(tree.acting >= 2, where + ": only " + tree.acting + " of " + tree.seen + " can be acted upon");
        compare(tree.problems.join("\n"), "", where);
    }
    function readFirst() {
        open("four pages.pdf");
        press("Button", "Read this page");
        tryVerify(() => !Session.reading && Session.regions.count === 11, 20000);
    }
    function centreOf(id) {
        const box = test.canvas.regionRect(id);
        return {x: box.x + box.width / 2, y: box.y + box.height / 2};
    }
    function sheet() {
        return elements("Dialog").join();
    }
    function test_1_all_that_acts_has_a_name_and_a_role() {
        let states = 0;
        everyState(where => {
            checkTree(where);
            ++states;
        });
        verify(states >= 15);
    }
    function test_2_regions_are_a_list_in_reading_order() {
        readFirst();
        Session.editor.select(10);
        wait(60);
        const regions = harness.accessibleTree(test.window).regions;
        verify(regions.length >= 8, regions.join("\n"));
        regions.forEach((e, i) => verify(new RegExp("^" + (i + 1) + " [A-Z][a-z ]+: .*\\| .*points from the left").test(e), e));
        verify(regions.some(e => e.includes("could not be read")), "their state is said");
        verify(elements("List").includes("Regions in reading order"));
        closeAll();
    }
    function test_3_menus_data() {
        return [
            {tag: "the menu", open: () => press("Button", "Menu"), item: "Settings…"},
            {tag: "copying", open: () => press("Button", "Copy the selected regions"), item: "Text"},
            {tag: "a region", open: () => mouseClick(test.canvas, centreOf(10).x, centreOf(10).y, Qt.RightButton), item: "Show what was cut"},
            {tag: "a page", open: () => mouseClick(all(i => i.visible && i.thumbnail !== undefined)[0], 20, 20, Qt.RightButton), item: "Turn right"}
        ];
    }
    function test_3_menus(row) {
        readFirst();
        Session.editor.select(10);
        wait(60);
        row.open();
        tryVerify(() => elements("MenuItem").includes(row.item), 3000, row.tag + " has " + elements("MenuItem").join(", "));
        wait(60);
        checkTree(row.tag);
        press("MenuItem", row.item);
        tryVerify(() => elements("MenuItem").length === 0, 3000, "the menu stays open");
        pressEscape();
        if (row.tag === "a page")
            compare(String(Session.pages.data(Session.pages.index(0, 0), 258)).split("/").pop(), "90");
        if (row.tag === "copying")
            verify(harness.clipboard().includes("not bold"));
        closeAll();
    }
    // Each kind of thing that can be acted upon.
    function test_4_actions_do_what_a_click_does() {
        readFirst();
        press("ListItem", elements("ListItem").find(e => /^2 /.test(e)));
        compare(Array.from(Session.editor.selection).length, 1);
        const first = Session.editor.selection[0];
        press("ListItem", elements("ListItem").find(e => /^4 /.test(e)));
        verify(Session.editor.selection[0] !== first);
        press("CheckBox", "Draw a region and read it", "Toggle");
        compare(Session.editor.tool, Editor.Draw);
        press("CheckBox", "Select regions");
        compare(Session.editor.tool, Editor.Select);
        press("PageTab", "Source");
        tryVerify(() => elements("PageTab").includes("JSON"));
        press("PageTab", "Document");
        press("ListItem", elements("ListItem").find(e => /^Page 2, /.test(e)));
        compare(Session.currentPage, 1);
        press("ListItem", elements("ListItem").find(e => /^Page 1, /.test(e)));
        open("two pages.pdf");
        press("ListItem", elements("ListItem").find(e => /^four pages.pdf, /.test(e)));
        compare(Session.currentDocument, 0);
        const before = Session.exports.formats.chosen.length;
        press("Button", "Export what has been read");
        tryVerify(() => sheet() !== "");
        press("CheckBox", "Markdown (.md)", "Toggle");
        compare(Math.abs(Session.exports.formats.chosen.length - before), 1);
        press("CheckBox", "Markdown (.md)");
        compare(Session.exports.formats.chosen.length, before);
        press("Button", "Cancel");
        tryVerify(() => sheet() === "");
        keyClick(",", Qt.ControlModifier);
        tryVerify(() => sheet() === "Settings");
        press("SpinBox", "Resolution in dots per inch", "Increase");
        compare(Settings.dpi, 50);
        press("SpinBox", "Resolution in dots per inch", "Decrease");
        compare(Settings.dpi, 0);
        press("ComboBox", "Appearance");
        tryVerify(() => elements("ListItem").includes("Dark"));
        press("ListItem", "Dark");
        tryCompare(Settings, "appearance", Settings.Dark);
        pressEscape();
        Settings.appearance = Settings.System;
        pressEscape();
        tryVerify(() => sheet() === "");
        keyClick("m", Qt.ControlModifier);
        tryVerify(() => !Session.catalog.looking && elements("ListItem").includes("reader-tiny"));
        const model = Settings.model;
        press("ListItem", "reader-tiny");
        compare(Settings.model, "reader-tiny");
        Settings.model = model;
        pressEscape();
        closeAll();
    }
    function test_5_what_is_disabled_does_nothing() {
        open("four pages.pdf");
        Session.arranger.turn(1);
        Session.editor.undo();
        verify(!Session.editor.canUndo);
        harness.accessiblePress(test.window, "Button", elements("Button").find(e => /undo/i.test(e)), "Press");
        compare(Session.editor.canRedo, true);
        closeAll();
    }
}
