// One block of the guide: a heading, a paragraph, an item, a table or code. Rich text is of our own making (help_text.h).
pragma ComponentBehavior: Bound

import QtQuick
import Lectern
import Lectern.Ui

Item {
    id: root

    required property int kind
    required property int level
    required property string plain
    required property string markup
    readonly property bool item: root.kind === HelpArticleModel.Bullet || root.kind === HelpArticleModel.Numbered
    readonly property bool written: root.kind !== HelpArticleModel.Code && root.kind !== HelpArticleModel.Table

    signal linkWanted(string target)
    signal copyWanted(string text)

    implicitHeight: root.written ? words.implicitHeight + words.y : root.kind === HelpArticleModel.Code ? frame.height : table.implicitHeight
    Accessible.role: root.kind === HelpArticleModel.Heading ? Accessible.Heading : root.item ? Accessible.ListItem : Accessible.Paragraph
    Accessible.name: root.plain
    Accessible.ignored: root.kind === HelpArticleModel.Table

    Text {
        visible: root.item
        anchors.left: parent.left
        width: Theme.huge - Theme.tiny
        horizontalAlignment: Text.AlignRight
        text: root.kind === HelpArticleModel.Numbered ? qsTr("%1.").arg(root.level) : "•"
        textFormat: Text.PlainText
        color: Theme.mutedText
        Accessible.ignored: true
    }
    Text {
        id: words

        visible: root.written
        y: root.kind === HelpArticleModel.Heading && root.level > 1 ? Theme.small : 0
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: root.item ? Theme.huge + Theme.tiny : 0
        text: root.written ? root.markup.replace(/<a /g, `<a style="color:${Theme.accent}" `) : ""
        textFormat: Text.RichText
        wrapMode: Text.Wrap
        color: Theme.text
        font.weight: root.kind === HelpArticleModel.Heading ? Font.DemiBold : Font.Normal
        font.pointSize: Theme.textSize * (root.kind !== HelpArticleModel.Heading ? 1 : root.level === 1 ? 1.5 : root.level === 2 ? 1.2 : 1.05)
        Accessible.ignored: true
        onLinkActivated: link => root.linkWanted(link)

        HoverHandler {
            enabled: words.hoveredLink !== ""
            cursorShape: Qt.PointingHandCursor
        }
    }
    Rectangle {
        id: frame

        visible: root.kind === HelpArticleModel.Code
        width: parent.width
        height: code.implicitHeight + 2 * Theme.small
        radius: Theme.radius
        color: Theme.surface
        border.width: 1
        border.color: Theme.line

        Text {
            id: code

            anchors.left: parent.left
            anchors.right: copy.left
            anchors.top: parent.top
            anchors.margins: Theme.small
            text: frame.visible ? root.plain : ""
            textFormat: Text.PlainText
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            font.family: "monospace"
            font.pointSize: Theme.textSize * 0.92
            color: Theme.text
            Accessible.ignored: true
        }
        FlatButton {
            id: copy

            anchors.right: parent.right
            anchors.top: parent.top
            anchors.margins: 1
            iconName: "copy"
            hint: qsTr("Copy: %1").arg(root.plain)
            onClicked: root.copyWanted(root.plain)
        }
    }
    TableGrid {
        id: table

        visible: root.kind === HelpArticleModel.Table
        anchors.left: parent.left
        anchors.right: parent.right
        html: visible ? root.markup : ""
    }
}
