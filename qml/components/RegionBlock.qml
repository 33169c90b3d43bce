// One region in the text panel, as it reads.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Lectern
import Lectern.Ui

Rectangle {
    id: root

    required property int index
    required property int regionId
    required property int order
    required property int category
    required property string categoryLabel
    required property string sign
    required property int layout
    required property int level
    required property string bullet
    required property string content
    required property string stateLabel
    required property bool neverBegun  // reading was stopped before it
    required property bool reading
    required property string warnings
    required property bool repeated
    required property string about
    required property bool locked
    required property bool ignored
    required property bool edited
    required property var unsure
    property bool showUnsure: true
    property var hits: []  // marks of what is sought
    property string sought
    property int caret: -1
    property bool current: false
    property bool lit: false
    readonly property color ink: Theme.ink(root.category)
    readonly property string pen: root.reading ? "▏" : ""
    readonly property bool hovered: hover.hovered
    readonly property bool isTable: root.layout === RegionModel.Table
    readonly property bool isPicture: root.layout === RegionModel.Picture

    signal chosen(int how)  // Editor.Choose
    signal caretMoved(int position)
    signal wordsSelected(TextEdit text)  // by the pointer, or no longer
    signal readAgainWanted
    signal cutWanted
    signal droppedOn(int other)  // another row's number

    // Whether the caret could go on inside this region.
    function step(letters: int, words: int, lines: int): bool {
        return look.visible && look.words.step(letters, words, lines);
    }

    implicitHeight: Math.max(column.implicitHeight, tag.implicitHeight) + 2 * Theme.tiny + 2
    z: drag.active ? 2 : 0
    radius: Theme.radius
    color: root.current ? Theme.selectionFill : root.lit || root.hovered ? Theme.hoverFill : "transparent"
    Accessible.role: Accessible.ListItem
    Accessible.name: root.content === "" ? qsTr("%1 %2").arg(root.order).arg(root.categoryLabel) : qsTr("%1 %2: %3").arg(root.order).arg(root.categoryLabel).arg(root.content)
    Accessible.description: root.about
    Accessible.onPressAction: root.chosen(Editor.Only)

    HoverHandler {
        id: hover
    }
    TapHandler {
        acceptedModifiers: Qt.NoModifier
        onTapped: root.chosen(Editor.Only)
    }
    TapHandler {
        acceptedModifiers: Qt.ShiftModifier
        onTapped: root.chosen(Editor.Add)
    }
    TapHandler {
        acceptedModifiers: Qt.ControlModifier
        onTapped: root.chosen(Editor.Toggle)
    }
    Rectangle {
        width: 3
        height: parent.height - 6
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        radius: 1.5
        visible: root.current
        color: root.ink
    }
    Text {
        id: tag

        anchors.left: parent.left
        anchors.top: parent.top
        anchors.leftMargin: Theme.small
        anchors.topMargin: Theme.tiny + 2
        width: Math.max(44, Theme.metrics.advanceWidth("99 ▦ ✎") * 0.92)
        horizontalAlignment: Text.AlignLeft
        text: root.order + " " + root.sign + (root.edited ? " ✎" : "")
        textFormat: Text.PlainText
        color: root.ink
        font.pointSize: Theme.smallText
        Accessible.ignored: true
    }
    // The number can be dragged onto another row: the region takes that place in the reading order.
    Item {
        id: grip

        anchors.fill: tag
        anchors.bottomMargin: -Theme.small
        opacity: 0.85

        DragHandler {
            id: drag

            target: mover
            onActiveChanged: if (!active) {
                mover.Drag.drop();
                mover.x = 0;
                mover.y = 0;
            }
        }
        HoverHandler {
            cursorShape: Qt.OpenHandCursor
        }
        Rectangle {
            id: mover

            property int regionId: root.regionId

            width: grip.width
            height: 24
            visible: drag.active
            radius: Theme.tiny
            color: root.ink
            Drag.active: drag.active
            Drag.keys: ["lectern/order"]
            Drag.hotSpot.x: 8
            Drag.hotSpot.y: 12
            Accessible.ignored: true

            Text {
                anchors.centerIn: parent
                text: root.order
                textFormat: Text.PlainText
                color: Theme.surface
                Accessible.ignored: true
            }
        }
    }
    DropArea {
        anchors.fill: parent
        keys: ["lectern/order"]
        onDropped: drop => root.droppedOn(drop.source.regionId)

        Rectangle {
            anchors.fill: parent
            visible: parent.containsDrag
            color: "transparent"
            radius: Theme.radius
            border.width: 2
            border.color: Theme.accent
        }
    }
    ColumnLayout {
        id: column

        anchors.left: tag.right
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.topMargin: Theme.tiny + 1
        anchors.rightMargin: Theme.small
        spacing: Theme.tiny

        RegionLook {
            id: look

            Layout.fillWidth: true
            visible: !root.isTable && !root.isPicture && !root.neverBegun
            layout: root.layout
            level: root.level
            bullet: root.bullet
            content: visible ? root.content + root.pen : ""
            marks: (root.showUnsure ? root.unsure : []).concat(root.hits)
            caret: root.caret
            onTouched: root.chosen(Editor.Only)
            onCaretMoved: position => root.caretMoved(position)
            onWordsSelected: text => root.wordsSelected(text)
        }
        TableGrid {
            Layout.fillWidth: true
            visible: root.isTable
            html: visible ? root.content : ""
            sought: root.sought
        }
        Text {
            Layout.fillWidth: true
            visible: root.isPicture && !root.neverBegun
            text: root.content === "" ? qsTr("Picture") : root.content
            Accessible.ignored: true
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            font.italic: true
            color: Theme.mutedText
        }
        RowLayout {
            Layout.fillWidth: true
            visible: root.stateLabel !== "" && !root.reading

            Text {
                Layout.fillWidth: true
                text: root.neverBegun ? root.categoryLabel + " · " + root.stateLabel : "⚠ " + root.stateLabel
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                color: root.neverBegun ? Theme.mutedText : Theme.warning
                font.pointSize: Theme.smallText
            }
            FlatButton {
                visible: !root.locked
                framed: true
                least: 28
                text: root.neverBegun ? qsTr("Read") : qsTr("Read again")
                hint: root.neverBegun ? qsTr("Read region %1").arg(root.order) : qsTr("Read region %1 again").arg(root.order)
                onClicked: root.readAgainWanted()
            }
        }
        Text {
            visible: root.locked || root.ignored
            text: root.locked && root.ignored ? qsTr("locked, left out of exports") : root.locked ? qsTr("locked") : qsTr("left out of exports")
            textFormat: Text.PlainText
            color: Theme.mutedText
            font.pointSize: Theme.smallText
        }
        Text {
            Layout.fillWidth: true
            visible: root.warnings !== ""
            text: root.warnings
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: Theme.warning
            font.pointSize: Theme.smallText
        }
        FlatButton {
            visible: root.repeated && !root.reading
            framed: true
            implicitHeight: 28
            text: qsTr("Show what was cut")
            hint: qsTr("Show what was cut from region %1").arg(root.order)
            onClicked: root.cutWanted()
        }
    }
}
