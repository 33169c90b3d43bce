// The line at the bottom: what is being read, how fast, how long still; and that nothing went out.
import QtQuick
import QtQuick.Layouts
import Lectern.Ui

Rectangle {
    id: root

    property string helpTopic: "checking"
    required property bool reading
    required property real progress
    required property string progressText
    required property string paceText
    required property string idleText
    required property int networkRequests
    property int unsure: 0  // words on the page in view
    property real unreadPart: 0  // 0 … 1 of the page's print
    property int inkless: 0      // regions of it with text but no print
    property int differences: 0  // from the file's own text
    readonly property string checks: {
        const parts = [];
        if (root.unreadPart >= 0.0005)
            parts.push(qsTr("unread print %1 %").arg(Number(root.unreadPart * 100).toLocaleString(Qt.locale(), "f", 1)));
        if (root.inkless > 0)
            parts.push(qsTr("%n without print", "", root.inkless));
        if (root.differences > 0)
            parts.push(qsTr("%n difference(s)", "", root.differences));
        return parts.join(" · ");
    }
    property string notice
    property string offer

    signal offerTaken
    signal unsureWanted
    signal checkWanted

    implicitHeight: Math.max(30, row.implicitHeight + Theme.tiny)
    color: Theme.window
    Accessible.role: Accessible.StatusBar
    Accessible.name: root.reading ? qsTr("%1, %2").arg(root.progressText).arg(root.paceText) : root.idleText

    Rectangle {
        anchors.top: parent.top
        width: parent.width
        height: 1
        color: Theme.line
    }
    RowLayout {
        id: row

        anchors.fill: parent
        anchors.leftMargin: Theme.medium
        anchors.rightMargin: Theme.medium
        spacing: Theme.medium

        CutText {
            visible: root.notice !== ""
            Layout.maximumWidth: root.width * 0.4
            text: root.notice
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
        FlatButton {
            visible: root.notice !== "" && root.offer !== ""
            framed: true
            least: 24
            text: root.offer
            onClicked: root.offerTaken()
        }
        CutText {
            visible: root.reading || root.notice === "" && (root.checks === "" || root.width >= Theme.narrow)
            Layout.maximumWidth: root.width * 0.5
            text: root.reading ? root.progressText : root.idleText
        }
        Rectangle {
            visible: root.reading
            Layout.preferredWidth: Math.min(200, root.width * 0.22)
            implicitHeight: 6
            radius: 3
            color: Theme.line

            Rectangle {
                anchors.left: parent.left
                width: Math.max(parent.radius * 2, parent.width * root.progress)
                height: parent.height
                radius: parent.radius
                color: Theme.accentFill
            }
        }
        CutText {
            visible: root.reading
            text: root.paceText
            color: Theme.mutedText
            Layout.fillWidth: true
        }
        Item {
            visible: !root.reading
            Layout.fillWidth: true
        }
        FlatButton {
            visible: root.unsure > 0
            least: 24
            text: qsTr("%n unsure word(s)", "", root.unsure)
            hint: qsTr("Go to the next unsure word")
            keys: "F4"
            onClicked: root.unsureWanted()
        }
        FlatButton {
            visible: root.checks !== "" && !root.reading
            least: 24
            text: root.checks
            hint: qsTr("What to check on this page")
            keys: "Ctrl+Shift+K"
            onClicked: root.checkWanted()
        }
        Text {
            text: qsTr("network %1").arg(root.networkRequests)
            textFormat: Text.PlainText
            color: root.networkRequests === 0 ? Theme.mutedText : Theme.warning
        }
    }
}
