import QtQuick
import QtTest
import Lectern
import Lectern.Ui

TestCase {
    id: test

    property var window: null

    name: "Window"
    when: windowShown

    function initTestCase() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        const component = Qt.createComponent("qrc:/qt/qml/Lectern/Ui/Main.qml");
        verify(component.status === Component.Ready, component.errorString());
        test.window = component.createObject(null, {width: 1200, height: 800});
        harness.useFakeEngine();
        tryVerify(() => Session.modelName !== "");
    }
    function init() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
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
    // How many visible items say exactly this; a button and the words on it count as one.
    function shown(text) {
        return all(i => i.visible && i.text === text && !(i.parent && i.parent.text === text) && !(i.parent?.parent?.parent?.text === text)).length;
    }
    function checkNames(where) {
        let focusable = 0;
        for (const item of all(i => i.visible && i.activeFocusOnTab)) {
            ++focusable;
            verify(item.Accessible.name !== "", where + ": no accessible name: " + item);
            verify(item.Accessible.role !== Accessible.NoRole, where + ": no accessible role: " + item);
        }
        return focusable;
    }

    function test_1_first_run() {
        verify(shown("Drop PDFs or pictures here to read them on this computer") === 1);
        verify(shown("Open…") === 1);
        verify(checkNames("first run") >= 3);
        compare(shown("Read page"), 0);
    }
    function test_2_reading() {
        Session.openUrls([harness.document]);
        tryVerify(() => Session.hasDocument);
        verify(checkNames("a document") >= 8);
        Session.readPage();
        tryVerify(() => Session.regions.count === 11);
        verify(shown("Stop") === 1);
        verify(checkNames("reading") >= 8);
        tryVerify(() => !Session.reading, 20000);
        compare(shown("Stop"), 0);
        tryVerify(() => all(i => i.visible && String(i.plainText ?? "").includes("1904")).length === 1);
        tryVerify(() => shown("✓") + shown("⚠") >= 1);
        compare(Session.networkRequests, 0);
    }
    function test_3_page_and_text_follow_each_other() {
        const canvas = all(i => i.regions === Session.regions && i.picture)[0];
        verify(canvas);
        tryVerify(() => Session.picture.state === PagePicture.Ready);
        const block = all(i => i.visible && i.regionId === 2)[0];
        mouseClick(block, 10, 10);
        compare(Session.selectedRegion, 2);
        compare(canvas.editor.selection, [2]);
        // Region 4 lies at 240…290 of 792 points.
        const scale = canvas.zoom * 96 / 72;
        const top = canvas.height / 2 - 396 * scale;
        mouseClick(canvas, canvas.width / 2, top + 265 * scale);
        compare(Session.selectedRegion, 4);
        verify(all(i => i.visible && i.regionId === 4)[0].current);
        canvas.forceActiveFocus();
        keyClick(Qt.Key_Tab);
        compare(Session.selectedRegion, 5);
        keyClick(Qt.Key_Backtab);
        compare(Session.selectedRegion, 4);
        keyClick(Qt.Key_Escape);
        compare(Session.selectedRegion, -1);
    }
    function test_4_zoom() {
        const canvas = all(i => i.regions === Session.regions && i.picture)[0];
        keyClick("0", Qt.ControlModifier);
        tryCompare(canvas, "zoom", 1);
        keyClick("2", Qt.ControlModifier);
        compare(canvas.fit, PageCanvas.Page);
        const fitted = canvas.zoom;
        mouseWheel(canvas, 300, 300, 0, 120, Qt.NoButton, Qt.ControlModifier);
        tryVerify(() => Math.abs(canvas.zoom - fitted * 1.25) < 1e-6);
        mouseDrag(canvas, 300, 300, 0, -60, Qt.MiddleButton);
        verify(canvas.positionY > 0);
        keyClick("1", Qt.ControlModifier);
        compare(canvas.fit, PageCanvas.Width);
        keyClick("2", Qt.ControlModifier);
    }
    function test_5_pages() {
        compare(Session.currentPage, 0);
        keyClick(Qt.Key_PageDown);
        compare(Session.currentPage, 1);
        keyClick(Qt.Key_PageDown);
        compare(Session.currentPage, 1);
        keyClick(Qt.Key_Home, Qt.ControlModifier);
        compare(Session.currentPage, 0);
    }
    function test_6_narrow() {
        test.window.width = 800;
        tryVerify(() => all(i => i.visible && i.text === "Text" && i.Accessible.role === Accessible.PageTab).length >= 1);
        const canvas = all(i => i.regions === Session.regions && i.picture)[0];
        verify(canvas.visible);
        keyClick("t", Qt.ControlModifier);
        tryVerify(() => !canvas.visible);
        keyClick("t", Qt.ControlModifier);
        tryVerify(() => canvas.visible);
        test.window.width = 500;
        wait(50);
        verify(checkNames("narrow") >= 5);
        keyClick("b", Qt.ControlModifier);
        tryVerify(() => all(i => i.visible && i.number === 2).length === 1);
        wait(300);  // it slides
        keyClick("b", Qt.ControlModifier);
        wait(300);
        test.window.width = 1200;
    }
    function test_7_dialogs() {
        keyClick("e", Qt.ControlModifier);
        tryVerify(() => shown("Markdown (.md)") === 1);
        verify(checkNames("export") >= 5);
        keyClick(Qt.Key_Escape);
        tryVerify(() => shown("Markdown (.md)") === 0);
        keyClick(Qt.Key_F1, Qt.ControlModifier);
        tryVerify(() => shown("Ctrl+Shift+R") === 1);
        keyClick(Qt.Key_Escape);
        tryVerify(() => shown("Ctrl+Shift+R") === 0);
    }
    function test_8_trouble() {
        Session.openUrls(["file:///nowhere/at/all.pdf"]);
        tryVerify(() => Session.problems.count === 1);
        verify(checkNames("trouble") >= 8);
        Session.dismissProblem(0);
        compare(Session.problems.count, 0);
    }
}
