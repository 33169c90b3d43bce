import QtQuick
import QtTest
import Lectern
import Lectern.Ui

TestCase {
    name: "Theme"
    when: windowShown

    function init() {
        failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/);
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
        // What else stands on what in the window.
        const pairs = {
            "message text": [Theme.mutedText, Theme.warningFill],
            "warning on its ground": [Theme.warning, Theme.warningFill],
            "text while dragging": [Theme.text, Theme.window],
            "note on the backdrop": [Theme.text, Theme.backdrop],
            "removed words": [Theme.text, Theme.removedFill],
            "added words": [Theme.text, Theme.addedFill],
            "unsure words": [Theme.text, Theme.unsureFill],
            "text under the pointer": [Theme.text, over(Theme.hoverFill, Theme.window)],
            "small text under the pointer": [Theme.mutedText, over(Theme.hoverFill, Theme.window)],
            "text of a pressed button": [Theme.text, over(Theme.pressedFill, Theme.surface)],
            "main button under the pointer": [Theme.accentInk, over(Theme.hoverFill, Theme.accentFill)],
            "main button pressed": [Theme.accentInk, over(Theme.pressedFill, Theme.accentFill)],
            "button": [Theme.system.buttonText, Theme.system.button],
            "field": [Theme.system.text, Theme.system.base],
            "placeholder": [Theme.mutedText, Theme.system.base],
            "selected text": [Theme.accentInk, Theme.accentFill]
        };
        for (const name in pairs)
            verify(contrast(pairs[name][0], pairs[name][1]) >= 4.5, name + ": " + contrast(pairs[name][0], pairs[name][1]).toFixed(2));
        // Lines that tell where a field or the focus is need less: 3:1 against their ground.
        for (const ground of [Theme.window, Theme.surface])
            verify(contrast(Theme.fieldLine, ground) >= 3, "edge of a field on " + ground + ": " + contrast(Theme.fieldLine, ground).toFixed(2));
        for (const ground of grounds) {
            verify(contrast(Theme.accent, ground) >= 3, "focus ring on " + ground);
            verify(contrast(Theme.strongLine, ground) >= 3, "strong line on " + ground + ": " + contrast(Theme.strongLine, ground).toFixed(2));
        }
    }
    Component {
        id: field

        Field {
            Accessible.name: "Field"
        }
    }
    Component {
        id: choice

        Choice {
            width: 200
            label: "Choice"
            model: ["one", "two"]
        }
    }
    Component {
        id: number

        NumberBox {
            Accessible.name: "Number"
        }
    }
    Component {
        id: tick

        Tick {
            text: "Tick"
        }
    }
    function test_edges_of_fields_are_seen_data() {
        const rows = [];
        for (const dark of [false, true])
            for (const kind of ["field", "choice", "number", "tick"])
                rows.push({tag: kind + (dark ? ", dark" : ", light"), kind: kind, dark: dark});
        return rows;
    }
    // At rest, with the focus, and when nothing can be entered.
    function test_edges_of_fields_are_seen(data) {
        Settings.appearance = data.dark ? Settings.Dark : Settings.Light;
        tryCompare(Theme, "dark", data.dark);
        const item = createTemporaryObject({field: field, choice: choice, number: number, tick: tick}[data.kind], this);
        const frame = data.kind === "tick" ? item.indicator : item.background;
        compare(frame.border.width, 1);
        for (const ground of [Theme.window, frame.color])
            verify(contrast(frame.border.color, ground) >= 3, "edge on " + ground + ": " + contrast(frame.border.color, ground).toFixed(2));
        verify(item.height >= Theme.target);
        verify(item.leftPadding >= (data.kind === "tick" ? Theme.tiny : Theme.small));
        item.forceActiveFocus(Qt.TabFocusReason);
        const ring = item.background;
        tryCompare(ring.border, "width", 2);
        verify(contrast(ring.border.color, Theme.window) >= 3);
        item.enabled = false;
        tryVerify(() => frame.border.width === 1 && contrast(frame.border.color, Theme.window) < 3);
        verify(contrast(Theme.mutedText, Theme.window) >= 4.5);  // its words
        if (data.kind !== "tick")
            return;
        item.enabled = true;
        item.checked = true;
        verify(contrast(frame.border.color, Theme.window) >= 3 && contrast(Theme.accentInk, frame.color) >= 4.5);
    }
    function over(ink, ground) {
        const mix = (a, b) => a * ink.a + b * (1 - ink.a);
        return Qt.rgba(mix(ink.r, ground.r), mix(ink.g, ground.g), mix(ink.b, ground.b), 1);
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
