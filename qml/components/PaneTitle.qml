// The small heading of a list.
import QtQuick
import Lectern.Ui

CutText {
    leftPadding: Theme.medium
    rightPadding: leftPadding
    topPadding: Theme.small
    bottomPadding: Theme.tiny
    color: Theme.mutedText
    font.weight: Font.DemiBold
    font.pointSize: Theme.textSize * 0.9
    Accessible.role: Accessible.Heading
    Accessible.name: text
}
