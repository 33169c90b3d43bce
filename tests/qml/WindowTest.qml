// What tests of the whole window share: the window, and ways to find and judge what is in it.
import QtQuick
import QtQuick.Templates as T
import QtTest
import Lectern
import Lectern.Ui

TestCase {
    id: test

    property var window: null
    property var canvas: null

    when: windowShown

    // Any warning, but one of Qt 6.4's own that says nothing of a window: on a busy machine it stops a clock twice.
    function init() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
    }
    // A test that failed half way leaves nothing behind for the next.
    function cleanup() {
        for (let i = 0; i < 4; ++i)
            pressEscape();
        Settings.language = "en";
        test.window.width = 1280;
        Session.stop();
        closeAll();
    }
    function makeWindow(width, height) {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        const component = Qt.createComponent("qrc:/qt/qml/Lectern/Ui/Main.qml");
        verify(component.status === Component.Ready, component.errorString());
        test.window = component.createObject(null, {width: width, height: height});
        harness.useFakeEngine();
        tryVerify(() => Session.modelName !== "");
        test.canvas = all(i => i.regions === Session.regions && i.picture)[0];
    }
    function dropWindow() {
        while (Session.hasDocument)
            Session.closeDocument(0);
        while (Session.problems.count > 0)
            Session.dismissProblem(0);
        test.window.destroy();
        wait(50);
    }
    function open(name) {
        const before = Session.documents.count;
        Session.openUrls([harness.folder + "/" + name]);
        tryVerify(() => Session.documents.count === before + 1);
        tryVerify(() => Session.picture.state === PagePicture.Ready);
    }
    function closeAll() {
        while (Session.hasDocument)
            Session.closeDocument(0);
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
    function shown(text) {
        return all(i => i.visible && i.text === text && !(i.parent && i.parent.text === text) && !(i.parent?.parent?.text === text) && !(i.parent?.parent?.parent?.text === text)).length;
    }
    function button(hint) {
        return all(i => i.visible && i.hint === hint)[0];
    }
    function named(role, name) {
        return all(i => i.visible && i.Accessible.role === role && i.Accessible.name === name)[0];
    }
    function isFocusable(item) {
        return item.activeFocusOnTab || (item.focusPolicy !== undefined && (item.focusPolicy & Qt.TabFocus) !== 0);
    }
    // Every item that the keyboard can reach says what it is; so does every button and field that the pointer can.
    function checkNames(where) {
        let focusable = 0;
        for (const item of all(i => i.visible && i.enabled && (isFocusable(i) || i instanceof T.AbstractButton))) {
            if (item.Accessible.ignored || partOfField(item))
                continue;
            focusable += isFocusable(item) ? 1 : 0;
            verify(item.Accessible.role !== Accessible.NoRole || item instanceof T.Control, where + ": no accessible role: " + item);
            verify(item.Accessible.name !== "" || (item.text ?? "") !== "", where + ": no accessible name: " + item + " in " + item.parent);
        }
        return focusable;
    }
    // Nothing guesses whether what it shows is markup: names of files and models, and what was read, never are.
    function checkPlain(where) {
        let texts = 0;
        for (const item of all(i => i.visible && i.textFormat !== undefined && i.contentWidth !== undefined)) {
            ++texts;
            const ownWords = String(item).startsWith("QQuickPlaceholderText") || item.parent instanceof T.CheckBox || item.parent?.parent instanceof T.MenuItem;
            if (ownWords)
                continue;
            const edits = item.cursorPosition !== undefined;
            const plain = edits ? item.textFormat === TextEdit.PlainText : item.textFormat === Text.PlainText;
            verify(plain, where + ": may be taken for markup: “" + item.text + "” in " + item + " of " + item.parent);
        }
        return texts;
    }
    // What one types into inside a box that has the name.
    function partOfField(item) {
        for (let up = item.parent; up; up = up.parent)
            if (up instanceof T.SpinBox || up instanceof T.ComboBox)
                return up.Accessible.name !== "";
        return false;
    }
    // No words run out of what they stand in, none are cut. Names of files may be.
    function checkRoom(where) {
        let problem = roomProblem();
        for (let i = 0; i < 20 && problem !== ""; ++i) {
            wait(50);  // layouts settle
            problem = roomProblem();
        }
        compare(problem, "", where);
    }
    function roomProblem() {
        for (const item of all(i => i.visible && i.contentWidth !== undefined && i.truncated !== undefined && (i.text ?? "") !== "")) {
            if (/\.pdf|^\/|^~|tmp/.test(item.text) || item.opacity === 0)
                continue;
            const says = "“" + item.text + "” ";
            if (item.truncated)
                return says + "is cut: " + item.width + " of " + item.implicitWidth + " pixels";
            const corner = item.mapToItem(null, 0, 0);
            if (clipOf(item) !== null)
                continue;  // lists and sheets scroll
            if (corner.x < -0.5 || corner.x + item.contentWidth > test.window.width + 0.5)
                return says + "leaves the window: " + corner.x + " + " + item.contentWidth;
            const holder = buttonOf(item);
            if (holder !== null && (item.contentWidth > holder.width + 0.5 || item.mapToItem(holder, 0, 0).x < -0.5))
                return says + "leaves its button";
        }
        const bar = all(i => i.visible && i.Accessible.role === Accessible.ToolBar)[0];
        const buttons = all(i => i.visible && i instanceof T.AbstractButton && inside(i, bar) && i.width > 0);
        for (const a of buttons)
            for (const b of buttons)
                if (a !== b && overlap(a, b) && !inside(a, b) && !inside(b, a))
                    return "“" + (a.hint ?? a.text) + "” lies on “" + (b.hint ?? b.text) + "”";
        return "";
    }
    function inside(item, other) {
        for (let up = item; up; up = up.parent)
            if (up === other)
                return true;
        return false;
    }
    function overlap(a, b) {
        const p = a.mapToItem(null, 0, 0), q = b.mapToItem(null, 0, 0);
        return p.x + a.width > q.x + 0.5 && q.x + b.width > p.x + 0.5 && p.y + a.height > q.y + 0.5 && q.y + b.height > p.y + 0.5;
    }
    function clipOf(item) {
        for (let up = item.parent; up; up = up.parent)
            if (up.clip)
                return up;
        return null;
    }
    function buttonOf(item) {
        for (let up = item.parent; up; up = up.parent)
            if (up instanceof T.AbstractButton)
                return up;
        return null;
    }
    function pressEscape() {
        keyClick(Qt.Key_Escape);
        wait(30);
    }
    // Every state of the window, one after another; `look(name)` is called in each.
    function everyState(lookAt) {
        const look = name => {
            tryCompare(test.window.contentItem, "width", test.window.width);
            wait(60);  // layouts settle
            lookAt(name);
        };
        closeAll();
        look("first run");
        open("four pages.pdf");
        look("a document");
        Session.readPage();
        tryVerify(() => Session.regions.count === 11);
        look("reading");
        tryVerify(() => !Session.reading, 20000);
        look("read");
        Session.editor.select(1);
        wait(30);
        look("a region chosen");
        Session.editor.beginEditing();
        wait(30);
        look("text in place");
        Session.editor.endEditing();
        Session.editor.select(2, Editor.Add);
        look("two regions chosen");
        Session.editor.select(-1);
        open("two pages.pdf");
        look("two documents");
        keyClick("e", Qt.ControlModifier);
        Session.currentDocument = 0;
        keyClick("e", Qt.ControlModifier);
        tryVerify(() => shown(qsTr("Markdown (.md)")) === 1 || all(i => i.visible && String(i.text).includes("(.md)")).length > 0);
        look("export");
        pressEscape();
        keyClick(",", Qt.ControlModifier);
        tryVerify(() => all(i => i.visible && i.to === 1200).length === 1);
        look("settings");
        pressEscape();
        keyClick("m", Qt.ControlModifier);
        tryVerify(() => !Session.catalog.looking && Session.catalog.devices.length >= 2);
        wait(50);
        look("models");
        pressEscape();
        Session.editor.select(1);
        test.canvas.forceActiveFocus();
        keyClick("r", Qt.ShiftModifier);
        tryVerify(() => all(i => i.visible && i.to === 600).length === 1);
        look("read again");
        pressEscape();
        Session.passwordWanted("/tmp/locked.pdf", false);
        wait(50);
        look("password");
        pressEscape();
        Session.openUrls(["file:///nowhere/at/all.pdf"]);
        tryVerify(() => Session.problems.count === 1);
        look("trouble");
        Session.dismissProblem(0);
        keyClick(Qt.Key_F10);
        wait(50);
        look("menu");
        pressEscape();
        closeAll();
    }
}
