// A menu in our colours: popups do not take on a palette that changes while the program runs.
import QtQuick
import QtQuick.Controls
import Lectern.Ui

Menu {
    palette.window: Theme.window
    palette.windowText: Theme.text
    palette.base: Theme.surface
    palette.text: Theme.text
    palette.button: Theme.window
    palette.buttonText: Theme.text
    palette.highlight: Theme.accentFill
    palette.highlightedText: Theme.accentInk
    palette.mid: Theme.line
}
