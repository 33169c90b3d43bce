// Colours, spacing and durations; the only place that has them. Dark follows the lightness of the palette in use.
pragma Singleton

import QtQuick
import Lectern

QtObject {
    id: theme

    readonly property SystemPalette system: SystemPalette {
        colorGroup: SystemPalette.Active
    }
    readonly property bool dark: theme.system.window.hslLightness < 0.5
    readonly property bool reducedMotion: Settings.reducedMotion

    // Settings gives the program's font its size; so it is asked first.
    readonly property font textFont: Settings.textSizeInUse > 0 ? Qt.application.font : Qt.font({})  // qmllint disable
    readonly property FontMetrics metrics: FontMetrics {
        font: theme.textFont
    }
    readonly property real textSize: theme.textFont.pointSize
    readonly property real smallText: theme.textSize * 0.92
    // How much wider words are than with the font the widths of the window were chosen for.
    readonly property real wordScale: Math.max(1, theme.metrics.advanceWidth("Read document") / 96)
    readonly property string textFamily: theme.metrics.font.family

    readonly property color window: theme.system.window
    readonly property color surface: theme.system.base
    readonly property color text: theme.system.windowText
    readonly property color mutedText: theme.dark ? "#a9afb8" : "#565c66"
    readonly property color line: theme.dark ? "#3a3d42" : "#d3d5da"
    readonly property color strongLine: theme.dark ? "#868c96" : "#7c828c"
    readonly property color fieldLine: theme.dark ? "#767c86" : "#858a94"  // of what can be typed into, at rest
    readonly property color backdrop: theme.dark ? "#17181a" : "#dfe1e5"
    readonly property color sheetEdge: theme.dark ? "#000000" : "#b9bdc5"
    readonly property color accent: theme.dark ? "#86b1ff" : "#1f5fd0"
    readonly property color accentFill: theme.dark ? "#245cc0" : "#1f5fd0"
    readonly property color accentInk: "#ffffff"
    readonly property color hoverFill: theme.dark ? "#14ffffff" : "#0f000000"
    readonly property color pressedFill: theme.dark ? "#24ffffff" : "#1e000000"
    readonly property color selectionFill: theme.dark ? "#2a3a55" : "#f0f5fe"
    readonly property color good: theme.dark ? "#6fd08c" : "#166b31"
    readonly property color warning: theme.dark ? "#ffb25c" : "#9a5200"
    readonly property color bad: theme.dark ? "#ff8a92" : "#b3131f"
    readonly property color warningFill: theme.dark ? "#3a2e1c" : "#fdf1de"
    readonly property color unsure: "#c2410c"  // on the page, which is white in both palettes
    readonly property color unsureFill: theme.dark ? "#4a3418" : "#fdebd3"
    readonly property color check: "#8a1fb0"  // likewise, of checks
    readonly property color find: "#f2c200"  // on the page
    readonly property color findFill: theme.dark ? "#5a4b00" : "#fff0a3"
    readonly property color findCurrentFill: theme.dark ? "#8a6d00" : "#ffd84d"
    readonly property color removedFill: theme.dark ? "#4a2328" : "#fde3e5"
    readonly property color addedFill: theme.dark ? "#1d3b27" : "#def3e4"
    readonly property color tableHead: theme.dark ? "#2a2d31" : "#f0f1f4"

    // By the order of Category: Caption, Footnote, Formula, List-item, Page-footer, Page-header, Picture, Section-header,
    // Table, Text, Title.
    // On the page itself, which is white in both palettes.
    readonly property list<color> lightCategories: ["#5f6b00", "#7a5545", "#b3131f", "#0b7c8a", "#5a6470", "#5a6470", "#1e7f3c", "#a3146f", "#b25e00", "#1f5fd0", "#6a2c91"]
    readonly property list<color> darkCategories: ["#c9d35a", "#d0a894", "#ff8a92", "#5fd0de", "#aeb8c4", "#aeb8c4", "#6fd08c", "#f08cc6", "#ffb25c", "#86b1ff", "#c79be6"]

    // A category's colour as text: a little stronger than as an outline.
    function ink(category: int): color {
        return theme.dark ? theme.darkCategories[category] : Qt.darker(theme.lightCategories[category], 1.15);
    }

    readonly property int tiny: 4
    readonly property int small: 8
    readonly property int medium: 12
    readonly property int large: 16
    readonly property int huge: 24
    readonly property int radius: 6
    readonly property int icon: 16
    readonly property int bigIcon: 20
    readonly property int target: 32
    readonly property int motion: theme.reducedMotion ? 0 : 120

    readonly property int narrow: Math.round(900 * theme.wordScale)
    readonly property int veryNarrow: Math.round(640 * theme.wordScale)
}
