// What is to be checked on a page, keys of its overlays, reading again through the dialog, states and remedies, and that
// no text of a model makes a widget fetch anything.
import QtQuick
import QtTest
import Lectern
import Lectern.Ui

TestCase {
    id: test

    property var window: null
    property var canvas: null
    readonly property Editor editor: Session.editor

    name: "Trust"
    when: windowShown

    function initTestCase() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        const component = Qt.createComponent("qrc:/qt/qml/Lectern/Ui/Main.qml");
        verify(component.status === Component.Ready, component.errorString());
        test.window = component.createObject(null, {width: 1280, height: 840});
        harness.useFakeEngine();
        tryVerify(() => Session.modelName !== "");
    }
    function init() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        harness.useFakeEngine();
        Session.openUrls([harness.document]);
        tryVerify(() => Session.hasDocument);
        test.canvas = all(i => i.regions === Session.regions && i.picture)[0];
        tryVerify(() => Session.picture.state === PagePicture.Ready);
        test.canvas.forceActiveFocus();
    }
    function cleanup() {
        Settings.showInk = false;
        Settings.showLayer = false;
        tab("Document");
        while (Session.hasDocument)
            Session.closeDocument(0);
    }
    function cleanupTestCase() {
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
        const wanted = all(i => i.visible && i.text === text && i.Accessible.role === Accessible.PageTab)[0];
        mouseMove(wanted, 10, 10);
        wait(60);  // as after the hand has moved
        mouseClick(wanted);
        tryVerify(() => wanted.checked);
    }
    function button(text) {
        return all(i => i.visible && i.text === text && i.clicked)[0];
    }
    function read() {
        Session.readPage();
        tryVerify(() => !Session.reading && Session.regions.count === 11, 20000);
    }
    function content(id) {
        return Session.regions.data(Session.regions.index(Session.regions.rowOf(id), 0), 265);
    }

    // The page says "Hello world" 92 points from the top, where the region "A Caption" lies.
    function test_checks_are_counted_shown_and_mended() {
        keyClick("k", Qt.ControlModifier | Qt.ShiftModifier);
        verify(!Session.trust.known);
        read();
        tryVerify(() => Session.trust.known, 10000);
        compare(Session.trust.inkless, 9, "all but the picture and the region that has print");
        verify(Session.trust.differences >= 1);
        keyClick("k", Qt.ControlModifier | Qt.ShiftModifier);
        const list = named("What to look at on this page");
        tryVerify(() => list.visible && list.count === Session.trust.findings.length);
        list.forceActiveFocus();
        keyClick(Qt.Key_Down);
        compare(Session.trust.current, 0);
        verify(Session.selectedRegion > 0);
        keyClick(Qt.Key_F8);
        compare(test.canvas.showInk, true);
        keyClick(Qt.Key_F9);
        compare(test.canvas.showLayer, true);
        keyClick(Qt.Key_F8);
        keyClick(Qt.Key_F9);
        compare(test.canvas.showInk, false);
        compare(test.canvas.showLayer, false);
        mouseClick(all(i => i.visible && i.text === "Delete" && i.clicked && i.hint === "Delete this region; can be undone")[0]);
        compare(Session.regions.count, 10);
        tryVerify(() => Session.trust.inkless === 8, 10000);
        keyClick("z", Qt.ControlModifier);
        tryVerify(() => Session.trust.inkless === 9, 10000);
    }
    function test_reading_again_through_the_dialog() {
        read();
        test.editor.select(4);
        keyClick("r", Qt.ShiftModifier);
        tryVerify(() => named("Prompt"));
        const models = named("Model");
        verify(models.count >= 2, "the one in the box at least");
        named("What it is").currentIndex = 1;
        models.currentIndex = 1;
        const model = models.currentText;
        named("Device").currentIndex = 1;
        named("Resolution in dots per inch").value = 150;
        named("Prompt").forceActiveFocus();
        for (const letter of "digits")
            keyClick(letter);
        mouseClick(button("Read"));
        tryVerify(() => Session.difference.shown, 10000);
        const asked = harness.lastReading();
        compare(asked.prompt, "digits");
        compare(asked.dpi, 150);
        compare(asked.region, true);
        compare(asked.model, model);
        compare(asked.device, "cpu");
        Session.keepDifference();
        test.editor.undo();
    }
    function test_what_is_the_matter_with_a_region_is_said_with_the_remedy() {
        read();
        const reason = Session.regions.reasonOf(10);
        verify(reason.includes("could not be read") && reason.includes("with confidence") && reason.includes("Shift+R"), reason);
        compare(Session.regions.reasonOf(1), "");
        const r = test.canvas.regionRect(10);
        mouseMove(test.canvas, r.x + r.width / 2, r.y + r.height / 2);
        tryVerify(() => all(i => i.visible && i.text === reason).length >= 1, 3000);
        mouseMove(test.canvas, 2, 2);
    }
    function test_a_stopped_page_offers_to_be_finished() {
        Session.readPage();
        tryVerify(() => Session.regions.count === 11, 10000);
        const began = Date.now();
        keyClick(Qt.Key_Escape);
        compare(Session.reading, false);
        tryVerify(() => button("Finish"));
        console.info("stopped and shown within", Date.now() - began, "ms");
        verify(/stopped before its end|not read/.test(Session.regions.reasonOf(10)), "the longest is not at its end");
        mouseClick(button("Finish"));
        compare(Session.reading, true);
        tryVerify(() => !Session.reading, 20000);
        tryVerify(() => !button("Finish"));
    }
    // The page says "Hello world", and the reader finds no text.
    function test_a_page_with_print_is_never_called_blank() {
        Session.currentPage = 1;
        verify(named("This page has not been read yet. Its text appears here while it is read.") || button("Read page"));
        Session.readPage();
        tryVerify(() => Session.pageRead && !Session.reading, 10000);
        tryVerify(() => all(i => i.visible && i.text === "print, no text found").length === 1, 10000);
        tryVerify(() => all(i => i.visible && String(i.text).startsWith("⚠ There is print on this page")).length === 1);
        verify(button("Read the page again"));
    }
    function test_a_blank_page_is_not_an_unread_one() {
        Session.openUrls([harness.folder + "/blank.pdf"]);
        tryVerify(() => Session.documentName === "blank.pdf");
        Session.currentPage = 1;
        Session.readPage();
        tryVerify(() => Session.pageRead && !Session.reading, 10000);
        tryVerify(() => all(i => i.visible && i.text === "This page is blank.").length === 1, 10000);
        tryVerify(() => all(i => i.visible && i.text === "blank").length === 1);
        tab("Check");
        tryVerify(() => all(i => i.visible && i.text === "The file brings no text along to compare with").length === 1);
        compare(all(i => i.visible && i.text === "≠").length, 0, "which is no difference");
    }
    function test_model_text_makes_nothing_fetch() {
        const address = harness.server;
        verify(address.includes("127.0.0.1"));
        harness.useHostileEngine();
        while (Session.hasDocument)
            Session.closeDocument(0);
        Session.openUrls([harness.document]);
        tryVerify(() => Session.hasDocument && Session.picture.state === PagePicture.Ready);
        read();
        verify(content(10).includes(address));
        for (const view of ["Text", "Source", "Check", "Document"]) {
            tab(view);
            wait(60);
            if (view === "Source") {
                tab("JSON");
                wait(60);
            }
        }
        Settings.showInk = Settings.showLayer = true;
        Session.finder.sought = "img src";
        verify(Session.finder.count >= 10);
        Session.finder.sought = "<b>";
        Session.finder.sought = "";
        for (let id = 1; id <= 11; ++id) {
            test.editor.select(id);
            const r = test.canvas.regionRect(id);
            mouseMove(test.canvas, r.x + r.width / 2, r.y + r.height / 2);
            wait(20);
        }
        wait(600);  // tool tips come up
        const thumbnail = all(i => i.visible && i.thumbnail !== undefined && i.number === 1)[0];
        mouseMove(thumbnail, 30, 30);
        wait(600);
        test.editor.select(10);
        test.editor.beginEditing();
        wait(60);
        keyClick(Qt.Key_Escape);
        Session.readSelection();
        tryVerify(() => !Session.reading && Session.difference.shown, 10000);
        Session.keepDifference();
        test.editor.select(-1);
        test.editor.copyAs(Editor.Table);
        verify(harness.clipboardHtml().includes("&lt;img"));
        verify(!/<(img|a|link|script)/i.test(harness.clipboardHtml()));
        test.editor.copyAs(Editor.Text);
        compare(harness.clipboardHtml(), "");
        wait(300);
        compare(harness.requests(), 0);
        compare(Session.networkRequests, 0);
    }
    // The trap of the test above works: a text that does interpret its markup is caught.
    function test_the_server_notices_who_comes() {
        const before = harness.requests();
        ignoreWarning(/./);
        const text = Qt.createQmlObject('import QtQuick; Text { textFormat: Text.RichText; text: "<img src=\'' + harness.server + '/control.png\'>" }', test.window.contentItem);
        tryVerify(() => harness.requests() > before, 5000);
        wait(1000);  // and the warning of what came of it
        text.destroy();
    }
}
