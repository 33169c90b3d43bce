// The buttons of all that opens above or beside the page: dialogs, the guide, messages, the checks, the first screen.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtTest
import Lectern
import Lectern.Ui

ReadWindowTest {
    id: test

    name: "Sheets"

    SignalSpy {
        id: spy

        target: Session.catalog
        signalName: "changed"
    }
    function cleanup() {
        for (let i = 0; i < 4; ++i)
            pressEscape();
        Session.stop();
        if (test.editor.editing)
            test.editor.endEditing();
        while (test.editor.canUndo)
            test.editor.undo();
    }
    // A button by its words or, without words, by what it says of itself.
    function find(words) {
        return all(i => i.visible && i.enabled && i.clicked !== undefined && (i.text === words || i.text === "" && i.hint === words))[0];
    }
    function clickOn(words) {
        tryVerify(() => find(words) !== undefined, 4000, "no such button: " + words);
        mouseClick(find(words));
    }
    function called(name) {
        return all(i => i.visible && i.Accessible.name === name)[0];
    }
    // The dialog's own button of that name; the bar behind it has some of the same names.
    function inDialog(words) {
        const dialog = all(i => i.visible && i.Accessible.role === Accessible.Dialog)[0];
        return all(i => i.visible && i.enabled && i.clicked !== undefined && i.text === words && inside(i, dialog?.parent ?? null))[0];
    }
    function clickInDialog(words) {
        tryVerify(() => inDialog(words) !== undefined, 4000, "no such button in the dialog: " + words);
        const wanted = inDialog(words);
        mouseMove(wanted, 10, 10);
        wait(60);  // as after the hand has moved
        mouseClick(wanted);
    }
    function fileDialogs() {
        return all(i => i.visible && i.text === "Cancel" && i.clicked !== undefined).length;
    }
    function type(text) {
        for (const letter of text)
            keyClick(letter);
    }
    function shows(text) {
        return all(i => i.visible && String(i.text ?? "").includes(text)).length > 0;
    }
    function pick(box, line) {
        mouseClick(box);
        tryVerify(() => box.popup.opened);
        const entry = () => all(i => i.visible && i.highlighted !== undefined && (i.text === line || i.modelData === line))[0];
        tryVerify(() => entry() !== undefined);
        mouseClick(entry());
        tryVerify(() => !box.popup.visible);
    }

    function test_export_writes_asks_before_it_replaces_and_closes() {
        const folder = Session.exports.folder, formats = Array.from(Session.exports.formats.chosen);
        Session.exports.folder = harness.folder + "/exported";
        for (let i = 0; i < Session.exports.formats.rowCount(); ++i)
            Session.exports.formats.setChosen(i, false);
        press("Ctrl+E");
        tryVerify(() => above() === 1);
        compare(inDialog("Export"), undefined, "nothing is chosen");
        const box = all(i => i.visible && i instanceof CheckBox && /\(\.json\)/.test(i.text))[0];
        mouseClick(box);
        compare(Session.exports.formats.chosen.length, 1);
        clickInDialog("Export");
        tryVerify(() => harness.exists("exported/four pages.json"), 10000);
        tryVerify(() => shows("Written: four pages.json"));
        clickInDialog("Close");
        tryVerify(() => above() === 0);
        harness.remove("exported/four pages.json");
        press("Ctrl+E");
        tryVerify(() => above() === 1);
        clickInDialog("Export");
        tryVerify(() => inDialog("Close") !== undefined, 10000);
        clickInDialog("Close");
        tryVerify(() => above() === 0);
        press("Ctrl+E");
        tryVerify(() => above() === 1);
        clickInDialog("Export");
        tryVerify(() => shows("four pages.json is already there. Replace it?"));
        clickInDialog("Replace");
        tryVerify(() => shows("Written: four pages.json"), 10000);
        clickInDialog("Close");
        tryVerify(() => above() === 0);
        press("Ctrl+E");
        tryVerify(() => above() === 1);
        const before = fileDialogs();
        clickInDialog("Change…");
        tryVerify(() => fileDialogs() === before + 1);
        pressEscape();
        tryVerify(() => fileDialogs() === before);
        clickInDialog("Cancel");
        tryVerify(() => above() === 0);
        harness.remove("exported/four pages.json");
        Session.exports.folder = folder;
        const model = Session.exports.formats;
        for (let i = 0; i < model.rowCount(); ++i)
            model.setChosen(i, formats.includes(model.data(model.index(i, 0), 257)));
        compare(Array.from(model.chosen).join(), formats.join());
    }
    function test_closing_asks_and_each_answer_is_followed() {
        Session.arranger.turn(1);
        press("Ctrl+W");
        tryVerify(() => above() === 1);
        clickInDialog("Keep open");
        tryVerify(() => above() === 0);
        compare(Session.documents.count, 1);
        press("Ctrl+W");
        clickInDialog("Save");
        tryVerify(() => above() === 0 && harness.exists("four pages.lectern") && !Session.unsaved(0), 10000);
        compare(Session.documents.count, 1);
        harness.remove("four pages.lectern");
        Session.arranger.turn(1);
        press("Ctrl+W");
        clickInDialog("Discard");
        tryVerify(() => !Session.hasDocument);
    }
    function test_what_was_read_is_not_lost_without_a_word() {
        closeAll();
        init();
        verify(Session.unsaved(0), "read, and in no file");
        press("Ctrl+Q");
        tryVerify(() => above() === 1);
        clickInDialog("Save");
        tryVerify(() => above() === 0 && harness.exists("four pages.lectern") && !Session.unsaved(-1), 10000);
        Session.readPage();
        tryVerify(() => !Session.reading && Session.unsaved(0), 20000);
        const folder = Session.exports.folder;
        Session.exports.folder = harness.folder + "/kept";
        Session.exports.start();
        tryVerify(() => !Session.exports.running && !Session.unsaved(0), 10000);
        Session.exports.folder = folder;
        harness.remove("four pages.lectern");
    }
    function test_another_files_work_is_replaced_only_after_asking() {
        closeAll();
        init();
        open("two pages.pdf");
        Session.exports.saveAs(harness.folder + "/four pages.lectern");
        tryVerify(() => harness.exists("four pages.lectern"));
        Session.closeDocument(1);
        const save = () => all(i => i.visible && i.enabled && i.text === "Save" && i.clicked !== undefined)[0];
        press("Ctrl+S");
        tryVerify(() => fileDialogs() === 1 && save() !== undefined);
        wait(200);  // it opens
        mouseClick(save());
        tryVerify(() => shows("“four pages.lectern” is there already."));
        verify(Session.unsaved(0), "nothing is saved yet");
        clickInDialog("Replace");
        tryVerify(() => above() === 0 && !Session.unsaved(0), 10000);
        harness.remove("four pages.lectern");
    }
    function test_saving_elsewhere_asks_for_the_file() {
        const before = fileDialogs();
        press("Ctrl+Shift+S");
        tryVerify(() => fileDialogs() === before + 1);
        pressEscape();
        tryVerify(() => fileDialogs() === before);
    }
    function test_models_are_chosen_by_keys_and_pointer() {
        const model = Settings.model, device = Settings.device;
        press("Ctrl+M");
        tryVerify(() => above() === 1 && !Session.catalog.looking && Session.catalog.modelNames.length >= 1, 10000);
        const list = named(Accessible.List, "Installed models");
        for (const key of [Qt.Key_Return, Qt.Key_Enter, Qt.Key_Space]) {
            Settings.model = "";
            list.forceActiveFocus();
            keyClick(key);
            tryVerify(() => Settings.model === Session.catalog.modelNames[0]);
        }
        pick(called("Device"), Session.catalog.deviceNames[1]);
        tryVerify(() => Settings.device === Session.catalog.devices[1]);
        tryVerify(() => !Session.catalog.looking, 10000);
        spy.clear();
        clickInDialog("Look again");
        tryVerify(() => spy.count === 2, 10000, "it looked, and was done");
        tryVerify(() => !Session.catalog.looking, 10000);
        clickInDialog("Close");
        tryVerify(() => above() === 0);
        Settings.model = model;
        Settings.device = device;
    }
    function test_a_password_is_given_or_not() {
        const ask = () => {
            Session.passwordWanted("/nowhere/locked.pdf", false);
            tryVerify(() => above() === 1);
            compare(inDialog("Open"), undefined, "without a password there is nothing to open with");
        };
        ask();
        clickInDialog("Cancel");
        tryVerify(() => above() === 0);
        compare(Session.problems.count, 0);
        ask();
        type("sesame");
        clickInDialog("Open");
        tryVerify(() => above() === 0 && Session.problems.count === 1);
        Session.dismissProblem(0);
        ask();
        type("sesame");
        keyClick(Qt.Key_Return);
        tryVerify(() => above() === 0 && Session.problems.count === 1);
        Session.dismissProblem(0);
    }
    function test_reading_again_is_asked_for_or_given_up() {
        choose(4);
        press("Shift+R");
        tryVerify(() => above() === 1);
        clickInDialog("Cancel");
        tryVerify(() => above() === 0);
        compare(Session.reading, false);
        press("Shift+R");
        tryVerify(() => above() === 1);
        mouseClick(called("Prompt"));
        type("names");
        keyClick(Qt.Key_Return);
        tryVerify(() => above() === 0 && !Session.reading && harness.lastReading().prompt === "names", 10000);
        Session.keepDifference();
    }
    function test_settings_by_pointer() {
        const size = Settings.textSize, motion = Settings.reducedMotion;
        press("Ctrl+,");
        tryVerify(() => above() === 1);
        pick(called("Size of text"), "130 %");
        compare(Settings.textSize, 130);
        Settings.textSize = size;
        const box = all(i => i.visible && i instanceof CheckBox && i.text === "Less motion")[0];
        mouseClick(box);
        compare(Settings.reducedMotion, !motion);
        Settings.reducedMotion = motion;
        clickOnHint("Choose model and device");
        tryVerify(() => called("Installed models") !== undefined && !Session.catalog.looking, 10000);
        clickInDialog("Close");
        tryVerify(() => above() === 0);
        press("Ctrl+,");
        clickInDialog("Close");
        tryVerify(() => above() === 0);
    }
    function clickOnHint(hint) {
        tryVerify(() => button(hint) !== undefined);
        mouseClick(button(hint));
    }
    function test_the_sheet_of_keys_closes() {
        press("Ctrl+F1");
        tryVerify(() => above() === 1);
        clickInDialog("Close");
        tryVerify(() => above() === 0);
    }
    function test_the_guide_is_walked_through() {
        const article = () => all(i => i.visible && i.Accessible.role === Accessible.Document)[0];
        press("F1");
        tryVerify(() => article() !== undefined);
        const first = article().Accessible.name;
        keyClick(Qt.Key_Down);
        tryVerify(() => article().contentY === 48);
        keyClick(Qt.Key_Up);
        tryVerify(() => article().contentY === 0);
        clickOn("Contents");
        tryVerify(() => called("Contents of the guide") !== undefined);
        const list = called("Contents of the guide");
        list.forceActiveFocus();
        while (list.currentIndex < 5)
            keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Enter);
        tryVerify(() => article() !== undefined && article().Accessible.name !== first);
        clickOn("Back");
        tryVerify(() => article()?.Accessible.name === first);
        // Where the topic leads to, at its end.
        keyClick(Qt.Key_End);
        const onward = () => all(i => i.visible && i.clicked !== undefined && i.target !== undefined && i.framed && inside(i, article()));
        tryVerify(() => onward().length > 0);
        const next = onward()[0];
        next.forceActiveFocus();
        wait(30);
        mouseClick(next);
        tryVerify(() => article()?.Accessible.name !== first);
        clickOn("Close the guide");
        tryVerify(() => article() === undefined);
    }
    function test_a_message_is_read_copied_and_dismissed() {
        Session.openUrls(["file:///nowhere/at/all.pdf"]);
        tryVerify(() => Session.problems.count === 1);
        clickOn("Details");
        clickOn("Copy the details");
        tryVerify(() => harness.clipboard().includes("/nowhere/at/all.pdf"));
        clickOn("Hide details");
        tryVerify(() => find("Copy the details") === undefined);
        clickOn("Dismiss this message");
        tryCompare(Session.problems, "count", 0);
    }
    // An export that cannot be written offers another folder.
    function test_the_remedy_of_a_message_is_a_button() {
        const folder = Session.exports.folder;
        Session.exports.folder = "file:///proc/nowhere";
        Session.exports.start();
        tryVerify(() => Session.problems.count === 1, 10000);
        const before = fileDialogs();
        const remedy = all(i => i.visible && i.remedy !== undefined && i.remedy !== "")[0];
        verify(remedy !== undefined, "it has a remedy");
        clickOn(remedy.remedy);
        tryVerify(() => fileDialogs() > before);
        for (let i = 0; i < 3; ++i)
            pressEscape();
        while (Session.problems.count > 0)
            Session.dismissProblem(0);
        Session.exports.folder = folder;
    }
    function test_the_first_screen_opens_what_it_offers() {
        closeAll();
        tryVerify(() => find("Open…") !== undefined);
        clickOn("Open…");
        tryVerify(() => fileDialogs() === 1);
        pressEscape();
        tryVerify(() => fileDialogs() === 0);
        if (Session.opener.sampleAvailable) {
            clickOn("Try the sample");
            tryVerify(() => Session.hasDocument, 10000);
            closeAll();
        }
        open("two pages.pdf");
        closeAll();
        const recent = () => all(i => i.visible && i.clicked !== undefined && i.text === "two pages.pdf")[0];
        tryVerify(() => recent() !== undefined);
        mouseClick(recent());
        tryVerify(() => Session.documentName === "two pages.pdf", 10000);
    }
    function test_an_unread_page_offers_to_be_read() {
        Session.currentPage = 1;
        const offered = () => all(i => i.visible && i.clicked !== undefined && i.text === "Read page" && i.hint === "Read page")[0];
        tryVerify(() => offered() !== undefined);
        mouseClick(offered());
        tryVerify(() => !Session.reading && Session.pageRead, 10000);
        closeAll();
    }
    // The page says "Hello world" where the region "A Caption" lies; see tst_trust.
    function test_the_checks_by_pointer_and_keys() {
        closeAll();
        open("two pages.pdf");
        Session.readPage();
        tryVerify(() => !Session.reading && Session.trust.known && Session.trust.findings.length >= 3, 20000);
        press("Ctrl+Shift+K");
        const list = called("What to look at on this page");
        tryVerify(() => list.visible && list.count === Session.trust.findings.length);
        const boxes = () => all(i => i.visible && i instanceof CheckBox);
        mouseClick(boxes()[0]);
        compare(Settings.showInk, true);
        mouseClick(boxes()[1]);
        compare(Settings.showLayer, true);
        const next = all(i => i.visible && i.text === "Next" && i.hint === "Go to the next unsure word")[0];
        mouseClick(next);
        tryVerify(() => test.editor.unsureWord.x === 172);
        list.forceActiveFocus();
        keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Down);
        const at = Session.trust.current;
        verify(at >= 1);
        keyClick(Qt.Key_Up);
        compare(Session.trust.current, at - 1);
        mouseClick(list.itemAtIndex(at), 20, 10);
        compare(Session.trust.current, at);
        // The file's words instead of what was read, then taken back.
        const take = () => all(i => i.visible && i.hint === "Take the file's words instead")[0];
        const index = Session.trust.findings.findIndex(f => f.mendable);
        verify(index >= 0, "something can be mended");
        list.positionViewAtIndex(index, ListView.Center);
        wait(50);
        const was = content();
        mouseClick(take());
        tryVerify(() => content() !== was);
        focusPage();
        press("Ctrl+Z");
        tryVerify(() => content() === was);
        // Print that lies in no region any more.
        choose(1);
        press("Del");
        tryVerify(() => Session.trust.known && Session.trust.findings.some(f => f.kind === Trust.UnreadInk || f.region === 0), 10000);
        const place = Session.trust.findings.findIndex(f => f.kind === Trust.UnreadInk || f.region === 0);
        list.positionViewAtIndex(place, ListView.Center);
        wait(50);
        const regions = Session.regions.count;
        mouseClick(all(i => i.visible && i.hint === "Make a region of this place and read it")[0]);
        tryVerify(() => Session.regions.count === regions + 1 && !Session.reading, 10000);
        const tab = all(i => i.visible && i.text === "Document" && i.Accessible.role === Accessible.PageTab)[0];
        mouseMove(tab, 10, 10);
        wait(60);
        mouseClick(tab);
        tryVerify(() => tab.checked);
        closeAll();
    }
    function test_keys_of_the_lists() {
        focusPages();
        keyClick(Qt.Key_Menu);
        tryVerify(() => all(i => i.visible && i.triggered !== undefined && i.text === "Turn left").length === 1);
        pressEscape();
        const list = all(i => i.visible && i.pointed !== undefined && i.wordsSelected)[0];
        for (const key of [Qt.Key_Return, Qt.Key_Enter]) {
            choose(4);
            list.forceActiveFocus();
            keyClick(key);
            tryVerify(() => test.editor.editing);
            keyClick(Qt.Key_Escape);
            tryVerify(() => !test.editor.editing);
        }
        choose(4);
        focusPage();
        press("F2");
        tryVerify(() => test.editor.editing);
        keyClick(Qt.Key_Escape);
        press("Ctrl+F");
        type("page");
        keyClick(Qt.Key_Enter);
        tryVerify(() => Session.finder.current === 1);
        keyClick(Qt.Key_Down);
        tryVerify(() => list.activeFocus);
        Session.finder.sought = "";
    }
}
