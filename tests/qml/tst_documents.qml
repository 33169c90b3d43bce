// Several documents and their pages as a whole, by pointer and by keys: done, undone, refused where it cannot be.
import QtQuick
import QtTest
import Lectern
import Lectern.Ui

WindowTest {
    id: test

    name: "Documents"

    function initTestCase() {
        makeWindow(1280, 840);
    }
    function init() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
        closeAll();
        open("four pages.pdf");
        tryVerify(() => rows().length > 0);
    }
    function cleanupTestCase() {
        dropWindow();
    }
    function pagesList() {
        return all(i => i.visible && i.dropPosition !== undefined)[0];
    }
    function documentsList() {
        return all(i => i.visible && i.model === Session.documents)[0];
    }
    function rows() {
        return all(i => i.visible && i.thumbnail !== undefined && i.number !== undefined);
    }
    function row(number) {
        return rows().find(i => i.number === number);
    }
    // The pages' numbers in the file, in the order they stand in, from their pictures' addresses.
    function order() {
        const out = [];
        for (let i = 0; i < Session.pages.rowCount(); ++i)
            out.push(Number(String(Session.pages.data(Session.pages.index(i, 0), 258)).split("/")[4]) + 1);
        return out.join("");
    }
    function leftOut() {
        const out = [];
        for (let i = 0; i < Session.pages.rowCount(); ++i)
            if (Session.pages.data(Session.pages.index(i, 0), 263))
                out.push(i + 1);
        return out.join("");
    }

    function test_order_is_where_this_test_thinks() {
        compare(order(), "1234");
        compare(leftOut(), "");
    }
    function test_pages_are_chosen_as_everywhere() {
        mouseClick(row(2));
        compare(Session.currentPage, 1);
        compare(Session.arranger.count, 1);
        mouseClick(row(4), 20, 20, Qt.LeftButton, Qt.ShiftModifier);
        compare(Session.arranger.count, 3);
        mouseClick(row(3), 20, 20, Qt.LeftButton, Qt.ControlModifier);
        compare(Session.arranger.count, 2);
        verify(row(2).chosen && !row(3).chosen && row(4).chosen);
        keyClick(Qt.Key_Home);
        compare(Session.arranger.count, 1);
    }
    function test_keys_in_the_list_choose_too() {
        pagesList().forceActiveFocus();
        keyClick(Qt.Key_Down);
        compare(Session.currentPage, 1);
        keyClick(Qt.Key_Down, Qt.ShiftModifier);
        compare(Session.arranger.count, 2);
        keyClick(Qt.Key_Up);
        compare(Session.arranger.count, 1);
    }
    function test_turning_by_key_is_undone() {
        tryVerify(() => Session.picture.pageSize.width === 612);
        keyClick(Qt.Key_Right, Qt.ControlModifier);
        tryVerify(() => Session.picture.pageSize.width === 792);
        verify(row(1).thumbnail.endsWith("/90"));
        keyClick("z", Qt.ControlModifier);
        tryVerify(() => Session.picture.pageSize.width === 612);
        verify(row(1).thumbnail.endsWith("/0"));
        keyClick(Qt.Key_Left, Qt.ControlModifier);
        tryVerify(() => Session.picture.pageSize.width === 792);
        verify(row(1).thumbnail.endsWith("/270"));
        keyClick("z", Qt.ControlModifier);
    }
    function test_delete_in_the_list_leaves_out_and_takes_in() {
        pagesList().forceActiveFocus();
        keyClick(Qt.Key_Down);
        keyClick(Qt.Key_Delete);
        compare(leftOut(), "2");
        tryVerify(() => row(2).status === "left out");
        compare(Session.editor.notice, "1 page left out");
        keyClick("z", Qt.ControlModifier);
        compare(leftOut(), "");
        keyClick(Qt.Key_Delete);
        keyClick(Qt.Key_Delete);
        compare(leftOut(), "");
    }
    function test_a_page_at_least_stays() {
        pagesList().forceActiveFocus();
        mouseClick(row(1));
        mouseClick(row(4), 20, 20, Qt.LeftButton, Qt.ShiftModifier);
        keyClick(Qt.Key_Delete);
        compare(leftOut(), "");
        compare(Session.editor.notice, "One page at least has to stay.");
    }
    function test_a_page_left_out_is_not_read() {
        Session.arranger.setLeftOut(true);
        keyClick("r", Qt.ControlModifier);
        verify(!Session.reading);
        verify(Session.editor.notice.startsWith("This page is left out"));
    }
    function test_moving_by_key_is_undone_and_ends_at_the_ends() {
        pagesList().forceActiveFocus();
        keyClick(Qt.Key_Down, Qt.ControlModifier);
        compare(order(), "2134");
        compare(Session.currentPage, 1);
        keyClick(Qt.Key_Up, Qt.ControlModifier);
        compare(order(), "1234");
        keyClick(Qt.Key_Up, Qt.ControlModifier);
        compare(order(), "1234");
        compare(Session.editor.notice, "This is the first page.");
        keyClick("z", Qt.ControlModifier);
        compare(order(), "2134");
        keyClick("z", Qt.ControlModifier);
        compare(order(), "1234");
        verify(!Session.editor.canUndo);
    }
    function test_moving_by_hand_is_undone() {
        const from = row(1), list = pagesList();
        const start = from.mapToItem(list, 60, 60);
        mousePress(list, start.x, start.y);
        for (let i = 1; i <= 8; ++i)
            mouseMove(list, start.x, start.y + i * from.height * 2.2 / 8, 20, Qt.LeftButton);
        compare(list.dropPosition, 3);
        mouseRelease(list, start.x, start.y + from.height * 2.2);
        compare(list.dropPosition, -1);
        compare(order(), "2314");
        keyClick("z", Qt.ControlModifier);
        compare(order(), "1234");
    }
    function test_the_menu_of_a_page() {
        mouseClick(row(3), 30, 30, Qt.RightButton);
        tryVerify(() => shown("Turn right") === 1);
        compare(Session.currentPage, 2);
        checkNames("menu of a page");
        keyClick(Qt.Key_Escape);
        tryVerify(() => shown("Turn right") === 0);
    }
    function test_documents_keep_their_view() {
        keyClick("0", Qt.ControlModifier);
        tryCompare(test.canvas, "zoom", 1);
        test.canvas.moveTo(0, 0.4);
        const y = test.canvas.positionY;
        verify(y > 0.1);
        open("two pages.pdf");
        tryCompare(test.canvas, "fit", PageCanvas.Page);
        keyClick(Qt.Key_Tab, Qt.ControlModifier);
        compare(Session.documentName, "four pages.pdf");
        tryCompare(test.canvas, "zoom", 1);
        tryVerify(() => Math.abs(test.canvas.positionY - y) < 1e-6);
        keyClick(Qt.Key_Tab, Qt.ControlModifier | Qt.ShiftModifier);
        compare(Session.documentName, "two pages.pdf");
    }
    function test_documents_by_keys_in_their_list() {
        open("two pages.pdf");
        documentsList().forceActiveFocus();
        keyClick(Qt.Key_Up);
        compare(Session.currentDocument, 0);
        keyClick(Qt.Key_Down);
        compare(Session.currentDocument, 1);
        keyClick(Qt.Key_Delete);
        compare(Session.documents.count, 1);
    }
    function test_closing_asks_when_edits_would_be_lost() {
        keyClick("w", Qt.ControlModifier);
        compare(Session.documents.count, 0);
        open("four pages.pdf");
        Session.arranger.turn(1);
        keyClick("w", Qt.ControlModifier);
        tryVerify(() => shown("What was read or changed in it is in no file yet.") === 1);
        verify(checkNames("close") >= 2);
        keyClick(Qt.Key_Escape);
        tryVerify(() => shown("What was read or changed in it is in no file yet.") === 0);
        compare(Session.documents.count, 1);
        keyClick("w", Qt.ControlModifier);
        tryVerify(() => shown("Discard") === 1);
        wait(200);  // it opens
        mouseClick(button("Close and lose what is in no file"));
        compare(Session.documents.count, 0);
    }
    function test_a_folder_opens_as_its_files() {
        closeAll();
        Session.openUrls([harness.folder + "/in"]);
        tryVerify(() => Session.documents.count === 3);
        compare(Session.documentName, "p2.pdf");
        tryVerify(() => named(Accessible.Heading, "Documents (3)") !== undefined);
        Session.closeDocument(2);
        Session.closeDocument(1);
        tryVerify(() => named(Accessible.Heading, "Documents") !== undefined);
    }
    function test_a_hundred_thousand_pages_make_a_handful_of_rows() {
        open("many pages.pdf");
        compare(Session.pageCount, 100000);
        tryVerify(() => rows().length > 2);
        verify(rows().length < 30, rows().length + " rows");
        keyClick(Qt.Key_End);
        compare(Session.currentPage, 99999);
        tryVerify(() => row(100000) !== undefined);
        verify(rows().length < 30, rows().length + " rows");
    }
}
