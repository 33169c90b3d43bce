import QtQuick
import QtTest
import Lectern
import Lectern.Ui

TestCase {
    id: test

    property var window: null

    name: "Help"
    when: windowShown

    Component {
        id: places

        Item {
            property string helpTopic: "dpi#limits"

            Item {
                objectName: "inside"
            }
        }
    }
    Component {
        id: sheets

        SheetDialog {
            helpTopic: "exporting"
            contentItem: Item {
                Item {
                    focus: true
                }
            }
        }
    }
    HelpGuide {
        id: guide
    }

    function initTestCase() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        const component = Qt.createComponent("qrc:/qt/qml/Lectern/Ui/Main.qml");
        verify(component.status === Component.Ready, component.errorString());
        test.window = component.createObject(null, {width: 1200, height: 800});
        harness.useFakeEngine();
        tryVerify(() => Session.modelName !== "");
        test.window.requestActivate();
        tryVerify(() => test.window.active);
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
            if (item.visible && matches(item))
                found.push(item);
        });
        return found;
    }
    function article() {
        return all(i => i.Accessible.role === Accessible.Document)[0];
    }
    function field() {
        return all(i => i.placeholderText === "Search the guide")[0];
    }

    function test_1_contents_follow_the_index() {
        verify(guide.contents.count >= 18);
        compare(guide.topic, "index");
        const topics = guide.links.count;
        verify(topics === guide.contents.count - 1, "each topic is linked from the index: " + topics);
    }
    function test_2_places() {
        guide.open("dpi#limits");
        compare(guide.topic, "dpi");
        compare(guide.title, "Choosing dpi");
        verify(guide.block > 5);
        compare(guide.article.data(guide.article.index(guide.block, 0), 0), "Limits");
        verify(guide.canGoBack);
        guide.back();
        compare(guide.topic, "index");
        guide.open("no-such-topic");
        compare(guide.topic, "index");
        guide.back();
        verify(!guide.canGoBack);
    }
    function test_3_search() {
        guide.query = "out memory";
        verify(guide.hits.count > 0);
        const first = guide.hits.data(guide.hits.index(0, 0), 0);
        compare(first, "Troubleshooting");
        guide.query = "xylophone";
        compare(guide.hits.count, 0);
        guide.query = "MEMORY";
        verify(guide.hits.count > 10 && guide.hits.count <= 60);
        guide.query = "";
        compare(guide.hits.count, 0);
    }
    function test_4_topic_of_the_focused_part() {
        const place = places.createObject(test.window.contentItem);
        compare(guide.topicOf(place.children[0], "first-read"), "dpi#limits");
        compare(guide.topicOf(null, "first-read"), "first-read");
        place.destroy();
        const sheet = sheets.createObject(test.window);
        compare(guide.topicOf(sheet.contentItem.children[0], "first-read"), "first-read");  // not shown
        sheet.open();
        tryVerify(() => sheet.opened);
        compare(guide.topicOf(sheet.contentItem.children[0], "first-read"), "exporting");
        sheet.close();
        tryVerify(() => !sheet.visible);
        sheet.destroy();
    }
    function test_5_F1_opens_the_guide_at_the_part_in_use() {
        keyClick(Qt.Key_F1, Qt.NoModifier, 0, test.window);
        tryVerify(() => article() !== undefined);
        compare(article().Accessible.name, "First read");
        Session.openUrls([harness.document]);
        tryVerify(() => Session.hasDocument);
        all(i => i.regions === Session.regions && i.picture)[0].forceActiveFocus();
        keyClick(Qt.Key_F1, Qt.NoModifier, 0, test.window);
        tryVerify(() => article().Accessible.name === "Editing and reading again");
    }
    function test_6_keys_alone() {
        verify(article().activeFocus);
        const before = article().contentY;
        keyClick(Qt.Key_PageDown, Qt.NoModifier, 0, test.window);
        verify(article().contentY > before);
        keyClick(Qt.Key_F, Qt.ControlModifier, 0, test.window);
        tryVerify(() => field().activeFocus);
        for (const c of "quant")
            keyClick(c, Qt.NoModifier, 0, test.window);
        tryVerify(() => all(i => i.Accessible.name === "Found in the guide").length === 1);
        keyClick(Qt.Key_Down, Qt.NoModifier, 0, test.window);
        keyClick(Qt.Key_Return, Qt.NoModifier, 0, test.window);
        tryVerify(() => article() !== undefined && article().Accessible.name === "Quantised weights");
        compare(field().text, "");
        keyClick(Qt.Key_Left, Qt.AltModifier, 0, test.window);
        tryVerify(() => article().Accessible.name === "Editing and reading again");
    }
    function test_7_everything_in_it_is_named() {
        for (const item of all(i => i.activeFocusOnTab)) {
            verify(item.Accessible.name !== "", "no accessible name: " + item);
            verify(item.Accessible.role !== Accessible.NoRole, "no accessible role: " + item);
        }
        verify(all(i => i.Accessible.role === Accessible.Heading && i.Accessible.name === "Regions").length === 1);
    }
    function test_8_escape_closes_it_and_the_window_works_on() {
        keyClick(Qt.Key_Escape, Qt.NoModifier, 0, test.window);
        tryVerify(() => article() === undefined);
        compare(Session.networkRequests, 0);
    }
}
