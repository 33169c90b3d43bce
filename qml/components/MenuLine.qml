// Between groups of a menu.
import QtQuick
import QtQuick.Controls
import Lectern.Ui

MenuSeparator {
    verticalPadding: Theme.tiny
    horizontalPadding: Theme.small

    contentItem: Rectangle {
        implicitHeight: 1
        color: Theme.line
    }
}
