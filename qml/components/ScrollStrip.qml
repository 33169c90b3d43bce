// A scroll bar with a name for those who do not see it.
import QtQuick
import QtQuick.Controls

ScrollBar {
    Accessible.role: Accessible.ScrollBar
    Accessible.name: qsTr("Scroll")
}
