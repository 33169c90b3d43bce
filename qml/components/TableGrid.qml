// A table as a grid; wider ones scroll sideways.
import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

Flickable {
    id: root

    required property string html
    property string sought  // cells that hold it are marked

    implicitHeight: root.visible ? sheet.implicitHeight + (bar.visible ? bar.height : 0) : 0
    contentWidth: sheet.implicitWidth
    contentHeight: sheet.implicitHeight
    flickableDirection: Flickable.HorizontalFlick
    boundsBehavior: Flickable.StopAtBounds
    interactive: root.contentWidth > root.width
    clip: true
    Accessible.role: Accessible.Table
    Accessible.name: sheet.plainText

    ScrollBar.horizontal: ScrollStrip {
        id: bar

        visible: size < 1
    }

    TableSheet {
        id: sheet

        width: implicitWidth
        height: implicitHeight
        html: root.html
        sought: root.sought
        soughtFill: Theme.findFill
        available: root.width
        ink: Theme.text
        line: Theme.line
        headFill: Theme.tableHead
    }
}
