// What stands before a field.
import QtQuick
import QtQuick.Layouts
import Lectern.Ui

Text {
    Layout.alignment: Qt.AlignVCenter
    textFormat: Text.PlainText
    color: Theme.mutedText
}
