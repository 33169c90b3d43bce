// The window with a document in work, and what shows all that an action may change in it.
import QtQuick
import QtTest
import Lectern
import Lectern.Ui

WindowTest {
    id: test

    readonly property Editor editor: Session.editor

    function initTestCase() {
        makeWindow(1280, 840);
    }
    function cleanupTestCase() {
        dropWindow();
    }
    // Each test finds the first of four pages read, nothing chosen, the page in focus.
    function init() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        if (Session.documents.count !== 1 || Session.pageCount !== 4) {
            closeAll();
            open("four pages.pdf");
        }
        Session.currentPage = 0;
        if (Session.regions.count !== 11) {
            Session.readPage();
            tryVerify(() => !Session.reading && Session.regions.count === 11, 20000);
        }
        Session.finder.sought = "";
        Settings.showRegions = Settings.showWords = true;
        Settings.showOrder = Settings.showInk = Settings.showLayer = false;
        test.editor.tool = Editor.Select;
        test.editor.select(-1);
        test.canvas.fit = PageCanvas.Page;
        harness.copyText("words of another program");
        tryVerify(() => Session.picture.state === PagePicture.Ready);
        focusPage();
    }
    function cleanup() {
        Session.stop();
        if (test.editor.editing)
            test.editor.endEditing();
        while (test.editor.canUndo)
            test.editor.undo();
    }
    function focusPage() {
        test.canvas.forceActiveFocus();
        tryVerify(() => test.canvas.activeFocus);
    }
    function choose(...ids) {
        test.editor.select(-1);
        for (const id of ids)
            test.editor.select(id, Editor.Add);
    }
    function pagesList() {
        return all(i => i.visible && i.dropPosition !== undefined)[0];
    }
    function focusPages() {
        pagesList().forceActiveFocus();
    }
    function row(id) {
        return Session.regions.rowOf(id);
    }
    function of(id, role) {
        return Session.regions.data(Session.regions.index(row(id), 0), role);
    }
    // The document: pages as they are arranged, regions with all that is known of them, boxes to a tenth of a point.
    function content() {
        const pages = [], regions = [];
        for (let i = 0; i < Session.pageCount; ++i)
            pages.push([258, 263].map(role => Session.pages.data(Session.pages.index(i, 0), role)));
        const scale = test.canvas.zoom * 96 / 72;
        for (let i = 0; i < Session.regions.count; ++i) {
            const roles = [];
            for (let role = 257; role <= 275; ++role)
                roles.push(Session.regions.data(Session.regions.index(i, 0), role));
            const box = test.canvas.regionRect(roles[0]);
            roles.push(Math.round(box.width / scale * 10), Math.round(box.height / scale * 10));
            const first = test.canvas.regionRect(roles[0]), page = test.canvas.regionRect(1);
            roles.push(Math.round((first.x - page.x) / scale * 10), Math.round((first.y - page.y) / scale * 10));
            regions.push(roles);
        }
        return JSON.stringify([pages, regions], null, 1);
    }
    // And everything else a key may change.
    function everything() {
        return JSON.stringify({
            documents: Session.documents.count,
            document: Session.documentName,
            page: Session.currentPage,
            chosen: Session.arranger.count,
            selection: Array.from(test.editor.selection),
            tool: test.editor.tool,
            editing: test.editor.editing,
            steps: [test.editor.undoText, test.editor.redoText],
            reading: Session.reading,
            zoom: test.canvas.zoom.toFixed(4),
            fit: test.canvas.fit,
            overlays: [Settings.showRegions, Settings.showOrder, Settings.showWords, Settings.showInk, Settings.showLayer],
            find: [Session.finder.sought, Session.finder.current],
            above: above(),
            size: test.window.visibility
        }) + content();
    }
    // How many dialogs and panels are open.
    function above() {
        return all(i => i.visible && i.Accessible.role === Accessible.Dialog).length;
    }
    function press(keys) {
        keySequence(keys);
        wait(20);
    }
}
