import QtQuick
import QtTest
import Lectern
import Lectern.Ui

Item {
    id: scene

    width: 800
    height: 600

    Component {
        id: button

        FlatButton {}
    }
    Component {
        id: tabs

        FlatTabs {
            id: row

            property int view: 0

            name: "Views"

            FlatTab {
                text: "One"
                checked: row.view === 0
                onClicked: row.view = 0
            }
            FlatTab {
                text: "Two"
                checked: row.view === 1
                onClicked: row.view = 1
            }
        }
    }
    Component {
        id: choice

        Choice {
            width: 300
            label: "Model"
            model: ["one", "<b>two</b>"]
        }
    }
    Component {
        id: message

        InlineMessage {
            width: 600
            message: "The PDF is protected."
            details: "Found: a lock"
            remedy: "Enter password…"
        }
    }
    Component {
        id: strip

        ProgressStrip {
            width: 700
            reading: true
            progress: 0.25
            progressText: "Reading 2 of 8"
            paceText: "1,240 tok/s · 12 s left"
            idleText: "idle"
            networkRequests: 0
        }
    }
    Component {
        id: steps

        PageSteps {
            page: 2
            count: 12
        }
    }
    Component {
        id: block

        RegionBlock {
            width: 400
            index: 0
            regionId: 7
            order: 3
            category: 9
            categoryLabel: "Text"
            sign: "¶"
            layout: RegionModel.Paragraph
            level: 1
            bullet: ""
            content: "<b>plain</b> <img src='http://example.org/x.png'>"
            stateLabel: ""
            neverBegun: false
            reading: false
            warnings: ""
            repeated: false
            about: "locked"
            locked: false
            ignored: false
            edited: false
            unsure: []
        }
    }
    Component {
        id: table

        TableGrid {
            width: 400
            html: "<table><tr><th>wide</th></tr><tr><td>a</td><td>b</td></tr></table>"
        }
    }
    Component {
        id: words

        CutText {
            width: 80
            text: "Minutes of the extraordinary meeting.pdf"
        }
    }
    Component {
        id: menu

        ThemedMenu {
            MenuEntry {
                text: "Short"
                keys: "F2"
            }
            MenuEntry {
                text: "A line that is a good deal longer than menus usually are"
                keys: "Ctrl+Shift+Down"
            }
        }
    }
    Component {
        id: badge

        Badge {
            sign: "✓"
            badge: PageModel.Read
            status: "read"
        }
    }
    SignalSpy {
        id: spy
    }
    TestCase {
        name: "Components"
        when: windowShown

        function init() {
            failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
            spy.target = null;
            spy.clear();
        }
        function find(item, matches) {
            if (matches(item))
                return item;
            for (let i = 0; i < item.children.length; ++i) {
                const found = find(item.children[i], matches);
                if (found)
                    return found;
            }
            return null;
        }
        function test_button_data() {
            return [
                {tag: "click", act: item => mouseClick(item)},
                {tag: "space", act: item => keyClick(Qt.Key_Space)},
                {tag: "return", act: item => keyClick(Qt.Key_Return)}
            ];
        }
        function test_button(data) {
            const item = createTemporaryObject(button, scene, {text: "Open"});
            spy.signalName = "clicked";
            spy.target = item;
            item.forceActiveFocus(Qt.TabFocusReason);
            verify(item.visualFocus);
            data.act(item);
            compare(spy.count, 1);
            compare(item.Accessible.name, "Open");
            verify(item.height >= 28 && item.width >= 28);
        }
        function test_tabs() {
            const item = createTemporaryObject(tabs, scene);
            const [one, two] = ["One", "Two"].map(text => find(item, i => i.text === text && i.clicked));
            compare(item.Accessible.role, Accessible.PageTabList);
            compare(item.Accessible.name, "Views");
            mouseClick(two);
            compare(item.view, 1);
            compare([one, two].map(tab => tab.Accessible.selected), [false, true]);
            verify(!two.activeFocus, "a press leaves the keyboard where it was");
            one.forceActiveFocus(Qt.TabFocusReason);
            keyClick(Qt.Key_Space);
            compare(item.view, 0);
            keyClick(Qt.Key_Left);
            compare(item.view, 0);
            keyClick(Qt.Key_Right);
            compare(item.view, 1);
            verify(two.activeFocus);
            item.LayoutMirroring.enabled = true;
            keyClick(Qt.Key_Right);
            compare(item.view, 0, "what stands to the right of it");
            keyClick(Qt.Key_Tab);
            verify(two.activeFocus && item.view === 0);
            keyClick(Qt.Key_Return);
            compare(item.view, 1);
        }
        // Names of files and models come to tool tips.
        function test_tool_tips_never_interpret_their_text() {
            const item = createTemporaryObject(button, scene, {iconName: "open", hint: "<b>bold</b> <img src='" + harness.server + "/tip.png'>"});
            const before = harness.requests();
            mouseMove(item, 5, 5);
            const tip = () => find(item.Window.window.contentItem.parent ?? item.Window.window.contentItem, i => i.visible && String(i.text ?? "").startsWith("<b>bold") && i.textFormat !== undefined);
            tryVerify(() => tip() !== null);
            compare(tip().textFormat, Text.PlainText);
            wait(100);
            compare(harness.requests(), before);
            mouseMove(scene, 700, 500);
            tryVerify(() => tip() === null);
        }
        function test_cut_words_are_told_whole() {
            const item = createTemporaryObject(words, scene);
            verify(item.truncated);
            const root = scene.Window.window.contentItem.parent ?? scene.Window.window.contentItem;
            const tip = () => find(root, i => i.visible && i !== item && i.text === item.text);
            mouseMove(scene, 700, 500);
            mouseMove(item, 5, 5);
            tryVerify(() => tip() !== null);
            compare(tip().truncated ?? false, false);
            mouseMove(scene, 700, 500);
            tryVerify(() => tip() === null);
            item.width = 600;
            mouseMove(item, 5, 5);
            wait(900);  // longer than a tip lets wait
            compare(tip(), null);
        }
        function test_menus_are_as_wide_as_their_words() {
            const item = createTemporaryObject(menu, scene);
            item.open();
            tryVerify(() => item.opened);
            for (let i = 0; i < item.count; ++i) {
                const entry = item.itemAt(i);
                verify(entry.width >= entry.implicitWidth, entry.text + ": " + entry.width + " of " + entry.implicitWidth);
                compare(entry.Accessible.description, entry.keys);
            }
            verify(contrastOf(item.background.border.color, Theme.window) >= 3);
            item.close();
        }
        function contrastOf(a, b) {
            const part = v => v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
            const light = c => 0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b);
            return (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
        }
        function test_entries_never_interpret_their_text() {
            const item = createTemporaryObject(choice, scene);
            mouseClick(item);
            const root = scene.Window.window.contentItem.parent ?? scene.Window.window.contentItem;
            const entry = () => find(root, i => i.visible && i.text === "<b>two</b>" && i.textFormat !== undefined);
            tryVerify(() => entry() !== null);
            compare(entry().textFormat, Text.PlainText);
            mouseClick(entry());
            compare(item.currentIndex, 1);
        }
        function test_message_offers_its_remedy_and_unfolds() {
            const item = createTemporaryObject(message, scene);
            const remedy = find(item, i => i.text === "Enter password…" && i.clicked);
            verify(remedy);
            spy.signalName = "remedyWanted";
            spy.target = item;
            mouseClick(remedy);
            compare(spy.count, 1);
            const height = item.implicitHeight;
            mouseClick(find(item, i => i.text === "Details" && i.clicked));
            tryVerify(() => item.implicitHeight > height);
            verify(find(item, i => i.text === "Found: a lock" && i.visible));
        }
        function test_strip_says_what_happens_and_that_nothing_went_out() {
            const item = createTemporaryObject(strip, scene);
            verify(find(item, i => i.text === "Reading 2 of 8" && i.visible));
            verify(find(item, i => i.text === "network 0" && i.visible));
            verify(item.Accessible.name.includes("12 s left"));
            item.reading = false;
            verify(find(item, i => i.text === "idle" && i.visible));
        }
        function test_page_number_can_be_typed() {
            const item = createTemporaryObject(steps, scene);
            spy.signalName = "wanted";
            spy.target = item;
            const field = find(item, i => i.validator !== undefined);
            compare(field.text, "3");
            field.forceActiveFocus();
            keyClick("9");
            keyClick(Qt.Key_Return);
            compare(spy.count, 1);
            compare(spy.signalArguments[0][0], 8);
            keyClick(Qt.Key_Escape);
            item.page = 8;
            tryCompare(field, "text", "9");
        }
        function test_text_of_a_page_is_never_interpreted() {
            const item = createTemporaryObject(block, scene);
            const words = find(item, i => i.visible && i.text !== undefined && String(i.text).includes("plain"));
            compare(words.textFormat, TextEdit.PlainText);
            compare(words.getText(0, 3), "<b>");
            compare(Session.networkRequests, 0);
        }
        function test_block_is_chosen_by_a_press_on_its_words() {
            const item = createTemporaryObject(block, scene);
            spy.signalName = "chosen";
            spy.target = item;
            mouseClick(item, 120, 12);
            verify(spy.count >= 1);
            item.caret = 4;
            const words = find(item, i => i.visible && i.step && i.cursorPosition !== undefined);
            compare(words.cursorPosition, 4);
            verify(words.cursorVisible);
            verify(item.step(1, 0, 0));
            verify(!item.step(0, 0, 1), "there is one line");
        }
        function test_table_needs_room_and_reads_as_text() {
            const item = createTemporaryObject(table, scene);
            verify(item.implicitHeight > 30);
            compare(item.Accessible.name, "wide\t\na\tb");
            item.html = "";
            verify(item.implicitHeight < 2);
        }
        function test_badge() {
            const item = createTemporaryObject(badge, scene);
            compare(item.ink, Theme.good);
        }
    }
}
