// Page back, page number to type, page on.
import QtQuick
import QtQuick.Controls
import Lectern.Ui

Row {
    id: root

    required property int page  // from 0
    required property int count

    signal wanted(page: int)

    spacing: 2

    FlatButton {
        enabled: root.page > 0
        iconName: root.LayoutMirroring.enabled ? "next" : "previous"
        hint: qsTr("Previous page")
        keys: "PgUp"
        onClicked: root.wanted(root.page - 1)
    }
    Field {
        id: field

        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(44, metrics.advanceWidth + leftPadding + rightPadding + 4)
        horizontalAlignment: TextInput.AlignHCenter
        validator: IntValidator {
            bottom: 1
            top: root.count
        }
        Accessible.name: qsTr("Page")
        onAccepted: {
            root.wanted(Number(field.text) - 1);
            field.focus = false;
        }
        onActiveFocusChanged: if (activeFocus)
            field.selectAll()

        Binding {
            target: field
            property: "text"
            value: root.page + 1
            when: !field.activeFocus
        }
        TextMetrics {
            id: metrics

            font: field.font
            text: root.count
        }
    }
    Text {
        anchors.verticalCenter: parent.verticalCenter
        leftPadding: Theme.tiny
        rightPadding: Theme.tiny
        text: qsTr("of %1").arg(root.count)
        textFormat: Text.PlainText
        color: Theme.mutedText
    }
    FlatButton {
        enabled: root.page < root.count - 1
        iconName: root.LayoutMirroring.enabled ? "previous" : "next"
        hint: qsTr("Next page")
        keys: "PgDown"
        onClicked: root.wanted(root.page + 1)
    }
}
