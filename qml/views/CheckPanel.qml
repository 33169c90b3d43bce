// What to look at before trusting the page: unsure words, print nobody read, text without print, and where the reading
// differs from the text that the file brings along.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

ColumnLayout {
    id: root

    property string helpTopic: "checking"
    readonly property Trust trust: Session.trust
    readonly property var findings: root.trust.findings

    function begin() {
        list.forceActiveFocus();
    }
    function sentence(finding: var): string {
        switch (finding.kind) {
        case Trust.UnreadInk:
            return qsTr("Print that no region covers");
        case Trust.Inkless:
            return qsTr("Text without print beneath it");
        default:
            return finding.region === 0 ? qsTr("Not in any region, but in the file's text") : finding.read === "" ? qsTr("Only in the file's text") : finding.layer === "" ? qsTr("Not in the file's text") : qsTr("Other than the file's text");
        }
    }
    function step(direction: int) {
        list.currentIndex = Math.max(0, Math.min(list.count - 1, list.currentIndex + direction));
        root.trust.goTo(list.currentIndex);
    }

    component Line: RowLayout {
        id: line

        property string sign
        property string what
        property bool good: true
        property bool known: true  // there is something to say of it

        Layout.fillWidth: true
        Layout.leftMargin: Theme.medium
        Layout.rightMargin: Theme.small
        spacing: Theme.small

        Text {
            Layout.preferredWidth: 16
            horizontalAlignment: Text.AlignHCenter
            text: !line.known ? "·" : line.good ? "✓" : line.sign
            textFormat: Text.PlainText
            color: !line.known ? Theme.mutedText : line.good ? Theme.good : Theme.warning
            Accessible.ignored: true
        }
        Text {
            Layout.fillWidth: true
            text: line.what
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.text
        }
    }

    spacing: Theme.tiny

    Text {
        Layout.fillWidth: true
        Layout.margins: Theme.medium
        visible: !root.trust.known
        text: Session.pageReading ? qsTr("The page is being read.") : Session.pageRead ? qsTr("Looking at the page…") : qsTr("Read the page first: then its print and the file's own text are held against what was read.")
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        color: Theme.mutedText
    }
    Line {
        Layout.topMargin: Theme.small
        visible: root.trust.known
        sign: "?"
        good: Session.editor.unsureCount === 0
        what: good ? qsTr("No unsure words") : qsTr("%n unsure word(s)", "", Session.editor.unsureCount)

        FlatButton {
            visible: Session.editor.unsureCount > 0
            least: 26
            framed: true
            text: qsTr("Next")
            hint: qsTr("Go to the next unsure word")
            keys: "F4"
            onClicked: Session.editor.stepUnsure(1)
        }
    }
    Line {
        visible: root.trust.known
        sign: "▨"
        good: root.trust.unreadPlaces === 0
        what: good ? qsTr("All print lies in regions") : qsTr("Unread print in %n place(s), %1 % of the page's", "", root.trust.unreadPlaces).arg(Number(root.trust.unreadPart * 100).toLocaleString(Qt.locale(), "f", 1))
    }
    Line {
        visible: root.trust.known
        sign: "▩"
        good: root.trust.inkless === 0
        what: good ? qsTr("All text has print beneath it") : qsTr("%n region(s) with text but no print beneath", "", root.trust.inkless)
    }
    Line {
        visible: root.trust.known
        sign: "≠"
        known: root.trust.hasLayer
        good: root.trust.differences === 0
        what: !root.trust.hasLayer ? qsTr("The file brings no text along to compare with") : good ? qsTr("The same as the file's own text") : qsTr("%n difference(s) from the file's own text", "", root.trust.differences)
    }
    Flow {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.small
        visible: root.trust.known
        spacing: Theme.small

        Tick {
            text: qsTr("Print on the page (F8)")
            checked: Settings.showInk
            onToggled: Settings.showInk = checked
        }
        Tick {
            text: qsTr("Differences (F9)")
            checked: Settings.showLayer
            onToggled: Settings.showLayer = checked
        }
    }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: 1
        color: Theme.line
    }
    ListView {
        id: list

        Layout.fillWidth: true
        Layout.fillHeight: true
        model: root.findings
        currentIndex: root.trust.current
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: false
        highlightFollowsCurrentItem: false
        Accessible.role: Accessible.List
        Accessible.name: qsTr("What to look at on this page")
        Keys.onUpPressed: root.step(-1)
        Keys.onDownPressed: root.step(1)

        ScrollBar.vertical: ScrollStrip {}
        delegate: ItemDelegate {
            id: row

            required property int index
            required property var modelData

            width: list.width - list.ScrollBar.vertical.width
            padding: Theme.small
            focusPolicy: Qt.NoFocus
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1. Read: %2. In the file: %3").arg(root.sentence(row.modelData)).arg(row.modelData.read).arg(row.modelData.layer)
            Accessible.onPressAction: row.clicked()
            onClicked: {
                list.forceActiveFocus();
                root.trust.goTo(row.index);
            }

            contentItem: RowLayout {
                spacing: Theme.small

                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: 2

                    Text {
                        Layout.fillWidth: true
                        text: root.sentence(row.modelData)
                        textFormat: Text.PlainText
                        wrapMode: Text.Wrap
                        color: Theme.text
                    }
                    CutText {
                        Layout.fillWidth: true
                        visible: row.modelData.read !== ""
                        text: qsTr("read: %1").arg(row.modelData.read)
                        wrapMode: Text.Wrap
                        maximumLineCount: 3
                        color: Theme.mutedText
                    }
                    CutText {
                        Layout.fillWidth: true
                        visible: row.modelData.layer !== ""
                        text: qsTr("in the file: %1").arg(row.modelData.layer)
                        wrapMode: Text.Wrap
                        maximumLineCount: 3
                        color: Theme.mutedText
                    }
                }
                FlatButton {
                    visible: row.modelData.kind === Trust.UnreadInk || row.modelData.region === 0
                    framed: true
                    least: 28
                    text: qsTr("Read")
                    hint: qsTr("Make a region of this place and read it")
                    onClicked: root.trust.readPlace(row.index)
                }
                FlatButton {
                    visible: row.modelData.kind === Trust.Inkless
                    framed: true
                    least: 28
                    text: qsTr("Delete")
                    hint: qsTr("Delete this region; can be undone")
                    onClicked: {
                        Session.editor.select(row.modelData.region);
                        Session.editor.remove();
                    }
                }
                FlatButton {
                    visible: row.modelData.mendable
                    framed: true
                    least: 28
                    text: qsTr("Take")
                    hint: qsTr("Take the file's words instead")
                    onClicked: root.trust.takeLayer(row.index)
                }
            }
            background: Rectangle {
                color: row.index === root.trust.current ? Theme.selectionFill : row.hovered ? Theme.hoverFill : "transparent"
                border.width: row.index === root.trust.current && list.activeFocus ? 2 : 0
                border.color: Theme.accent
            }
        }
    }
}
