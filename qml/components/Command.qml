// A key and what it does, for the window and for the sheet that lists them.
import QtQuick

Shortcut {
    id: root

    required property string what
    property var also: []  // other keys for the same, which the sheet leaves out

    sequences: root.also
}
