// Tabs beside each other; arrow keys go from one to the next.
import QtQuick
import Lectern.Ui

Row {
    id: root

    required property string name

    function step(way: int) {
        const tabs = Array.from(root.children).filter(item => item instanceof FlatTab);
        const next = tabs[tabs.findIndex(tab => tab.activeFocus) + (root.effectiveLayoutDirection === Qt.RightToLeft ? -way : way)];
        if (next === undefined)
            return;
        next.forceActiveFocus(Qt.TabFocusReason);
        next.clicked();
    }

    spacing: Theme.tiny
    Accessible.role: Accessible.PageTabList
    Accessible.name: root.name
    Keys.onLeftPressed: root.step(-1)
    Keys.onRightPressed: root.step(1)
}
