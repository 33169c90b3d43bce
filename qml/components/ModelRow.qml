// One model that is installed: what it is, what it needs, whether that is here.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

ItemDelegate {
    id: root

    required property int index
    required property string name
    required property string family
    required property string size
    required property string need
    required property int fit
    required property string fitText
    required property string tasks
    required property bool inBox
    property bool used: false  // for the document in view
    readonly property bool broken: root.fit === InstalledModelModel.Broken
    readonly property var facts: Array.of(root.family, root.size, root.inBox ? qsTr("comes with Lectern") : "", root.tasks).filter(fact => fact !== "")

    padding: Theme.medium
    enabled: !root.broken
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: root.name
    Accessible.description: Array.of(root.need, root.fitText).concat(root.facts).join(", ")
    Accessible.checkable: true
    Accessible.onPressAction: if (root.enabled)
        root.clicked()
    Accessible.onToggleAction: if (root.enabled)
        root.clicked()
    Accessible.checked: root.used

    contentItem: RowLayout {
        spacing: Theme.medium

        Rectangle {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: 2
            implicitWidth: 16
            implicitHeight: 16
            radius: 8
            color: "transparent"
            border.width: root.used ? 5 : 1
            border.color: root.used ? Theme.accent : Theme.strongLine
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2

            CutText {
                Layout.fillWidth: true
                text: root.name
                elide: Text.ElideMiddle
                font.weight: Font.DemiBold
                color: root.broken ? Theme.mutedText : Theme.text
            }
            Text {
                Layout.fillWidth: true
                text: root.facts.join("  ·  ")
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                color: Theme.mutedText
            }
            Text {
                Layout.fillWidth: true
                text: root.broken ? qsTr("✕ %1").arg(root.fitText) : root.fit === InstalledModelModel.TooLarge ? qsTr("⚠ Needs %1. %2").arg(root.need).arg(root.fitText) : qsTr("✓ Needs %1. %2").arg(root.need).arg(root.fitText)
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                color: root.broken ? Theme.bad : root.fit === InstalledModelModel.Fits ? Theme.good : Theme.warning
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.used ? Theme.selectionFill : root.hovered ? Theme.hoverFill : "transparent"
        border.width: root.ListView.isCurrentItem && root.ListView.view.activeFocus ? 2 : 0
        border.color: Theme.accent
    }
}
