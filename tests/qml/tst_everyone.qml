// Everybody can use the window: names for those who do not see it, room for longer languages, from right to left,
// large, and every key on one sheet.
import QtQuick
import QtTest
import Lectern
import Lectern.Ui

WindowTest {
    id: test

    name: "Everyone"

    function initTestCase() {
        makeWindow(1280, 840);
    }
    function cleanupTestCase() {
        Settings.language = "en";
        dropWindow();
    }
    function test_1_every_state_is_named() {
        Settings.language = "en";
        let states = 0;
        everyState(where => {
            verify(checkNames(where) >= 2, where);
            verify(checkPlain(where) >= 2, where);
            ++states;
        });
        verify(states >= 15);
    }
    function test_2_words_have_room_data() {
        return [
            {tag: "English", language: "en", width: 1280},
            {tag: "German", language: "de", width: 1280},
            {tag: "German, narrow", language: "de", width: 920},
            {tag: "pseudo", language: "ar_XB", width: 1280}
        ];
    }
    function test_2_words_have_room(data) {
        Settings.language = data.language;
        test.window.width = data.width;
        console.info("text at " + Settings.textSizeInUse + " %");  // qml_large_text looks for it
        everyState(where => checkRoom(data.tag + ", " + where));
        test.window.width = 1280;
        Settings.language = "en";
    }
    function test_3_another_language_at_once() {
        open("four pages.pdf");
        compare(shown("Pages"), 1);
        Settings.language = "de";
        tryVerify(() => shown("Seiten") === 1);
        tryVerify(() => shown("wartet") >= 1);
        compare(Settings.rightToLeft, false);
        Settings.language = "en";
        tryVerify(() => shown("Pages") === 1);
        closeAll();
    }
    function test_4_from_right_to_left() {
        open("four pages.pdf");
        const openButton = button("Open files");
        const menuButton = button("Menu");
        verify(openButton.mapToItem(null, 0, 0).x < menuButton.mapToItem(null, 0, 0).x);
        const list = all(i => i.visible && i.dropPosition !== undefined)[0];
        verify(list.mapToItem(null, 0, 0).x < 300);
        Settings.language = "ar_XB";
        compare(Settings.rightToLeft, true);
        tryVerify(() => openButton.mapToItem(null, 0, 0).x > menuButton.mapToItem(null, 0, 0).x);
        tryVerify(() => list.mapToItem(null, 0, 0).x > 700);
        // Dialogs and menus, too: what stands before a field is on its right, and words begin there.
        keyClick(",", Qt.ControlModifier);
        const field = named(Accessible.ComboBox, qsTranslate("SettingsDialog", "Appearance"));
        tryVerify(() => field.contentItem.effectiveHorizontalAlignment === Text.AlignRight);
        const label = all(i => i.visible && i.text === field.label && i !== field)[0];
        tryVerify(() => label.mapToItem(null, 0, 0).x > field.mapToItem(null, 0, 0).x + field.width);
        pressEscape();
        keyClick(Qt.Key_F10);
        tryVerify(() => all(i => i.visible && i.keys === "Ctrl+Q").length === 1);
        const quit = all(i => i.visible && i.keys === "Ctrl+Q")[0];
        const says = all(i => i.visible && i.text === quit.text && i !== quit)[0], keys = all(i => i.visible && i.text === "Ctrl+Q")[0];
        verify(says.mapToItem(null, 0, 0).x > keys.mapToItem(null, 0, 0).x);
        pressEscape();
        // All words went through the translation: what is not marked was never asked for.
        for (const item of all(i => i.visible && i.contentWidth !== undefined && i.truncated !== undefined && (i.text ?? "") !== "")) {
            if (/^[\d\s%.,✓·◐◌⚠✕◼⊘+−–-]*$|\.pdf$|Lectern/.test(item.text) || item.text === Session.modelName)
                continue;
            verify(item.text.includes("⟦"), "not translated: “" + item.text + "”");
        }
        Settings.language = "en";
        tryVerify(() => openButton.mapToItem(null, 0, 0).x < menuButton.mapToItem(null, 0, 0).x);
        closeAll();
    }
    function test_5_every_key_is_on_the_sheet() {
        keyClick(Qt.Key_F1, Qt.ControlModifier);
        tryVerify(() => all(i => i.visible && i.groups !== undefined || i.text === "Ctrl+Shift+R").length > 0);
        const sheet = all(i => i.visible && typeof i.text === "string").map(i => i.text);
        for (const key of ["Ctrl+O", "Ctrl+V", "Ctrl+E", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl++", "Ctrl+-", "Ctrl+0", "Ctrl+1", "Ctrl+2", "F1", "Ctrl+F1", "F11", "Ctrl+S", "Ctrl+,", "Ctrl+Q", "Home", "End", "Ctrl+R", "Ctrl+Shift+R", "Esc", "R", "V", "J", "C", "I", "1", "9", "Ctrl+Up", "Ctrl+Down", "F4", "Shift+F4", "F5", "F6", "F7", "Ctrl+Left", "Ctrl+Right", "Ctrl+Tab", "Ctrl+M"])
            verify(sheet.includes(key), key + " is not on the sheet");
        const keys = sheet.filter(text => /^(Ctrl\+|Shift\+|F\d)/.test(text));
        verify(keys.length >= 35);
        pressEscape();
    }
    function test_6_settings_are_in_force_at_once() {
        keyClick(",", Qt.ControlModifier);
        const choice = named(Accessible.ComboBox, "Appearance");
        verify(choice);
        choice.activated(Settings.Dark);
        tryCompare(Theme, "dark", true);
        choice.activated(Settings.Light);
        tryCompare(Theme, "dark", false);
        const dpi = named(Accessible.SpinBox, "Resolution in dots per inch");
        dpi.forceActiveFocus();
        keyClick(Qt.Key_Up);
        compare(Settings.dpi, 50);
        keyClick(Qt.Key_Down);
        compare(Settings.dpi, 0);
        const threads = named(Accessible.SpinBox, "Threads of the processor");
        threads.forceActiveFocus();
        keyClick(Qt.Key_Up);
        compare(Settings.threads, 1);
        keyClick(Qt.Key_Down);
        compare(Settings.threads, 0);
        named(Accessible.ComboBox, "Language").activated(Settings.languages.indexOf("de") + 1);
        compare(Settings.language, "de");
        tryVerify(() => shown("Einstellungen") >= 1);
        Settings.language = "en";
        pressEscape();
        Settings.appearance = Settings.System;
    }
    function test_7_models_say_whether_they_fit() {
        open("four pages.pdf");
        keyClick("m", Qt.ControlModifier);
        tryVerify(() => !Session.catalog.looking && Session.catalog.devices.includes("cpu"));
        tryVerify(() => named(Accessible.RadioButton, "reader-tiny") !== undefined);
        const row = named(Accessible.RadioButton, "reader-tiny");
        verify(row.need !== "" && row.fitText !== "");
        compare(row.fit, InstalledModelModel.Fits);
        compare(Session.documentModel, "");
        named(Accessible.ComboBox, "Choose for").currentIndex = 1;
        mouseClick(row);
        compare(Session.documentModel, "reader-tiny");
        mouseClick(button("Read this document as all others"));
        compare(Session.documentModel, "");
        pressEscape();
        closeAll();
    }
    // What a thing says it is, by what it is made of; every kind is met in some state.
    function test_8_roles_are_what_things_are() {
        const A = Accessible;
        const roles = {
            FlatButton: A.Button,
            FlatTab: A.PageTab,
            FlatTabs: A.PageTabList,
            Field: A.EditableText,
            Choice: A.ComboBox,
            Tick: A.CheckBox,
            NumberBox: A.SpinBox,
            ModelRow: A.RadioButton,
            DocumentRow: A.ListItem,
            RegionBlock: A.ListItem,
            PagesList: A.List,
            RegionList: A.List,
            Problems: A.List,
            PageList: A.Pane,
            TextView: A.Pane,
            RegionForm: A.Form,
            InlineMessage: A.AlertMessage,
            StatusStrip: A.StatusBar,
            TopBar: A.ToolBar,
            TableGrid: A.Table,
            PaneTitle: A.Heading,
            "lectern::PageCanvas": A.Graphic
        };
        const met = {};
        everyState(where => {
            for (const item of all(i => i.visible)) {
                const kind = String(item).replace(/(_QMLTYPE.*|_QML_.*|\(0x.*)$/, "");
                if (roles[kind] === undefined || item.Accessible.ignored)
                    continue;
                met[kind] = true;
                compare(item.Accessible.role, roles[kind], where + ": " + kind + " “" + item.Accessible.name + "”");
            }
        });
        for (const kind in roles)
            verify(met[kind], "no " + kind + " was met");
    }
}
