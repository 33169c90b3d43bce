// Words that are cut where there is no room for them; then the pointer shows them whole.
import QtQuick
import Lectern.Ui

Text {
    id: root

    property string whole: root.text

    textFormat: Text.PlainText
    elide: Text.ElideRight
    horizontalAlignment: Text.AlignLeft
    color: Theme.text

    HoverHandler {
        id: pointer
    }
    HoverTip {
        over: root
        active: pointer.hovered && root.truncated
        text: root.whole
    }
}
