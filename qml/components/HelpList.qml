// Places in the guide, one below the other; arrow keys choose, Return opens.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern.Ui

ListView {
    id: root

    required property string name

    signal wanted(string target)

    clip: true
    boundsBehavior: Flickable.StopAtBounds
    activeFocusOnTab: true
    keyNavigationEnabled: true
    cacheBuffer: 0  // a model reset during incubation makes Qt 6.4 complain
    highlightMoveDuration: Theme.motion
    Accessible.role: Accessible.List
    Accessible.name: root.name
    Keys.onReturnPressed: (root.currentItem as HelpRow)?.clicked()
    Keys.onEnterPressed: (root.currentItem as HelpRow)?.clicked()

    ScrollBar.vertical: ScrollStrip {}
    delegate: HelpRow {
        required property int index

        width: root.width - (root.ScrollBar.vertical.visible ? root.ScrollBar.vertical.width : 0)
        current: root.activeFocus && root.currentIndex === index
        onClicked: root.wanted(target)
    }
}
