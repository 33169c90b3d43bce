// One of our drawn icons in a colour.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import Lectern.Ui

Item {
    id: root

    required property string name
    property color color: Theme.text
    property int size: Theme.bigIcon

    implicitWidth: root.size
    implicitHeight: root.size
    Accessible.ignored: true

    // The one control of Qt 6.4 that tints an icon on every renderer.
    Button {
        anchors.fill: parent
        enabled: false
        opacity: 1
        flat: true
        padding: 0
        focusPolicy: Qt.NoFocus
        display: AbstractButton.IconOnly
        background: null
        icon.source: root.name === "" ? "" : "qrc:/lectern/icons/" + root.name + ".svg"
        icon.color: root.color
        icon.width: root.size
        icon.height: root.size
        Accessible.ignored: true
    }
}
