// A thin upright line between groups of buttons.
import QtQuick
import Lectern.Ui

Rectangle {
    implicitWidth: 1
    implicitHeight: 20
    color: Theme.line
    Accessible.ignored: true
}
