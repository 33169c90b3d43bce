// One of several, in a form. Its entries are shown as they are written: models are named after folders.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern.Ui

ComboBox {
    id: root

    property string label

    Layout.fillWidth: true
    Layout.preferredWidth: 300
    implicitHeight: Theme.target
    Accessible.role: Accessible.ComboBox
    Accessible.name: root.label

    delegate: ItemDelegate {
        id: entry

        required property int index
        required property string modelData

        width: root.width
        highlighted: root.highlightedIndex === entry.index
        Accessible.name: entry.modelData

        contentItem: Text {
            text: entry.modelData
            textFormat: Text.PlainText
            elide: Text.ElideRight
            verticalAlignment: Text.AlignVCenter
            color: entry.highlighted ? Theme.accentInk : Theme.text
            font.weight: root.currentIndex === entry.index ? Font.DemiBold : Font.Normal
        }
    }
}
