// The small heading of a list.
import QtQuick
import Lectern.Ui

Text {
    leftPadding: Theme.medium
    topPadding: Theme.small
    bottomPadding: Theme.tiny
    textFormat: Text.PlainText
    elide: Text.ElideRight
    color: Theme.mutedText
    font.weight: Font.DemiBold
    font.pointSize: Theme.textSize * 0.9
    Accessible.role: Accessible.Heading
    Accessible.name: text
}
