// Running text of a region in the look of its category: heading, list item, formula, small print, paragraph.
import QtQuick
import Lectern
import Lectern.Ui

Item {
    id: root

    required property int layout
    required property int level
    required property string bullet
    required property string content
    property var marks: []
    property int caret: -1
    readonly property RegionText words: words
    readonly property bool heading: root.layout === RegionModel.Heading
    readonly property bool listItem: root.layout === RegionModel.ListItem
    readonly property bool formula: root.layout === RegionModel.Formula
    readonly property bool small: root.layout === RegionModel.Small
    readonly property int indent: root.listItem ? Theme.large * (root.level + 1) : root.formula ? Theme.small : 0

    signal touched
    signal wordsSelected(TextEdit text)
    signal caretMoved(int position)

    implicitHeight: words.implicitHeight + (root.formula ? Theme.small : 0)

    Rectangle {
        anchors.fill: parent
        visible: root.formula
        radius: Theme.tiny
        color: Theme.tableHead
    }
    Text {
        visible: root.bullet !== ""
        anchors.right: words.left
        anchors.rightMargin: Theme.tiny
        anchors.top: words.top
        text: root.bullet
        textFormat: Text.PlainText
        color: Theme.mutedText
        Accessible.ignored: true
    }
    RegionText {
        id: words

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: root.indent
        anchors.verticalCenter: parent.verticalCenter
        text: root.content
        marks: root.marks
        caret: root.caret
        font.bold: root.heading
        font.family: root.formula ? "monospace" : Theme.textFamily
        font.pointSize: Theme.textSize * (root.heading ? [1.6, 1.3, 1.15, 1.05][Math.max(0, Math.min(root.level, 4) - 1)] : root.small ? 0.88 : 1)
        color: root.small ? Theme.mutedText : Theme.text
        onTouched: root.touched()
        onWordsSelected: text => root.wordsSelected(text)
        onCaretMoved: position => root.caretMoved(position)
    }
}
