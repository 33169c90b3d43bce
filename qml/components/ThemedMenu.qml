// A menu in our colours, as wide as its longest line.
import QtQuick
import QtQuick.Controls
import Lectern.Ui

Menu {
    id: root

    readonly property real widest: {
        let most = 160;
        for (let i = 0; i < root.count; ++i)
            most = Math.max(most, root.itemAt(i)?.implicitWidth ?? 0);
        return most;
    }

    implicitWidth: root.widest + root.leftPadding + root.rightPadding
    padding: Theme.tiny
    margins: Theme.tiny
    overlap: 2
    delegate: MenuEntry {}

    background: Rectangle {
        radius: Theme.radius
        color: Theme.surface
        border.width: 1
        border.color: Theme.strongLine
    }
}
