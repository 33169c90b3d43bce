// What went wrong and has not been dealt with; a few at once, the rest by scrolling.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern
import Lectern.Ui

ListView {
    id: root

    property string helpTopic: "troubleshooting"

    implicitHeight: count === 0 ? 0 : Math.min(contentHeight, 220) + 2 * Theme.small
    visible: count > 0
    topMargin: Theme.small
    bottomMargin: Theme.small
    spacing: Theme.small
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    model: Session.problems
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Messages")

    ScrollBar.vertical: ScrollStrip {}
    delegate: InlineMessage {
        required property int index

        x: Theme.medium
        width: root.width - 2 * Theme.medium
        onDismissed: Session.dismissProblem(index)
        onRemedyWanted: Session.mendProblem(index)
        onCopyWanted: text => Session.copyText(text)
    }
}
