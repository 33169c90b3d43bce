// A key and what it does, for the window and for the sheet that lists them.
import QtQuick

Shortcut {
    required property string what
}
