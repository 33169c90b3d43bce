import QtQuick
import QtTest
import Lectern
import Lectern.Ui

TestCase {
    name: "Theme"
    when: windowShown

    function init() {
        failOnWarning(/.?/);
    }
    function cleanupTestCase() {
        Settings.appearance = Settings.System;
    }
    function luminance(c) {
        const part = v => v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
        return 0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b);
    }
    function contrast(a, b) {
        const x = luminance(a), y = luminance(b);
        return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    }
    function test_text_can_be_read_data() {
        return [
            {tag: "light", appearance: Settings.Light, dark: false},
            {tag: "dark", appearance: Settings.Dark, dark: true},
            {tag: "system", appearance: Settings.System, dark: false}
        ];
    }
    function test_text_can_be_read(data) {
        Settings.appearance = data.appearance;
        tryCompare(Theme, "dark", data.dark);
        const grounds = [Theme.window, Theme.surface, Theme.selectionFill];
        const inks = {text: Theme.text, mutedText: Theme.mutedText, accent: Theme.accent, good: Theme.good, warning: Theme.warning, bad: Theme.bad};
        for (const name in inks)
            for (const ground of grounds)
                verify(contrast(inks[name], ground) >= 4.5, name + " " + inks[name] + " on " + ground + ": " + contrast(inks[name], ground).toFixed(2));
        for (let i = 0; i < Theme.lightCategories.length; ++i)
            for (const ground of [Theme.surface, Theme.selectionFill])
                verify(contrast(Theme.ink(i), ground) >= 4.5, "category " + i + " on " + ground + ": " + contrast(Theme.ink(i), ground).toFixed(2));
        verify(contrast(Theme.accentInk, Theme.accentFill) >= 4.5);
        verify(contrast(Theme.text, Theme.warningFill) >= 4.5);
        verify(contrast(Theme.text, Theme.tableHead) >= 4.5);
    }
    function test_chips_on_the_page_can_be_read() {
        for (let i = 0; i < Theme.lightCategories.length; ++i) {
            verify(contrast(Theme.lightCategories[i], Qt.rgba(1, 1, 1, 1)) >= 4.5, "outline " + i);
            verify(contrast(Theme.accentInk, Theme.lightCategories[i]) >= 4.5, "chip " + i);
        }
        compare(Theme.lightCategories.length, 11);
        compare(Theme.darkCategories.length, 11);
    }
}
