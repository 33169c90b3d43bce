// Every deed on regions in the real window: done by pointer or key, undone, refused where it cannot be.
import QtQuick
import QtTest
import Lectern
import Lectern.Ui

TestCase {
    id: test

    property var window: null
    property var canvas: null
    readonly property Editor editor: Session.editor

    name: "Editing"
    when: windowShown

    function initTestCase() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        const component = Qt.createComponent("qrc:/qt/qml/Lectern/Ui/Main.qml");
        verify(component.status === Component.Ready, component.errorString());
        test.window = component.createObject(null, {width: 1280, height: 840});
        harness.useFakeEngine();
        tryVerify(() => Session.modelName !== "");
        Session.openUrls([harness.document]);
        tryVerify(() => Session.hasDocument);
        test.canvas = all(i => i.regions === Session.regions && i.picture)[0];
        tryVerify(() => Session.picture.state === PagePicture.Ready);
        Session.readPage();
        tryVerify(() => !Session.reading && Session.regions.count === 11, 20000);
    }
    function init() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        Settings.showOrder = false;
        test.editor.tool = Editor.Select;
        test.editor.select(-1);
        test.canvas.forceActiveFocus();
    }
    function cleanup() {
        while (test.editor.canUndo)
            test.editor.undo();
        compare(Session.regions.count, 11);
        compare(ids().join(), "1,2,3,4,5,6,7,8,9,10,11");
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
    function ids() {
        const out = [];
        for (let row = 0; row < Session.regions.count; ++row)
            out.push(value(row, "regionId"));
        return out;
    }
    function value(row, role) {
        const roles = {regionId: 257, order: 258, category: 259, content: 265, locked: 271, ignored: 272, edited: 273};
        return Session.regions.data(Session.regions.index(row, 0), roles[role]);
    }
    function of(id, role) {
        return value(Session.regions.rowOf(id), role);
    }
    // A region's box in points, through the form's way.
    function boxOf(id) {
        const chosen = Array.from(test.editor.selection);
        test.editor.select(id);
        const now = test.editor.box;
        const box = Qt.rect(now.x, now.y, now.width, now.height);  // a copy
        test.editor.select(-1);
        for (const other of chosen)
            test.editor.select(other, Editor.Add);
        return box;
    }
    function centre(id) {
        const r = test.canvas.regionRect(id);
        return Qt.point(r.x + r.width / 2, r.y + r.height / 2);
    }
    function drag(from, to, modifiers) {
        mousePress(test.canvas, from.x, from.y, Qt.LeftButton, modifiers ?? Qt.NoModifier);
        for (let i = 1; i <= 6; ++i)
            mouseMove(test.canvas, from.x + (to.x - from.x) * i / 6, from.y + (to.y - from.y) * i / 6, -1, Qt.LeftButton);
        mouseRelease(test.canvas, to.x, to.y, Qt.LeftButton, modifiers ?? Qt.NoModifier);
    }
    function scale() {
        return test.canvas.zoom * 96 / 72;
    }

    function test_roles_are_where_this_test_thinks() {
        compare(value(0, "regionId"), 1);
        compare(value(0, "order"), 1);
        compare(value(2, "category"), 2);
        compare(value(2, "content"), "A Formula");
        compare(value(0, "locked"), false);
        compare(value(0, "edited"), false);
    }
    function test_click_chooses_shift_adds_control_toggles_empty_clears() {
        const a = centre(2), b = centre(4);
        mouseClick(test.canvas, a.x, a.y);
        compare(test.editor.selection, [2]);
        mouseClick(test.canvas, b.x, b.y, Qt.LeftButton, Qt.ShiftModifier);
        compare(test.editor.selection, [2, 4]);
        mouseClick(test.canvas, a.x, a.y, Qt.LeftButton, Qt.ControlModifier);
        compare(test.editor.selection, [4]);
        mouseClick(test.canvas, 20, 20);
        compare(test.editor.selection, []);
    }
    function test_rubber_band_and_select_all() {
        const first = test.canvas.regionRect(3), last = test.canvas.regionRect(5);
        drag(Qt.point(first.x - 20, first.y + 5), Qt.point(last.x + 30, last.y + 5));
        compare(test.editor.selection, [3, 4, 5]);
        keyClick("a", Qt.ControlModifier);
        compare(test.editor.selectedCount, 11);
        keyClick(Qt.Key_Escape);
        compare(test.editor.selectedCount, 0);
    }
    function test_drag_moves_and_is_one_step() {
        const before = boxOf(4), from = centre(4);
        drag(from, Qt.point(from.x + 30, from.y + 12));
        fuzzyCompare(boxOf(4).x, before.x + 30 / scale(), 0.01);
        fuzzyCompare(boxOf(4).y, before.y + 12 / scale(), 0.01);
        compare(of(4, "edited"), true);
        keyClick("z", Qt.ControlModifier);
        compare(boxOf(4), before);
        compare(test.editor.canUndo, false);
        keyClick("z", Qt.ControlModifier | Qt.ShiftModifier);
        verify(boxOf(4).x > before.x);
    }
    function test_escape_gives_a_drag_up() {
        const before = boxOf(4), from = centre(4);
        mousePress(test.canvas, from.x, from.y);
        mouseMove(test.canvas, from.x + 20, from.y);
        mouseMove(test.canvas, from.x + 40, from.y);
        keyClick(Qt.Key_Escape);
        mouseRelease(test.canvas, from.x + 40, from.y);
        compare(boxOf(4), before);
        compare(test.editor.canUndo, false);
    }
    function test_handles_resize() {
        const before = boxOf(4);
        test.editor.select(4);
        const r = test.canvas.regionRect(4);
        drag(Qt.point(r.x + r.width, r.y + r.height), Qt.point(r.x + r.width - 40, r.y + r.height - 6));
        fuzzyCompare(boxOf(4).width, before.width - 40 / scale(), 0.01);
        fuzzyCompare(boxOf(4).height, before.height - 6 / scale(), 0.01);
        compare(boxOf(4).x, before.x);
        test.editor.undo();
        test.editor.select(4);
        drag(Qt.point(r.x, r.y + r.height / 2), Qt.point(r.x + 25, r.y + r.height / 2));
        fuzzyCompare(boxOf(4).x, before.x + 25 / scale(), 0.01);
        fuzzyCompare(boxOf(4).height, before.height, 0.01);
    }
    function test_arrows_nudge_and_resize_in_merged_steps() {
        const before = boxOf(4);
        test.editor.select(4);
        for (let i = 0; i < 5; ++i)
            keyClick(Qt.Key_Right);
        keyClick(Qt.Key_Down, Qt.ShiftModifier);
        compare(boxOf(4).x, before.x + 5);
        compare(boxOf(4).y, before.y + 10);
        test.editor.select(4);
        keyClick(Qt.Key_Right, Qt.AltModifier);
        keyClick(Qt.Key_Down, Qt.AltModifier | Qt.ShiftModifier);
        compare(boxOf(4).width, before.width + 1);
        compare(boxOf(4).height, before.height + 10);
        test.editor.undo();
        compare(boxOf(4).width, before.width);
        compare(boxOf(4).x, before.x + 5);
        test.editor.undo();
        compare(boxOf(4), before);
    }
    function test_number_fields() {
        test.editor.select(4);
        const fields = all(i => i.visible && i.validator && i.parent.entered);
        compare(fields.length, 4);
        const before = boxOf(4);
        fields[0].forceActiveFocus();
        keyClick("9");
        keyClick("0");
        keyClick(Qt.Key_Return);
        compare(test.editor.selection, [4]);
        compare(test.editor.box.x, 90);
        compare(test.editor.box.width, before.width);
        compare(fields[0].text, Number(90).toLocaleString(Qt.locale(), "f", 1));
        test.editor.undo();
        compare(fields[0].text, Number(before.x).toLocaleString(Qt.locale(), "f", 1));
    }
    function test_delete_is_immediate_and_offers_undo() {
        test.editor.select(4);
        keyClick(Qt.Key_Delete);
        compare(Session.regions.count, 10);
        compare(test.editor.offer, Editor.Undo);
        verify(test.editor.notice.includes("1 region deleted"));
        compare(test.editor.selection, [5]);
        const undo = all(i => i.visible && i.text === "Undo" && i.clicked)[0];
        mouseClick(undo);
        compare(Session.regions.count, 11);
    }
    function test_merge_and_refusal_of_one() {
        test.editor.select(4);
        keyClick("j");
        compare(Session.regions.count, 11);
        verify(test.editor.notice !== "");
        test.editor.select(5, Editor.Add);
        keyClick("j");
        compare(Session.regions.count, 10);
        compare(test.editor.selection, [4]);
        verify(of(4, "content").includes("A List-item"));
        verify(of(4, "content").includes("A Page-footer"));
        keyClick("z", Qt.ControlModifier);
        compare(Session.regions.count, 11);
    }
    function test_split_at_the_pointer() {
        const r = test.canvas.regionRect(4), before = boxOf(4);
        mouseClick(test.canvas, r.x + 30, r.y + r.height * 0.3);
        keyClick("c");
        compare(Session.regions.count, 12);
        const parts = Array.from(test.editor.selection);
        compare(parts.length, 2);
        compare(parts[0], 4);
        fuzzyCompare(boxOf(4).height, before.height * 0.3, 1);
        fuzzyCompare(boxOf(parts[1]).y, before.y + before.height * 0.3, 1);
    }
    function test_digits_set_the_category_data() {
        return [
            {tag: "1", category: 9}, {tag: "2", category: 10}, {tag: "3", category: 7}, {tag: "4", category: 3},
            {tag: "5", category: 8}, {tag: "6", category: 2}, {tag: "7", category: 6}, {tag: "8", category: 0},
            {tag: "9", category: 1}
        ];
    }
    function test_digits_set_the_category(data) {
        test.editor.select(5);
        keyClick(data.tag);
        compare(of(5, "category"), data.category);
        compare(test.editor.canUndo, true);
        keyClick("z", Qt.ControlModifier);
        compare(of(5, "category"), 4);
    }
    function test_order_by_keys_and_by_numbers() {
        test.editor.select(4);
        keyClick(Qt.Key_Up, Qt.ControlModifier);
        compare(ids().slice(0, 5).join(), "1,2,4,3,5");
        keyClick(Qt.Key_Down, Qt.ControlModifier);
        keyClick(Qt.Key_Down, Qt.ControlModifier);
        compare(ids().slice(0, 5).join(), "1,2,3,5,4");
        test.editor.select(1);
        keyClick(Qt.Key_Up, Qt.ControlModifier);
        compare(ids()[0], 1, "the first cannot go earlier");
        while (test.editor.canUndo)
            test.editor.undo();
        keyClick(Qt.Key_F6);
        compare(test.canvas.showOrder, true);
        const a = test.canvas.numberRectOf(2), b = test.canvas.numberRectOf(6);
        verify(a.right <= test.canvas.regionRect(2).x, "beside the print, not on it");
        drag(Qt.point(a.x + a.width / 2, a.y + a.height / 2), Qt.point(b.x + b.width / 2, b.y + b.height / 2));
        compare(ids().slice(0, 6).join(), "1,3,4,5,6,2");
    }
    function test_rows_of_the_list_change_places() {
        const block = all(i => i.visible && i.regionId === 2 && i.droppedOn)[0];
        block.droppedOn(1);
        compare(ids().slice(0, 3).join(), "2,1,3");
    }
    function test_draw_makes_a_region_and_reads_it() {
        test.editor.select(4);
        keyClick(Qt.Key_Delete);
        keyClick("r");
        compare(test.editor.tool, Editor.Draw);
        const top = test.canvas.regionRect(3);
        const from = Qt.point(top.x + 2, top.y + top.height + 8);
        drag(from, Qt.point(top.x + top.width - 4, from.y + 50 * scale()));
        compare(Session.regions.count, 11);
        tryVerify(() => !Session.reading, 10000);
        const id = test.editor.selection[0];
        verify(id > 100000);
        compare(of(id, "content"), "A List-item");
        keyClick("z", Qt.ControlModifier);
        compare(Session.regions.count, 10);
        keyClick("v");
        compare(test.editor.tool, Editor.Select);
    }
    function test_too_small_a_drawing_is_refused() {
        keyClick("r");
        drag(Qt.point(400, 300), Qt.point(412, 301));
        compare(Session.regions.count, 11);
        verify(test.editor.notice.includes("too small"));
    }
    function test_text_is_edited_in_place() {
        const at = centre(10);
        mouseDoubleClickSequence(test.canvas, at.x, at.y);
        compare(test.editor.editing, true);
        const field = all(i => i.visible && i.persistentSelection === true)[0];
        tryVerify(() => field.activeFocus);
        compare(field.text, of(10, "content"));
        keyClick("v");
        compare(test.editor.tool, Editor.Select, "letters go to the text");
        field.text = "by hand";
        keyClick(Qt.Key_Escape);
        compare(test.editor.editing, false);
        verify(of(10, "content").includes("not bold"), "Escape leaves it as it was");
        test.canvas.forceActiveFocus();
        keyClick(Qt.Key_Return);
        compare(test.editor.editing, true);
        field.text = "by hand";
        keyClick(Qt.Key_Return, Qt.ControlModifier);
        compare(of(10, "content"), "by hand");
        compare(of(10, "edited"), true);
        keyClick("z", Qt.ControlModifier);
        verify(of(10, "content").includes("not bold"));
    }
    // Escape alone gives up what was typed; every other way out of the field keeps it.
    function test_typed_text_is_kept_whatever_comes_next_data() {
        return [{tag: "next unsure word", key: Qt.Key_F4, modifiers: Qt.NoModifier}, {tag: "next page", key: Qt.Key_PageDown, modifiers: Qt.NoModifier}, {tag: "save", key: Qt.Key_S, modifiers: Qt.ControlModifier, saves: true}, {tag: "keep", key: Qt.Key_Return, modifiers: Qt.ControlModifier}, {tag: "close", key: Qt.Key_W, modifiers: Qt.ControlModifier, asks: true}, {tag: "quit", key: Qt.Key_Q, modifiers: Qt.ControlModifier, asks: true}, {tag: "another document", key: Qt.Key_Tab, modifiers: Qt.ControlModifier, other: true}];
    }
    function test_typed_text_is_kept_whatever_comes_next(data) {
        if (data.other) {
            Session.openUrls([harness.folder + "/four pages.pdf"]);
            tryCompare(Session.documents, "count", 2);
            Session.currentDocument = 0;
        }
        const sheets = () => all(i => i.visible && i.text === "Keep open").length;
        test.editor.select(4);
        keyClick(Qt.Key_F2);
        const field = all(i => i.visible && i.persistentSelection === true)[0];
        tryVerify(() => field.activeFocus);
        keyClick(Qt.Key_End, Qt.ControlModifier);
        keyClick("y");
        keyClick(data.key, data.modifiers);
        compare(test.editor.editing, false);
        if (data.saves)
            tryVerify(() => !Session.unsaved(-1));
        if (data.asks) {
            tryVerify(() => sheets() > 0, 5000, "it asks, for the text is in no file");
            keyClick(Qt.Key_Escape);
            tryVerify(() => sheets() === 0);
        }
        if (data.other) {
            compare(Session.currentDocument, 1);
            Session.closeDocument(1);
        }
        Session.currentPage = 0;
        compare(of(4, "content"), "A List-itemy");
        keyClick("z", Qt.ControlModifier);
        compare(of(4, "content"), "A List-item");
    }
    function test_split_in_the_field_splits_what_was_typed() {
        test.editor.select(4);
        keyClick(Qt.Key_F2);
        const field = all(i => i.visible && i.persistentSelection === true)[0];
        tryVerify(() => field.activeFocus);
        keyClick(Qt.Key_End, Qt.ControlModifier);
        keyClick("y");
        field.cursorPosition = 2;
        keyClick("k", Qt.ControlModifier);
        compare(Session.regions.count, 12);
        compare(of(4, "content"), "A");
        compare(of(test.editor.selection[1], "content"), "List-itemy");
    }
    function test_locked_regions_are_refused_before_the_dialog_for_reading_again() {
        test.editor.select(4);
        keyClick("l");
        keyClick("r", Qt.ShiftModifier);
        compare(test.editor.notice, "Locked regions are not read again.");
        wait(300);
        compare(all(i => i.visible && i.text === "What it is").length, 0);
        test.editor.select(5, Editor.Add);
        keyClick("r", Qt.ShiftModifier);
        tryVerify(() => all(i => i.visible && i.text === "What it is").length > 0);
        keyClick(Qt.Key_Escape);
        tryVerify(() => all(i => i.visible && i.text === "What it is").length === 0);
    }
    function test_locked_regions_refuse_and_offer_to_unlock() {
        test.editor.select(4);
        keyClick("l");
        compare(of(4, "locked"), true);
        keyClick(Qt.Key_Delete);
        compare(Session.regions.count, 11);
        compare(test.editor.offer, Editor.Unlock);
        keyClick(Qt.Key_Return);
        compare(test.editor.editing, false);
        test.editor.takeOffer();
        compare(of(4, "locked"), false);
    }
    function test_ignored_regions_are_marked() {
        test.editor.select(4);
        keyClick("i");
        compare(of(4, "ignored"), true);
        keyClick("i");
        compare(of(4, "ignored"), false);
    }
    function test_copies_go_to_other_pages() {
        test.editor.select(4);
        test.editor.select(5, Editor.Add);
        keyClick("c", Qt.ControlModifier);
        compare(test.editor.canPaste, true);
        Session.currentPage = 1;
        compare(Session.regions.count, 0);
        tryVerify(() => Session.picture.state === PagePicture.Ready);
        keyClick("v", Qt.ControlModifier);
        compare(Session.regions.count, 2);
        compare(value(0, "content"), "A List-item");
        compare(test.editor.selectedCount, 2);
        Session.currentPage = 0;
        keyClick("z", Qt.ControlModifier);
        compare(Session.currentPage, 1, "undoing shows where it happens");
        compare(Session.regions.count, 0);
        Session.currentPage = 0;
        test.editor.select(4);
        keyClick("x", Qt.ControlModifier);
        compare(Session.regions.count, 10);
    }
    function test_tab_walks_in_reading_order() {
        keyClick(Qt.Key_Tab);
        compare(test.editor.selection, [1]);
        keyClick(Qt.Key_Tab);
        compare(test.editor.selection, [2]);
        keyClick(Qt.Key_Backtab);
        compare(test.editor.selection, [1]);
    }
    function test_reading_again_shows_the_difference() {
        test.editor.select(1);
        test.editor.setText(1, "A wrong caption");
        Session.readSelection(1);
        compare(Session.reading, true);
        tryVerify(() => !Session.reading, 10000);
        compare(of(1, "content"), "A Caption");
        compare(Session.difference.shown, true);
        verify(Session.difference.changes >= 1);
        verify(Session.difference.text.includes("wrong"));
        const keep = all(i => i.visible && i.text === "Keep" && i.clicked)[0];
        verify(keep);
        mouseClick(keep);
        compare(Session.difference.shown, false);
        compare(of(1, "content"), "A Caption");
        keyClick("z", Qt.ControlModifier);
        compare(of(1, "content"), "A wrong caption");
        Session.readSelection(1);
        tryVerify(() => !Session.reading && Session.difference.shown, 10000);
        Session.undoDifference();
        compare(of(1, "content"), "A wrong caption");
        compare(Session.difference.shown, false);
    }
    function test_reading_again_as_a_table() {
        test.editor.select(4);
        Session.readSelection(2);
        tryVerify(() => !Session.reading, 10000);
        compare(of(4, "category"), 8);
        keyClick("z", Qt.ControlModifier);
        compare(of(4, "category"), 3);
    }
    function test_the_dialog_for_reading_again() {
        test.editor.select(4);
        test.editor.select(5, Editor.Add);
        keyClick("r", Qt.ShiftModifier);
        tryVerify(() => all(i => i.visible && i.text === "Read 2 regions again").length === 1);
        keyClick(Qt.Key_Escape);
        tryVerify(() => all(i => i.visible && i.text === "Read 2 regions again").length === 0);
    }
    function test_the_menu_of_a_region() {
        const at = centre(4);
        mouseClick(test.canvas, at.x, at.y, Qt.RightButton);
        compare(test.editor.selection, [4]);
        tryVerify(() => all(i => i.visible && i.text === "Delete" && i.triggered).length === 1);
        const item = all(i => i.visible && i.text === "Delete" && i.triggered)[0];
        mouseClick(item);
        tryVerify(() => Session.regions.count === 10);
    }
    function test_the_menu_of_a_region_by_key_data() {
        return [{tag: "Menu", key: Qt.Key_Menu, modifiers: Qt.NoModifier}, {tag: "Shift+F10", key: Qt.Key_F10, modifiers: Qt.ShiftModifier}];
    }
    function test_the_menu_of_a_region_by_key(data) {
        const shown = () => all(i => i.visible && i.text === "Delete" && i.triggered).length;
        test.editor.select(-1);
        test.canvas.forceActiveFocus();
        keyClick(data.key, data.modifiers);
        compare(shown(), 0, "nothing is selected");
        test.editor.select(4);
        keyClick(data.key, data.modifiers);
        tryVerify(() => shown() === 1);
        keyClick(Qt.Key_Escape);
        tryVerify(() => shown() === 0);
        compare(test.editor.selection, [4]);
    }
    function test_unsure_words_are_gone_to_and_marked() {
        compare(test.editor.unsureCount, 1);
        keyClick(Qt.Key_F4);
        compare(test.editor.selection, [5]);
        compare(test.editor.unsureWord.x, 172);
        verify(test.editor.notice.includes("60"));
        keyClick(Qt.Key_F4, Qt.ShiftModifier);
        compare(test.editor.unsureWord.x, 172, "the only one");
        const marks = Session.regions.data(Session.regions.index(4, 0), 274);
        compare(marks.length, 1);
        compare(marks[0].from, 2);
        compare(marks[0].length, 11);
        test.editor.setText(5, "A footer");
        compare(test.editor.unsureCount, 0, "what was corrected is sure");
        keyClick(Qt.Key_F4);
        verify(test.editor.notice.includes("No unsure words"));
        keyClick(Qt.Key_F7);
        compare(test.canvas.showWords, false);
        keyClick(Qt.Key_F7);
        compare(test.canvas.showWords, true);
    }
    // The one dialog that is open, by its title.
    function sheet(title) {
        return all(i => i.visible && i.Accessible.role === Accessible.Dialog && i.Accessible.name === title)[0];
    }
    function test_what_was_cut_is_shown_copied_and_taken_back() {
        const was = of(10, "content"), cut = " **not bold** **not <b>bold</b>**";
        const list = all(i => i.visible && i.cacheBuffer === 800)[0];
        list.positionViewAtIndex(9, ListView.Contain);
        tryVerify(() => all(i => i.visible && i.hint === "Show what was cut from region 10").length === 1);
        mouseClick(all(i => i.visible && i.hint === "Show what was cut from region 10")[0]);
        tryVerify(() => sheet("What was cut") !== undefined);
        compare(test.editor.selection, [10]);
        const words = all(i => i.visible && i.Accessible.role === Accessible.EditableText && i.Accessible.name === "What was cut")[0];
        compare(words.text, cut);
        compare(words.textFormat, TextEdit.PlainText);
        mouseClick(all(i => i.visible && i.hint === "Copy what was cut")[0]);
        compare(harness.clipboard(), cut);
        keyClick(Qt.Key_Escape);
        tryVerify(() => sheet("What was cut") === undefined);
        keyClick("c", Qt.ShiftModifier);
        tryVerify(() => sheet("What was cut") !== undefined);
        mouseClick(all(i => i.visible && i.hint === "Put it back behind the text")[0]);
        tryVerify(() => sheet("What was cut") === undefined);
        compare(of(10, "content"), was + cut);
        compare(test.editor.cutText, "");
        compare(test.editor.offer, Editor.Undo);
        verify(all(i => i.visible && i.hint === "Show what was cut from region 10").length === 0, "it is back: nothing to show");
        keyClick("c", Qt.ShiftModifier);
        wait(50);
        compare(sheet("What was cut"), undefined);
        keyClick("z", Qt.ControlModifier);
        compare(of(10, "content"), was);
        compare(test.editor.cutText, cut);
    }
    function test_what_was_cut_from_a_locked_region_stays() {
        const at = centre(10);
        test.editor.select(10);
        test.editor.setLocked(true);
        mouseClick(test.canvas, at.x, at.y, Qt.RightButton);
        tryVerify(() => all(i => i.visible && i.enabled && i.text === "Show what was cut" && i.triggered).length === 1);
        mouseClick(all(i => i.visible && i.text === "Show what was cut" && i.triggered)[0]);
        tryVerify(() => sheet("What was cut") !== undefined);
        const back = all(i => i.visible && i.hint === "Put it back behind the text")[0];
        compare(back.enabled, false);
        keyClick(Qt.Key_Escape);
        tryVerify(() => sheet("What was cut") === undefined);
        test.editor.takeCutBack();
        compare(test.editor.offer, Editor.Unlock);
        verify(test.editor.cutText !== "");
        const other = centre(4);
        mouseClick(test.canvas, other.x, other.y, Qt.RightButton);
        tryVerify(() => all(i => i.visible && !i.enabled && i.text === "Show what was cut" && i.triggered).length === 1);
        keyClick(Qt.Key_Escape);
    }
    function test_a_doubtful_region_offers_to_be_read_again() {
        const block = all(i => i.regionId === 10 && i.droppedOn)[0];
        verify(block.stateLabel !== "");
        block.readAgainWanted();
        compare(Session.reading, true);
        compare(test.editor.selection, [10]);
        tryVerify(() => !Session.reading, 10000);
    }
    function test_a_page_read_again_is_a_step() {
        test.editor.select(4);
        test.editor.setText(4, "corrected");
        Session.readPage();
        tryVerify(() => !Session.reading && Session.regions.count === 11, 20000);
        compare(of(4, "content"), "A List-item");
        keyClick("z", Qt.ControlModifier);
        compare(of(4, "content"), "corrected");
    }
}
