// F1 explains the part that has the focus: wherever the keyboard gets to, in every state of the window.
import QtQuick
import QtQuick.Templates as T
import QtTest
import Lectern
import Lectern.Ui

WindowTest {
    id: test

    property var topics: ({})  // topic → an item it explains, in the state at hand

    name: "Guide"

    HelpGuide {
        id: guide
    }

    function initTestCase() {
        makeWindow(1400, 840);
        test.window.requestActivate();
        tryVerify(() => test.window.active);
    }
    function cleanupTestCase() {
        dropWindow();
    }
    // Whatever is shown and can have the focus has a topic; menus are closed by F1 and have none.
    function collect(where) {
        test.topics = {};
        for (const item of all(i => i.visible && i.enabled && isFocusable(i) && !(i instanceof T.MenuItem))) {
            if (inMenu(item))
                continue;
            const topic = guide.topicOf(item, "");
            verify(topic !== "", where + ": F1 leads nowhere from " + item + " “" + (item.Accessible.name || item.text || item.hint) + "”");
            if (test.topics[topic] === undefined)
                test.topics[topic] = item;
        }
    }
    function inMenu(item) {
        for (let up = item.parent; up; up = up.parent)
            if (up instanceof T.MenuItem || up instanceof ListView && up.model instanceof Instantiator)
                return true;
        return false;
    }
    function has(wanted, where) {
        for (const topic of wanted)
            verify(test.topics[topic] !== undefined, where + ": nothing leads to " + topic + ", but to " + Object.keys(test.topics));
    }
    function article() {
        return all(i => i.visible && i.Accessible.role === Accessible.Document)[0];
    }
    function title(topic) {
        guide.open(topic);
        verify(guide.topic === topic.split("#")[0], topic + " is no page of the guide");
        return guide.title;
    }
    function test_1_every_part_leads_to_its_page() {
        const wanted = {
            "first run": ["first-read"],
            "a document": ["editing", "editing#regions", "documents#several-documents", "documents#arranging-pages", "first-read#in-the-window"],
            "read": ["editing#text", "editing#finding-and-copying", "exporting", "documents#models-and-devices"],
            "a region chosen": ["editing#regions"],
            "two documents": ["documents#several-documents"],
            "export": ["exporting"],
            "settings": ["documents#settings"],
            "models": ["documents#models-and-devices"],
            "read again": ["editing#reading-again"],
            "password": ["troubleshooting#password"],
            "trouble": ["troubleshooting"]
        };
        let found = 0;
        everyState(where => {
            collect(where);
            if (wanted[where] !== undefined)
                ++found;
            has(wanted[where] ?? [], where);
        });
        compare(found, Object.keys(wanted).length);
    }
    function test_2_checks_keys_and_closing() {
        open("four pages.pdf");
        Session.readPage();
        tryVerify(() => Session.pageRead, 20000);
        keyClick("k", Qt.ControlModifier | Qt.ShiftModifier);
        tryVerify(() => all(i => i.visible && i instanceof CheckPanel).length === 1);
        collect("checks");
        has(["checking"], "checks");
        keyClick(Qt.Key_F1, Qt.ControlModifier);
        wait(60);
        collect("keys");
        has(["keys"], "keys");
        pressEscape();
        Session.editor.select(1);
        Session.editor.remove();
        keyClick("w", Qt.ControlModifier);
        wait(60);
        collect("closing");
        has(["documents#saving-to-go-on-later"], "closing");
        pressEscape();
    }
    // Not only known: F1 itself shows it, and Escape gives the part the focus back.
    function test_3_the_key_itself() {
        open("four pages.pdf");
        Session.readPage();
        tryVerify(() => Session.pageRead, 20000);
        keyClick("k", Qt.ControlModifier | Qt.ShiftModifier);
        wait(60);
        collect("a page that was read");
        let shown = 0;
        for (const topic of Object.keys(test.topics)) {
            const wanted = title(topic);
            test.topics[topic].forceActiveFocus();
            keyClick(Qt.Key_F1);
            tryVerify(() => article() !== undefined && article().Accessible.name === wanted, 5000, topic);
            pressEscape();
            tryVerify(() => article() === undefined);
            ++shown;
        }
        verify(shown >= 6, "only " + shown);
    }
}
